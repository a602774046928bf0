#include <algorithm>

#include "test/support/support.hpp"

using namespace vitac::test;

namespace {

/// The seed as plain text: its Markdown and HTML signs dropped, and of each line with a tab in its head the
/// left column before the right.
std::string plain_seed(std::string const& markdown) {
  std::string text, left, right;
  bool in_head = false;
  for (std::size_t at = 0; at < markdown.size();) {
    auto end = std::min(markdown.find('\n', at), markdown.size());
    auto line = markdown.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("## ") && in_head) {
      text += left + right;
      in_head = false;
    }
    if (in_head) {
      auto tab = line.find('\t');
      (left += line.substr(0, tab)) += "\n";
      if (tab != std::string::npos) (right += line.substr(tab + 1)) += "\n";
    } else {
      (text += line) += "\n";
    }
    if (line.starts_with("# ")) in_head = true;
  }
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' && text.find('>', i) != std::string::npos) {
      i = text.find('>', i);
      plain += ' ';
    } else {
      plain += text[i];
    }
  }
  return plain;
}

/// The first words of `wanted` that do not come in order in `found`, with those before them; empty when all
/// do.
std::string first_missing(std::vector<std::string> const& wanted, std::vector<std::string> const& found) {
  auto at = found.begin();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    at = std::find(at, found.end(), wanted[i]);
    if (at == found.end()) {
      std::string context;
      for (auto j = i < 5 ? 0 : i - 5; j <= i; ++j) context += wanted[j] + " ";
      return context;
    }
    ++at;
  }
  return {};
}

}  // namespace

TEST_CASE("every word of the seed stands in the PDF, in the seed's order") {
  auto seed = shared_file("seed/cv.md");
  if (seed.empty()) {
    WARN("skipped: the seed is not beside this checkout");
    return;
  }
  TemporaryFolder out;
  auto pdf = out.path() / "cv.pdf";
  auto built = vitac::test::vitac(
      {"build", (source_folder() / "examples/sijia-liu.yaml").string(), "-d", "cv", "-o", pdf.string()});
  INFO(built.err);
  REQUIRE(built.status == 0);
  auto wanted = words_of(plain_seed(read_file(seed)));
  REQUIRE(wanted.size() > 700);
  for (bool raw : {true, false}) {
    auto found = words_of(text_of_pdf(pdf, raw));
    CAPTURE(raw);
    CHECK(first_missing(wanted, found) == "");
    // Nothing else stands there but the page's footer: the name and "n of N" on each of its pages.
    CHECK(found.size() - wanted.size() <= 3 * 6);
  }
}
