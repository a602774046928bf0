#include <chrono>
#include <fstream>

#include "base/hash.hpp"
#include "test/cli/desk.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

// What is kept between builds: results, formats and the trees they find TeX's files in. All of it is there to
// save time, and none of it may ever be seen otherwise.

namespace {

/// A desk with a cache, where every start of an engine is written down.
struct Cached {
  explicit Cached(std::string const& record = plain_record) {
    desk.variables["XDG_CACHE_HOME"] = desk.path("cache");
    desk.variables["SOURCE_DATE_EPOCH"] = "1721088000";
    desk.write("cv.yaml", record);
    auto engine = run({"sh", "-c", "command -v pdflatex"}).out;
    if (engine.empty()) return;
    engine.pop_back();
    desk.write("bin/pdflatex", fmt::format("#!/bin/sh\n"
                                           "case \"$*\" in\n"
                                           "*-ini*) how=dump ;;\n"
                                           "*-fmt=*) how=format${{TEXMFDBS:+-tree}} ;;\n"
                                           "*) how=whole ;;\n"
                                           "esac\n"
                                           "echo \"$how\" >>{}\n"
                                           "exec {} \"$@\"\n",
                                           desk.path("engines"), engine));
    fs::permissions(desk.path("bin/pdflatex"),
                    fs::perms::owner_exec | fs::perms::others_exec | fs::perms::group_exec,
                    fs::perm_options::add);
    desk.variables["PATH"] = desk.path("bin") + ":/usr/bin:/bin";
    is_there = true;
  }

  /// With what engines were started, in order, once all that is made beside a build is made. The dump is told
  /// last, whenever it was.
  std::string build(std::vector<std::string> words = {}) {
    fs::remove(desk.path("engines"));
    words.insert(words.begin(), "cv.yaml");
    said = desk.run(words);
    INFO(said.err);
    CHECK(said.status == 0);
    pdf = desk.has("cv.pdf") ? desk.read("cv.pdf") : "";
    CHECK(comes_true([&] { return is_quiet(); }));
    std::vector<std::string> starts;
    auto lines = desk.has("engines") ? desk.read("engines") : "";
    for (std::size_t at = 0, end; (end = lines.find('\n', at)) != lines.npos; at = end + 1)
      starts.push_back(lines.substr(at, end - at));
    std::ranges::stable_partition(starts, [](auto const& start) { return start != "dump"; });
    auto repeated = std::ranges::unique(starts);  // passes are counted elsewhere
    starts.erase(repeated.begin(), repeated.end());
    return fmt::format("{}", fmt::join(starts, " "));
  }

  void change(std::string const& record) { desk.write("cv.yaml", record); }

  /// The only file of that name in the cache.
  fs::path kept(std::string const& name) const {
    fs::path found;
    for (auto const& file : fs::recursive_directory_iterator(desk.path("cache")))
      if (file.path().filename() == name) found = file.path();
    REQUIRE(!found.empty());
    return found;
  }

  /// Built until the format and its tree are there.
  void warm() {
    for (auto skill : {"first", "second", "third"}) {
      change(fmt::format("person: {{name: Ada Lovelace}}\nskills: [Maths {}]\n", skill));
      last = build();
    }
    REQUIRE(last == "format-tree");
  }

  bool is_quiet() const {
    std::error_code error;
    auto formats = fs::directory_iterator(desk.path("cache/vitac/formats"), error);
    return error || std::ranges::none_of(
                        formats, [](auto const& folder) { return folder.path().extension() == ".making"; });
  }

  Desk desk;
  bool is_there = false;
  Ran said;
  std::string pdf, last;
};

/// What is built without any cache.
std::string plainly_built(Cached& with) {
  fs::remove(with.desk.path("plain.pdf"));
  auto variables = std::exchange(with.desk.variables["XDG_CACHE_HOME"], "/dev/null");
  CHECK(with.desk.run({"cv.yaml", "-q", "-o", "plain.pdf"}).status == 0);
  with.desk.variables["XDG_CACHE_HOME"] = variables;
  return with.desk.read("plain.pdf");
}

auto const an_hour = std::chrono::hours(1);

}  // namespace

TEST_CASE("an unchanged record starts no engine and leaves its output alone") {
  Cached with;
  if (!with.is_there) return;
  CHECK(with.build() == "whole dump");
  auto bytes = with.pdf;
  auto time = fs::last_write_time(with.desk.path("cv.pdf"));
  CHECK(with.build() == "");
  CHECK(with.said.err == note + "cv.pdf  1 page  unchanged\n");
  CHECK(fs::last_write_time(with.desk.path("cv.pdf")) == time);

  // A change that is none on paper; but `make` asks for an output that is newer than the record.
  with.change("# of mine\n" + plain_record);
  fs::last_write_time(with.desk.path("cv.pdf"), time - an_hour);
  CHECK(with.build() == "");
  CHECK(fs::last_write_time(with.desk.path("cv.pdf")) > time - an_hour);
  CHECK(with.pdf == bytes);

  CHECK(with.build({"--force"}) == "format");
  CHECK(with.pdf == bytes);
}

TEST_CASE("an output that is gone, or another, is there again without an engine") {
  Cached with;
  if (!with.is_there) return;
  with.build();
  auto bytes = with.pdf;
  fs::remove(with.desk.path("cv.pdf"));
  CHECK(with.build() == "");
  CHECK(with.pdf == bytes);
  with.desk.write("cv.pdf", "not a PDF");
  CHECK(with.build() == "");
  CHECK(with.pdf == bytes);
  CHECK(with.build({"-o", "new/there.pdf"}) == "");
  CHECK(with.desk.read("new/there.pdf") == bytes);
}

TEST_CASE("what TeX said of a document is said again when it is not built again") {
  Cached with("person: {name: Ada Lovelace}\nskills: [" + std::string(120, 'x') + "]\n");
  if (!with.is_there) return;
  with.build();
  auto said = with.said.err;
  CHECK(said.find("sticks out of") != said.npos);
  with.build();
  CHECK(without_times(with.said.err).substr(0, said.find("cv.pdf")) == said.substr(0, said.find("cv.pdf")));
}

TEST_CASE("what a result depends on: the record's words, options, the day, the style's own files") {
  Cached with;
  if (!with.is_there) return;
  with.build();
  CHECK(with.build({"--option", "color=red"}) == "whole dump");
  CHECK(with.build() == "format");
  with.desk.variables["SOURCE_DATE_EPOCH"] = "1731088000";
  CHECK(with.build() == "format-tree");
  CHECK(with.desk.run({"styles", "export", "moderncv", "mine"}).status == 0);
  CHECK(with.build({"-s", "mine/", "-o", "cv.pdf"}) == "format-tree");  // the same preamble
  CHECK(with.build({"-s", "mine/", "-o", "cv.pdf"}) == "");
  auto package = with.desk.read("mine/vitac-moderncv.sty");
  with.desk.write("mine/vitac-moderncv.sty", package + "% changed\n");
  CHECK(with.build({"-s", "mine/", "-o", "cv.pdf"}) == "whole dump");
}

TEST_CASE("a file of TeX's that changes is seen") {
  Cached with;
  if (!with.is_there) return;
  auto home = with.desk.path("home-tree");
  with.desk.variables["TEXMFHOME"] = home;
  with.desk.write("home-tree/tex/latex/etoolbox/etoolbox.sty",
                  read_file(run({"kpsewhich", "etoolbox.sty"})
                                .out.substr(0, run({"kpsewhich", "etoolbox.sty"}).out.find('\n'))));
  CHECK(with.build() == "whole dump");
  CHECK(with.build() == "");
  with.desk.write("home-tree/tex/latex/etoolbox/etoolbox.sty",
                  with.desk.read("home-tree/tex/latex/etoolbox/etoolbox.sty") + "% newer\n");
  CHECK(with.build() == "whole dump");
}

TEST_CASE("a changed record starts from a format, then with a tree of its own, and has the same bytes") {
  Cached with;
  if (!with.is_there) return;
  CHECK(with.build() == "whole dump");
  with.change("person: {name: Ada Lovelace}\nskills: [Maths, Engines]\n");
  CHECK(with.build() == "format");
  CHECK(with.pdf == plainly_built(with));
  with.change("person: {name: Ada Lovelace}\nskills: [Maths, Engines, Poetry]\n");
  CHECK(with.build() == "format-tree");
  CHECK(with.pdf == plainly_built(with));
}

TEST_CASE("a document that asks for files that the tree lacks is built with all of them") {
  Cached with;
  if (!with.is_there) return;
  with.warm();
  // Greek and symbols come from fonts that no document of this style has asked for.
  with.change("person: {name: Ada Lovelace}\nskills: [\"$\\\\alpha + \\\\Omega$\", €, \"`code`\"]\n");
  auto starts = with.build();
  CHECK(starts.starts_with("format-tree"));
  CHECK(with.pdf == plainly_built(with));
  with.change("person: {name: Ada Lovelace}\nskills: [\"$\\\\alpha + \\\\Omega$\", €, \"`more code`\"]\n");
  CHECK(with.build() == "format-tree");
  CHECK(with.pdf == plainly_built(with));
}

TEST_CASE("a format or tree that is damaged costs time only") {
  Cached with;
  if (!with.is_there) return;
  with.warm();
  auto const format = with.kept("vitac.fmt");
  auto const folder = format.parent_path();
  struct Damage {
    char const* what;
    std::function<void()> deed;
    char const* starts;
  };
  std::vector<Damage> const damages = {
      {"a hundred bytes are others",
       [&] {
         std::fstream file(format, std::ios::in | std::ios::out | std::ios::binary);
         file.seekp(5'000'000);
         file << std::string(100, '\x7f');
       },
       "whole dump"},
      {"cut off", [&] { fs::resize_file(format, 1'000'000); }, "whole dump"},
      {"empty", [&] { fs::resize_file(format, 0); }, "whole dump"},
      {"gone", [&] { fs::remove(format); }, "whole dump"},
      {"a folder",
       [&] {
         fs::remove(format);
         fs::create_directory(format);
       },
       "whole dump"},
      {"its record is junk", [&] { std::ofstream(folder / "record") << "junk"; }, "whole dump"},
      {"its record is of another time",
       [&] {
         auto record = read_file(folder / "record");
         std::ofstream(folder / "record") << record << "1.1.1 /etc/passwd\n";
       },
       "whole dump"},
      {"the tree's list is another",
       [&] { std::ofstream(folder / "tree/ls-R", std::ios::app) << "./tex/latex/r0:\narticle.cls\n"; },
       "format"},
      {"the tree's record is gone", [&] { fs::remove(folder / "tree/record"); }, "format"},
      {"the tree's links lead nowhere",
       [&] {
         for (auto const& at : fs::recursive_directory_iterator(folder / "tree"))
           if (at.is_symlink() && at.path().string().find("/tfm/") != std::string::npos) {
             auto path = at.path();
             fs::remove(path);
             fs::create_directory_symlink("/nonexistent", path);
             break;
           }
       },
       "format-tree format"},
  };
  int number = 0;
  for (auto const& [what, deed, starts] : damages) {
    CAPTURE(what);
    deed();
    with.change(fmt::format("person: {{name: Ada Lovelace}}\nskills: [Maths {}]\n", ++number));
    CHECK(with.build() == starts);
    CHECK(with.said.err == note + "cv.pdf  1 page" + with.said.err.substr(with.said.err.rfind("  ")));
    CHECK(with.pdf == plainly_built(with));
    with.warm();
  }
}

TEST_CASE("a format with which TeX fails is not tried again") {
  Cached with;
  if (!with.is_there) return;
  with.warm();
  // As sound as its record says, and no format.
  auto format = with.kept("vitac.fmt");
  std::ofstream(format) << "junk";
  auto record = read_file(format.parent_path() / "record");
  auto first = record.find('\n') + 1, second = record.find('\n', first);
  record.replace(first, second - first, vitac::hash_of("junk"));
  std::ofstream(format.parent_path() / "record") << record;
  with.change("person: {name: Ada Lovelace}\nskills: [Tennis]\n");
  CHECK(with.build() == "format-tree format whole");
  CHECK(with.said.status == 0);
  CHECK(with.pdf == plainly_built(with));
  with.change("person: {name: Ada Lovelace}\nskills: [Chess]\n");
  CHECK(with.build() == "whole");
}

TEST_CASE("a preamble of which no format can be made is asked for one once") {
  Cached with;
  if (!with.is_there) return;
  CHECK(with.desk.run({"styles", "export", "moderncv", "mine"}).status == 0);
  with.desk.write("mine/preamble.tex", with.desk.read("mine/preamble.tex") + "\\begingroup\n");
  with.desk.write("mine/data.tex", "\\endgroup\n" + with.desk.read("mine/data.tex"));
  CHECK(with.build({"-s", "mine/", "-o", "cv.pdf"}) == "whole dump");
  with.change("person: {name: Ada Lovelace}\nskills: [Chess]\n");
  CHECK(with.build({"-s", "mine/", "-o", "cv.pdf"}) == "whole");
}

TEST_CASE("an error in a record is the same error with a format") {
  Cached with;
  if (!with.is_there) return;
  with.warm();
  with.change("person: {name: Ada Lovelace}\nskills:\n  - Maths\n  - '$\\big x$'\n");
  auto said = with.desk.run({"cv.yaml"});
  auto variables = with.desk.variables;
  variables["XDG_CACHE_HOME"] = "/dev/null";
  auto plainly = vitac::test::vitac({"cv.yaml"}, {with.desk.path(""), variables, {}});
  CHECK(said.status == 4);
  CHECK(said.err == plainly.err);
}

TEST_CASE("a cache that cannot be written, or is full, costs time only") {
  Cached with;
  if (!with.is_there) return;
  with.desk.everybody_may(with.desk.path(""));
  fs::create_directory(with.desk.path("cache"));
  fs::permissions(with.desk.path("cache"), fs::perms::owner_read | fs::perms::owner_exec |
                                               fs::perms::others_read | fs::perms::others_exec);
  CHECK(with.desk.run_as_nobody({"cv.yaml", "-q"}).status == 0);
  CHECK(with.desk.files("cache") == "");
}

TEST_CASE("builds that start at once make one format and all end well") {
  Cached with;
  if (!with.is_there) return;
  std::vector<std::unique_ptr<Running>> builds;
  for (int i = 0; i < 4; ++i)
    builds.push_back(std::make_unique<Running>(
        std::vector<std::string>{binary(), "cv.yaml", "-q", "-o", fmt::format("{}.pdf", i)},
        with.desk.options()));
  for (auto& build : builds) CHECK(build->wait().status == 0);
  CHECK(comes_true([&] { return with.is_quiet(); }));
  auto formats = fs::directory_iterator(with.desk.path("cache/vitac/formats"));
  CHECK(std::distance(begin(formats), end(formats)) == 1);
  for (int i = 1; i < 4; ++i) CHECK(with.desk.read(fmt::format("{}.pdf", i)) == with.desk.read("0.pdf"));
}

TEST_CASE("a format whose making was broken off is made anew") {
  Cached with;
  if (!with.is_there) return;
  with.warm();
  auto folder = with.kept("vitac.fmt").parent_path();
  auto left = folder;
  left += ".making";
  fs::rename(folder, left);
  fs::last_write_time(left, fs::file_time_type::clock::now() - an_hour);
  with.change("person: {name: Ada Lovelace}\nskills: [Tennis]\n");
  CHECK(with.build() == "whole dump");
  with.change("person: {name: Ada Lovelace}\nskills: [Chess]\n");
  CHECK(with.build() == "format");
}

TEST_CASE("the cache tells what it holds, and is emptied") {
  Cached with;
  if (!with.is_there) return;
  CHECK(with.desk.run({"cache", "info"}).out.find("  0 preambles of styles, read once\n") !=
        std::string::npos);
  with.build();
  auto said = with.desk.run({"cache", "info"});
  CHECK(said.status == 0);
  CHECK(said.out.starts_with(with.desk.path("cache/vitac") + "\n"));
  CHECK(said.out.find("  1 preambles of styles, read once\n") != std::string::npos);
  CHECK(said.out.find("  1 documents, each with its last PDF\n") != std::string::npos);
  CHECK(said.out.find("1000.0 MB  VITAC_CACHE_SIZE=2G sets another\n") != std::string::npos);
  CHECK(with.desk.run({"cache", "clear"}).out.starts_with("removed "));
  CHECK(with.desk.files("cache/vitac/formats") == "");
  CHECK(with.desk.files("cache/vitac/kept") == "");
  CHECK(with.build() == "whole dump");
}

TEST_CASE("what was not used for longest goes when the cache is over its limit") {
  Cached with;
  if (!with.is_there) return;
  with.desk.variables["VITAC_CACHE_SIZE"] = "25M";  // one format and some
  with.build();
  auto first = with.desk.files("cache/vitac/formats");
  CHECK(with.build({"--option", "color=red"}) == "whole dump");
  CHECK(with.desk.files("cache/vitac/formats") != first);
  auto hour_ago = fs::file_time_type::clock::now() - an_hour - an_hour;
  fs::last_write_time(with.desk.path("cache/vitac/formats/" + first), hour_ago);
  fs::last_write_time(with.desk.path("cache/vitac/trimmed"), hour_ago);
  CHECK(with.build({"--option", "color=red"}) == "");
  CHECK(comes_true([&] { return !with.desk.has("cache/vitac/formats/" + first); }));
  CHECK(with.build({"--option", "color=red", "--force"}).starts_with("format"));
}
