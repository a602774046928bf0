#pragma once
#include <string>
#include <string_view>

namespace vitac {

/// TeX in which the HTML that publishers leave in titles has become commands: `<i>E. coli</i>` as Crossref
/// gives it, `{\textless}i{\textgreater}` as Mendeley exports it, `&amp;`. Other `<` stay.
std::string without_html(std::string_view tex);

}  // namespace vitac
