#include "build/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>

#include "base/hash.hpp"
#include "base/suggest.hpp"
#include "build/document.hpp"
#include "build/output.hpp"
#include "build/typeset_problems.hpp"
#include "engine/engine.hpp"
#include "record/load.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::string environment(char const* name) {
  auto value = std::getenv(name);
  return value ? value : "";
}

/// `$NAME`, else `$HOME` and `below`; empty without a home.
fs::path user_folder(char const* name, std::string_view below) {
  if (auto named = environment(name); named.starts_with('/')) return named;
  auto home = environment("HOME");
  return home.empty() ? fs::path{} : fs::path(home) / below;
}

std::vector<fs::path> style_roots(fs::path const& input) {
  std::vector<fs::path> roots{(input == "-" ? fs::path{} : input.parent_path()) / "styles"};
  if (auto data = user_folder("XDG_DATA_HOME", ".local/share"); !data.empty())
    roots.push_back(data / "vitac" / "styles");
  return roots;
}

std::string read_whole(fs::path const& path) {
  return Files().read(path).value_or(std::string{});
}

/// What TeX's passes told each other at the last build of a document: the next needs one pass where nothing
/// moved. Losing it costs time only.
class KeptFiles {
 public:
  explicit KeptFiles(std::string_view key) {
    if (auto cache = user_folder("XDG_CACHE_HOME", ".cache"); !cache.empty())
      m_folder = cache / "vitac" / "kept" / hash_of(key);
  }

  std::vector<Companion> read() const {
    std::vector<Companion> kept;
    std::error_code error;
    if (m_folder.empty()) return kept;
    for (fs::directory_iterator at(m_folder, error), end; !error && at != end; at.increment(error))
      if (at->is_regular_file(error))
        kept.push_back({at->path().filename().string(), read_whole(at->path())});
    std::ranges::sort(kept, {}, &Companion::name);
    return kept;
  }

  void write(std::vector<Companion> const& files) const {
    std::error_code error;
    if (m_folder.empty() || (!fs::create_directories(m_folder, error) && error)) return;
    for (auto const& [name, bytes] : files)
      if (read_whole(m_folder / name) != bytes) (void)Files().write(m_folder / name, bytes);
  }

 private:
  fs::path m_folder;
};

/// A record with all that its documents point into.
struct Input {
  explicit Input(fs::path file)
      : path(std::move(file)), store(files, style_roots(path)), library{store, sources, forest} {}

  fs::path path;
  Files files;
  Sources sources;
  Forest forest;
  Store store;
  Library library;
  std::optional<PersonRecord> record;
  DocumentSpec ad_hoc;   ///< what a style alone makes of the record
  Diagnostics problems;  ///< all that was said of it
};

/// A document on its way through the engine.
struct Work {
  Input* input;
  Written written;
  fs::path output;
  Clock::time_point started = Clock::now();
};

class Builder {
 public:
  Builder(BuildRequest const& request, BuildEvents const& events)
      : m_request(request), m_events(events), m_loop(std::max(1u, request.jobs)) {}

  int run() {
    if (!check_request()) return int(m_worst);
    for (auto const& path : m_request.inputs) plan(m_inputs.emplace_back(path));
    if (check_outputs()) {
      for (auto& work : m_work) start(work);
      m_loop.run();
    }
    if (auto signal = m_loop.interrupted_by()) return 128 + signal;
    return int(m_worst);
  }

 private:
  // Saying

  void say(Diagnostic problem, Input& input) {
    auto before = input.problems.all().size();
    input.problems.add(std::move(problem));
    if (input.problems.all().size() == before) return;  // said of another document already
    auto const& said = input.problems.all().back();
    if (said.severity == Severity::error) m_worst = std::max(m_worst, said.exit);
    m_events.problem(said, input.sources);
  }

  /// In the order of the file, whatever found them.
  void say_all(Diagnostics const& found, Input& input) {
    auto all = found.all();
    std::ranges::stable_sort(
        all, {}, [](Diagnostic const& problem) { return std::pair(problem.at.file, problem.at.begin); });
    for (auto& problem : all) say(std::move(problem), input);
  }

  void say_usage(std::string message, std::string help, Exit exit = Exit::usage) {
    Diagnostic problem{Severity::error,
                       exit == Exit::usage ? "usage" : "environment",
                       {},
                       std::move(message),
                       std::move(help)};
    problem.exit = exit;
    m_worst = std::max(m_worst, exit);
    m_events.problem(problem, Sources());
  }

  // Planning

  bool check_request() {
    auto names = engine_names();
    if (m_request.engine != "auto" && std::ranges::find(names, m_request.engine) == names.end())
      say_usage(fmt::format("there is no engine `{}`", m_request.engine),
                fmt::format("there is `auto`, {}", one_of(names)));
    if (m_request.output)
      if (auto unknown = unknown_placeholder(*m_request.output); !unknown.empty())
        say_usage(fmt::format("`{}` is no placeholder of outputs", unknown),
                  "there is {stem}, {parent}, {document}, {style} and {family}");
    return m_worst == Exit::done;
  }

  void plan(Input& input) {
    Diagnostics problems;
    input.record = load_record(input.path, input.files, input.sources, input.forest, problems);
    if (input.record) resolve(*input.record, problems);
    auto requests = input.record ? requested(input, problems) : std::vector<DocumentRequest>{};
    std::vector<std::pair<Written, fs::path>> written;
    Diagnostics of_documents;
    for (auto const& request : requests) {
      Diagnostics own;
      if (auto document = write_document(*input.record, request, input.library, own)) {
        auto path = output_path(output_name(input, request, *document), m_request.output);
        written.emplace_back(std::move(*document), std::move(path));
      }
      for (auto const& problem : own.all()) of_documents.add(problem);
    }
    bool is_sound = !problems.has_errors();
    for (auto const& problem : of_documents.all()) problems.add(problem);
    say_all(problems, input);
    if (is_sound)
      for (auto& [document, path] : written) m_work.push_back({&input, std::move(document), std::move(path)});
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

  std::vector<DocumentRequest> requested(Input& input, Diagnostics& problems) {
    auto const& documents = input.record->documents;
    if (m_request.document) return one_document(input, problems);
    if (m_request.style) return {styled(input, problems)};
    std::vector<DocumentRequest> all;
    for (auto const& [name, at, spec] : documents.items) all.push_back(request_of(name, spec, input));
    if (!documents.items.empty()) return all;
    auto style = input.store.default_style();
    problems.add({Severity::note,
                  "no-documents",
                  {},
                  fmt::format("the record names no documents; its style is {}", style),
                  "`documents:` names them"});
    return {{"", &input.ad_hoc, style, {}, m_request.options}};
  }

  DocumentRequest request_of(std::string const& name, DocumentSpec const& spec, Input& input) const {
    if (m_request.style) return {name, &spec, *m_request.style, {}, m_request.options};
    if (spec.style) return {name, &spec, spec.style->text, spec.style->at, m_request.options};
    return {name, &spec, input.store.default_style(), {}, m_request.options};
  }

  std::vector<DocumentRequest> one_document(Input& input, Diagnostics& problems) {
    auto const& documents = input.record->documents;
    if (auto spec = documents.find(*m_request.document))
      return {request_of(*m_request.document, *spec, input)};
    std::vector<std::string_view> names;
    for (auto const& item : documents.items) names.push_back(item.key);
    Diagnostic problem{Severity::error,
                       "unknown-name",
                       {},
                       fmt::format("`{}` has no document `{}`", input.path.string(), *m_request.document)};
    problem.help = did_you_mean(*m_request.document, names);
    if (problem.help.empty())
      problem.help = names.empty() ? "it names no documents" : "it has " + one_of(names);
    problem.exit = Exit::usage;
    problems.add(std::move(problem));
    return {};
  }

  /// The file's only document of the style, or what the style alone makes of it.
  DocumentRequest styled(Input& input, Diagnostics& problems) {
    std::vector<std::string_view> names;
    for (auto const& [name, at, spec] : input.record->documents.items)
      if (spec.style && spec.style->text == *m_request.style) names.push_back(name);
    if (names.size() == 1)
      return request_of(std::string(names[0]), *input.record->documents.find(names[0]), input);
    if (names.size() > 1) {
      Diagnostic problem{Severity::error,
                         "usage",
                         {},
                         fmt::format("several documents have the style `{}`", *m_request.style)};
      problem.help = fmt::format("`-d` chooses {}", one_of(names));
      problem.exit = Exit::usage;
      problems.add(std::move(problem));
    }
    return {"", &input.ad_hoc, *m_request.style, {}, m_request.options};
  }

  /// Two documents at one path would overwrite each other.
  bool check_outputs() {
    std::map<fs::path, Work const*> taken;
    bool good = true;
    for (auto const& work : m_work) {
      auto [known, is_new] = taken.emplace(work.output.lexically_normal(), &work);
      if (is_new) continue;
      good = false;
      say_usage(fmt::format("`{}` and `{}` would both be written to `{}`", known->second->written.name,
                            work.written.name, work.output.string()),
                "`-o` with {document} or a folder keeps them apart");
    }
    return good;
  }

  // Typesetting

  void start(Work& work) {
    if (m_request.to == BuildRequest::tex) return write_tex(work);
    auto engine = engine_for(work);
    if (!engine) return;
    Manuscript manuscript{work.written.tex.text, {}, {}, work.written.epoch, m_request.timeout};
    for (auto const& file : work.written.style->companions)
      manuscript.companions.push_back({file.name, file.bytes});
    std::error_code error;
    KeptFiles kept(fmt::format("{}\n{}\n{}\n{}", fs::absolute(work.input->path, error).string(),
                               work.written.name, work.written.style_name, engine->name));
    manuscript.kept = kept.read();
    typeset(m_loop, *engine, std::move(manuscript), [this, &work, engine = *engine, kept](Typeset result) {
      finish(work, engine, kept, std::move(result));
    });
  }

  std::optional<Engine> engine_for(Work const& work) {
    auto const& wanted = work.written.style->manifest.engines;
    if (m_request.engine != "auto") return engine_or_say(m_request.engine);
    for (auto const& name : wanted)
      if (auto engine = find_engine(name.text)) return engine;
    return engine_or_say(wanted.empty() ? "pdflatex" : wanted.front().text);
  }

  std::optional<Engine> engine_or_say(std::string_view name) {
    auto engine = find_engine(name);
    if (!engine && !std::exchange(m_said_no_engine, true))
      say_usage(fmt::format("there is no {} on this machine", name),
                fmt::format("apt-get install {}", engine_package(name)), Exit::environment);
    return engine;
  }

  void finish(Work& work, Engine const& engine, KeptFiles const& kept, Typeset result) {
    Diagnostics problems;
    report_typesetting(result, work.written.tex, engine, work.written.style->manifest, work.input->sources,
                       problems);
    if (m_events.raw_log) m_events.raw_log(result.raw_log);
    say_all(problems, *work.input);
    if (result.how != Typeset::done || !save(work, work.output, result.pdf)) return;
    kept.write(result.kept);
    done(work, result.pages, result.passes);
  }

  void write_tex(Work& work) {
    if (!save(work, work.output, work.written.tex.text)) return;
    if (work.output != "-")
      for (auto const& file : work.written.style->companions)
        if (!save(work, work.output.parent_path() / file.name, file.bytes)) return;
    done(work, 0, 0);
  }

  bool save(Work& work, fs::path const& path, std::string_view bytes) {
    std::error_code error;
    if (path != "-" && path.has_parent_path()) fs::create_directories(path.parent_path(), error);
    auto written = work.input->files.write(path, bytes);
    if (written) return true;
    Diagnostic problem{Severity::error,
                       "unwritable",
                       {},
                       fmt::format("`{}` cannot be written: it {}", path.string(), written.error().reason)};
    problem.exit = Exit::environment;
    say(std::move(problem), *work.input);
    return false;
  }

  void done(Work const& work, int pages, unsigned passes) {
    auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - work.started);
    m_events.built({work.input->path.string(), work.written.name, work.output, pages, passes, took});
  }

  BuildRequest const& m_request;
  BuildEvents const& m_events;
  Loop m_loop;
  std::deque<Input> m_inputs;
  std::deque<Work> m_work;
  Exit m_worst = Exit::done;
  bool m_said_no_engine = false;
};

}  // namespace

int build(BuildRequest const& request, BuildEvents const& events) {
  return Builder(request, events).run();
}

}  // namespace vitac
