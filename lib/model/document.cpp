#include "model/document.hpp"

namespace vitac {

void SectionSpec::check(Span place, Diagnostics& problems) const {
  if (kind.empty() && !slot && ids.empty() && parts.empty() && !text)
    problems.error("missing-key", place, "the section shows nothing",
                   "give it a `kind`, `ids`, `parts` or a `text`");
}

}  // namespace vitac
