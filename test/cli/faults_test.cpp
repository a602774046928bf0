#include <signal.h>
#include <sys/mount.h>

#include "test/cli/desk.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

namespace {

struct Fault {
  std::string deed, said;
  int status;
};

std::string const see_verbose = "      = `-v` shows all that it wrote\n";

}  // namespace

std::string const more_time = "      = `--timeout SECONDS` gives it more, up to 20 with `--untrusted`\n";

TEST_CASE("an engine that fails is said, with the right status, and the old output stays") {
  auto fault = GENERATE(values<Fault>(
      {{"crash",
        "error: pdflatex crashed at `cv.pdf` (signal 11) [tex]\n"
        "      = is its installation whole?\n",
        4},
       {"silent", "error: pdflatex ended without a whole PDF for `cv.pdf` [tex]\n" + see_verbose, 4},
       {"junk", "error: pdflatex ended without a whole PDF for `cv.pdf` [tex]\n" + see_verbose, 4},
       {"cut", "error: pdflatex ended without a whole PDF for `cv.pdf` [tex]\n" + see_verbose, 4},
       {"mute-error",
        "error: pdflatex could not make `cv.pdf` [tex]\n" + see_verbose +
            "      = note: its last words: fake-engine: cannot go on\n",
        4},
       {"error-with-pdf", "error: pdflatex could not make `cv.pdf` [tex]\n" + see_verbose, 4},
       {"hang", "error: pdflatex did not finish `cv.pdf` in 1 s [tex]\n" + more_time, 4},
       {"hang-tree", "error: pdflatex did not finish `cv.pdf` in 1 s [tex]\n" + more_time, 4},
       {"chatter", "error: pdflatex did not finish `cv.pdf` in 1 s [tex]\n" + more_time, 4}}));
  CAPTURE(fault.deed);
  Desk desk;
  desk.write_doing("cv.yaml", fault.deed);
  desk.write("cv.pdf", "old");
  auto said = desk.run({"cv.yaml", "-q", "--timeout", "1"});
  CHECK(said.status == fault.status);
  CHECK(said.out == "");
  CHECK(said.err == fault.said);
  CHECK(desk.read("cv.pdf") == "old");
  CHECK(desk.files() == "cv.pdf cv.yaml");
}

TEST_CASE("a character that no font has is an error of the record") {
  Desk desk;
  desk.write_doing("cv.yaml", "blank");
  auto said = desk.run({"cv.yaml", "-q"});
  CHECK(said.status == 1);
  CHECK(said.err ==
        "error: no font of this document has `Щ` (U+0429) [unprintable]\n"
        "      = note: TeX says: Missing character: There is no Щ (U+0429) in font cmr10!\n");
  CHECK(desk.files() == "cv.yaml");
}

TEST_CASE("a page that is too high and a head or foot that is too wide are warnings without a line") {
  Desk desk;
  desk.write_doing("cv.yaml", "wide-head");
  auto said = desk.run({"cv.yaml", "-q"});
  CHECK(said.status == 0);
  CHECK(said.err ==
        "warning: a page of `cv.pdf` is 7.0 pt higher than it may be [overfull]\n"
        "      = something on it cannot be broken over two pages; shorten it, or make it several\n"
        "warning: the head or foot of a page in `cv.pdf` is 5.0 pt too wide [overfull]\n"
        "      = shorten what stands there, or set it in smaller type\n");
  CHECK(desk.has("cv.pdf"));
}

TEST_CASE("a document that never settles is made, with a warning") {
  Desk desk;
  desk.write_doing("cv.yaml", "aux99");
  auto said = desk.run({"cv.yaml", "-q"});
  CHECK(said.status == 0);
  CHECK(said.err ==
        "warning: page numbers in `cv.pdf` may be wrong: they changed in each of 4 passes [unsettled]\n");
  CHECK(desk.has("cv.pdf"));
}

TEST_CASE("without an engine the Debian package is named, once") {
  Desk desk;
  desk.use_no_engine();
  desk.write("cv.yaml",
             "person: {name: Ada Lovelace}\ndocuments: {a: {style: faculty-dossier}, b: {style: "
             "faculty-dossier}}\n");
  desk.write("cv-a.pdf", "old");
  auto said = desk.run({"cv.yaml"});
  CHECK(said.status == 3);
  CHECK(said.err ==
        "error: there is no pdflatex on this machine [no-engine]\n"
        "      = apt-get install texlive-latex-recommended\n");
  CHECK(desk.run({"cv.yaml", "-d", "a", "--engine", "lualatex"}).err ==
        "error: there is no lualatex on this machine [no-engine]\n      = apt-get install texlive-luatex\n");
  CHECK(desk.files() == "cv-a.pdf cv.yaml");
}

TEST_CASE("an engine that cannot be started") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  desk.write("bin/pdflatex", "#!/no/such/interpreter\n");
  fs::permissions(desk.path("bin/pdflatex"), fs::perms(0755));
  desk.variables["PATH"] = desk.path("bin");
  auto said = desk.run({"cv.yaml", "-q"});
  CHECK(said.status == 3);
  CHECK(said.err ==
        "error: pdflatex could not be started: no such file or directory [environment]\n"
        "      = is its installation whole?\n");
}

TEST_CASE("one document that fails does not stop the others") {
  Desk desk;
  desk.write_doing("a.yaml", "crash");
  desk.write_doing("b.yaml", "well");
  auto said = desk.run({"build", "a.yaml", "b.yaml", "none.yaml", "-j1"});
  CHECK(said.status == 4);
  CHECK(without_times(said.err) == note +
                                       "error: `none.yaml` does not exist [unreadable]\n"
                                       "error: pdflatex crashed at `a.pdf` (signal 11) [tex]\n"
                                       "      = is its installation whole?\n"
                                       "b.pdf  1 page  N s\n"
                                       "3 files: 1 ok, 2 with errors\n");
  CHECK(desk.files() == "a.yaml b.pdf b.yaml");
}

namespace {

/// Processes that run with this folder as theirs, or below it.
std::vector<pid_t> running_in(std::string const& folder) {
  std::vector<pid_t> found;
  for (auto const& entry : fs::directory_iterator("/proc")) {
    std::error_code error;
    auto name = entry.path().filename().string();
    auto at = fs::read_symlink(entry.path() / "cwd", error).string();
    if (std::isdigit(static_cast<unsigned char>(name[0])) && !error && at.starts_with(folder))
      found.push_back(std::stoi(name));
  }
  return found;
}

}  // namespace

TEST_CASE("a signal leaves nothing running and no work folder, and old outputs as they were") {
  auto signal = GENERATE(SIGINT, SIGTERM, SIGHUP, SIGQUIT);
  auto deed = GENERATE("hang", "hang-tree", "chatter");
  CAPTURE(signal, deed);
  Desk desk;
  desk.write_doing("a.yaml", deed);
  desk.write_doing("b.yaml", deed);
  desk.write_doing("c.yaml", deed);
  desk.write("a.pdf", "old");
  auto tmp = fs::canonical(desk.path("tmp")).string();
  Running vitac({binary(), "build", "a.yaml", "b.yaml", "c.yaml", "-j2", "-q"}, desk.options());
  CHECK(comes_true([&] { return running_in(tmp).size() >= 2; }));
  CHECK(std::distance(fs::directory_iterator(tmp), {}) == 2);  // the third waits
  vitac.signal(signal);
  auto said = vitac.wait();
  CHECK(said.status == 128 + signal);
  CHECK(said.out == "");
  CHECK(said.err == "");
  CHECK(fs::is_empty(tmp));
  CHECK(comes_true([&] { return running_in(tmp).empty(); }));
  CHECK(desk.read("a.pdf") == "old");
  CHECK(desk.files() == "a.pdf a.yaml b.yaml c.yaml");
}

TEST_CASE("what is no record") {
  Desk desk;
  desk.use_no_engine();
  desk.write("cv.pdf", "old");
  auto said = [&](int status) {
    auto ran = desk.run({"build", "cv.yaml", "-q"});
    CHECK(ran.status == status);
    CHECK(ran.out == "");
    CHECK(desk.read("cv.pdf") == "old");
    return ran.err;
  };
  SECTION("not there") {
    CHECK(said(2) == "error: `cv.yaml` does not exist [unreadable]\n");
  }
  SECTION("a folder") {
    fs::create_directory(desk.path("cv.yaml"));
    CHECK(said(2) == "error: `cv.yaml` is a folder [unreadable]\n");
  }
  SECTION("a pipe") {
    ::mkfifo(desk.path("cv.yaml").c_str(), 0600);
    CHECK(said(2) == "error: `cv.yaml` is a pipe, not a file (`-` reads standard input) [unreadable]\n");
  }
  SECTION("a link to itself") {
    fs::create_symlink("cv.yaml", desk.path("cv.yaml"));
    CHECK(said(2) == "error: `cv.yaml` is a link that leads back to itself [unreadable]\n");
  }
  SECTION("empty") {
    desk.write("cv.yaml", "");
    CHECK(said(1).starts_with("cv.yaml:1:1: error: the file is empty [empty-file]\n"));
  }
  SECTION("not YAML") {
    desk.write("cv.yaml", "person: {name: Ada\n");
    CHECK(said(1).starts_with("cv.yaml:"));
  }
  SECTION("a PDF") {
    desk.write("cv.yaml", std::string("%PDF-1.5\n%\xd0\xd4\xc5\xd8\0\n", 16));
    CHECK(said(1).starts_with("cv.yaml:"));
  }
  SECTION("a list") {
    desk.write("cv.yaml", "- a\n- b\n");
    CHECK(said(1).starts_with("cv.yaml:1:1: error: "));
  }
  SECTION("100 MB") {
    desk.write("cv.yaml", "");
    fs::resize_file(desk.path("cv.yaml"), 100u << 20);
    CHECK(said(1) == "error: `cv.yaml` is larger than 8 MB [too-large]\n");
  }
}

TEST_CASE("an unreadable record, style or picture") {
  Desk desk;
  desk.use_no_engine();
  desk.write("cv.yaml", plain_record);
  fs::permissions(desk.path("cv.yaml"), fs::perms::none);
  auto said = desk.run_as_nobody({"cv.yaml", "-q"});
  CHECK(said.status == 2);
  CHECK(said.err == "error: `cv.yaml` may not be read (permission denied) [unreadable]\n");

  fs::permissions(desk.path("cv.yaml"), fs::perms(0644));
  fs::copy(source_folder() / "styles/faculty-dossier", desk.path("mine"));
  fs::permissions(desk.path("mine/body.tex"), fs::perms::none);
  said = desk.run_as_nobody({"cv.yaml", "-q", "-s", "./mine"});
  CHECK(said.status == 2);
  CHECK(said.err == "error: `./mine/body.tex` may not be read (permission denied) [unreadable]\n");
}

TEST_CASE("an output that cannot be written") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml", plain_record);
  desk.write("file", "");
  fs::create_directory(desk.path("folder.pdf"));
  fs::create_directory(desk.path("closed"));
  desk.write("closed/cv.pdf", "old");
  fs::permissions(desk.path("closed"), fs::perms(0555));
  auto said = [&](std::string const& output) {
    auto ran = desk.run_as_nobody({"cv.yaml", "-q", "-o", output});
    CHECK(ran.status == 3);
    CHECK(ran.out == "");
    return ran.err;
  };
  CHECK(said("closed/") == "error: `closed/cv.pdf` may not be written (permission denied) [unwritable]\n");
  CHECK(said("closed/x.pdf") ==
        "error: `closed/x.pdf` may not be written (permission denied for its folder) [unwritable]\n");
  CHECK(said("closed/new/") ==
        "error: `closed/new/cv.pdf` cannot be written: the folder `closed/new` may not be made (permission "
        "denied) [unwritable]\n");
  CHECK(said("file/cv.pdf") ==
        "error: `file/cv.pdf` cannot be written: `file` is not a folder [unwritable]\n");
  CHECK(said("/dev/full") == "error: `/dev/full` cannot be written (no space left) [unwritable]\n");
  CHECK(desk.files("closed") == "cv.pdf");
  CHECK(desk.read("closed/cv.pdf") == "old");
  fs::permissions(desk.path("closed"), fs::perms(0755));
}

TEST_CASE("standard output that takes nothing") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml", plain_record);
  auto said = [&](std::string const& where) {
    auto ran = run({"sh", "-c", "exec " + binary() + " cv.yaml -q -o - " + where}, desk.options());
    CHECK(ran.status == 3);
    return ran.err;
  };
  CHECK(said(">/dev/full") == "error: standard output cannot be written (no space left) [unwritable]\n");
  CHECK(said(">&-") == "error: standard output is closed [unwritable]\n");
  auto piped =
      run({"sh", "-c", "{ sleep 1; " + binary() + " cv.yaml -q -o -; echo $? >&2; } | true"}, desk.options());
  CHECK(piped.err == "error: standard output was closed by its reader [unwritable]\n3\n");
}

TEST_CASE("closed standard streams do no harm") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml", plain_record);
  auto ran = run({"sh", "-c", "exec " + binary() + " cv.yaml <&- >&- 2>&-"}, desk.options());
  CHECK(ran.status == 0);
  CHECK(desk.read("cv.pdf") == "%PDF-1.5\nfake\n%%EOF\n");
  CHECK(desk.read("cv.yaml") == plain_record);
}

TEST_CASE("no room for work") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml", plain_record);
  desk.variables["TMPDIR"] = "/no/such/folder";
  auto said = desk.run({"cv.yaml", "-q"});
  CHECK(said.status == 3);
  CHECK(said.err ==
        "error: the folder for temporary files, /no/such/folder, does not exist [environment]\n"
        "      = `TMPDIR` names another folder\n");
}

TEST_CASE("a cache that cannot be used costs nothing but time") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml", plain_record);
  desk.variables["XDG_CACHE_HOME"] = GENERATE("/dev/null", "/proc/none", "relative", "");
  desk.variables["HOME"] = "/nonexistent";
  auto said = desk.run_as_nobody({"cv.yaml", "-q", "-o", desk.path("tmp/../out.pdf")});
  CHECK(said.status == 0);
  CHECK(said.err == "");
}

namespace {

/// A small disk, when we may have one.
class SmallDisk {
 public:
  explicit SmallDisk(std::string folder, char const* size) : m_folder(std::move(folder)) {
    fs::create_directory(m_folder);
    m_there = ::mount("none", m_folder.c_str(), "tmpfs", 0, fmt::format("size={}", size).c_str()) == 0;
    if (!m_there) WARN("skipped: no disk can be mounted here");
  }
  ~SmallDisk() {
    if (m_there) ::umount(m_folder.c_str());
  }
  SmallDisk(SmallDisk const&) = delete;
  SmallDisk& operator=(SmallDisk const&) = delete;
  bool there() const { return m_there; }

  void fill() const {
    std::ofstream file(m_folder + "/filler");
    std::string const block(4096, 'x');
    while (file.write(block.data(), std::streamsize(block.size())).flush()) {
    }
  }

 private:
  std::string m_folder;
  bool m_there;
};

}  // namespace

TEST_CASE("a full disk") {
  Desk desk;
  SmallDisk disk(desk.path("disk"), "256k");
  if (!disk.there()) return;
  desk.use_fake_engine();
  desk.write("cv.yaml", plain_record);
  desk.write("disk/cv.pdf", "old");
  disk.fill();
  auto said = desk.run({"cv.yaml", "-q", "-o", "disk/"});
  CHECK(said.status == 3);
  CHECK(said.err == "error: `disk/cv.pdf` cannot be written (no space left) [unwritable]\n");
  CHECK(desk.files("disk") == "cv.pdf filler");
  CHECK(desk.read("disk/cv.pdf") == "old");

  desk.variables["TMPDIR"] = desk.path("disk");
  said = desk.run({"cv.yaml", "-q"});
  CHECK(said.status == 3);
  CHECK(said.err.find("no space left") != std::string::npos);
  CHECK(desk.files() == "cv.yaml disk");

  fs::remove(desk.path("disk/filler"));  // room to begin, not to end
  desk.write_doing("cv.yaml", "chatter");
  desk.write("bin/pdflatex", "#!/bin/sh\nyes >document.log\nexit 1\n");
  said = desk.run({"cv.yaml", "-q"});
  CHECK(said.status == 3);
  CHECK(said.err == fmt::format("error: the folder for temporary files, {}, has no space left [environment]\n"
                                "      = `TMPDIR` names another folder\n",
                                desk.path("disk")));
  CHECK(desk.files("disk") == "cv.pdf");
}
