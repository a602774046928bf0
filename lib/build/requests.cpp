#include "build/requests.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "record/load.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

class Requests {
 public:
  Requests(PersonRecord const& record, BuildRequest const& request, std::string const& input,
           std::string const& default_style, Sources const& sources, Diagnostics& problems)
      : m_documents(record.documents),
        m_request(request),
        m_input(input),
        m_default_style(default_style),
        m_sources(sources),
        m_problems(problems) {}

  std::vector<DocumentRequest> all() {
    if (m_request.document) return one(*m_request.document);
    if (m_request.style && m_request.is_style_alone) return {ad_hoc(*m_request.style)};
    if (m_request.style) return of_style(*m_request.style);
    if (m_documents.items.empty()) return of_default_style();
    std::vector<DocumentRequest> requests;
    for (auto const& item : m_documents.items)
      if (may_have_style(item.value)) requests.push_back(named(item.key, item.value));
    return requests;
  }

 private:
  DocumentRequest named(std::string const& name, DocumentSpec const& spec) const {
    if (m_request.style) return {name, &spec, *m_request.style, {}, m_request.options};
    if (!spec.style) return {name, &spec, m_default_style, {}, m_request.options};
    return {name, &spec, style_path(*spec.style), spec.style->at, m_request.options};
  }

  DocumentRequest ad_hoc(std::string const& style) const {
    static DocumentSpec const nothing_said;
    return {"", &nothing_said, style, {}, m_request.options};
  }

  static bool is_path(Literal const& style) { return style.text.find('/') != std::string::npos; }

  /// A path in a record is relative to the folder of its file.
  std::string style_path(Literal const& style) const {
    return is_path(style) ? (folder_of(style.at, m_sources) / style.text).string() : style.text;
  }

  /// A style is TeX, a program: those of the record's own are trusted no more than it is.
  bool may_have_style(DocumentSpec const& spec) {
    if (!m_request.is_untrusted || m_request.style || !spec.style || !is_path(*spec.style)) return true;
    m_problems.error("untrusted", spec.style->at, "a style's folder is not taken from an untrusted record",
                     "name a style that vitac has, or give its folder with `--style`");
    return false;
  }

  std::vector<DocumentRequest> of_default_style() {
    m_problems.add({Severity::note,
                    "no-documents",
                    {},
                    fmt::format("the record names no documents; its style is {}", m_default_style),
                    "`documents:` names them"});
    return {ad_hoc(m_default_style)};
  }

  std::vector<DocumentRequest> one(std::string const& name) {
    if (auto spec = m_documents.find(name)) {
      if (!may_have_style(*spec)) return {};
      return {named(name, *spec)};
    }
    std::vector<std::string_view> names;
    for (auto const& item : m_documents.items) names.push_back(item.key);
    auto help = did_you_mean(name, names);
    if (help.empty()) help = names.empty() ? "it names no documents" : "it has " + one_of(names);
    refuse("unknown-name", fmt::format("`{}` has no document `{}`", m_input, name), help);
    return {};
  }

  /// The file's only document of the style, or what the style alone makes of the record.
  std::vector<DocumentRequest> of_style(std::string const& style) {
    std::vector<DocumentRequest> found;
    std::vector<std::string_view> names;
    for (auto const& item : m_documents.items) {
      if (!item.value.style || style_path(*item.value.style) != style) continue;
      found.push_back(named(item.key, item.value));
      names.push_back(item.key);
    }
    if (found.empty()) return {ad_hoc(style)};
    if (found.size() == 1) return found;
    refuse("usage", fmt::format("`{}` has several documents of the style `{}`", m_input, style),
           fmt::format("`-d` chooses {}", one_of(names)));
    return {};
  }

  void refuse(std::string_view code, std::string message, std::string help) {
    Diagnostic problem{Severity::error, code, {}, std::move(message), std::move(help)};
    problem.exit = Exit::usage;
    m_problems.add(std::move(problem));
  }

  Dictionary<DocumentSpec> const& m_documents;
  BuildRequest const& m_request;
  std::string const& m_input;
  std::string const& m_default_style;
  Sources const& m_sources;
  Diagnostics& m_problems;
};

/// Where what belongs to a key ends: at the next line that is not indented more. (The YAML reader knows no
/// ends.) On a line of its own in braces a key has its line.
std::size_t end_of_block(std::string_view text, std::size_t key) {
  auto column = key - (text.rfind('\n', key) + 1);  // npos + 1 is 0
  for (auto line = text.find('\n', key); line != text.npos; line = text.find('\n', line + 1)) {
    auto first = text.find_first_not_of(' ', line + 1);
    if (first == text.npos) break;
    if (text[first] != '\n' && text[first] != '#' && first - line - 1 <= column) return first;
  }
  return text.size();
}

}  // namespace

std::vector<DocumentRequest> requested_documents(PersonRecord const& record, BuildRequest const& request,
                                                 std::string const& input, std::string const& default_style,
                                                 Sources const& sources, Diagnostics& problems) {
  auto all = Requests(record, request, input, default_style, sources, problems).all();
  for (auto& each : all) {
    each.is_explained = request.is_explained;
    each.is_untrusted = request.is_untrusted;
  }
  return all;
}

DocumentSpec const* document_at(PersonRecord const& record, Span place, Sources const& sources) {
  for (auto const& item : record.documents.items) {
    auto const& key = item.key_at;
    if (place.file == key.file && place.begin >= key.begin &&
        place.begin < end_of_block(sources.text(key.file), key.begin))
      return &item.value;
  }
  return nullptr;
}

}  // namespace vitac
