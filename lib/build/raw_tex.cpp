#include "build/raw_tex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace vitac {
namespace {

/// All that one tag of a template printed: a field, or several that C++ joined.
struct Printed {
  std::size_t first, last;  ///< of the origins; `last` is behind
};

class Checker {
 public:
  Checker(Rendered const& tex, Sources const& sources, Diagnostics& problems)
      : m_tex(tex), m_sources(sources), m_problems(problems) {}

  void run() {
    auto const& origins = m_tex.origins;
    for (std::size_t first = 0, last; first < origins.size(); first = last) {
      for (last = first + 1; last < origins.size() && same_tag(first, last);) ++last;
      auto raw = std::find_if(origins.begin() + first, origins.begin() + last, [this](auto const& origin) {
        return is_raw_tex(origin.written_at, m_sources);
      });
      if (raw != origins.begin() + last && is_tag(raw->template_at)) check({first, last}, raw->written_at);
    }
    check_frame("\\begin{document}", "the document begins without this",
                "remove it: the beginning is written anyway");
    check_frame("\\end{document}", "the document ends here: what stands behind is lost",
                "remove it: the end is written anyway");
  }

 private:
  bool same_tag(std::size_t one, std::size_t other) const {
    auto const &a = m_tex.origins[one].template_at, &b = m_tex.origins[other].template_at;
    return a.file == b.file && a.begin == b.begin;
  }

  bool is_tag(Span at) const { return at.somewhere() && m_sources.text(at).starts_with("<<"); }

  void check(Printed printed, Span at) {
    auto begin = m_tex.origins[printed.first].begin;
    auto end = printed.last < m_tex.origins.size() ? m_tex.origins[printed.last].begin : m_tex.text.size();
    auto text = std::string_view(m_tex.text).substr(begin, end - begin);
    int depth = 0;
    std::vector<std::string_view> environments;
    for (std::size_t i = 0; i < text.size() && depth >= 0; ++i) {
      if (text[i] == '\\') {
        if (auto name = argument_of("begin", text, i); !name.empty()) environments.push_back(name);
        if (auto name = argument_of("end", text, i); !name.empty() && name != "document") {
          if (environments.empty() || environments.back() != name)
            return say(at, fmt::format("an `\\end{{{0}}}` without its `\\begin{{{0}}}`", name),
                       "each environment ends where it began: in one value, the last that began first");
          environments.pop_back();
        }
        ++i;
      } else if (text[i] == '%') {
        i = text.find('\n', i);
        if (i == text.npos) return say(at, "a `%` that hides what follows", "write `\\%`");
      } else if (text[i] == '{') {
        ++depth;
      } else if (text[i] == '}') {
        --depth;
      }
    }
    if (depth > 0) say(at, "a `{` that is never closed", "add the `}`");
    if (depth < 0) say(at, "a `}` without its `{`", "remove it, or write `\\}`");
    if (depth == 0 && !environments.empty() && environments.back() != "document")
      say(at, fmt::format("a `\\begin{{{}}}` that is never ended", environments.back()),
          fmt::format("add `\\end{{{}}}`", environments.back()));
  }

  /// `center` of the `\begin{center}` at a backslash, when that is the command asked for.
  static std::string_view argument_of(std::string_view command, std::string_view text,
                                      std::size_t backslash) {
    auto rest = text.substr(backslash + 1);
    if (!rest.starts_with(command) || rest.substr(command.size(), 1) != "{") return {};
    rest.remove_prefix(command.size() + 1);
    return rest.substr(0, std::min(rest.find('}'), rest.size()));
  }

  /// `\begin{document}` and `\end{document}` are ours, and stand nowhere in the sources.
  void check_frame(std::string_view command, char const* message, char const* help) {
    auto const& text = m_tex.text;
    for (auto at = text.find(command); at != std::string::npos; at = text.find(command, at + 1)) {
      auto line = text.rfind('\n', at) + 1;  // npos + 1 is 0
      if (text.substr(line, at - line).find('%') != std::string::npos) continue;
      auto const& origin = m_tex.origin(at);
      auto place = origin.written_at;
      if (origin.template_at.somewhere() && !is_tag(origin.template_at)) {
        auto begin = std::uint32_t(origin.template_at.begin + (at - origin.begin));
        place = {origin.template_at.file, begin, std::uint32_t(begin + command.size())};
      }
      if (place.somewhere()) return say(place, message, help);
    }
  }

  void say(Span at, std::string message, std::string help) {
    m_problems.error("raw-tex", at, std::move(message), std::move(help));
  }

  Rendered const& m_tex;
  Sources const& m_sources;
  Diagnostics& m_problems;
};

}  // namespace

bool is_raw_tex(Span at, Sources const& sources) {
  if (!at.somewhere()) return false;
  auto before = sources.text(at.file).substr(0, at.begin);
  return before.substr(0, before.find_last_not_of(" \n") + 1).ends_with("!tex");
}

void check_raw_tex(Rendered const& tex, Sources const& sources, Diagnostics& problems) {
  Checker(tex, sources, problems).run();
}

}  // namespace vitac
