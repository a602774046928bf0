#!/usr/bin/env python3
"""Measures `vitac watch` from the moment a record is written to that in which its PDF is.

    watch.py OUTPUT RUNS VITAC DOCUMENT     called by bench/run, in its folder

Changes a title, for which an engine waits (OUTPUT), then the name, which it has read (watch_beginning.json). The
files are like those of hyperfine.
"""
import json
import os
import re
import statistics
import subprocess
import sys
import time

output, runs, vitac, document = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
record, pdf = "record/cv.yaml", "watched.pdf"


def stamp():
    try:
        status = os.stat(pdf)
        return status.st_ino, status.st_mtime_ns
    except FileNotFoundError:
        return None


def wait_for_pdf(before):
    begun = time.monotonic()
    while stamp() == before:
        time.sleep(0.0005)
        if time.monotonic() - begun > 60:
            watching.terminate()
            sys.exit("bench: a change of the record does not change its PDF")


def is_waiting():
    """Whether the engine has come to its gate: it sleeps and has read what stands before."""
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = open(f"/proc/{process}/cmdline").read().split("\0")
            state = open(f"/proc/{process}/stat").read().rpartition(") ")[2][0]
            if "vitac-beginning.tex" in words and os.readlink(f"/proc/{process}/cwd").startswith(temporary):
                return state == "S"
        except OSError:
            pass
    return False


def ready():
    """For a while, since it also sleeps when it reads a file."""
    count = 0
    while count < 20:
        time.sleep(0.02)
        count = count + 1 if is_waiting() else 0


def measure(change):
    times = []
    for number in range(runs):
        ready()
        text = change(open(record).read(), number)
        before, begun = stamp(), time.monotonic()
        open(record, "w").write(text)
        wait_for_pdf(before)
        times.append(time.monotonic() - begun)
    return {"results": [{"median": statistics.median(times), "times": times}]}


def change_title(text, number):
    return re.sub(r"(\btitle: *[\"'])(?:Number \d+ )?", rf"\1Number {1000 + number} ", text, count=1)


def change_name(text, number):
    return re.sub(r"(\bname: *[\"']?[^\W\d]+)\d*", rf"\g<1>{1000 + number}", text, count=1)


temporary = os.path.abspath("watch-tmp")
os.mkdir(temporary)
watching = subprocess.Popen([vitac, "watch", record, "-d", document, "-o", pdf, "-q"],
                            env=os.environ | {"TMPDIR": temporary})
wait_for_pdf(None)
json.dump(measure(change_title), open(output, "w"))
json.dump(measure(change_name), open("watch_beginning.json", "w"))
watching.terminate()
watching.wait()
