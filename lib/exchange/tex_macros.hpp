#pragma once
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace vitac {

/// A command that a file defines for itself (`\newcommand` in a `@preamble`).
struct TexMacro {
  std::size_t arguments = 0;
  std::string body;
};
using TexMacros = std::map<std::string, TexMacro, std::less<>>;

/// Takes in the `\newcommand`s and `\def`s of a preamble.
void define_macros(std::string_view preamble, TexMacros&);

/// The body with arguments in the places of `#1`, `#2`.
std::string with_arguments(TexMacro const&, std::span<std::string_view const> arguments);

}  // namespace vitac
