#include "model/people.hpp"

using namespace vitac;

namespace {

std::string split(std::string_view text) {
  std::string out;
  for (auto name : Contributor::split(text)) out += (out.empty() ? "" : " | ") + std::string(name);
  return out;
}

}  // namespace

TEST_CASE("a pasted line of names comes apart as its writer meant") {
  CHECK(split("Y. Zhang†*, J. Jia†*, S. Liu") == "Y. Zhang†* | J. Jia†* | S. Liu");
  CHECK(split("Y. Zhang, J. Jia, and S. Liu") == "Y. Zhang | J. Jia | S. Liu");
  CHECK(split("Y. Zhang, J. Jia and S. Liu") == "Y. Zhang | J. Jia | S. Liu");
  CHECK(split("Ada Lovelace, Charles Babbage and Alan Turing") ==
        "Ada Lovelace | Charles Babbage | Alan Turing");
  CHECK(split("Ada Lovelace and Charles Babbage") == "Ada Lovelace | Charles Babbage");
  CHECK(split("Lovelace, Ada and Babbage, Charles") == "Lovelace, Ada | Babbage, Charles");
  CHECK(split("van der Berg, Jan and Zhang, Y.") == "van der Berg, Jan | Zhang, Y.");
  CHECK(split("Lovelace, Ada; Babbage, Charles; and Turing, A.") ==
        "Lovelace, Ada | Babbage, Charles | Turing, A.");
  CHECK(split("Zhang, Y., Liu, S. T., & Jia, J.-P.†") == "Zhang, Y. | Liu, S. T. | Jia, J.-P.†");
  CHECK(split("J. Smith, Jr., A. Bob") == "J. Smith, Jr. | A. Bob");
  CHECK(split("Y. Zhang and others") == "Y. Zhang | others");
  CHECK(split("Y. Zhang, et al.") == "Y. Zhang | et al.");
  CHECK(split("Ferdinand Anderson") == "Ferdinand Anderson");  // `and` within words
  CHECK(split("Y. Zhang†,*, J. Jia*") == "Y. Zhang†,* | J. Jia*");
  CHECK(split(" , ").empty());
  CHECK(split("").empty());
}

TEST_CASE("a name in parts prints in order") {
  PersonName name;
  name.family = Literal{"King", {}};
  name.given = Literal{"Ada", {}};
  name.suffix = Literal{"Jr.", {}};
  CHECK(name.printed() == "Ada King Jr.");
}

TEST_CASE("a name comes apart as forms ask for it") {
  auto parts = [](std::string const& text) {
    PersonName name;
    name.text = Literal{text, {}};
    auto [first, middle, last, suffix] = name.parts();
    return first + " | " + middle + " | " + last + " | " + suffix;
  };
  CHECK(parts("Ada King Lovelace") == "Ada | King | Lovelace | ");
  CHECK(parts("Ada Lovelace") == "Ada |  | Lovelace | ");
  CHECK(parts("Johanna M. E. van der Berg") == "Johanna | M. E. | van der Berg | ");
  CHECK(parts("Martin Luther King Jr.") == "Martin | Luther | King | Jr.");
  CHECK(parts("John Smith, III") == "John |  | Smith | III");
  CHECK(parts("Plato") == " |  | Plato | ");
  CHECK(parts("Liu S") == "S |  | Liu | ");
  CHECK(parts("LIU S") == "S |  | LIU | ");
  CHECK(parts("Chen P-Y") == "P-Y |  | Chen | ");
  CHECK(parts("van den Berg J. A.") == "J. | A. | van den Berg | ");
  CHECK(parts("García Márquez GJ Jr") == "GJ |  | García Márquez | Jr");
  CHECK(parts("A. K. L") == "A. | K. | L | ");
  CHECK(parts("AK Lovelace") == "AK |  | Lovelace | ");
  PersonName name;
  name.prefix = Literal{"Dr.", {}};
  name.given = Literal{"Ada King", {}};
  name.family = Literal{"de Lovelace", {}};
  auto [first, middle, last, suffix] = name.parts();
  CHECK(first + "|" + middle + "|" + last + "|" + suffix == "Ada|King|de Lovelace|");
  name = {};
  name.text = Literal{"Martin Luther King Jr.", {}};
  CHECK(name.split() == std::pair<std::string, std::string>("Martin Luther", "King Jr."));
}
