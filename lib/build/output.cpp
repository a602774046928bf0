#include "build/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/files.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> placeholders{"{stem}", "{parent}", "{document}", "{style}",
                                                       "{family}"};

/// A value in a file name: a name of the record's own must not lead elsewhere.
std::string safe(std::string text) {
  auto leads_elsewhere = [](char c) { return c == '/' || static_cast<unsigned char>(c) < ' ' || c == 0x7F; };
  std::ranges::replace_if(text, leads_elsewhere, '_');
  return text.empty() || text == "." || text == ".." ? "_" : text;
}

std::string default_stem(OutputName const& name) {
  auto stem = stem_of(name.input);
  if (!name.document.empty())
    return name.document == stem ? stem : fmt::format("{}-{}", stem, safe(name.document));
  return name.is_alone ? stem : fmt::format("{}-{}", stem, name.style);
}

std::string filled(std::string_view pattern, OutputName const& name) {
  std::error_code error;
  auto parent = fs::absolute(name.input, error).parent_path().filename().string();
  std::array<std::string, 5> const values{stem_of(name.input), parent,
                                          name.document.empty() ? name.style : name.document, name.style,
                                          name.family};
  std::string out;
  while (!pattern.empty()) {
    auto found = std::ranges::find_if(placeholders,
                                      [&](auto placeholder) { return pattern.starts_with(placeholder); });
    if (found == placeholders.end()) {
      out += pattern.front();
      pattern.remove_prefix(1);
    } else {
      out += safe(values[std::size_t(found - placeholders.begin())]);
      pattern.remove_prefix(found->size());
    }
  }
  return out;
}

}  // namespace

std::string stem_of(fs::path const& input) {
  return input == "-" ? "cv" : input.stem().string();
}

std::string_view unknown_placeholder(std::string_view pattern) {
  for (auto open = pattern.find('{'); open != pattern.npos; open = pattern.find('{', open + 1)) {
    auto close = std::min(pattern.find('}', open), pattern.size() - 1);
    auto placeholder = pattern.substr(open, close - open + 1);
    if (std::ranges::find(placeholders, placeholder) == placeholders.end()) return placeholder;
  }
  return {};
}

fs::path output_path(OutputName const& name, std::optional<std::string> const& wanted) {
  auto file = default_stem(name) + name.suffix;
  if (!wanted) return name.input == "-" ? fs::path(file) : name.input.parent_path() / file;
  if (*wanted == "-") return "-";
  fs::path path = wanted->find('{') == std::string::npos ? *wanted : filled(*wanted, name);
  std::error_code error;
  if (path.string().ends_with('/') || fs::is_directory(path, error)) return path / file;
  return path;
}

bool is_written(fs::path const& path, std::string_view bytes) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || fs::file_size(path, error) != bytes.size()) return false;
  return Files().read(path) == bytes;
}

void touch_if_older(fs::path const& path, std::vector<fs::path> const& made_of) {
  std::error_code error;
  auto time = fs::last_write_time(path, error);
  bool is_older = std::ranges::any_of(made_of, [&](fs::path const& file) {
    std::error_code missing;
    auto changed = fs::last_write_time(file, missing);
    return !missing && changed > time;
  });
  if (is_older && !error) fs::last_write_time(path, fs::file_time_type::clock::now(), error);
}

fs::path own_output_path(OutputName const& name, Literal const& wanted, Diagnostics& problems) {
  fs::path path = wanted.text;
  auto folder = name.input == "-" ? fs::path() : name.input.parent_path();
  auto leads_out = path.is_absolute() || std::ranges::find(path, fs::path("..")) != path.end();
  if (auto unknown = unknown_placeholder(wanted.text); !unknown.empty())
    problems.error("bad-output", wanted.at, fmt::format("`{}` is no placeholder of outputs", unknown),
                   "there is {stem}, {parent}, {document}, {style} and {family}");
  else if (leads_out || wanted.text == "-")
    problems.error("bad-output", wanted.at, "a record names outputs in its own folder only",
                   "write a name such as `out/cv.pdf`, or use `-o` on the command line");
  else if (wanted.text.ends_with('/'))
    return output_path(name, (folder / wanted.text).string());
  else {
    auto ending = path.extension();
    if (ending == ".pdf" || ending == ".tex") path.replace_extension();
    return output_path(name, (folder / path).string() + name.suffix);
  }
  return output_path(name, {});
}

}  // namespace vitac
