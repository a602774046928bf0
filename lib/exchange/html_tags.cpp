#include "exchange/html_tags.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "base/utf8.hpp"

namespace vitac {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr Pair commands[] = {
    {"i", "\\emph{"},
    {"em", "\\emph{"},
    {"b", "\\textbf{"},
    {"bold", "\\textbf{"},
    {"strong", "\\textbf{"},
    {"sub", "\\textsubscript{"},
    {"inf", "\\textsubscript{"},
    {"sup", "\\textsuperscript{"},
    {"sc", "{"},
    {"scp", "{"},
    {"span", "{"},
    {"italic", "\\emph{"},
};

constexpr std::string_view opening[] = {"{\\textless}", "\\textless{}", "{$<$}", "$<$",
                                        "{\\&}lt;",     "\\&lt;",       "&lt;",  "<"};
constexpr std::string_view closing[] = {"{\\textgreater}", "\\textgreater{}", "{$>$}", "$>$",
                                        "{\\&}gt;",        "\\&gt;",          "&gt;",  ">"};

/// The first of some spellings that a text begins with; empty for none.
std::string_view one_of(std::span<std::string_view const> spellings, std::string_view text) {
  auto found = std::ranges::find_if(spellings, [text](auto each) { return text.starts_with(each); });
  return found == spellings.end() ? std::string_view{} : *found;
}

/// The command of the tag that a text begins with, and how long the tag is; 0 where it begins with none.
std::pair<std::string_view, std::size_t> tag_at(std::string_view text) {
  auto sign = one_of(opening, text);
  auto at = sign.size();
  bool is_end = text.substr(at).starts_with('/');
  at += is_end;
  auto name = text.substr(at, std::size_t(std::ranges::find_if_not(text.substr(at), is_ascii_letter) -
                                          (text.begin() + std::ptrdiff_t(at))));
  at += name.size();
  auto command = std::ranges::find(commands, name, &Pair::first);
  if (sign.empty() || command == std::end(commands)) return {};
  constexpr std::size_t longest_attributes = 60;
  for (auto end = at; end < text.size() && end - at <= longest_attributes; ++end) {
    if (auto last = one_of(closing, text.substr(end)); !last.empty())
      return {is_end ? "}" : command->second, end + last.size()};
    if (end == at && text[end] != ' ') return {};
  }
  return {};
}

}  // namespace

std::string without_html(std::string_view tex) {
  std::string out;
  while (!tex.empty()) {
    auto next = std::min(tex.find_first_of("<{\\$&"), tex.size());
    out += tex.substr(0, next);
    tex.remove_prefix(next);
    if (auto [command, length] = tag_at(tex); length > 0) {
      out += command;
      tex.remove_prefix(length);
    } else if (tex.starts_with("\\&amp;") || tex.starts_with("&amp;")) {
      out += "\\&";
      tex.remove_prefix(tex.find(';') + 1);
    } else if (!tex.empty()) {
      out += tex.front();
      tex.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace vitac
