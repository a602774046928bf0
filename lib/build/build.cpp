#include "build/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "base/hash.hpp"
#include "base/suggest.hpp"
#include "build/cache.hpp"
#include "build/depfile.hpp"
#include "build/document.hpp"
#include "build/fit.hpp"
#include "build/kept_files.hpp"
#include "build/output.hpp"
#include "build/photo.hpp"
#include "build/requests.hpp"
#include "build/typeset_problems.hpp"
#include "check/allowances.hpp"
#include "check/record_lints.hpp"
#include "check/rules.hpp"
#include "engine/engine.hpp"
#include "engine/fonts.hpp"
#include "record/load.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// A record with all that its documents point into.
struct Input {
  Input(fs::path file, bool is_untrusted)
      : path(std::move(file)),
        within(is_untrusted ? std::optional(folder_of(path)) : std::nullopt),
        store(files, is_untrusted ? style_roots({}) : style_roots(folder_of(path))),
        library{store, sources, forest} {}

  fs::path path;
  std::optional<fs::path> within;  ///< the folder that what it names may not lie outside of
  Files files;
  Sources sources;
  Forest forest;
  Store store;
  Library library;
  std::optional<PersonRecord> record;
  Allowances allowances;
  std::vector<fs::path> outputs = {};  ///< that are done
  bool has_errors = false, has_warnings = false;
};

/// A document on its way to its file.
struct Work {
  Input* input;
  DocumentRequest request;
  Written written;
  std::vector<Companion> companions;  ///< of its style, which TeX needs beside it
  std::vector<Companion> pictures;    ///< of its person, likewise
  fs::path output;
  std::string identity = {};  ///< of all that its PDF depends on
  Clock::time_point started = {};
  Diagnostics fitted = {};  ///< what keeping to its pages took
};

/// What the first run of an engine may take longer, on a slow machine.
constexpr std::chrono::minutes font_cache_time{5};

/// What the engine may take for a record that is not trusted.
constexpr std::chrono::seconds untrusted_time{20};
constexpr std::uint64_t untrusted_memory = 1u << 30;
constexpr std::string_view untrusted_engine = "pdflatex";

std::string shown(fs::path const& path) {
  return path == "-" ? "standard output" : fmt::format("`{}`", path.string());
}

std::string described(Work const& work) {
  auto input = work.input->path.string();
  if (work.written.name.empty()) return fmt::format("`{}`", input);
  return fmt::format("`{}` of `{}`", work.written.name, input);
}

Diagnostic failure(std::string_view code, std::string message, std::string help, Exit exit) {
  Diagnostic problem{Severity::error, code, {}, std::move(message), std::move(help)};
  problem.exit = exit;
  return problem;
}

class Builder {
 public:
  Builder(BuildRequest const& request, BuildEvents const& events)
      : m_request(request), m_events(events), m_jobs(std::max(1u, request.jobs)), m_loop(m_jobs) {}

  int run() {
    if (!check_request()) return int(m_worst);
    for (auto const& path : m_request.inputs)
      if (!is_broken_off()) plan(m_inputs.emplace_back(path, m_request.is_untrusted));
    if (m_events.planned)
      for (auto const& input : m_inputs) m_events.planned(input.files.wanted());
    if (m_request.to != BuildRequest::nothing) {
      if (!check_outputs()) return int(m_worst);
      m_loop.post([this] { start_some(); });
      m_loop.run();
    }
    if (auto signal = m_loop.interrupted_by()) return 128 + signal;
    if (!m_request.cache_trimmer.empty() && is_cache_to_be_trimmed()) launch(m_request.cache_trimmer);
    write_depfiles();
    summarize();
    return int(m_worst);
  }

 private:
  // Saying

  /// Once: several documents, and several records drawn in one style, can have the same mistake.
  void say(Diagnostic const& problem, Input& input) {
    auto is_error = problem.severity == Severity::error;
    if (is_error) m_worst = std::max(m_worst, problem.exit);
    input.has_errors |= is_error;
    input.has_warnings |= problem.severity == Severity::warning;
    auto const& at = problem.at;
    auto place = at.somewhere() ? fmt::format("{}:{}-{}", input.sources.name(at.file), at.begin, at.end) : "";
    if (m_said.emplace(std::move(place), problem.message).second) m_events.problem(problem, input.sources);
  }

  /// In the order of the file, whatever found them. Beside an error a note would only distract.
  void say_all(Diagnostics const& found, Input& input) {
    auto all = found.all();
    if (found.has_errors())
      std::erase_if(all, [](Diagnostic const& problem) { return problem.severity == Severity::note; });
    std::ranges::stable_sort(
        all, {}, [](Diagnostic const& problem) { return std::pair(problem.at.file, problem.at.begin); });
    for (auto const& problem : all) say(problem, input);
  }

  /// What was found as it is to be said: without the warnings that the record allows, the others as errors
  /// where the command line wants them so.
  Diagnostics weighed(Diagnostics const& found, Input& input) const {
    Diagnostics heard;
    for (auto problem : found.all()) {
      if (input.allowances.cover(problem, input.sources)) continue;
      if (m_request.is_strict && problem.severity == Severity::warning) problem.severity = Severity::error;
      heard.add(std::move(problem));
    }
    return heard;
  }

  void say_usage(std::string message, std::string help) {
    m_worst = std::max(m_worst, Exit::usage);
    m_events.problem(failure("usage", std::move(message), std::move(help), Exit::usage), Sources());
  }

  bool is_broken_off() const { return m_request.is_broken_off && m_worst != Exit::done; }

  void summarize() const {
    if (!m_events.ended) return;
    BuildTotals totals;
    for (auto const& input : m_inputs)
      ++(input.has_errors ? totals.with_errors : input.has_warnings ? totals.with_warnings : totals.good);
    m_events.ended(totals);
  }

  // Planning

  bool check_request() {
    auto names = engine_names();
    if (m_request.engine != "auto" && std::ranges::find(names, m_request.engine) == names.end())
      say_usage(fmt::format("there is no engine `{}`", m_request.engine),
                fmt::format("there is `auto`, {}", one_of(names)));
    else if (m_request.is_untrusted && m_request.engine != "auto" && m_request.engine != untrusted_engine)
      say_usage(fmt::format("`--untrusted` does not run {}", m_request.engine), "it runs pdflatex");
    if (m_request.output) check_output(*m_request.output);
    return m_worst == Exit::done;
  }

  void check_output(std::string const& output) {
    auto is_tex = m_request.to == BuildRequest::tex;
    if (output.empty()) return say_usage("`-o` needs a name", "a file, a folder, `-` or a pattern");
    if (auto unknown = unknown_placeholder(output); !unknown.empty())
      say_usage(fmt::format("`{}` is no placeholder of outputs", unknown),
                "there is {stem}, {parent}, {document}, {style} and {family}");
    if (output.ends_with(is_tex ? ".pdf" : ".tex"))
      say_usage(fmt::format("`{}` would hold {}", output, is_tex ? "LaTeX" : "a PDF"),
                fmt::format("`-t {}` makes {}", is_tex ? "pdf" : "tex", is_tex ? "a PDF" : "LaTeX"));
  }

  void plan(Input& input) {
    Diagnostics problems;
    input.record = load_record({input.path, m_request.settings, m_request.is_untrusted}, input.files,
                               input.sources, input.forest, problems);
    if (!input.record) return say_all(problems, input);
    auto& record = *input.record;
    input.allowances = Allowances(record.files, input.sources, input.forest);
    resolve(record, problems);
    check_record(record, latest_day(record), input.sources, problems);
    auto photo = settle_photo(record.person, input.sources);
    auto requests = requested_documents(record, m_request, input.path.string(), input.store.default_style(),
                                        input.sources, problems);
    auto all = weighed(problems, input);
    auto broken = broken_documents(record, all, input.sources);
    std::vector<Work> sound;
    for (auto const& request : requests) {
      Diagnostics found;
      auto work = work_on(input, request, photo, found);
      auto own = weighed(found, input);
      if (work && !own.has_errors() && broken && !broken->contains(request.spec))
        sound.push_back(std::move(*work));
      for (auto const& problem : own.all()) all.add(problem);
    }
    auto unused = unused_in(input, all.has_errors());
    for (auto const& problem : unused.all()) all.add(problem);
    say_all(all, input);
    if (!unused.has_errors()) std::ranges::move(sound, std::back_inserter(m_work));
  }

  /// Ids, tags and comments that nothing uses. Beside errors that cannot be told.
  Diagnostics unused_in(Input& input, bool has_errors) const {
    Diagnostics found, idle;
    if (!has_errors) check_use(*input.record, found);
    found = weighed(found, input);
    input.allowances.report(has_errors ? std::vector<WarnedBy>{} : asked(), idle);
    idle = weighed(idle, input);
    for (auto const& problem : idle.all()) found.add(problem);
    return found;
  }

  /// The parts of a run that say all they have to say of a record.
  std::vector<WarnedBy> asked() const {
    if (m_request.document || m_request.style) return {WarnedBy::record};
    return {WarnedBy::record, WarnedBy::document};
  }

  /// The day that a record counts from: the last that one of its documents does.
  static Date latest_day(PersonRecord const& record) {
    if (record.documents.items.empty()) return day_of({});
    Date latest;
    for (auto const& item : record.documents.items)
      if (auto day = day_of(item.value); day.order() > latest.order()) latest = day;
    return latest;
  }

  /// The documents that have errors where the record says what they are. Empty when there are errors
  /// elsewhere: those are every document's.
  static std::optional<std::set<DocumentSpec const*>> broken_documents(PersonRecord const& record,
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

  std::optional<Work> work_on(Input& input, DocumentRequest const& request, std::optional<Photo> const& photo,
                              Diagnostics& problems) const {
    auto engine = m_request.is_untrusted ? untrusted_engine : std::string_view(m_request.engine);
    auto written = write_document(*input.record, request, engine, input.library, problems);
    if (!written || !may_run(*written, problems)) return {};
    if (m_request.to == BuildRequest::pdf && !check_fonts(*written, problems)) return {};
    Work work{&input, request, std::move(*written), {}, {}, {}};
    if (!is_cut_to_pages(work)) explain(work);
    if (work.written.budget && m_request.to == BuildRequest::tex)
      problems.add({Severity::note, "page-budget", work.written.budget->at,
                    "LaTeX is written with all entries: only a PDF has pages to keep to", ""});
    work.output = output_of(work, problems);
    for (auto const& file : work.written.style->companions)
      work.companions.push_back({file.name, file.bytes});
    if (auto const& notice = work.written.style->manifest.notice)
      problems.add({Severity::note, "notice", request.style_at, notice->in({}).text});
    if (photo && work.written.tex.text.find(photo->name) != std::string::npos)
      if (auto picture = read_photo(*photo, input.within, input.files, problems))
        work.pictures.push_back(std::move(*picture));
    return work;
  }

  /// Whether this machine has the fonts of what the text's own do not print. An error a package, at the first
  /// character that it would print.
  static bool check_fonts(Written const& document, Diagnostics& problems) {
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
      Diagnostic problem{Severity::error, "missing-font", at,
                         fmt::format("no font on this machine has {}",
                                     character_name(characters.front(), characters.size() - 1)),
                         fmt::format("apt-get install {}", package)};
      problem.exit = Exit::environment;
      problems.add(std::move(problem));
    }
    return all.empty();
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

  /// Whether what the document shows is known only when it is typeset.
  bool is_cut_to_pages(Work const& work) const {
    return work.written.budget && m_request.to == BuildRequest::pdf;
  }

  void explain(Work const& work) const {
    if (!m_request.is_explained || !m_events.explained) return;
    m_events.explained(fmt::format("{}{}{} ({})\n{}", work.input->path.string(),
                                   work.request.name.empty() ? "" : ", ", work.request.name,
                                   work.written.style_name, work.written.explanation));
  }

  /// Where the command line wants a document, else where it wants to be itself.
  fs::path output_of(Work const& work, Diagnostics& problems) const {
    auto name = output_name(*work.input, work.request, work.written);
    auto const& own = work.request.spec->output;
    auto path = own ? own_output_path(name, *own, problems) : fs::path();
    return m_request.output || !own ? output_path(name, m_request.output) : path;
  }

  OutputName output_name(Input const& input, DocumentRequest const& request, Written const& document) const {
    auto const& name = input.record->person.name;
    auto printed = name.printed();
    return {input.path,
            request.name,
            document.style_name,
            name.family ? name.family->text : printed.substr(printed.rfind(' ') + 1),
            input.record->documents.items.empty() && !m_request.style,
            m_request.to == BuildRequest::tex ? ".tex" : ".pdf"};
  }

  /// Two documents at one path would overwrite each other, and a document must not overwrite a record.
  bool check_outputs() {
    auto before = m_worst;
    std::map<fs::path, Work const*> taken;
    for (auto const& input : m_inputs)
      for (auto const& read : input.files.reads()) taken.emplace(settled(read), nullptr);
    bool good = true;
    for (auto const& work : m_work) {
      auto [known, is_new] = taken.emplace(settled(work.output), &work);
      if (is_new) continue;
      good = false;
      if (known->second)
        say_usage(fmt::format("{} and {} would both be written to {}", described(*known->second),
                              described(work), shown(work.output)),
                  "`-o` with {document}, or a folder (`out/`), keeps them apart");
      else
        say_usage(fmt::format("{} would be overwritten: it is an input", shown(work.output)),
                  "`-o` names another file");
    }
    if (m_request.to == BuildRequest::tex) good &= check_companions();
    return good || m_worst == before;
  }

  /// The files that stand beside a .tex.
  static std::vector<Companion> beside(Work const& work) {
    auto files = work.companions;
    files.insert(files.end(), work.pictures.begin(), work.pictures.end());
    return files;
  }

  /// Documents in one folder share their classes and pictures, which must then be the same.
  bool check_companions() {
    std::map<fs::path, std::string> taken;
    for (auto const& work : m_work) {
      for (auto const& file : beside(work)) {
        auto path = settled(work.output).parent_path() / file.name;
        auto [known, is_new] = taken.emplace(path, file.bytes);
        if (is_new || known->second == file.bytes || work.output == "-") continue;
        say_usage(fmt::format("`{}` would be two different files", path.filename().string()),
                  "`-o` with {style}/ or {parent}/ keeps them apart");
        return false;
      }
    }
    return true;
  }

  // Typesetting

  /// As many documents as may be under way.
  void start_some() {
    while (m_next < m_work.size() && m_under_way < m_jobs && !m_loop.interrupted_by() && !is_broken_off()) {
      // What is done at once goes through the loop too: it hears signals between two documents.
      if (!start(m_work[m_next++])) return m_loop.post([this] { start_some(); });
      ++m_under_way;
    }
  }

  /// Whether an engine is under way.
  bool start(Work& work) {
    work.started = Clock::now();
    if (m_request.to == BuildRequest::tex) {
      write_tex(work);
      return false;
    }
    auto engine = engine_for(work);
    if (!engine) return false;
    KeptFiles kept(fmt::format("{}\n{}\n{}\n{}", settled(work.input->path).string(), work.written.name,
                               work.written.style_name, engine->name));
    auto manuscript = manuscript_of(work);
    // What was left out of a document to keep to its pages must be said each time: nothing is kept of it.
    if (!work.written.budget)
      work.identity = hash_of(fmt::format("{}\n{}", identity_of(manuscript, *engine), text_of_rules(work)));
    bool is_new = m_request.is_forced || work.identity.empty();
    if (auto before = is_new ? std::nullopt : kept.result(work.identity)) {
      read_again(*before, manuscript);
      finish(work, *engine, kept, std::move(*before), {});
      return false;
    }
    manuscript.kept = kept.feedback();
    if (must_build_font_cache(*engine)) {
      manuscript.timeout += font_cache_time;
      say({Severity::note,
           "font-cache",
           {},
           fmt::format("{} reads its fonts for the first time, which takes a while, once", engine->name)},
          *work.input);
    }
    if (m_request.is_untrusted) {
      manuscript.timeout = std::min<std::chrono::milliseconds>(m_request.timeout, untrusted_time);
      manuscript.most_memory = untrusted_memory;
    }
    if (work.written.budget) {
      fit_pages(work, *engine, kept, std::move(manuscript));
      return true;
    }
    typeset(m_loop, *engine, std::move(manuscript), [this, &work, engine = *engine, kept](Typeset result) {
      measure(work, engine, kept, std::move(result));
    });
    return true;
  }

  Manuscript manuscript_of(Work const& work) const {
    Manuscript manuscript;
    manuscript.tex = work.written.tex.text;
    manuscript.preamble = work.written.preamble;
    manuscript.companions = work.companions;
    manuscript.pictures = work.pictures;
    manuscript.epoch = work.written.epoch;
    manuscript.timeout = m_request.timeout;
    if (auto cache = cache_folder(); !cache.empty()) manuscript.formats = cache / "formats";
    manuscript.format_maker = m_request.format_maker;
    return manuscript;
  }

  /// The files that hold the rules for the PDF.
  static std::string text_of_rules(Work const& work) {
    std::string text;
    for (auto const& rule : work.written.rules) text += work.input->sources.text(rule.name.at.file);
    return text;
  }

  void fit_pages(Work& work, Engine const& engine, KeptFiles const& kept, Manuscript manuscript) {
    auto rewrite = [&work, name = engine.name](std::set<Entry const*> const& cut, Diagnostics& problems) {
      work.request.cut = cut;
      return write_document(*work.input->record, work.request, name, work.input->library, problems);
    };
    auto done = [this, &work, engine, kept](Typeset result, Diagnostics said) {
      work.fitted = std::move(said);
      explain(work);
      measure(work, engine, kept, std::move(result));
    };
    fit(m_loop, engine, std::move(manuscript), work.written, rewrite, done);
  }

  std::optional<Engine> engine_for(Work const& work) {
    for (auto name : work.written.engines)
      if (auto engine = find_engine(name)) return engine;
    auto name = work.written.engines.front();
    auto problem = failure("no-engine", fmt::format("there is no {} on this machine", name),
                           fmt::format("apt-get install {}", engine_package(name)), Exit::environment);
    if (auto const& foreign = work.written.foreign; !foreign.empty()) {
      problem.at = foreign.front().at;
      problem.message += fmt::format("; it prints {}", character_name(foreign.front().character));
    }
    say(problem, *work.input);
    return {};
  }

  /// Measures the PDF first, where the style has rules for it.
  void measure(Work& work, Engine const& engine, KeptFiles const& kept, Typeset result) {
    if (result.how != Typeset::done || work.written.rules.empty())
      return end(work, engine, kept, std::move(result), {});
    auto pdf = result.pdf;
    auto go_on = [this, &work, engine, kept, result = std::move(result)](std::optional<PdfFacts> facts,
                                                                         std::string const& reason) mutable {
      Diagnostics problems;
      if (facts)
        check_rules(*facts, work.written.rules, work.written.at, problems);
      else if (!m_loop.interrupted_by())
        problems.add(unmeasured(work, reason));
      end(work, engine, kept, std::move(result), problems);
    };
    read_pdf_facts(m_loop, pdf, std::move(go_on));
  }

  static Diagnostic unmeasured(Work const& work, std::string const& reason) {
    return {Severity::note, "not-measured", work.written.at,
            fmt::format("the style's rules for the PDF were not checked: {}", reason),
            "apt-get install poppler-utils"};
  }

  void end(Work& work, Engine const& engine, KeptFiles const& kept, Typeset result, Diagnostics problems) {
    --m_under_way;
    if (result.how != Typeset::interrupted)
      finish(work, engine, kept, std::move(result), std::move(problems));
    start_some();
  }

  void finish(Work& work, Engine const& engine, KeptFiles const& kept, Typeset result, Diagnostics found) {
    for (auto const& problem : work.fitted.all()) found.add(problem);
    // Neither what a style's rules said of the PDF nor that it had not settled is kept with it.
    if (!found.all().empty() || !result.settled) result.inputs.clear();
    report_typesetting(result, work.written.tex, engine, work.written.style->manifest, shown(work.output),
                       work.input->sources, found);
    if (m_events.raw_log) m_events.raw_log(result.raw_log);
    auto problems = weighed(found, *work.input);
    say_all(problems, *work.input);
    if (result.how != Typeset::done || problems.has_errors() || !save(work, work.output, result.pdf)) return;
    if (result.passes > 0) kept.write(result, work.identity);
    done(work, result.pages, result.passes);
  }

  /// The document last: where it stands, all that it needs stands too.
  void write_tex(Work& work) {
    if (work.output != "-")
      for (auto const& file : beside(work))
        if (!save(work, work.output.parent_path() / file.name, file.bytes)) return;
    if (save(work, work.output, work.written.tex.text)) done(work, 0, 0);
  }

  /// A file that is as it would be written is left alone, but for its time where `make` would otherwise hold
  /// it for older than what it was made of.
  bool save(Work& work, fs::path const& path, std::string_view bytes) {
    if (is_written(path, bytes)) {
      touch_if_older(path, work.input->files.reads());
      return true;
    }
    auto made = path == "-" ? tl::expected<void, FileError>() : make_folders(path.parent_path());
    auto written = made ? work.input->files.write(path, bytes) : made;
    if (!written)
      say(failure("unwritable", fmt::format("{} {}", shown(path), written.error().reason), "",
                  Exit::environment),
          *work.input);
    return written.has_value();
  }

  void done(Work const& work, int pages, unsigned passes) {
    if (work.output != "-") work.input->outputs.push_back(work.output);
    auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - work.started);
    m_events.built({work.input->path.string(), work.written.name, work.output, pages, passes, took});
  }

  // What the outputs were made of

  void write_depfiles() {
    if (!m_request.depfile) return;
    std::vector<Dependencies> all;
    for (auto& input : m_inputs) {
      std::ranges::sort(input.outputs);  // they end in any order
      all.push_back({input.outputs, input.files.reads()});
      if (*m_request.depfile != "auto" || input.outputs.empty()) continue;
      auto folder = input.outputs.front().parent_path();
      write_depfile(folder / (stem_of(input.path) + ".d"), {all.back()}, input);
    }
    if (*m_request.depfile != "auto") write_depfile(*m_request.depfile, all, m_inputs.front());
  }

  void write_depfile(fs::path const& path, std::vector<Dependencies> const& all, Input& input) {
    if (auto written = input.files.write(path, depfile(all)); !written)
      say(failure("unwritable", fmt::format("{} {}", shown(path), written.error().reason), "",
                  Exit::environment),
          input);
  }

  BuildRequest const& m_request;
  BuildEvents const& m_events;
  unsigned m_jobs;
  Loop m_loop;
  std::deque<Input> m_inputs;
  std::deque<Work> m_work;
  std::size_t m_next = 0;  ///< the first of the work that was not begun
  unsigned m_under_way = 0;
  std::set<std::pair<std::string, std::string>> m_said;  ///< by place and words
  Exit m_worst = Exit::done;
};

}  // namespace

int build(BuildRequest const& request, BuildEvents const& events) {
  return Builder(request, events).run();
}

}  // namespace vitac
