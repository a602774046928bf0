#include "engine/feedback.hpp"

#include <algorithm>
#include <array>

namespace vitac {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 64u << 20;

/// Beginnings of lines of an .aux that print nothing, whatever follows them on their line:
///  \@writefile          fills the .toc and its like at the end of a pass; those files are compared
///  themselves \providecommand      defines what other lines use, for a document that does not load the
///  package \babel@aux, bbl@...  choose the language in which the .aux is read \BKM@entry           is read
///  back at the end of the pass that wrote it
constexpr std::array<std::string_view, 5> inert_beginnings = {
    "\\@writefile{", "\\providecommand", "\\babel@aux{", "\\@nameuse{bbl@beforestart}", "\\BKM@entry{"};

/// Whole lines that print nothing: LaTeX's first, what hyperref writes for documents that no longer load it,
/// and the page labels it writes when they are the page numbers.
constexpr std::array<std::string_view, 12> inert_lines = {
    "\\relax ",
    "\\HyperFirstAtBeginDocument{\\ifx\\hyper@anchor\\@undefined",
    "\\global\\let\\oldnewlabel\\newlabel",
    "\\gdef\\newlabel#1#2{\\newlabelxx{#1}#2}",
    "\\gdef\\newlabelxx#1#2#3#4#5#6{\\oldnewlabel{#1}{{#2}{#3}}}",
    "\\AtEndDocument{\\ifx\\hyper@anchor\\@undefined",
    "\\let\\newlabel\\oldnewlabel",
    "\\fi}",
    "\\global\\let\\hyper@last\\relax ",
    "\\gdef\\HyperFirstAtBeginDocument#1{#1}",
    "\\HyPL@Entry{0<</S/D>>}",
    ""};

/// How many pages the document has, which LaTeX itself needs only for work to do on the last one.
constexpr std::string_view page_count = "\\gdef \\@abspage@last{";

bool is_inert(std::string_view line, bool counts_pages) {
  auto begins = [line](std::string_view beginning) { return line.starts_with(beginning); };
  return std::ranges::count(inert_lines, line) > 0 || std::ranges::any_of(inert_beginnings, begins) ||
         (!counts_pages && line.starts_with(page_count));
}

/// What of an .aux can change the pages. A line that is not known to be inert counts.
std::string effective(std::string_view aux, bool counts_pages) {
  std::string lines;
  while (!aux.empty()) {
    auto line = aux.substr(0, aux.find('\n'));
    aux.remove_prefix(std::min(line.size() + 1, aux.size()));
    if (!is_inert(line, counts_pages)) lines.append(line) += '\n';
  }
  return lines;
}

Feedback effective(Feedback files, bool counts_pages) {
  if (auto aux = files.find("document.aux"); aux != files.end()) {
    aux->second = effective(aux->second, counts_pages);
    if (aux->second.empty()) files.erase(aux);
  }
  return files;
}

bool is_for_people(fs::path const& file) {
  constexpr std::array<std::string_view, 6> names = {"document.tex", "vitac-beginning.tex", "document.log",
                                                     "document.pdf", "document.xdv",        "document.fls"};
  return std::ranges::count(names, file.filename().string()) > 0;
}

}  // namespace

tl::expected<Feedback, FileError> read_feedback(fs::path const& folder, Feedback const& given) {
  Feedback feedback;
  Files files;
  std::error_code error;
  for (auto file = fs::directory_iterator(folder, error); !error && file != fs::directory_iterator();
       file.increment(error)) {
    auto name = file->path().filename().string();
    if (is_for_people(name) || given.contains(name) || !fs::is_regular_file(file->symlink_status())) continue;
    auto bytes = files.read(file->path(), most_bytes);
    if (!bytes) return tl::unexpected(bytes.error());
    if (!bytes->empty()) feedback.emplace(std::move(name), std::move(*bytes));
  }
  return feedback;
}

bool prints_the_same(Feedback const& before, Feedback const& after, bool counts_pages) {
  return effective(before, counts_pages) == effective(after, counts_pages);
}

}  // namespace vitac
