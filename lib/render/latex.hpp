#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "render/directions.hpp"

namespace vitac {

/// Whether pdflatex prints a character, in T1 and TS1, so that it also extracts as itself.
bool latex_prints(char32_t);

/// Whether a character is an invisible sign about direction or colour, which prints nothing.
bool is_left_out(char32_t);

/// Whether it is a zero-width joiner or non-joiner, which no font has to have.
bool is_joiner(char32_t);

/// Text on its way into a .tex: escapes what TeX would take for its own and keeps the ligatures of T1 from
/// changing data (`--`, `<<`, `,,`). Control characters are left out and remembered.
class LatexWriter {
 public:
  /// Any text, so that it prints as itself, each of its words in its direction.
  void text(std::string_view);
  /// A piece of a paragraph that is in its directions already.
  void put(Stretch const&);
  /// TeX, as it is.
  void raw(std::string_view);

  std::string const& out() const { return m_out; }
  std::size_t size() const { return m_out.size(); }
  /// The whole, its end kept from joining with what a template puts behind it.
  std::string take();
  /// The characters that were left out, each once.
  std::vector<char32_t> const& unprintable() const { return m_unprintable; }
  /// The emoji of several characters, which were left out too, with the signs that they are made of.
  std::map<std::string, std::string, std::less<>> const& emoji() const { return m_emoji; }
  /// The characters that T1 does not have, each once, with the offset in `out` where it stands first.
  std::vector<std::pair<char32_t, std::size_t>> const& foreign() const { return m_foreign; }

 private:
  void character(char32_t);
  void join(std::string_view);

  std::string m_out;
  std::map<std::string, std::string, std::less<>> m_emoji;
  std::vector<char32_t> m_unprintable;
  std::vector<std::pair<char32_t, std::size_t>> m_foreign;
  bool m_is_after_foreign = false;
};

/// What keeps a sign at the end of a text from joining with one behind it.
inline constexpr std::string_view latex_break = "\\kern0pt{}";

/// A web address with its scheme, https when it was written without one.
std::string web_address(std::string_view written);

/// An address or the like as it prints, to be read sign by sign: its lines break where such are parted and
/// without a hyphen. What `\nolinkurl` does not print stands between.
std::string latex_address(std::string_view);

/// A web address as `\href` takes it.
std::string latex_url(std::string_view);

}  // namespace vitac
