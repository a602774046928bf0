#include "exchange/tex_macros.hpp"

#include "base/utf8.hpp"

namespace vitac {
namespace {

/// Reads definitions out of a preamble, which may hold anything else besides.
class Definitions {
 public:
  Definitions(std::string_view text, TexMacros& macros) : m_text(text), m_macros(macros) {}

  void run() {
    for (auto at = m_text.find('\\'); at < m_text.size(); at = m_text.find('\\', m_at)) {
      m_at = at + 1;
      auto word = letters();
      if (word == "newcommand" || word == "renewcommand" || word == "providecommand")
        command();
      else if (word == "def")
        plain_tex();
    }
  }

 private:
  std::string_view letters() {
    auto begin = m_at;
    while (m_at < m_text.size() && is_ascii_letter(m_text[m_at])) ++m_at;
    return m_text.substr(begin, m_at - begin);
  }

  void skip(std::string_view signs_between) {
    while (m_at < m_text.size() && signs_between.find(m_text[m_at]) != signs_between.npos) ++m_at;
  }

  /// `{\name}[2]{body}` or `\name[2]{body}`
  void command() {
    skip("* \t\r\n{\\");
    auto name = letters();
    skip(" \t\r\n}");
    std::size_t arguments = 0;
    if (m_at + 2 < m_text.size() && m_text[m_at] == '[' && is_ascii_digit(m_text[m_at + 1])) {
      arguments = std::size_t(m_text[m_at + 1] - '0');
      m_at += 2;
      skip("] \t\r\n");
    }
    define(name, arguments);
  }

  /// `\def\name#1#2{body}`
  void plain_tex() {
    skip(" \t\r\n\\");
    auto name = letters();
    std::size_t arguments = 0;
    for (; m_at + 1 < m_text.size() && m_text[m_at] == '#'; m_at += 2) ++arguments;
    define(name, arguments);
  }

  void define(std::string_view name, std::size_t arguments) {
    if (m_at >= m_text.size() || m_text[m_at] != '{') return;
    auto begin = m_at + 1;
    std::size_t open = 0;
    for (; m_at < m_text.size(); ++m_at) {
      if (m_text[m_at] == '{') ++open;
      if (m_text[m_at] == '}' && --open == 0) break;
    }
    if (m_at < m_text.size() && !name.empty())
      m_macros[std::string(name)] = {arguments, std::string(m_text.substr(begin, m_at - begin))};
  }

  std::string_view m_text;
  TexMacros& m_macros;
  std::size_t m_at = 0;
};

}  // namespace

void define_macros(std::string_view preamble, TexMacros& macros) {
  Definitions(preamble, macros).run();
}

std::string with_arguments(TexMacro const& macro, std::span<std::string_view const> arguments) {
  std::string out;
  for (std::size_t i = 0; i < macro.body.size(); ++i) {
    char c = macro.body[i];
    auto number = i + 1 < macro.body.size() ? std::size_t(macro.body[i + 1] - '1') : arguments.size();
    if (c == '#' && number < arguments.size()) {
      out += arguments[number];
      ++i;
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace vitac
