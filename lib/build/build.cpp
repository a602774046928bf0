#include "build/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>

#include "base/hash.hpp"
#include "base/suggest.hpp"
#include "build/cache.hpp"
#include "build/claims.hpp"
#include "build/depfile.hpp"
#include "build/fit.hpp"
#include "build/kept_files.hpp"
#include "build/output.hpp"
#include "build/planning.hpp"
#include "build/typeset_problems.hpp"
#include "check/rules.hpp"
#include "engine/engine.hpp"
#include "engine/fonts.hpp"
#include "engine/waiting.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// What the first run of an engine may take longer, on a slow machine.
constexpr std::chrono::minutes font_cache_time{5};

/// What the engine may take for a record that is not trusted.
constexpr std::chrono::seconds untrusted_time{20};
constexpr std::uint64_t untrusted_memory = 1u << 30;

/// As many records stay loaded between being checked and being typeset. Of more, each is read again when its
/// turn comes: memory must not grow with their number.
constexpr std::size_t most_loaded = 32;

struct Input;

/// A document on its way to its file.
struct Job {
  Input* input;
  Work* work;
  std::string identity = {};  ///< of all that its PDF depends on
  Clock::time_point started = {};
  Diagnostics fitted = {};   ///< what keeping to its pages took
  std::size_t left_out = 0;  ///< how many entries that were
};

/// A record of the command line.
struct Input {
  fs::path path;
  std::unique_ptr<Planned> planned = {};  ///< while it is needed
  std::vector<fs::path> claimed = {};     ///< where its documents go
  std::deque<Job> jobs = {};
  std::size_t begun = 0, ended = 0;  ///< of its jobs
  Dependencies made = {};            ///< the outputs that are done
  bool has_errors = false, has_warnings = false;
};

class Builder {
 public:
  Builder(BuildRequest const& request, BuildEvents const& events, Loop& loop, WaitingEngines* waiting)
      : m_request(request),
        m_events(events),
        m_jobs(std::max(1u, request.jobs)),
        m_loop(loop),
        m_waiting(waiting) {}

  int run() {
    check_request();
    if (m_worst != Exit::done) return int(m_worst);
    for (auto const& path : m_request.inputs)
      if (!is_broken_off()) look_at(m_inputs.emplace_back(Input{path}));
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
    auto const& sources = input.planned ? input.planned->sources : m_no_sources;
    auto place = at.somewhere() ? fmt::format("{}:{}-{}", sources.name(at.file), at.begin, at.end) : "";
    if (m_said.emplace(std::move(place), problem.message).second) m_events.problem(problem, sources);
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

  void say_usage(Diagnostic const& problem) {
    m_worst = std::max(m_worst, Exit::usage);
    m_events.problem(problem, m_no_sources);
  }
  void say_usage(std::string message, std::string help) {
    say_usage(failure("usage", std::move(message), std::move(help), Exit::usage));
  }

  void tell(BuildProgress progress) const {
    if (m_events.progress) m_events.progress(progress);
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

  void check_request() {
    auto names = engine_names();
    if (m_request.engine != "auto" && std::ranges::find(names, m_request.engine) == names.end())
      say_usage(fmt::format("there is no engine `{}`", m_request.engine),
                fmt::format("there is `auto`, {}", one_of(names)));
    else if (m_request.is_untrusted && m_request.engine != "auto" && m_request.engine != untrusted_engine)
      say_usage(fmt::format("`--untrusted` does not run {}", m_request.engine), "it runs pdflatex");
    if (m_request.output) check_output(*m_request.output);
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

  /// Says all that can be said of a record without an engine.
  void look_at(Input& input) {
    load(input);
    for (auto const& text : input.planned->explanations) m_events.explained(text);
    say_all(input.planned->problems, input);
    if (m_events.planned) m_events.planned(input.planned->files.wanted());
    input.claimed = outputs_of(*input.planned);
    m_claims.add(*input.planned, m_request.to == BuildRequest::tex);
    m_documents += input.claimed.size();
    tell({BuildProgress::records, m_inputs.size(), m_request.inputs.size()});
    bool is_kept = m_request.inputs.size() <= most_loaded || input.path == "-";
    if (!is_kept) release(input);
  }

  void load(Input& input) {
    input.planned = plan_record(input.path, m_request);
    for (auto& work : input.planned->work) input.jobs.push_back({&input, &work});
  }

  static void release(Input& input) {
    input.made.inputs = input.planned->files.reads();
    input.jobs.clear();
    input.planned.reset();
  }

  static std::vector<fs::path> outputs_of(Planned const& planned) {
    std::vector<fs::path> all;
    for (auto const& work : planned.work) all.push_back(work.output);
    return all;
  }

  bool check_outputs() {
    auto problems = m_claims.check();
    for (auto const& problem : problems.all()) say_usage(problem);
    return !problems.has_errors();
  }

  // Typesetting

  /// As many documents as may be under way.
  void start_some() {
    while (m_under_way < m_jobs && !m_loop.interrupted_by() && !is_broken_off()) {
      auto job = next_job();
      if (!job) return;
      ++m_under_way;
      // What is done at once goes through the loop too: it hears signals between two documents.
      if (!start(*job)) return m_loop.post([this, job] { leave(*job); });
    }
  }

  Job* next_job() {
    for (; m_next < m_inputs.size(); ++m_next) {
      auto& input = m_inputs[m_next];
      if (!input.planned && input.begun == 0 && !input.claimed.empty() && !load_again(input)) continue;
      if (input.begun < input.jobs.size()) return &input.jobs[input.begun++];
    }
    return nullptr;
  }

  /// Says what is new since it was looked at.
  bool load_again(Input& input) {
    load(input);
    say_all(input.planned->problems, input);
    if (outputs_of(*input.planned) == input.claimed) return true;
    say(failure("changed", fmt::format("{} changed while others were built", shown_output(input.path)),
                "build it again", Exit::input),
        input);
    release(input);
    return false;
  }

  /// A job is done with, and its record after its last.
  void leave(Job& job) {
    --m_under_way;
    tell({BuildProgress::documents, ++m_left, m_documents});
    auto& input = *job.input;
    if (++input.ended == input.jobs.size()) release(input);
    start_some();
  }

  /// Whether an engine is under way.
  bool start(Job& job) {
    auto& work = *job.work;
    job.started = Clock::now();
    if (m_request.to == BuildRequest::tex) {
      write_tex(job);
      return false;
    }
    auto engine = engine_for(job);
    if (!engine) return false;
    KeptFiles kept(name_of(job, *engine));
    auto manuscript = manuscript_of(job, *engine);
    auto const& budget = work.written.budget;
    job.identity = hash_of(fmt::format("{}\n{}\n{}", identity_of(manuscript, *engine), text_of_rules(job),
                                       budget ? identity_of(*budget) : ""));
    if (auto before = m_request.is_forced ? std::nullopt : kept.result(job.identity)) {
      if (budget) {
        fitted(job, before->left_out, shorten(work.written, before->left_out, rewriter(job, *engine)));
        manuscript.tex = work.written.tex.text;
      }
      read_again(before->typeset, manuscript);
      finish(job, *engine, kept, std::move(before->typeset), {});
      return false;
    }
    manuscript.kept = kept.feedback();
    if (must_build_font_cache(*engine)) {
      manuscript.timeout += font_cache_time;
      say({Severity::note,
           "font-cache",
           {},
           fmt::format("{} reads its fonts for the first time, which takes a while, once", engine->name)},
          *job.input);
    }
    if (m_request.is_untrusted) {
      manuscript.timeout = std::min<std::chrono::milliseconds>(m_request.timeout, untrusted_time);
      manuscript.most_memory = untrusted_memory;
    }
    if (budget) {
      auto done = [this, &job, engine = *engine, kept](Fitted result) {
        fitted(job, result.left_out, std::move(result.problems));
        measure(job, engine, kept, std::move(result.typeset));
      };
      fit(m_loop, *engine, std::move(manuscript), work.written, rewriter(job, *engine), done);
      return true;
    }
    typeset(m_loop, *engine, std::move(manuscript), [this, &job, engine = *engine, kept](Typeset result) {
      measure(job, engine, kept, std::move(result));
    });
    return true;
  }

  /// By which a document is known from one build to the next.
  static std::string name_of(Job const& job, Engine const& engine) {
    auto const& document = job.work->written;
    return fmt::format("{}\n{}\n{}\n{}", settled(job.input->path).string(), document.name,
                       document.style_name, engine.name);
  }

  Manuscript manuscript_of(Job const& job, Engine const& engine) const {
    auto const& work = *job.work;
    Manuscript manuscript;
    manuscript.name = name_of(job, engine);
    manuscript.waiting = m_waiting;
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
  static std::string text_of_rules(Job const& job) {
    std::string text;
    auto const& sources = job.input->planned->sources;
    for (auto const& rule : job.work->written.rules) text += sources.text(rule.name.at.file);
    return text;
  }

  /// Writes a job's document without some of its entries.
  static Rewrite rewriter(Job& job, Engine const& engine) {
    return [&job, name = engine.name](std::set<Entry const*> const& cut, Diagnostics& problems) {
      auto& planned = *job.input->planned;
      job.work->request.cut = cut;
      return write_document(*planned.record, job.work->request, name, planned.library, problems);
    };
  }

  void fitted(Job& job, std::size_t left_out, Diagnostics said) {
    job.left_out = left_out;
    job.fitted = std::move(said);
    if (m_request.is_explained) m_events.explained(explanation(*job.input->planned, *job.work));
  }

  std::optional<Engine> engine_for(Job const& job) {
    auto const& work = *job.work;
    for (auto name : work.written.engines)
      if (auto engine = find_engine(name)) return engine;
    auto name = work.written.engines.front();
    auto problem = failure("no-engine", fmt::format("there is no {} on this machine", name),
                           fmt::format("apt-get install {}", engine_package(name)), Exit::environment);
    if (auto const& foreign = work.written.foreign; !foreign.empty()) {
      problem.at = foreign.front().at;
      problem.message += fmt::format("; it prints {}", character_name(foreign.front().character));
    }
    say(problem, *job.input);
    return {};
  }

  /// Measures the PDF first, where the style has rules for it.
  void measure(Job& job, Engine const& engine, KeptFiles const& kept, Typeset result) {
    if (result.how != Typeset::done || job.work->written.rules.empty())
      return end(job, engine, kept, std::move(result), {});
    auto pdf = result.pdf;
    auto go_on = [this, &job, engine, kept, result = std::move(result)](std::optional<PdfFacts> facts,
                                                                        std::string const& reason) mutable {
      auto const& document = job.work->written;
      Diagnostics problems;
      if (facts)
        check_rules(*facts, document.rules, document.at, problems);
      else if (!m_loop.interrupted_by())
        problems.add({Severity::note, "not-measured", document.at,
                      fmt::format("the style's rules for the PDF were not checked: {}", reason),
                      "apt-get install poppler-utils"});
      end(job, engine, kept, std::move(result), problems);
    };
    read_pdf_facts(m_loop, pdf, std::move(go_on));
  }

  void end(Job& job, Engine const& engine, KeptFiles const& kept, Typeset result, Diagnostics problems) {
    if (result.how != Typeset::interrupted) finish(job, engine, kept, std::move(result), std::move(problems));
    // Who calls this may still hold what goes with the record.
    m_loop.post([this, &job] { leave(job); });
  }

  void finish(Job& job, Engine const& engine, KeptFiles const& kept, Typeset result, Diagnostics found) {
    auto const& work = *job.work;
    auto& planned = *job.input->planned;
    auto stamps = result.inputs;
    // Neither what a style's rules said of the PDF nor that it had not settled is kept with it.
    if (!found.all().empty() || !result.settled) result.inputs.clear();
    found.add(job.fitted);
    report_typesetting(result, work.written.tex, engine, *work.written.style,
                       shown_output(work.output), planned.sources, found);
    if (m_events.raw_log) m_events.raw_log(result.raw_log);
    auto problems = planned.weighed(found);
    say_all(problems, *job.input);
    if (result.how != Typeset::done || problems.has_errors() || !save(job, work.output, result.pdf)) return;
    if (result.passes > 0) kept.write(result, job.identity, job.left_out);
    done(job, result.pages, result.passes);
    if (!m_waiting) return;
    auto manuscript = manuscript_of(job, engine);
    manuscript.kept = kept.feedback();
    m_waiting->expect(std::move(manuscript), engine, std::move(stamps));
  }

  /// The document last: where it stands, all that it needs stands too.
  void write_tex(Job& job) {
    auto const& work = *job.work;
    if (work.output != "-")
      for (auto const& file : beside(work))
        if (!save(job, work.output.parent_path() / file.name, file.bytes)) return;
    if (save(job, work.output, work.written.tex.text)) done(job, 0, 0);
  }

  /// A file that is as it would be written is left alone, but for its time where `make` would otherwise hold
  /// it for older than what it was made of.
  bool save(Job& job, fs::path const& path, std::string_view bytes) {
    auto& files = job.input->planned->files;
    if (is_written(path, bytes)) {
      touch_if_older(path, files.reads());
      return true;
    }
    auto made = path == "-" ? tl::expected<void, FileError>() : make_folders(path.parent_path());
    auto written = made ? files.write(path, bytes) : made;
    if (!written) say_unwritable(path, written.error(), *job.input);
    return written.has_value();
  }

  void say_unwritable(fs::path const& path, FileError const& error, Input& input) {
    say(failure("unwritable", fmt::format("{} {}", shown_output(path), error.reason), "", Exit::environment),
        input);
  }

  void done(Job const& job, int pages, unsigned passes) {
    auto const& output = job.work->output;
    if (output != "-") job.input->made.outputs.push_back(output);
    auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - job.started);
    m_events.built({job.input->path.string(), job.work->written.name, output, pages, passes, took});
  }

  // What the outputs were made of

  void write_depfiles() {
    if (!m_request.depfile) return;
    std::vector<Dependencies> all;
    for (auto& input : m_inputs) {
      if (input.planned) release(input);
      std::ranges::sort(input.made.outputs);  // they end in any order
      all.push_back(std::move(input.made));
      auto const& outputs = all.back().outputs;
      if (*m_request.depfile != "auto" || outputs.empty()) continue;
      write_depfile(own_depfile(outputs.front(), input.path), {all.back()}, input);
    }
    if (*m_request.depfile != "auto") write_depfile(*m_request.depfile, all, m_inputs.front());
  }

  void write_depfile(fs::path const& path, std::vector<Dependencies> const& all, Input& input) {
    if (auto written = Files().write(path, depfile(all)); !written)
      say_unwritable(path, written.error(), input);
  }

  BuildRequest const& m_request;
  BuildEvents const& m_events;
  unsigned m_jobs;
  Loop& m_loop;
  WaitingEngines* m_waiting;  ///< null: none do
  Sources const m_no_sources;
  std::deque<Input> m_inputs;
  Claims m_claims;
  std::size_t m_next = 0;  ///< the input whose documents are begun
  unsigned m_under_way = 0;
  std::size_t m_documents = 0, m_left = 0;  ///< all that can be made, and those that are done with
  std::set<std::pair<std::string, std::string>> m_said;  ///< by place and words
  Exit m_worst = Exit::done;
};

}  // namespace

int build(BuildRequest const& request, BuildEvents const& events) {
  Loop loop(request.jobs);
  return Builder(request, events, loop, nullptr).run();
}

int build(BuildRequest const& request, BuildEvents const& events, Loop& loop, WaitingEngines& waiting) {
  return Builder(request, events, loop, &waiting).run();
}

}  // namespace vitac
