#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// The name a writer most likely meant: the nearest of `names` by edit distance (swapped neighbours count
/// once), case and `-`/`_` folded; empty when none is near.
std::string_view nearest(std::string_view written, std::span<std::string_view const> names);

/// "did you mean `title`?", or empty.
std::string did_you_mean(std::string_view written, std::span<std::string_view const> names);

/// did_you_mean; where nothing is near, what there is: "there is `a` or `b`"; empty when there is nothing.
std::string suggested(std::string_view written, std::span<std::string_view const> names,
                      std::string_view lead);

/// "`a`, `b` or `c`".
std::string one_of(std::span<std::string_view const> names);

}  // namespace vitac
