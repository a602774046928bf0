#pragma once
#include <span>

#include "model/leaves.hpp"

namespace vitac {

/// A person named in an entry: an author, an advisor, an investigator.
struct Contributor {
  Literal name;
  std::vector<Id> roles;
  std::optional<Text> affiliation;
  std::optional<EmailAddress> email;
  std::optional<Flag> self, group;
  std::optional<Literal> family;

  // What resolving makes of it: the name without its marks, the name in full where `people` or `students`
  // know it, the marks' places in Record::marks in the order they print, whether it is the record's own
  // person, and whether it stands for "and others".
  std::string printed, full;
  std::vector<std::size_t> marks;
  bool is_self = false, is_others = false;

  static constexpr std::string_view kind_name = "contributor";
  static constexpr std::string_view scalar_field = "name";
  static constexpr std::array fields{
      row<&Contributor::name>("name", "the name as it prints; marks such as † may follow it").required(),
      row<&Contributor::roles>("roles",
                               "roles whose marks the name gets: equal, advisee, corresponding, ..."),
      row<&Contributor::affiliation>("affiliation", "institution or unit"),
      row<&Contributor::email>("email", "e-mail address"),
      row<&Contributor::self>("self", "false where a namesake is not the record's own person"),
      row<&Contributor::family>("family", "the family name, where it is more than the last word"),
      row<&Contributor::group>("group",
                               "true for a body, whose name has no parts: World Health Organization"),
  };
  static constexpr std::size_t unlisted = 5;

  /// The names of one pasted line: split at `;` or ` and `, else at commas; a comma before initials or `Jr.`
  /// belongs to the name (`Zhang, Y., Liu, S.`).
  static std::vector<std::string_view> split(std::string_view);
};

struct Location {
  std::optional<Literal> text;
  std::optional<Literal> city, region, country;
  Span at;

  static constexpr std::string_view kind_name = "location";
  static constexpr std::string_view scalar_field = "text";
  static constexpr std::array<std::string_view, 4> any_of{"text", "city", "region", "country"};
  static constexpr std::array fields{
      row<&Location::text>("text", "the whole location as it prints"),
      row<&Location::city>("city", "city"),
      row<&Location::region>("region", "state, province or region"),
      row<&Location::country>("country", "country"),
  };
  static constexpr std::size_t unlisted = 1;
};

/// Capitals alone, two or three: `AK` is two initials where a given name has small letters.
bool is_run_of_initials(std::string_view word);
/// Which of a name's words are the first of the initials behind its family name, as medicine writes them:
/// `Liu S`, `van den Berg JA`, `Chen P-Y`. 0 for a name in another order.
std::size_t initials_behind(std::span<std::string const> words);

/// A person's own name: one text, or its parts.
struct PersonName {
  std::optional<Literal> text;
  std::optional<Literal> given, family, prefix, suffix;
  Span at;

  static constexpr std::string_view kind_name = "name";
  static constexpr std::string_view scalar_field = "text";
  static constexpr std::array<std::string_view, 2> any_of{"text", "family"};
  static constexpr std::array fields{
      row<&PersonName::text>("text", "the whole name as it prints"),
      row<&PersonName::given>("given", "given names"),
      row<&PersonName::family>("family", "family name, with its particle"),
      row<&PersonName::prefix>("prefix", "title before the name: Dr."),
      row<&PersonName::suffix>("suffix", "suffix after the name: Jr."),
  };
  static constexpr std::size_t unlisted = 1;

  /// A name has letters.
  void check(Span, Diagnostics&) const;

  std::string printed() const;
  /// As a form asks for it. Where one text was written, the last name is its last word with the particles
  /// before, or what stands before a comma.
  struct Parts {
    std::string first, middle, last, suffix;
  };
  Parts parts() const;
  static Parts parts(std::string_view text);
  /// The given names with a title, and the family name with a suffix.
  std::pair<std::string, std::string> split() const;
};

struct Position {
  std::optional<Text> title, department, organization;
  std::optional<Location> location;
  Span at;

  static constexpr std::string_view kind_name = "position";
  static constexpr std::array<std::string_view, 2> any_of{"title", "organization"};
  static constexpr std::array fields{
      row<&Position::title>("title", "position title"),
      row<&Position::department>("department", "department or unit"),
      row<&Position::organization>("organization", "organization"),
      row<&Position::location>("location", "where it is"),
  };
  static constexpr std::size_t unlisted = 1;
};

struct Email {
  EmailAddress address;
  std::optional<Literal> label;

  static constexpr std::string_view kind_name = "e-mail address";
  static constexpr std::string_view scalar_field = "address";
  static constexpr std::array fields{
      row<&Email::address>("address", "the address").required(),
      row<&Email::label>("label", "what it is for: home, work"),
  };
};

struct Phone {
  Literal number;
  std::optional<Text> label;

  static constexpr std::string_view kind_name = "phone";
  static constexpr std::string_view scalar_field = "number";
  static constexpr std::array fields{
      row<&Phone::number>("number", "the number as it prints").required(),
      row<&Phone::label>("label", "what it is: Mobile, Office"),
  };
};

struct Link {
  std::optional<Text> label;
  std::optional<Url> url;
  std::optional<Literal> network, user;

  static constexpr std::string_view kind_name = "link";
  static constexpr std::string_view scalar_field = "url";
  static constexpr std::array<std::string_view, 2> any_of{"url", "network"};
  static constexpr std::array fields{
      row<&Link::label>("label", "the words that are the link"),
      row<&Link::url>("url", "where it leads"),
      row<&Link::network>("network", "a social network: github, linkedin, ..."),
      row<&Link::user>("user", "the user name there"),
  };

  /// That a network comes with a user.
  void check(Span, Diagnostics&) const;
};

struct Person {
  PersonName name;
  std::vector<Literal> aliases;
  std::optional<Text> headline;
  std::vector<Position> positions;
  std::optional<Location> location;
  std::vector<Email> email;
  std::vector<Phone> phone;
  std::optional<Url> website;
  std::optional<Orcid> orcid;
  std::vector<Link> links;
  std::optional<Literal> photo;
  Span at;

  static constexpr std::string_view kind_name = "person";
  static constexpr std::array fields{
      row<&Person::name>("name", "the name, as one text or in parts").required(),
      row<&Person::aliases>("aliases", "other forms of the name, as author lists have them"),
      row<&Person::headline>("headline", "one line under the name"),
      row<&Person::positions>("positions", "header lines: present appointments"),
      row<&Person::location>("location", "where the person lives or works"),
      row<&Person::email>("email", "one address or a list"),
      row<&Person::phone>("phone", "one number or a list"),
      row<&Person::website>("website", "home page"),
      row<&Person::orcid>("orcid", "ORCID iD"),
      row<&Person::links>("links", "pages and profiles"),
      row<&Person::photo>("photo", "picture file, beside the record"),
  };
  static constexpr std::size_t unlisted = 1;
};

/// A person registered once, so that namesakes stay apart.
struct RegisteredPerson {
  Literal name;
  std::vector<Literal> aliases;
  std::optional<Text> affiliation;
  std::optional<Orcid> orcid;

  static constexpr std::string_view kind_name = "people entry";
  static constexpr std::array fields{
      row<&RegisteredPerson::name>("name", "full name").required(),
      row<&RegisteredPerson::aliases>("aliases", "other forms of the name"),
      row<&RegisteredPerson::affiliation>("affiliation", "institution"),
      row<&RegisteredPerson::orcid>("orcid", "ORCID iD"),
  };
};

/// The sign that a role puts at a name, and what the legend says of it.
struct Mark {
  Literal symbol;
  std::optional<Text> legend;
  Span at;

  /// What prints; empty where a role has none.
  std::string_view sign() const { return symbol.text == "none" ? std::string_view{} : symbol.text; }

  /// That its sign has no quote in it.
  void check(Span, Diagnostics&) const;

  static constexpr std::string_view kind_name = "mark";
  static constexpr std::array fields{
      row<&Mark::symbol>("symbol", "the sign after a name; none: only bold or underlined").required(),
      row<&Mark::legend>("legend", "what it means, as the legend prints it"),
  };
  static constexpr std::size_t unlisted = 1;
};

}  // namespace vitac
