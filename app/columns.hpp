#pragma once
#include <cstddef>
#include <string>
#include <string_view>

/// What is told on standard output, in columns that a terminal of 80 shows.
namespace vitac::app {

/// Whether colors are wanted on a stream: it is a terminal that takes them.
bool wants_color(int descriptor);

void print(std::string_view text);

/// `text` in lines that begin at a column, the first of them where it stands now.
std::string folded_at(std::size_t column, std::size_t now, std::string_view text);

/// A name with what is to be said of it, in two columns; `paint` is the escape that colors the second.
void print_row(std::string_view left, std::string_view right, std::string_view paint = {});

void print_heading(std::string_view heading);

}  // namespace vitac::app
