#pragma once
#include <map>
#include <unordered_map>

#include "model/document.hpp"
#include "model/entries.hpp"

namespace vitac {

/// One entry of any kind.
struct EntryRef {
  std::string_view kind;  ///< `publications`, `custom.outreach`
  Shape const* shape = nullptr;
  Entry const* entry = nullptr;
  Entry const* whole = nullptr;  ///< the entry that this one is a role of

  /// The entry as the record has it.
  Entry const* written() const { return whole ? whole : entry; }
};

/// Everything a person's file says. A section kind is one row of this table.
struct PersonRecord {
  std::vector<Literal> include;
  std::optional<Anything> extra;
  std::optional<Literal> language;
  Person person;
  Dictionary<Mark> marks;
  std::vector<RegisteredPerson> people;
  Dictionary<DocumentSpec> documents;
  Dictionary<CustomSection> custom;

  std::vector<Summary> summary;
  std::vector<ResearchArea> research_areas;
  std::vector<Education> education;
  std::vector<Experience> experience;
  std::vector<Honor> honors;
  Publications publications;
  std::vector<Talk> talks;
  std::vector<Grant> grants;
  std::vector<Course> teaching;
  std::vector<Student> students;
  std::vector<Service> service;
  std::vector<Product> products;
  std::vector<Patent> patents;
  std::vector<Membership> memberships;
  std::vector<Certificate> certificates;
  std::vector<MediaItem> media;
  std::vector<Project> projects;
  std::vector<Volunteering> volunteer;
  std::vector<Reference> references;
  std::vector<Skill> skills;
  std::vector<Interest> interests;
  std::vector<Language> languages;
  std::vector<Metric> metrics;

  // What loading adds.
  std::vector<std::uint32_t> files;              ///< its YAML files, in order of reading
  std::map<std::uint32_t, Span> bibliographies;  ///< what was read of them -> where a file names it
  bool is_damaged = false;                       ///< some of it could not be read, which was said

  // What resolving adds: where each id leads.
  std::unordered_map<std::string_view, EntryRef> by_id;

  static constexpr std::string_view kind_name = "record";
  static constexpr std::array fields{
      row<&PersonRecord::include>("include", "files whose contents belong to this one, from its folder"),
      row<&PersonRecord::extra>("extra", "anything that a style of your own shows"),
      row<&PersonRecord::language>("language", "the language of the texts: en"),
      row<&PersonRecord::person>("person", "who this is").required(),
      row<&PersonRecord::marks>("marks", "signs after names: role -> symbol and legend"),
      row<&PersonRecord::people>("people", "persons registered once, so that namesakes stay apart"),
      row<&PersonRecord::documents>("documents", "what is made of this record: name -> document"),
      row<&PersonRecord::custom>("custom", "sections of your own: name -> title and entries"),

      row<&PersonRecord::summary>("summary", "a paragraph about the person"),
      row<&PersonRecord::research_areas>("research_areas", "areas of research"),
      row<&PersonRecord::education>("education", "degrees"),
      row<&PersonRecord::experience>("experience", "positions held"),
      row<&PersonRecord::honors>("honors", "honors and awards"),
      row<&PersonRecord::publications>("publications", "publications"),
      row<&PersonRecord::talks>("talks", "talks and presentations"),
      row<&PersonRecord::grants>("grants", "grants and contracts"),
      row<&PersonRecord::teaching>("teaching", "courses taught"),
      row<&PersonRecord::students>("students", "students advised"),
      row<&PersonRecord::service>("service", "service to the profession and the institution"),
      row<&PersonRecord::products>("products", "software, data and other products"),
      row<&PersonRecord::patents>("patents", "patents"),
      row<&PersonRecord::memberships>("memberships", "memberships in societies"),
      row<&PersonRecord::certificates>("certificates", "certificates and licenses"),
      row<&PersonRecord::media>("media", "coverage in the media"),
      row<&PersonRecord::projects>("projects", "projects"),
      row<&PersonRecord::volunteer>("volunteer", "volunteer work"),
      row<&PersonRecord::references>("references", "people who can be asked"),
      row<&PersonRecord::skills>("skills", "skills"),
      row<&PersonRecord::interests>("interests", "interests"),
      row<&PersonRecord::languages>("languages", "languages spoken"),
      row<&PersonRecord::metrics>("metrics", "citation counts and scores, with their date"),
  };
  static constexpr std::size_t unlisted = 4;
};

/// A section kind: a row of the record's table that holds entries.
struct SectionKind {
  std::string_view name;
  Shape const* entry;  ///< the shape of its entries
};

/// Every section kind, in the order of the record's table; `custom` last.
std::vector<SectionKind> const& section_kinds();

/// The entries of a kind (`publications`, `custom.outreach`; `custom`: all of those) in the order of the
/// file.
std::vector<EntryRef> entries_of(PersonRecord const&, std::string_view kind);

/// Every entry of the record, kind by kind.
std::vector<EntryRef> all_entries(PersonRecord const&);

/// The way out where no entry has an id: the id that was meant, or those that there are.
std::string suggested_id(std::string_view id, PersonRecord const&);

}  // namespace vitac
