#include "engine/format.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <chrono>

#include "base/hash.hpp"
#include "base/process.hpp"
#include "engine/environment.hpp"
#include "engine/inputs.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

/// Changes when what is kept would be read otherwise.
constexpr std::string_view kind = "vitac-format-1";
constexpr std::size_t most_bytes = 256u << 20;
/// How long the making of a format takes at most, on a machine that has much else to do.
constexpr std::chrono::minutes most_time{10};

/// In the folder of a format.
constexpr std::string_view format_name = "vitac.fmt", record_name = "record";
/// In the folder where one is made.
constexpr std::string_view program_name = "program", source_name = "document.tex";
constexpr std::string_view in_making = ".making";
/// In place of a hash: there is no format, and none is to be made.
constexpr std::string_view none = "none";

/// `record`: the kind, the hash of the format, the trees with `:` between, then the stamps of what
/// went into it.
struct Record {
  std::string hash, roots, stamps;
};

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

std::optional<Record> read_record(fs::path const& folder) {
  auto bytes = Files().read(folder / record_name, 1u << 20);
  if (!bytes) return {};
  std::string_view rest = *bytes;
  auto cut_line = [&] {
    auto line = first_line(rest);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    return std::string(line);
  };
  if (cut_line() != kind) return {};
  Record record{cut_line(), cut_line(), {}};
  record.stamps = rest;
  return record;
}

bool write_record(fs::path const& folder, Record const& record) {
  auto text = fmt::format("{}\n{}\n{}\n{}", kind, record.hash, record.roots, record.stamps);
  return Files().write(folder / record_name, text).has_value();
}

std::optional<Record> valid_record(fs::path const& folder) {
  auto record = read_record(folder);
  return record && are_as_stamped(record->stamps) ? record : std::nullopt;
}

/// TeX compresses formats, and inflating is a fifth of a short pass.
std::optional<std::string> inflated(fs::path const& file) {
  auto from = ::gzopen(file.c_str(), "rb");
  if (!from) return {};
  std::string bytes, part(1u << 20, '\0');
  int count;
  while ((count = ::gzread(from, part.data(), unsigned(part.size()))) > 0 && bytes.size() < most_bytes)
    bytes.append(part, 0, std::size_t(count));
  bool is_whole = count == 0;
  return ::gzclose(from) == Z_OK && is_whole && !bytes.empty() ? std::optional(std::move(bytes))
                                                               : std::nullopt;
}

bool is_old(fs::path const& folder) {
  std::error_code error;
  auto time = fs::last_write_time(folder, error);
  return !error && fs::file_time_type::clock::now() - time > most_time;
}

/// The pass that reads the preamble and dumps what it has become.
Command dump(std::string program, fs::path const& folder) {
  Command command;
  command.arguments = {std::move(program),         "-ini",           "-recorder",         "-no-shell-escape",
                       "-interaction=nonstopmode", "-halt-on-error", "-jobname=document", "&pdflatex",
                       std::string(source_name)};
  command.folder = folder.string();
  command.environment = engine_environment(0);
  command.timeout = most_time;
  return command;
}

/// The question where the lists of TeX files are; what is newly installed is in one of them.
Command ask_for_roots() {
  Command command;
  command.arguments = {find_program("kpsewhich").value_or("kpsewhich").string(), "-show-path=ls-R"};
  command.environment = engine_environment(0);
  return command;
}

std::vector<fs::path> split_roots(std::string_view text) {
  std::vector<fs::path> roots;
  while (!text.empty()) {
    auto root = text.substr(0, text.find(':'));
    text.remove_prefix(std::min(root.size() + 1, text.size()));
    if (root.starts_with('/')) roots.emplace_back(root);
  }
  return roots;
}

/// Gives the record; without a format where TeX cannot dump this preamble.
std::optional<Record> dumped(fs::path const& folder, Outcome const& outcome, std::string const& roots) {
  auto recording = Files().read(folder / "document.fls");
  auto inputs = recording ? recorded_inputs(*recording) : std::vector<fs::path>{};
  for (auto const& root : split_roots(roots)) inputs.push_back(root / "ls-R");
  Record record{std::string(none), roots, stamps_of(inputs)};
  if (outcome.how != Outcome::exited) return {};
  auto format = outcome.code == 0 ? inflated(folder / "document.fmt") : std::nullopt;
  if (!format) return record;
  if (!Files().write(folder / format_name, *format)) return {};
  record.hash = hash_of(*format);
  return record;
}

/// Leaves only what is kept in the folder where a format was made, and moves it to where it is looked for.
bool settle(fs::path const& folder, Record const& record) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (std::error_code ignored; at->path().filename() != format_name) fs::remove(at->path(), ignored);
  if (!write_record(folder, record)) return false;
  auto place = folder.parent_path() / folder.stem();
  fs::remove_all(place, error);
  fs::rename(folder, place, error);
  return !error;
}

}  // namespace

Formats::Formats(fs::path folder, Engine const& engine, Preamble const& preamble)
    : m_folder(std::move(folder)), m_program(engine.program.string()), m_preamble(preamble) {
  if (m_folder.empty() || !engine.keeps_formats) return;
  std::error_code error;
  auto text = fmt::format("{}\n{}", stamps_of({fs::canonical(engine.program, error)}), preamble.tex);
  for (auto const& [name, bytes] : preamble.companions) text += fmt::format("\n{}\n{}", name, bytes);
  m_key = hash_of(text);
}

std::optional<Format> Formats::find() const {
  if (m_key.empty()) return {};
  auto folder = m_folder / m_key;
  auto record = valid_record(folder);
  if (!record || hash_of_file(folder / format_name) != record->hash) return {};
  std::error_code error;
  fs::last_write_time(folder, fs::file_time_type::clock::now(), error);  // what is used last is kept longest
  return Format{folder / format_name, record->stamps, split_roots(record->roots), TexmfTree(folder / "tree")};
}

void Formats::drop() const {
  auto record = read_record(m_folder / m_key);
  if (!record) return;
  record->hash = none;
  (void)write_record(m_folder / m_key, *record);
}

void Formats::begin(std::vector<std::string> const& maker) const {
  std::error_code error;
  if (m_key.empty() || maker.empty()) return;
  auto known = valid_record(m_folder / m_key);
  if (known && known->hash == none) return;
  auto folder = m_folder / (m_key + std::string(in_making));
  if (is_old(folder)) fs::remove_all(folder, error);
  fs::create_directories(m_folder, error);
  if (!fs::create_directory(folder, error)) return;
  Files files;
  auto write = [&](std::string_view name, std::string_view bytes) {
    return files.write(folder / name, bytes).has_value();
  };
  bool is_ready = write(program_name, m_program) &&
                  write(source_name, fmt::format("{}\n\\xdef\\preambleprevdepth{{\\the\\prevdepth}}\\dump\n",
                                                 m_preamble.tex)) &&
                  std::ranges::all_of(m_preamble.companions,
                                      [&](auto const& file) { return write(file.name, file.bytes); });
  auto arguments = maker;
  arguments.push_back(folder.string());
  if (!is_ready || !launch(arguments)) fs::remove_all(folder, error);
}

int make_format(fs::path const& folder) {
  ::setpriority(PRIO_PROCESS, 0, 19);
  auto program = Files().read(folder / program_name, 4096);
  if (!program) return 1;
  std::string roots;
  std::optional<Record> record;
  Loop loop(1);
  loop.start(ask_for_roots(), [&](Outcome outcome) {
    if (outcome.how == Outcome::exited && outcome.code == 0) roots = first_line(outcome.output);
  });
  loop.start(dump(*program, folder), [&](Outcome outcome) { record = dumped(folder, outcome, roots); });
  loop.run();
  auto is_made = record && settle(folder, *record);
  std::error_code error;
  if (!is_made) fs::remove_all(folder, error);
  return is_made ? 0 : 1;
}

std::string without_preamble(std::string_view tex, std::size_t preamble) {
  auto lines = std::ranges::count(tex.substr(0, preamble), '\n');
  // Three things that a preamble does and a format does not hold, without which the same document would not
  // have the same bytes: xcolor's black, set as it is loaded, which goes onto the first page, the PDF's
  // number, and the depth of what it may have put there, which the first line keeps off.
  std::string text =
      "\\ifcsname ver@xcolor.sty\\endcsname\\color{black}\\fi\\pdftrailerid{}\\prevdepth\\preambleprevdepth%";
  for (auto line = lines; line > 0; --line) text += line == lines ? "\n" : "%\n";
  return text.append(tex.substr(preamble));
}

}  // namespace vitac
