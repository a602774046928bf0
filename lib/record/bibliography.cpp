#include "record/bibliography.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/encoding.hpp"
#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "exchange/bibliography.hpp"
#include "record/load.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 64u << 20;

class Bibliography {
 public:
  Bibliography(PersonRecord& record, std::optional<fs::path> const& within, Files& files, Sources& sources,
               Diagnostics& problems)
      : m_record(record), m_within(within), m_files(files), m_sources(sources), m_problems(problems) {}

  void run() {
    std::vector<std::uint32_t> read;
    auto const& named = m_record.publications.bibliography;
    for (auto const& name : named)
      if (auto file = source(name)) {
        read.push_back(*file);
        m_record.bibliographies.emplace(*file, name.at);
      }
    auto found = read_bibliography(read, m_sources, m_problems);
    for (auto& publication : found) {
      check_roles(publication);
      m_record.publications.entries.push_back(std::move(publication));
    }
    if (read.size() == named.size()) annotate();  // of a file that cannot be read nobody knows the keys
  }

 private:
  std::optional<std::uint32_t> source(Literal const& name) {
    auto path = (folder_of(name.at, m_sources) / name.text).lexically_normal();
    auto refuse = [&](std::string_view code, std::string message, std::string help) {
      m_problems.error(code, name.at, std::move(message), std::move(help));
    };
    auto extension = path.extension();
    if (extension != ".bib" && extension != ".json")
      return refuse("bad-file", fmt::format("{} is no bibliography", in_backquotes(name.text)),
                    "BibTeX files end in `.bib`, CSL-JSON files in `.json`"),
             std::nullopt;
    auto bytes = m_files.read(path, most_bytes, m_within);
    if (!bytes)
      return refuse("unreadable", fmt::format("{} {}", in_backquotes(name.text), bytes.error().reason),
                    "paths start from the folder of this file"),
             std::nullopt;
    auto bad = extension == ".bib" ? first_malformed(*bytes) : std::nullopt;
    bool is_latin1 = bad && !bytes->starts_with("\xff\xfe") && !bytes->starts_with("\xfe\xff");
    auto file = m_sources.add(path.string(), is_latin1 ? from_latin1(*bytes) : std::move(*bytes));
    if (is_latin1) {
      auto at = std::uint32_t(*bad);  // all before it is the same in both
      m_problems.add(
          {Severity::note, "encoding", {file, at, at + 2}, "not UTF-8: the file is read as Latin-1"});
    }
    if (extension == ".bib" && !check_encoding(file, m_sources.text(file), m_problems)) return {};
    return file;
  }

  /// A role that no mark has is an error in a record; in what other programs wrote it costs the role alone.
  void check_roles(Publication& publication) {
    auto known = known_roles(m_record);
    for (auto& author : publication.authors)
      std::erase_if(author.roles, [&](Id const& role) {
        if (std::ranges::find(known, role.text) != known.end()) return false;
        m_problems.warning("unknown-role", role.at,
                           fmt::format("no mark is defined for the role {}", in_backquotes(role.text)),
                           suggested(role.text, known, "there is"));
        return true;
      });
  }

  void annotate() {
    if (m_record.publications.annotate.items.empty()) return;
    std::unordered_map<std::string_view, Publication*> by_id;
    for (auto& entry : m_record.publications.entries)
      if (entry.id) by_id.emplace(entry.id->text, &entry);
    for (auto const& [key, at, annotation] : m_record.publications.annotate.items) {
      auto found = by_id.find(key);
      if (found != by_id.end()) {
        apply(annotation, *found->second);
        continue;
      }
      if (m_record.is_damaged) continue;  // the file that has it may not be named any more
      std::vector<std::string_view> ids;
      for (auto const& [id, entry] : by_id) ids.push_back(id);
      std::ranges::sort(ids);
      m_problems.error("unknown-id", at, fmt::format("no publication has the key {}", in_backquotes(key)),
                       did_you_mean(key, ids));
    }
  }

  void apply(Annotation const& annotation, Publication& to) {
    for (auto const& [role, at, positions] : annotation.roles.items)
      for (auto const& position : positions) {
        auto count = long(to.authors.size());
        if (position.value < 1 || position.value > count)
          m_problems.error(
              "bad-position", position.at, fmt::format("there is no author {}", position.value),
              count ? fmt::format("this entry has authors 1 to {}", count) : "this entry has no authors");
        else
          to.authors[std::size_t(position.value - 1)].roles.push_back({role, at});
      }
    auto take = [](auto const& given, auto& into) {
      if (given) into = given;
    };
    take(annotation.presentation, to.presentation);
    take(annotation.award, to.award);
    take(annotation.note, to.note);
    take(annotation.refereed, to.refereed);
    take(annotation.type, to.type);
    take(annotation.status, to.status);
    take(annotation.venue_short, to.venue_short);
    take(annotation.contribution, to.contribution);
    take(annotation.url, to.url);
    take(annotation.priority, to.priority);
    take(annotation.hidden, to.hidden);
    to.highlights.insert(to.highlights.end(), annotation.highlights.begin(), annotation.highlights.end());
    to.tags.insert(to.tags.end(), annotation.tags.begin(), annotation.tags.end());
  }

  PersonRecord& m_record;
  std::optional<fs::path> const& m_within;
  Files& m_files;
  Sources& m_sources;
  Diagnostics& m_problems;
};

}  // namespace

void add_bibliography(PersonRecord& record, std::optional<fs::path> const& within, Files& files,
                      Sources& sources, Diagnostics& problems) {
  Bibliography(record, within, files, sources, problems).run();
}

}  // namespace vitac
