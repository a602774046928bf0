#include "build/planning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "build/depfile.hpp"
#include "build/output.hpp"
#include "build/photo.hpp"
#include "build/requests.hpp"
#include "check/consequences.hpp"
#include "check/record_lints.hpp"
#include "engine/fonts.hpp"
#include "record/load.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

/// The day that a record counts from: the last that one of its documents does.
Date latest_day(PersonRecord const& record) {
  if (record.documents.items.empty()) return day_of({});
  Date latest;
  for (auto const& item : record.documents.items)
    if (auto day = day_of(item.value); day.order() > latest.order()) latest = day;
  return latest;
}

/// The documents that have errors where the record says what they are. Empty when there are errors
/// elsewhere: those are every document's.
std::optional<std::set<DocumentSpec const*>> broken_documents(PersonRecord const& record,
                                                              Diagnostics const& problems,
                                                              Sources const& sources) {
  std::set<DocumentSpec const*> broken;
  for (auto const& problem : problems.all()) {
    if (problem.severity != Severity::error) continue;
    auto owner = document_at(record, problem.at, sources);
    if (!owner) return {};
    broken.insert(owner);
  }
  return broken;
}

/// Whether this machine has the fonts of what the text's own do not print. An error a package, at the first
/// character that it would print.
bool check_fonts(Written const& document, Diagnostics& problems) {
  if (document.foreign.empty()) return true;
  auto installed = installed_fonts();
  struct Missing {
    std::string_view package;
    Span at;
    std::vector<char32_t> characters;
  };
  std::vector<Missing> all;
  for (auto const& [character, at] : document.foreign) {
    auto source = glyph_source(character);
    if (std::ranges::all_of(source.files, [&](auto const& file) { return installed.contains(file); }))
      continue;
    auto known = std::ranges::find(all, source.package, &Missing::package);
    if (known == all.end()) known = all.insert(known, {source.package, at, {}});
    if (std::ranges::find(known->characters, character) == known->characters.end())
      known->characters.push_back(character);
  }
  for (auto const& [package, at, characters] : all) {
    auto problem = failure("missing-font",
                           fmt::format("no font on this machine has {}",
                                       character_name(characters.front(), characters.size() - 1)),
                           fmt::format("apt-get install {}", package), Exit::environment);
    problem.at = at;
    problems.add(std::move(problem));
  }
  return all.empty();
}

/// Beside errors of the record, what a document is warned of may follow from them.
Diagnostics errors_of(Diagnostics const& found) {
  Diagnostics errors;
  for (auto const& problem : found.all())
    if (problem.severity == Severity::error) errors.add(problem);
  return errors;
}

/// Plans one record: what its documents are and what is wrong with it.
class Planner {
 public:
  Planner(Planned& planned, BuildRequest const& request) : m_planned(planned), m_request(request) {}

  void run() {
    auto& planned = m_planned;
    Diagnostics problems;
    planned.record = load_record({planned.path, m_request.settings, m_request.is_untrusted}, planned.files,
                                 planned.sources, planned.forest, problems);
    if (!planned.record) {
      planned.problems.add(problems);
      return;
    }
    auto& record = *planned.record;
    auto lost = lost_names(problems, planned.forest);
    planned.allowances = Allowances(record, planned.sources, planned.forest);
    auto reading = problems;
    resolve(record, problems);
    check_record(record, latest_day(record), planned.sources, problems);
    m_photo = settle_photo(record.person, planned.sources);
    auto requests = requests_of(record, problems);
    if (requests.size() > most_documents) {
      too_much(requests[most_documents], fmt::format("more than {} documents", most_documents));
      return;
    }
    if (record.is_damaged) problems = sure_of_damaged(problems, reading, record.files, planned.sources);
    auto own_problems = planned.weighed(problems);
    auto broken = broken_documents(record, own_problems, planned.sources);
    planned.problems.add(without_consequences(own_problems, lost, planned.sources));
    bool is_sound = !problems.has_errors();
    std::size_t bytes = 0;  // of LaTeX
    for (auto const& request : requests) {
      if (bytes > most_bytes) {
        too_much(request, fmt::format("documents of more than {} MB together", most_bytes >> 20));
        break;
      }
      Diagnostics found;
      auto work = work_on(request, found);
      if (work) bytes += work->written.tex.text.size();
      if (record.is_damaged) found = sure_of_damaged(found, reading, record.files, planned.sources);
      auto own = planned.weighed(is_sound ? found : errors_of(found));
      bool is_sane = !record.is_damaged && !own.has_errors() && broken && !broken->contains(request.spec);
      if (work && is_sane) planned.work.push_back(std::move(*work));
      planned.problems.add(without_consequences(own, lost, planned.sources));
    }
    auto unused = unused_in_record();
    if (unused.has_errors()) planned.work.clear();
    planned.problems.add(unused);
  }

 private:
  static constexpr std::size_t most_documents = 1000, most_bytes = 16u << 20;  ///< of one record

  /// A few lines can ask for very much: memory has an end.
  void too_much(DocumentRequest const& request, std::string message) {
    Span at;
    for (auto const& item : m_planned.record->documents.items)
      if (item.key == request.name) at = item.key_at;
    m_planned.problems.error("too-large", at, std::move(message),
                             "divide the record, or choose one with `-d`");
    m_planned.work.clear();
  }

  /// What a damaged record is asked for may be what was lost of it, or what the command line mends.
  std::vector<DocumentRequest> requests_of(PersonRecord const& record, Diagnostics& problems) const {
    bool may_be_asked = !record.documents.items.empty() && m_request.settings.empty();
    if (record.is_damaged && !may_be_asked) return {};
    return requested_documents(record, m_request, m_planned.path.string(), m_planned.store.default_style(),
                               m_planned.sources, problems);
  }

  /// Ids, tags and comments that nothing uses. Beside errors that cannot be told.
  Diagnostics unused_in_record() const {
    bool has_errors = m_planned.problems.has_errors();
    Diagnostics found, idle;
    if (!has_errors) check_use(*m_planned.record, found);
    found = m_planned.weighed(found);
    m_planned.allowances.report(has_errors ? std::vector<WarnedBy>{} : asked(), idle);
    found.add(m_planned.weighed(idle));
    return found;
  }

  /// The parts of a run that say all they have to say of a record.
  std::vector<WarnedBy> asked() const {
    if (m_request.document || m_request.style) return {WarnedBy::record};
    return {WarnedBy::record, WarnedBy::document};
  }

  std::optional<Work> work_on(DocumentRequest const& request, Diagnostics& problems) {
    auto engine = m_request.is_untrusted ? untrusted_engine : std::string_view(m_request.engine);
    auto written = write_document(*m_planned.record, request, engine, m_planned.library, problems);
    if (!written || !may_run(*written, problems)) return {};
    if (m_request.to == BuildRequest::pdf && !check_fonts(*written, problems)) return {};
    Work work{request, std::move(*written), {}, {}, {}};
    if (m_request.is_explained && !m_planned.record->is_damaged && !is_cut_to_pages(work, m_request))
      m_planned.explanations.push_back(explanation(m_planned, work));
    if (work.written.budget && m_request.to == BuildRequest::tex)
      problems.add({Severity::note, "page-budget", work.written.budget->at,
                    "LaTeX is written with all entries: only a PDF has pages to keep to", ""});
    work.output = output_of(work, problems);
    check_is_free(work, problems);
    for (auto const& file : work.written.style->companions)
      work.companions.push_back({file.name, file.bytes});
    if (m_request.is_untrusted && !may_write(work, problems)) return {};
    if (auto const& notice = work.written.style->manifest.notice)
      problems.add({Severity::note, "notice", request.style_at, notice->in({}).text});
    if (m_photo && work.written.tex.text.find(m_photo->name) != std::string::npos)
      if (auto picture = read_photo(*m_photo, m_planned.within, m_planned.files, problems))
        work.pictures.push_back(std::move(*picture));
    return work;
  }

  /// A style that was not made for the one engine that runs for strangers is no use to them.
  bool may_run(Written const& written, Diagnostics& problems) const {
    auto const& engines = written.style->manifest.engines;
    auto is_allowed = [](auto const& engine) { return engine.name() == untrusted_engine; };
    if (!m_request.is_untrusted || std::ranges::any_of(engines, is_allowed)) return true;
    problems.add(failure("untrusted",
                         fmt::format("the style {} wants {}", written.style_name, engines.front().name()),
                         fmt::format("`--untrusted` runs {} only", untrusted_engine), Exit::usage));
    return false;
  }

  /// A stranger's folder may hold links that lead out of it, where outputs would go.
  bool may_write(Work const& work, Diagnostics& problems) const {
    std::vector<fs::path> targets{work.output};
    if (m_request.to == BuildRequest::tex)
      for (auto const& file : work.companions) targets.push_back(work.output.parent_path() / file.name);
    if (m_request.depfile == "auto") targets.push_back(own_depfile(work.output, m_planned.path));
    auto way = settled(work.output.parent_path()).lexically_relative(settled(*m_planned.within));
    bool is_outside = !m_request.output && (way.empty() || *way.begin() == "..");
    auto link = std::ranges::find_if(targets, [&](fs::path const& target) {
      std::error_code error;
      return is_outside || fs::is_symlink(target, error);
    });
    if (link == targets.end()) return true;
    problems.add(failure(
        "untrusted", fmt::format("{} is a link, or in a folder that is one", in_backquotes(link->string())),
        "remove it, or choose another place with `-o`", Exit::usage));
    return false;
  }

  /// Two documents at one path would overwrite each other.
  void check_is_free(Work const& work, Diagnostics& problems) {
    auto const& output = work.request.spec->output;
    if (m_request.output) return;
    auto at = output ? output->at : Span();
    auto [known, is_new] = m_outputs.emplace(settled(work.output), std::pair(work.request.name, at));
    auto const& [other, other_at] = known->second;
    if (!is_new && (at.somewhere() || other_at.somewhere()))
      problems.error("bad-output", at.somewhere() ? at : other_at,
                     fmt::format("{} and {} would both be written to `{}`", in_backquotes(other),
                                 in_backquotes(work.request.name), work.output.filename().string()),
                     "give each document a file of its own");
  }

  /// Where the command line wants a document, else where it wants to be itself.
  fs::path output_of(Work const& work, Diagnostics& problems) const {
    auto name = output_name(work.request, work.written);
    auto const& own = work.request.spec->output;
    auto path = own ? own_output_path(name, *own, problems) : fs::path();
    return m_request.output || !own ? output_path(name, m_request.output) : path;
  }

  OutputName output_name(DocumentRequest const& request, Written const& document) const {
    auto const& record = *m_planned.record;
    auto const& name = record.person.name;
    auto printed = name.printed();
    return {m_planned.path,
            request.name,
            document.style_name,
            name.family ? name.family->text : printed.substr(printed.rfind(' ') + 1),
            record.documents.items.empty() && !m_request.style,
            m_request.to == BuildRequest::tex ? ".tex" : ".pdf"};
  }

  Planned& m_planned;
  BuildRequest const& m_request;
  std::optional<Photo> m_photo;
  /// Of each output the document, and where it names its file.
  std::map<fs::path, std::pair<std::string, Span>> m_outputs;
};

}  // namespace

Planned::Planned(fs::path file, BuildRequest const& request)
    : path(std::move(file)),
      within(request.is_untrusted ? std::optional(folder_of(path)) : std::nullopt),
      store(files, request.is_untrusted ? style_roots({}) : style_roots(folder_of(path))),
      library{store, sources, forest},
      is_strict(request.is_strict) {}

Diagnostics Planned::weighed(Diagnostics const& found) {
  Diagnostics heard;
  for (auto problem : found.all()) {
    if (allowances.cover(problem, sources)) continue;
    if (is_strict && problem.severity == Severity::warning) problem.severity = Severity::error;
    heard.add(std::move(problem));
  }
  return heard;
}

std::unique_ptr<Planned> plan_record(fs::path const& file, BuildRequest const& request) {
  auto planned = std::make_unique<Planned>(file, request);
  Planner(*planned, request).run();
  return planned;
}

bool is_cut_to_pages(Work const& work, BuildRequest const& request) {
  return work.written.budget && request.to == BuildRequest::pdf;
}

std::string explanation(Planned const& planned, Work const& work) {
  return fmt::format("{}{}{} ({})\n{}", planned.path.string(), work.request.name.empty() ? "" : ", ",
                     work.request.name, work.written.style_name, work.written.explanation);
}

Diagnostic failure(std::string_view code, std::string message, std::string help, Exit exit) {
  Diagnostic problem{Severity::error, code, {}, std::move(message), std::move(help)};
  problem.exit = exit;
  return problem;
}

}  // namespace vitac
