#pragma once
#include <string>
#include <string_view>

namespace vitac {

/// The format of a record as a page in Markdown, made from the field tables. `example` is a record that has
/// an entry of every kind; the first of each is shown.
std::string format_page(std::string_view example);

}  // namespace vitac
