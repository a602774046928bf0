#include <algorithm>

#include "test/support/support.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

// Scripts that pdflatex has no fonts for, through a real lualatex.

namespace {

/// One cache of fonts for all tests of this build: filling it takes long.
std::map<std::string, std::string> const with_font_cache{{"TEXMFCACHE", font_cache().string()}};

struct Script {
  std::string name, person, headline, title;
};

/// Words that must come out as they went in. In Arabic without lam before alef: pdftotext turns that ligature
/// round.
std::vector<Script> const scripts{
    {"Polish", "Zażółć Gęślą", "Jaźń", "Życie żółwi"},
    {"Vietnamese", "Nguyễn Thị Phương", "Tiến sĩ", "Kỹ thuật học máy ở Việt Nam"},
    {"Turkish", "Şükrü İğdır", "Öğretim üyesi", "Işığın kırılması"},
    {"Romanian", "Ștefan Țepeș", "Cercetător", "Învățare și știință"},
    {"Greek", "Ἀριστοτέλης Σταγειρίτης", "Καθηγητής", "Περὶ ποιητικῆς αὐτῆς"},
    {"Cyrillic", "Фёдор Достоевский", "Исследователь", "Преступление и наказание"},
    {"Chinese", "王小明", "计算机科学教授", "大规模语言模型的鲁棒性研究"},
    {"Japanese", "山田太郎", "准教授", "ニューラルネットワークの学習"},
    {"Korean", "김철수", "부교수", "기계 학습의 이론과 응용"},
    {"phonetic", "Ɲaŋa Ɓello", "fəˈnɛtɪks", "ɪntəˈnæʃn̩əl ʃwɑː e̞"},
    {"mathematical", "Ada 𝔸𝔹", "ℕ ⊂ ℤ", "𝒜 ∈ 𝓑 ⇒ 𝛼"},
    {"emoji", "☃ Ada", "📚 🔬", "😀 ✈ ☂"},
    {"Hebrew", "דוד לוי", "פרופסור", "מחקר חדש במדעים"},
    {"Arabic", "محمد حسن", "باحث", "تعلم عميق"},
    {"Devanagari", "हिन्दी शर्मा", "प्राध्यापक", "क्षेत्र विज्ञान"},
    {"Bengali", "রবীন্দ্রনাথ ঠাকুর", "অধ্যাপক", "বিজ্ঞান"},
    {"Tamil", "தமிழ் செல்வன்", "பேராசிரியர்", "இயற்பியல்"},
    {"Thai", "สมชาย ใจดี", "อาจารย์", "ภาษาไทย"},
    {"Georgian", "შოთა რუსთაველი", "პროფესორი", "ვეფხისტყაოსანი"},
    {"Armenian", "Մեսրոպ Մաշտոց", "պրոֆեսոր", "Գիտություն"},
};

std::string record_of(std::vector<Script> const& all) {
  std::string yaml = "person:\n  name: " + all[0].person + "\n  headline: " + all[0].headline + "\nhonors:\n";
  for (auto const& script : all)
    yaml += fmt::format("  - {{title: '{}', awarder: 'by *{}* **{}**', date: 2020}}\n", script.title,
                        script.headline, script.person);
  yaml += "publications:\n";
  for (auto const& script : all)
    yaml += fmt::format("  - {{title: '{}', authors: ['{}'], venue: '{}', date: 2021}}\n", script.title,
                        script.person, script.headline);
  return yaml;
}

/// Without blanks, line ends and the invisible signs by which pdftotext tells directions.
std::string letters_of(std::string text) {
  for (auto sign : {" ", "\n", "\f", "\u202A", "\u202B", "\u202C"})
    for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign, at))
      text.erase(at, std::string_view(sign).size());
  return text;
}

}  // namespace

TEST_CASE("names and titles in any script print and extract, upright, bold and italic, in each style") {
  auto look = GENERATE(values<std::pair<std::string, std::vector<std::string>>>(
      {{"faculty-dossier", {}},
       {"faculty-dossier", {"--option", "font=heros", "--option", "heading=smallcaps"}},
       {"faculty-dossier", {"--option", "font=lmodern"}},
       {"moderncv", {}},
       {"moderncv", {"--option", "variant=banking"}},
       {"moderncv", {"--option", "variant=casual", "--option", "family=roman"}},
       {"moderncv", {"--option", "variant=oldstyle"}},
       {"moderncv", {"--option", "variant=fancy"}}}));
  TemporaryFolder folder;
  folder.file("cv.yaml", record_of(scripts));
  std::vector<std::string> words{"cv.yaml", "-q", "--timeout", "280", "-o", "cv.pdf", "--style", look.first};
  words.insert(words.end(), look.second.begin(), look.second.end());
  auto said = vitac::test::vitac(words, {.folder = folder.path().string(), .variables = with_font_cache});
  CAPTURE(look.first, look.second, said.err);
  REQUIRE(said.status == 0);
  auto text = letters_of(text_of_pdf(folder.path() / "cv.pdf", false));
  for (auto const& [name, person, headline, title] : scripts) {
    CAPTURE(name);
    CHECK_THAT(text, contains(letters_of(title + ",by" + headline + person)));
    CHECK_THAT(text, contains(letters_of(person + ",“" + title + ".”" + headline + ",2021")));
  }
}

TEST_CASE("the forms print any script too, and keep to their margins") {
  std::vector<Script> const five{scripts[1], scripts[5], scripts[6], scripts[12], scripts[14]};
  std::string publications, service, works, activities;
  for (std::size_t i = 0; i < five.size(); ++i) {
    auto const& [name, person, headline, title] = five[i];
    publications += fmt::format("  - {{id: p{}, title: '{}', authors: ['{}'], venue: '{}', date: 2021}}\n", i,
                                title, person, headline);
    service += fmt::format("  - {{id: s{}, role: '{}', organization: '{}'}}\n", i, title, headline);
    works += fmt::format("p{}, ", i);
    activities += fmt::format("s{}, ", i);
  }
  TemporaryFolder folder;
  folder.file("cv.yaml",
              "person: {name: Nguyễn Достоевский}\npublications:\n" + publications + "service:\n" + service +
                  "documents:\n  b: {style: nsf-biosketch, sections: [{slot: related, ids: [" + works +
                  "]}]}\n  s: {style: nsf-synergistic, sections: [{slot: activities, ids: [" + activities +
                  "]}]}\n");
  auto said = vitac::test::vitac({"cv.yaml", "-q", "--timeout", "280"},
                                 {.folder = folder.path().string(), .variables = with_font_cache});
  INFO(said.err);
  REQUIRE(said.status == 0);
  CHECK_THAT(said.err, !contains("narrow-margin"));
  auto biosketch = letters_of(text_of_pdf(folder.path() / "cv-b.pdf", false));
  auto synergistic = letters_of(text_of_pdf(folder.path() / "cv-s.pdf", false));
  for (auto const& [name, person, headline, title] : five) {
    CAPTURE(name);
    CHECK_THAT(biosketch, contains(letters_of(person + ",“" + title + ".”")));
    CHECK_THAT(biosketch, contains(letters_of(headline)));
    CHECK_THAT(synergistic, contains(letters_of(title + "," + headline)));
  }
}

TEST_CASE("formulas read as what they are beside any script, in each style") {
  TemporaryFolder folder;
  folder.file("cv.yaml", R"(person: {name: 刘思佳}
service:
  - id: bound
    role: 'bound $\|x\|_2 \ne \langle a, b\rangle$, $\ell_1$, $\hbar$, $\lceil n \rceil$, $\alpha\in\mathbb{R}$'
    organization: 刘思佳
honors:
  - 'bound $\|x\|_2 \ne \langle a, b\rangle$, $\ell_1$, $\hbar$, $\lceil n \rceil$, $\alpha\in\mathbb{R}$'
documents:
  f: {style: faculty-dossier}
  l: {style: faculty-dossier, options: {font: lmodern}}
  m: {style: moderncv}
  b: {style: moderncv, options: {variant: banking}}
  s: {style: nsf-synergistic, sections: [{slot: activities, ids: [bound]}]}
)");
  auto said =
      vitac::test::vitac({"cv.yaml", "-q"}, {.folder = folder.path().string(), .variables = with_font_cache});
  INFO(said.err);
  REQUIRE(said.status == 0);
  for (auto document : {"f", "l", "m", "b", "s"}) {
    CAPTURE(document);
    CHECK_THAT(letters_of(text_of_pdf(folder.path() / fmt::format("cv-{}.pdf", document))),
               contains(letters_of("bound ∥x∥2 ̸= ⟨a, b⟩, ℓ1, ℏ, ⌈n⌉, α ∈ R")));
  }
}

TEST_CASE("a text that begins from right to left is so as a whole, through its markup") {
  TemporaryFolder folder;
  folder.file("cv.yaml", R"(person: {name: Ada Lovelace, headline: أستاذ مشارك 2020 في AI بجامعة القاهرة}
honors:
  - אחת **שתיים** שלוש
  - '[הא](https://example.edu) וו'
  - אלף AI בית
  - גימל $x$ דלת
  - '(שלום) עולם של 12.5% ויותר'
  - 'In Hebrew: אחת **שתיים** (שלוש) and on'
documents:
  f: {style: faculty-dossier}
  m: {style: moderncv}
)");
  auto said =
      vitac::test::vitac({"cv.yaml", "-q"}, {.folder = folder.path().string(), .variables = with_font_cache});
  INFO(said.err);
  REQUIRE(said.status == 0);
  for (auto document : {"f", "m"}) {
    CAPTURE(document);
    auto text = letters_of(text_of_pdf(folder.path() / fmt::format("cv-{}.pdf", document), false));
    // Not with brackets around what goes from left to right: pdftotext puts these where it likes.
    for (auto words : {"أستاذ مشارك 2020 في AI بجامعة القاهرة", "אחת שתיים שלוש", "הא וו", "אלף AI בית",
                       "גימל x דלת", "(שלום) עולם של 12.5% ויותר"})
      CHECK_THAT(text, contains(letters_of(words)));
  }
}

TEST_CASE("scripts that are rare, ties over two letters and Han characters beyond the first plane print") {
  TemporaryFolder folder;
  folder.file("cv.yaml", R"(person: {name: 刘思佳}
honors:
  - 𠮷野 ﬅ ﬆ ᚠᚢᚦ 𐌰𐌱𐌲 ⲁⲃⲅ ⰀⰁⰂ ꯃꯤꯇꯩ 𒀀𒀁 𓀀𓀁 ꦗꦮ ⴰⴱⴳ
  - t͡s d͡ʒ k͡p ɡ͡b *t͡ʃ* **d͡z** tʃ͜x
documents:
  f: {style: faculty-dossier}
  m: {style: moderncv}
)");
  auto said =
      vitac::test::vitac({"cv.yaml", "-q"}, {.folder = folder.path().string(), .variables = with_font_cache});
  INFO(said.err);
  REQUIRE(said.status == 0);
  for (auto document : {"f", "m"}) {
    CAPTURE(document);
    auto pdf = folder.path() / fmt::format("cv-{}.pdf", document);
    auto text = letters_of(text_of_pdf(pdf));
    CHECK_THAT(text, contains(letters_of("𠮷野 ﬅ ﬆ ᚠᚢᚦ 𐌰𐌱𐌲 ⲁⲃⲅ ⰀⰁⰂ ꯃꯤꯇꯩ 𒀀𒀁 𓀀𓀁 ꦗꦮ ⴰⴱⴳ")));
    CHECK_THAT(text, contains(letters_of("t͡s d͡ʒ k͡p ɡ͡b t͡ʃ d͡z tʃ͜x")));
    CHECK_THAT(run({"pdffonts", pdf.string()}).out, contains("NotoS"));
  }
}

TEST_CASE("no line begins with the comma behind a Chinese name") {
  TemporaryFolder folder;
  std::string yaml = "person: {name: 刘思佳}\npublications:\n";
  for (int i = 0; i < 12; ++i)
    yaml += fmt::format(
        "  - {{title: T{}, authors: [Ada Lovelace, Charles Babbage, Mary Somerville, Augustus de "
        "Morgan, {}, 刘思佳, 王小明], venue: V, date: 2021}}\n",
        i, std::string(std::size_t(i + 1), 'M'));
  folder.file("cv.yaml", yaml + "documents: {f: {style: faculty-dossier}, m: {style: moderncv}}\n");
  auto said =
      vitac::test::vitac({"cv.yaml", "-q"}, {.folder = folder.path().string(), .variables = with_font_cache});
  INFO(said.err);
  REQUIRE(said.status == 0);
  for (auto document : {"f", "m"})
    CHECK_THAT(text_of_pdf(folder.path() / fmt::format("cv-{}.pdf", document)), !contains("\n,"));
}

TEST_CASE("addresses and DOIs break without a hyphen, with pdflatex and lualatex") {
  std::string const address =
                        "https://journals.example.edu/neuroinformatics/computationalneuroscience/2020?id=7",
                    doi = "10.5555/j.neuroinformaticsandcomputationalneurosciences.101234";
  TemporaryFolder folder;
  std::string yaml = "honors:\n", publications = "publications:\n";
  for (int i = 0; i < 8; ++i) {
    auto filling = std::string(std::size_t(4 * i + 1), 'M');
    yaml += fmt::format("  - {{title: '{} {}', note: 'see {}.'}}\n", filling, address, address);
    publications +=
        fmt::format("  - {{title: {}, authors: [A. B], venue: V, date: 2021, doi: {}{}}}\n", filling, doi, i);
  }
  for (auto name : {"Ada Lovelace", "Фёдор"}) {
    folder.file("cv.yaml", fmt::format("person: {{name: {}}}\n", name) + yaml + publications +
                               "documents: {f: {style: faculty-dossier}, m: {style: moderncv}}\n");
    auto said = vitac::test::vitac({"cv.yaml", "-q", "--force"},
                                   {.folder = folder.path().string(), .variables = with_font_cache});
    CHECK_THAT(said.err, !contains("overfull") && !contains("margin"));
    REQUIRE(said.status == 0);
    for (auto document : {"f", "m"}) {
      CAPTURE(name, document);
      auto text = letters_of(text_of_pdf(folder.path() / fmt::format("cv-{}.pdf", document)));
      std::size_t found = 0;
      for (auto at = text.find(address); at != text.npos; at = text.find(address, at + 1)) ++found;
      CHECK(found == 16);
      for (int i = 0; i < 8; ++i) CHECK_THAT(text, contains(fmt::format("{}{}", doi, i)));
    }
  }
}

TEST_CASE("a document with fallback fonts is the same bytes again, and its LaTeX compiles by itself") {
  TemporaryFolder folder;
  folder.file("cv.yaml", record_of({scripts[0], scripts[5]}) +
                             "skills: [\"Фёдор's *isn't* **can't**\"]\n"
                             "documents: {cv: {style: faculty-dossier, as_of: 2024-07-16}}\n");
  RunOptions options{.folder = folder.path().string(), .variables = with_font_cache};
  auto pdf = [&](std::string const& cache) {
    options.variables["XDG_CACHE_HOME"] = (folder.path() / cache).string();
    auto said = vitac::test::vitac({"cv.yaml", "-q", "-o", "cv.pdf"}, options);
    CHECK(said.err == "");
    return read_file(folder.path() / "cv.pdf");
  };
  auto first = pdf("a");
  CHECK(first.starts_with("%PDF-"));
  CHECK(pdf("a") == first);
  CHECK(pdf("b") == first);

  auto said = vitac::test::vitac({"cv.yaml", "-q", "-t", "tex", "-o", "out/cv.tex"}, options);
  CHECK(said.status == 0);
  options.folder = (folder.path() / "out").string();
  CHECK(run({"lualatex", "-interaction=batchmode", "cv.tex"}, options).status == 0);
  CHECK_THAT(text_of_pdf(folder.path() / "out/cv.pdf"), contains("Преступление и наказание"));
  CHECK_THAT(text_of_pdf(folder.path() / "out/cv.pdf"), contains("Фёдор’s isn’t can’t"));
}

TEST_CASE("a sign that several fonts have prints from the one that is for it") {
  TemporaryFolder folder;
  folder.file("cv.yaml",
              "person: {name: தமிழ் செல்வன்}\nsummary: On CO₂\n"
              "documents: {cv: {style: faculty-dossier}}\n");
  auto said =
      vitac::test::vitac({"cv.yaml", "-q"}, {.folder = folder.path().string(), .variables = with_font_cache});
  CHECK(said.err == "");
  auto fonts = run({"pdffonts", (folder.path() / "cv.pdf").string()}).out;
  CHECK_THAT(fonts, contains("NotoSerifTamil-Bold "));
  CHECK_THAT(fonts, !contains("NotoSerifTamil-Regular "));
  CHECK_THAT(fonts, contains("NotoSerif-Regular "));
}

TEST_CASE("Thai lines break where the record has zero-width spaces, and it is said that they can") {
  TemporaryFolder folder;
  auto record = [&](std::string_view between) {
    std::string text;
    for (int i = 0; i < 6; ++i) text += fmt::format("ภาควิชาวิศวกรรมคอมพิวเตอร์{}", between);
    folder.file("cv.yaml", "person: {name: สมชาย ใจดี}\nsummary: " + text +
                               "\ndocuments: {cv: {style: faculty-dossier}}\n");
    return vitac::test::vitac({"cv.yaml", "-q"},
                              {.folder = folder.path().string(), .variables = with_font_cache})
        .err;
  };
  CHECK(record("\u200b") == "");
  CHECK_THAT(record(""), contains("put zero-width spaces (U+200B) between words, for lines to break there"));
}

TEST_CASE("what the table of fonts does not know of a font is an error at its field") {
  // The mark is in no bold or upright font of the table, though between two blocks that are.
  TemporaryFolder folder;
  folder.file("style/style.yaml",
              "contract: 1\ntitle: Raw\ntarget: latex\nengines: [lualatex]\nsections: [summary]\n");
  folder.file("style/preamble.tex", "<<fonts>>\n\\documentclass{article}\n\\tracinglostchars=3\n");
  folder.file("style/data.tex", "");
  folder.file("style/body.tex", "<<name>> by nobody\n");
  folder.file("cv.yaml", "person:\n  name: Фёдор\n");
  auto said = vitac::test::vitac({"cv.yaml", "-q", "--style", "./style/"},
                                 {.folder = folder.path().string(), .variables = with_font_cache});
  CHECK(said.status == 1);
  CHECK_THAT(said.err,
             contains("cv.yaml:2:9: error: no font of this document has `Ф` (U+0424) [unprintable]\n"));
}
