#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <utility>

#include "base/hash.hpp"
#include "engine/engine.hpp"
#include "engine/environment.hpp"
#include "engine/feedback.hpp"
#include "engine/inputs.hpp"
#include "engine/pass.hpp"
#include "engine/waiting.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

/// A document that prints errors in a loop fills a log for as long as its time lasts.
constexpr std::size_t most_log_begin = 6u << 20, most_log_end = 2u << 20;
/// With less than this, what an engine has to write may not fit.
constexpr std::uintmax_t least_space = 64u << 10;

/// A file, or the beginning and the end of a long one; empty when there is none.
std::string read_ends(fs::path const& path) {
  std::error_code error;
  auto size = static_cast<std::size_t>(fs::file_size(path, error));
  std::ifstream file(path, std::ios::binary);
  if (error || !file) return {};
  bool whole = size <= most_log_begin + most_log_end;
  std::string text(whole ? size : most_log_begin + most_log_end, '\0');
  auto read = [&](std::size_t to, std::size_t bytes) {
    file.read(text.data() + to, static_cast<std::streamsize>(bytes));
  };
  read(0, whole ? size : most_log_begin);
  if (!whole) {
    file.seekg(-static_cast<std::streamoff>(most_log_end), std::ios::end);
    read(most_log_begin, most_log_end);
  }
  return text;
}

std::string last_line(std::string_view text) {
  auto end = text.find_last_not_of(" \n\r");
  if (end == text.npos) return {};
  text = text.substr(0, end + 1);
  auto begin = text.rfind('\n');
  return std::string(begin == text.npos ? text : text.substr(begin + 1));
}

bool is_whole_pdf(std::string_view bytes) {
  auto end = bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 1024));
  return bytes.starts_with("%PDF-") && end.find("%%EOF") != end.npos;
}

bool has_errors(Log const& log) {
  return std::ranges::any_of(log.messages,
                             [](auto& message) { return message.kind != LogMessage::overfull; });
}

/// Whether files of an earlier build can be to blame: they can hold commands that the document no longer
/// defines, but they do not ask for files or characters.
bool may_come_from_kept(Typeset const& result) {
  if (result.how != Typeset::failed) return result.how == Typeset::crashed || result.how == Typeset::no_pdf;
  auto is_error = [](auto& message) { return message.kind == LogMessage::error; };
  return !has_errors(result.log) || std::ranges::any_of(result.log.messages, is_error);
}

/// Words by which a document asks for the number of pages of the last pass.
bool asks_for_page_count(std::string_view tex) {
  return tex.find("PreviousTotalPages") != tex.npos || tex.find("abspage@last") != tex.npos;
}

Feedback by_name(std::vector<Companion> companions) {
  Feedback files;
  for (auto& companion : companions) files.insert_or_assign(companion.name, std::move(companion.bytes));
  return files;
}

/// One manuscript on its way. Held alive by the callbacks that it waits for.
class Typesetting : public std::enable_shared_from_this<Typesetting> {
 public:
  Typesetting(Loop& loop, Engine const& engine, Manuscript manuscript, std::function<void(Typeset)> done)
      : m_loop(loop),
        m_engine(engine),
        m_manuscript(std::move(manuscript)),
        m_given(given_files(m_manuscript)),
        m_done(std::move(done)) {
    m_asks_for_page_count = asks_for_page_count(m_manuscript.tex);
    for (auto const& [name, bytes] : m_given) m_asks_for_page_count |= asks_for_page_count(bytes);
    std::erase_if(m_manuscript.kept, [](auto const& file) { return !is_plain_name(file.name); });
  }

  void begin();

 private:
  void begin_anew();
  void begin_with(Start);
  void go_on_with(WaitingEngine);
  bool begin_with_more();
  void start_next_pass();
  void start_pass();
  std::function<void(Outcome)> pass_ended();
  bool is_full() const;
  void end_pass(Outcome);
  Typeset::How judge(Outcome&);
  Typeset::How judge_written();
  void learn();
  void fail(FileError const&);
  void end(Typeset::How);

  Loop& m_loop;
  Engine m_engine;
  Manuscript m_manuscript;
  Feedback m_given;
  std::function<void(Typeset)> m_done;
  bool m_asks_for_page_count = false;

  Start m_start;
  bool m_has_waited = false;  ///< the engine of the pass that runs
  std::optional<WorkFolder> m_folder;
  Feedback m_before;            ///< what the pass that runs started from
  unsigned m_passes_begun = 0;  ///< since `begin`
  Typeset m_result;
};

void Typesetting::begin() {
  auto engine = m_manuscript.waiting ? m_manuscript.waiting->take(m_manuscript, m_engine) : nullptr;
  engine ? go_on_with(std::move(*engine)) : begin_anew();
}

void Typesetting::begin_anew() {
  begin_with(quickest_start(m_manuscript, m_engine));
}

void Typesetting::begin_with(Start start) {
  m_start = std::move(start);
  m_has_waited = false;
  m_passes_begun = 0;
  m_before = by_name(m_manuscript.kept);
  m_folder.reset();
  auto folder = make_work_folder(m_manuscript, m_start);
  if (!folder) return fail(folder.error());
  m_folder = std::move(*folder);
  start_next_pass();
}

void Typesetting::go_on_with(WaitingEngine engine) {
  m_start = std::move(engine.start);
  m_has_waited = true;
  m_passes_begun = 1;
  m_before = by_name(m_manuscript.kept);
  m_folder = std::move(engine.folder);
  auto written = write_into(*m_folder, document_name, text_for_waiting(m_manuscript));
  if (!written) return fail(written.error());
  m_loop.release(std::move(engine.process), "\n", pass_ended());
}

void Typesetting::start_next_pass() {
  auto written = write_into(*m_folder, document_name, text_for(m_start, m_manuscript));
  written ? start_pass() : fail(written.error());
}

void Typesetting::start_pass() {
  ++m_passes_begun;
  auto command = pass_over(document_name, *m_folder, m_start, m_manuscript, m_engine);
  // Documents are finished one after the other: an interrupt leaves those that are.
  if (m_result.passes == 0)
    m_loop.start(std::move(command), pass_ended());
  else
    m_loop.start_next(std::move(command), pass_ended());
}

std::function<void(Outcome)> Typesetting::pass_ended() {
  return [self = shared_from_this()](Outcome outcome) { self->end_pass(std::move(outcome)); };
}

void Typesetting::fail(FileError const& error) {
  m_result.detail = error.reason;
  m_loop.post([self = shared_from_this()] { self->end(Typeset::no_folder); });
}

void Typesetting::end_pass(Outcome outcome) {
  m_result.passes += outcome.how != Outcome::not_started && outcome.how != Outcome::interrupted;
  m_result.took += outcome.took;
  m_result.code = outcome.code;
  m_result.detail = last_line(outcome.output);
  m_result.raw_log = read_ends(m_folder->path() / "document.log");
  m_result.log = read_log(m_result.raw_log, document_name, m_manuscript.tex);
  m_result.pages = m_result.log.pages;
  if (m_result.raw_log.empty()) m_result.raw_log = std::move(outcome.output);

  m_result.how = judge(outcome);
  if (m_result.how != Typeset::done && m_result.how != Typeset::interrupted && is_full()) {
    m_result.detail = fmt::format("the folder for temporary files, {}, has no space left",
                                  m_folder->path().parent_path().string());
    return end(Typeset::no_folder);
  }
  if (begin_with_more()) return;
  if (may_come_from_kept(m_result) && !m_manuscript.kept.empty()) {
    m_manuscript.kept.clear();
    return begin_with({});
  }
  if (m_result.how == Typeset::done && !m_result.settled && m_passes_begun < m_manuscript.most_passes) {
    m_has_waited = false;
    return start_next_pass();
  }
  end(m_result.how);
}

/// Whether what the pass started from can be to blame for how it ended; then it is begun again with more.
bool Typesetting::begin_with_more() {
  if (m_result.how == Typeset::interrupted || m_result.how == Typeset::timed_out) return false;
  bool is_good = m_result.how == Typeset::done;
  if (!is_good && m_has_waited) {
    begin_anew();
    return true;
  }
  auto [from, format] = m_start;
  bool is_doubted = from == Start::format_tree && format->tree.is_doubted_by(m_result.raw_log);
  if (from == Start::whole || (is_good && !is_doubted)) return false;
  begin_with({from == Start::format_tree ? Start::format : Start::whole, std::move(format)});
  return true;
}

/// What the PDF was made of, what the next document needs of TeX's files, and whether the format is good for
/// anything.
void Typesetting::learn() {
  auto const& [from, format] = m_start;
  if (from == Start::format_tree) {
    m_result.inputs = format->stamps + stamps_of(format->tree.inputs());
    return;
  }
  auto recording = Files().read(m_folder->path() / "document.fls");
  if (!recording) return;
  auto inputs = recorded_inputs(*recording);
  if (from == Start::format) {
    format->tree.learn(format->roots, inputs, complaints_of(m_result.raw_log));
    m_result.inputs = format->stamps + stamps_of(inputs);
  } else {
    if (format) formats_of(m_manuscript, m_engine).drop();
    m_result.inputs = stamps_of(with_lists(std::move(inputs)));
  }
}

/// Engines do not say it when what they write is lost.
bool Typesetting::is_full() const {
  std::error_code error;
  auto space = fs::space(m_folder->path(), error);
  return !error && space.available < least_space;
}

Typeset::How Typesetting::judge(Outcome& outcome) {
  switch (outcome.how) {
    case Outcome::not_started:
      return Typeset::not_started;
    case Outcome::interrupted:
      return Typeset::interrupted;
    case Outcome::timed_out:
      m_result.detail = fmt::format("{:g} s", std::chrono::duration<double>(m_manuscript.timeout).count());
      return Typeset::timed_out;
    case Outcome::signalled:
      return Typeset::crashed;
    case Outcome::exited:
      break;
  }
  return outcome.code != 0 || has_errors(m_result.log) ? Typeset::failed : judge_written();
}

/// What a pass without errors left in the folder.
Typeset::How Typesetting::judge_written() {
  auto pdf = Files().read(m_folder->path() / "document.pdf");
  if (!pdf || !is_whole_pdf(*pdf)) return Typeset::no_pdf;
  m_result.pdf = std::move(*pdf);

  auto after = read_feedback(m_folder->path(), m_given);
  if (!after) {
    m_result.detail = after.error().reason;
    return Typeset::no_folder;
  }
  // LaTeX's own words are no guide: it asks for another pass when nothing that is printed changed, and does
  // not when a package keeps its notes elsewhere.
  bool counts_pages = m_asks_for_page_count || m_result.log.last_page_unknown;
  m_result.settled = prints_the_same(m_before, *after, counts_pages);
  m_before = std::move(*after);
  return Typeset::done;
}

void Typesetting::end(Typeset::How how) {
  m_result.how = how;
  if (how == Typeset::done) {
    learn();
    m_result.detail.clear();
    for (auto& [name, bytes] : m_before) m_result.kept.push_back({name, std::move(bytes)});
  } else {
    m_result.pdf.clear();
  }
  m_folder.reset();
  m_done(std::move(m_result));
}

}  // namespace

std::string identity_of(Manuscript const& manuscript, Engine const& engine) {
  auto text =
      fmt::format("{}\n{}\n{}\n{}\n", engine.name, engine.program.string(), manuscript.epoch, manuscript.tex);
  for (auto const* group : {&manuscript.companions, &manuscript.pictures})
    for (auto const& [name, bytes] : *group) text += fmt::format("{} {}\n{}\n", name, bytes.size(), bytes);
  for (auto const& variable : engine_environment(manuscript.epoch))
    if (decides_what_tex_finds(variable)) text += variable + '\n';
  return hash_of(text);
}

void read_again(Typeset& result, Manuscript const& manuscript) {
  result.log = read_log(result.raw_log, document_name, manuscript.tex);
  result.pages = result.log.pages;
}

void typeset(Loop& loop, Engine const& engine, Manuscript manuscript, std::function<void(Typeset)> done) {
  std::make_shared<Typesetting>(loop, engine, std::move(manuscript), std::move(done))->begin();
}

}  // namespace vitac
