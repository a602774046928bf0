# Rules of GNU make for records: `include vitac.mk`, then ask for STEM.pdf or STEM.tex of a STEM.yaml.
#
# What a record was made of (its bibliographies, photo, styles, what it includes) is written beside it as STEM.d
# and read again here: make then knows when to build. A record of several documents has several outputs; a rule
# for those stands in examples/makefile/Makefile.
VITAC ?= vitac
VITACFLAGS ?= -q

%.pdf: %.yaml
	$(VITAC) build $(VITACFLAGS) --depfile=$*.d -o $@ $<

%.tex: %.yaml
	$(VITAC) build $(VITACFLAGS) -t tex --depfile=$*.tex.d -o $@ $<

-include $(wildcard *.d)
