#pragma once
#include "model/people.hpp"

/// One struct per section kind. To add a field: the member, its row, and the templates that show it.
namespace vitac {

using Words = std::string_view;

inline constexpr std::array<Words, 3> education_kinds{"degree", "postdoctoral", "fellowship"};
inline constexpr std::array<Words, 8> experience_kinds{"academic",     "industry", "government", "nonprofit",
                                                       "postdoctoral", "visiting", "clinical",   "other"};
inline constexpr std::array<Words, 12> publication_types{"journal", "conference", "workshop", "preprint",
                                                         "book",    "chapter",    "thesis",   "report",
                                                         "dataset", "software",   "patent",   "other"};
inline constexpr std::array<Words, 5> publication_statuses{"published", "accepted", "in_press",
                                                           "under_review", "in_preparation"};
inline constexpr std::array<Words, 4> presentations{"oral", "spotlight", "poster", "feature"};
inline constexpr std::array<Words, 7> talk_kinds{"invited",     "keynote",  "tutorial", "seminar",
                                                 "contributed", "refereed", "panel"};
inline constexpr std::array<Words, 5> grant_roles{"PI", "co_pi", "senior", "consultant", "other"};
inline constexpr std::array<Words, 4> grant_statuses{"current", "pending", "completed", "declined"};
inline constexpr std::array<Words, 6> student_levels{"postdoc", "phd", "ms", "bs", "visitor", "highschool"};
inline constexpr std::array<Words, 3> student_roles{"advisor", "coadvisor", "committee"};
inline constexpr std::array<Words, 8> service_kinds{"editorial",  "review",     "organizing", "panel",
                                                    "department", "university", "public",     "society"};
inline constexpr std::array<Words, 8> product_kinds{"software", "data",     "curriculum", "instrument",
                                                    "model",    "standard", "exhibition", "other"};
inline constexpr std::array<Words, 5> patent_statuses{"filed", "pending", "granted", "licensed", "expired"};

struct Highlight {
  Text text;
  std::vector<Id> tags;

  static constexpr std::string_view kind_name = "highlight";
  static constexpr std::string_view scalar_field = "text";
  static constexpr std::array fields{
      row<&Highlight::text>("text", "the words").required(),
      row<&Highlight::tags>("tags", "words that `where` selects by"),
  };
};

/// What every entry has.
struct Entry {
  Span at;
  std::optional<Id> id;
  std::vector<Id> tags;
  std::optional<Text> note;
  std::vector<Highlight> highlights;
  std::optional<Url> url;
  std::optional<Rank> priority;
  std::optional<Flag> hidden;
  std::optional<Anything> extra;

  template <class T>
  static constexpr std::array shared{
      row<&Entry::id, T>("id", "a name that other places of the file refer to"),
      row<&Entry::tags, T>("tags", "words that `where` selects by"),
      row<&Entry::note, T>("note", "a line under the entry"),
      row<&Entry::highlights, T>("highlights", "bullets under the entry"),
      row<&Entry::url, T>("url", "a page about it"),
      row<&Entry::priority, T>("priority", "what a page budget keeps: higher stays longer; 0 when not given"),
      row<&Entry::hidden, T>("hidden", "true: no document shows it"),
      row<&Entry::extra, T>("extra", "anything that a style of your own shows"),
  };

  bool is_hidden() const { return hidden && hidden->value; }

  /// That the dates of an entry run forwards.
  static void check_range(std::optional<Date> const& start, std::optional<Date> const& end, Diagnostics&);
};

/// One figure of a course evaluation.
struct Evaluation {
  std::optional<Text> label;
  Number score;
  std::optional<Number> out_of;
  std::optional<Integer> responses;
  std::optional<Number> mean;

  static constexpr std::string_view kind_name = "evaluation";
  static constexpr std::string_view scalar_field = "score";
  static constexpr std::array fields{
      row<&Evaluation::label>("label", "what was rated: Course, Instructor"),
      row<&Evaluation::score>("score", "the score").required(),
      row<&Evaluation::out_of>("out_of", "the highest possible score"),
      row<&Evaluation::responses>("responses", "how many answered"),
      row<&Evaluation::mean>("mean", "the department's mean"),
  };

  /// That no score is more than the highest.
  void check(Span, Diagnostics&) const;
};

struct Summary : Entry {
  Text text;

  static constexpr std::string_view kind_name = "summary";
  static constexpr std::string_view scalar_field = "text";
  static constexpr std::array fields{
      row<&Summary::text>("text", "a paragraph or several").required(),
  };
};

struct ResearchArea : Entry {
  Text area;
  std::vector<Text> topics;

  static constexpr std::string_view kind_name = "research_areas entry";
  static constexpr std::string_view scalar_field = "area";
  static constexpr std::array fields{
      row<&ResearchArea::area>("area", "the area").required(),
      row<&ResearchArea::topics>("topics", "topics within it"),
  };
};

struct Education : Entry {
  std::optional<Text> institution;
  std::optional<Text> degree;
  std::optional<Text> field;
  std::optional<Location> location;
  std::optional<Date> start;
  std::optional<Date> end;
  std::optional<Date> date;
  std::vector<Contributor> advisors;
  std::optional<Text> thesis;
  std::vector<Text> honors;
  std::optional<Literal> gpa;
  std::vector<Text> courses;
  std::optional<OneOf<education_kinds>> kind;

  static constexpr std::string_view kind_name = "education entry";
  static constexpr std::array<std::string_view, 2> any_of{"institution", "degree"};
  static constexpr std::array fields{
      row<&Education::institution>("institution", "university or school"),
      row<&Education::degree>("degree", "degree"),
      row<&Education::field>("field", "field of study"),
      row<&Education::location>("location", "where it is"),
      row<&Education::start>("start", "when it began"),
      row<&Education::end>("end", "when it ended; alone: completed then"),
      row<&Education::date>("date", "one date, where start and end are too much"),
      row<&Education::advisors>("advisors", "thesis advisors"),
      row<&Education::thesis>("thesis", "thesis title"),
      row<&Education::honors>("honors", "prizes and distinctions that came with it"),
      row<&Education::gpa>("gpa", "grade"),
      row<&Education::courses>("courses", "courses worth naming"),
      row<&Education::kind>("kind", "degree, postdoctoral or fellowship; degree when not given")
          .otherwise("degree"),
  };

  void check(Span, Diagnostics& problems) const { Entry::check_range(start, end, problems); }
};

/// One of several titles at one employer.
struct Role {
  Text title;
  std::optional<Text> department;
  std::optional<Location> location;
  std::optional<Date> start;
  std::optional<Date> end;
  std::optional<Date> date;
  std::optional<OneOf<experience_kinds>> kind;
  std::vector<Highlight> highlights;
  Span at;

  static constexpr std::string_view kind_name = "role";
  static constexpr std::string_view scalar_field = "title";
  static constexpr std::array fields{
      row<&Role::title>("title", "job title").required(),
      row<&Role::department>("department", "department or unit"),
      row<&Role::location>("location", "where it was"),
      row<&Role::start>("start", "when it began"),
      row<&Role::end>("end", "when it ended; alone: completed then"),
      row<&Role::date>("date", "one date, where start and end are too much"),
      row<&Role::kind>("kind", "kind of position"),
      row<&Role::highlights>("highlights", "bullets under the role"),
  };
  static constexpr std::size_t unlisted = 1;

  void check(Span, Diagnostics& problems) const { Entry::check_range(start, end, problems); }
};

struct Experience : Entry {
  std::optional<Text> organization;
  std::optional<Text> title;
  std::optional<Text> department;
  std::optional<Location> location;
  std::optional<Date> start;
  std::optional<Date> end;
  std::optional<Date> date;
  std::optional<OneOf<experience_kinds>> kind;
  std::optional<Flag> primary;
  std::vector<Contributor> supervisors;
  std::vector<Role> roles;

  static constexpr std::string_view kind_name = "experience entry";
  static constexpr std::array<std::string_view, 2> any_of{"organization", "title"};
  static constexpr std::array fields{
      row<&Experience::organization>("organization", "employer"),
      row<&Experience::title>("title", "job title"),
      row<&Experience::department>("department", "department or unit"),
      row<&Experience::location>("location", "where it is"),
      row<&Experience::start>("start", "when it began"),
      row<&Experience::end>("end", "when it ended; alone: completed then"),
      row<&Experience::date>("date", "one date, where start and end are too much"),
      row<&Experience::kind>("kind", "kind of position"),
      row<&Experience::primary>("primary", "true: the primary organization"),
      row<&Experience::supervisors>("supervisors", "who supervised"),
      row<&Experience::roles>("roles", "several titles at this employer, newest first"),
  };

  void check(Span, Diagnostics& problems) const { Entry::check_range(start, end, problems); }

  /// Each role as an experience of its own, at its own place in the record: what it does not say itself, its
  /// employer says, but for the dates, which are those of several. Empty where there are no roles.
  std::vector<Experience> by_role() const;
};

struct Honor : Entry {
  Text title;
  std::optional<Text> awarder;
  std::optional<Date> date;
  std::optional<Id> honored_work;
  std::optional<Literal> level;

  static constexpr std::string_view kind_name = "honors entry";
  static constexpr std::string_view scalar_field = "title";
  static constexpr std::array fields{
      row<&Honor::title>("title", "the honor").required(),
      row<&Honor::awarder>("awarder", "who gave it"),
      row<&Honor::date>("date", "when"),
      row<&Honor::honored_work>("for", "id of the paper or project it was given for"),
      row<&Honor::level>("level", "department, university, national, international"),
  };
};

struct Publication : Entry {
  Text title;
  std::optional<OneOf<publication_types>> type;
  std::vector<Contributor> authors;
  std::optional<Text> venue;
  std::optional<Text> venue_short;
  std::vector<Contributor> editors;
  std::optional<Text> edition;
  std::optional<Date> date;
  std::optional<Literal> volume;
  std::optional<Literal> number;
  std::optional<Pages> pages;
  std::optional<Text> publisher;
  std::optional<Location> location;
  std::optional<Doi> doi;
  std::optional<ArxivId> arxiv;
  std::optional<OneOf<publication_statuses>> status;
  std::optional<OneOf<presentations>> presentation;
  std::optional<Text> award;
  std::optional<Text> contribution;
  std::optional<Flag> refereed;
  std::optional<Integer> citations;

  static constexpr std::string_view kind_name = "publications entry";
  static constexpr std::array fields{
      row<&Publication::title>("title", "title").required(),
      row<&Publication::type>("type", "what it is"),
      row<&Publication::authors>("authors", "authors in order"),
      row<&Publication::venue>("venue", "journal, conference or publisher series"),
      row<&Publication::venue_short>("venue_short", "its usual abbreviation"),
      row<&Publication::editors>("editors", "who edited the book that it is in"),
      row<&Publication::edition>("edition", "edition of a book: 2nd"),
      row<&Publication::date>("date", "when it appeared"),
      row<&Publication::volume>("volume", "volume"),
      row<&Publication::number>("number", "issue or report number"),
      row<&Publication::pages>("pages", "page range"),
      row<&Publication::publisher>("publisher", "publisher"),
      row<&Publication::location>("location", "where it appeared"),
      row<&Publication::doi>("doi", "DOI"),
      row<&Publication::arxiv>("arxiv", "arXiv identifier"),
      row<&Publication::status>("status", "how far it is; published when not given").otherwise("published"),
      row<&Publication::presentation>("presentation", "how it was presented"),
      row<&Publication::award>("award", "award it won"),
      row<&Publication::contribution>("contribution", "own part in it: words, per cent or both"),
      row<&Publication::refereed>("refereed", "whether it was refereed"),
      row<&Publication::citations>("citations", "times cited"),
  };
};

struct Talk : Entry {
  Text title;
  std::optional<Text> event;
  std::optional<OneOf<talk_kinds>> kind;
  std::optional<Location> location;
  std::optional<Date> date;
  std::vector<Contributor> with;

  static constexpr std::string_view kind_name = "talks entry";
  static constexpr std::array fields{
      row<&Talk::title>("title", "title").required(),
      row<&Talk::event>("event", "where it was given"),
      row<&Talk::kind>("kind", "kind of talk"),
      row<&Talk::location>("location", "place"),
      row<&Talk::date>("date", "when"),
      row<&Talk::with>("with", "co-presenters"),
  };
};

struct Grant : Entry {
  Text title;
  std::optional<Text> agency;
  std::optional<Literal> number;
  std::optional<OneOf<grant_roles>> role;
  std::optional<Number> amount;
  std::optional<Literal> currency;
  std::optional<Share> share;
  std::optional<Date> start;
  std::optional<Date> end;
  std::optional<Date> date;
  std::optional<OneOf<grant_statuses>> status;
  std::vector<Contributor> people;
  Dictionary<Number> person_months;
  std::optional<Text> objectives;
  std::optional<Text> overlap;
  std::optional<Location> location;
  std::optional<Flag> in_kind;

  static constexpr std::string_view kind_name = "grants entry";
  static constexpr std::array fields{
      row<&Grant::title>("title", "title").required(),
      row<&Grant::agency>("agency", "who funds it"),
      row<&Grant::number>("number", "award number"),
      row<&Grant::role>("role", "own role"),
      row<&Grant::amount>("amount", "total, in currency units"),
      row<&Grant::currency>("currency", "ISO code of the currency; USD when not given"),
      row<&Grant::share>("share", "own share: money or per cent"),
      row<&Grant::start>("start", "when it began"),
      row<&Grant::end>("end", "when it ended; alone: completed then"),
      row<&Grant::date>("date", "one date, where start and end are too much"),
      row<&Grant::status>("status", "how far it is"),
      row<&Grant::people>("people", "the other investigators"),
      row<&Grant::person_months>("person_months", "own effort by year"),
      row<&Grant::objectives>("objectives", "what it aims at"),
      row<&Grant::overlap>("overlap", "overlap with other support"),
      row<&Grant::location>("location", "where the work is done"),
      row<&Grant::in_kind>("in_kind", "true: not money"),
  };

  /// That its dates run forwards, and its sums are money.
  void check(Span, Diagnostics&) const;
};

struct Course : Entry {
  std::optional<Literal> code;
  std::optional<Text> title;
  std::optional<Term> term;
  std::optional<Text> role;
  std::optional<Text> institution;
  std::optional<Text> level;
  std::optional<Integer> enrollment;
  std::optional<Number> credits;
  std::optional<Share> share;
  std::vector<Evaluation> evaluation;

  static constexpr std::string_view kind_name = "teaching entry";
  static constexpr std::array<std::string_view, 2> any_of{"code", "title"};
  static constexpr std::array fields{
      row<&Course::code>("code", "course number"),
      row<&Course::title>("title", "course title"),
      row<&Course::term>("term", "when: Fall 2024"),
      row<&Course::role>("role", "own role"),
      row<&Course::institution>("institution", "where"),
      row<&Course::level>("level", "graduate, undergraduate"),
      row<&Course::enrollment>("enrollment", "students"),
      row<&Course::credits>("credits", "credit hours"),
      row<&Course::share>("share", "the part of it that one taught oneself: 50%"),
      row<&Course::evaluation>("evaluation", "what students said, in numbers"),
  };

  /// That a share of a course is no money.
  void check(Span, Diagnostics&) const;
};

struct Student : Entry {
  Literal name;
  std::vector<Literal> aliases;
  std::optional<OneOf<student_levels>> level;
  std::optional<OneOf<student_roles>> role;
  std::vector<Contributor> with;
  std::optional<Date> start;
  std::optional<Date> end;
  std::optional<Date> date;
  std::optional<Text> thesis;
  std::optional<Text> placement;

  static constexpr std::string_view kind_name = "students entry";
  static constexpr std::array fields{
      row<&Student::name>("name", "full name").required(),
      row<&Student::aliases>("aliases", "other forms of the name, as author lists have them"),
      row<&Student::level>("level", "level"),
      row<&Student::role>("role", "own role"),
      row<&Student::with>("with", "co-advisors"),
      row<&Student::start>("start", "when it began"),
      row<&Student::end>("end", "when it ended; alone: completed then"),
      row<&Student::date>("date", "one date, where start and end are too much"),
      row<&Student::thesis>("thesis", "thesis title"),
      row<&Student::placement>("placement", "first position afterwards"),
  };

  void check(Span, Diagnostics& problems) const { Entry::check_range(start, end, problems); }
};

struct Service : Entry {
  std::optional<Text> role;
  std::optional<Text> organization;
  std::optional<OneOf<service_kinds>> kind;
  std::optional<Date> start;
  std::optional<Date> end;
  std::optional<Date> date;

  static constexpr std::string_view kind_name = "service entry";
  static constexpr std::array<std::string_view, 2> any_of{"role", "organization"};
  static constexpr std::array fields{
      row<&Service::role>("role", "own role"),
      row<&Service::organization>("organization", "for whom"),
      row<&Service::kind>("kind", "kind of service"),
      row<&Service::start>("start", "when it began"),
      row<&Service::end>("end", "when it ended; alone: completed then"),
      row<&Service::date>("date", "one date, where start and end are too much"),
  };

  void check(Span, Diagnostics& problems) const { Entry::check_range(start, end, problems); }
};

struct Product : Entry {
  Text title;
  std::optional<OneOf<product_kinds>> kind;
  std::vector<Contributor> authors;
  std::optional<Date> date;
  std::optional<Text> role;

  static constexpr std::string_view kind_name = "products entry";
  static constexpr std::array fields{
      row<&Product::title>("title", "title").required(), row<&Product::kind>("kind", "what it is"),
      row<&Product::authors>("authors", "who made it"),  row<&Product::date>("date", "when it appeared"),
      row<&Product::role>("role", "own role"),
  };
};

struct Patent : Entry {
  Text title;
  std::vector<Contributor> inventors;
  std::optional<Literal> number;
  std::optional<OneOf<patent_statuses>> status;
  std::optional<Date> filed;
  std::optional<Date> granted;
  std::optional<Literal> country;

  static constexpr std::string_view kind_name = "patents entry";
  static constexpr std::array fields{
      row<&Patent::title>("title", "title").required(),
      row<&Patent::inventors>("inventors", "inventors in order"),
      row<&Patent::number>("number", "patent number"),
      row<&Patent::status>("status", "how far it is"),
      row<&Patent::filed>("filed", "when it was filed"),
      row<&Patent::granted>("granted", "when it was granted"),
      row<&Patent::country>("country", "country"),
  };

  void check(Span, Diagnostics& problems) const { Entry::check_range(filed, granted, problems); }
};

struct Membership : Entry {
  Text organization;
  std::optional<Text> role;
  std::optional<Text> level;
  std::optional<Date> start;
  std::optional<Date> end;
  std::optional<Date> date;

  static constexpr std::string_view kind_name = "memberships entry";
  static constexpr std::string_view scalar_field = "organization";
  static constexpr std::array fields{
      row<&Membership::organization>("organization", "society").required(),
      row<&Membership::role>("role", "office held"),
      row<&Membership::level>("level", "Senior Member, Fellow"),
      row<&Membership::start>("start", "when it began"),
      row<&Membership::end>("end", "when it ended; alone: completed then"),
      row<&Membership::date>("date", "one date, where start and end are too much"),
  };

  void check(Span, Diagnostics& problems) const { Entry::check_range(start, end, problems); }
};

struct Certificate : Entry {
  Text title;
  std::optional<Text> issuer;
  std::optional<Date> date;
  std::optional<Date> expires;

  static constexpr std::string_view kind_name = "certificates entry";
  static constexpr std::string_view scalar_field = "title";
  static constexpr std::array fields{
      row<&Certificate::title>("title", "title").required(),
      row<&Certificate::issuer>("issuer", "who issued it"),
      row<&Certificate::date>("date", "when"),
      row<&Certificate::expires>("expires", "when it ends"),
  };

  void check(Span, Diagnostics& problems) const { Entry::check_range(date, expires, problems); }
};

struct MediaItem : Entry {
  Text title;
  std::optional<Text> outlet;
  std::optional<Date> date;

  static constexpr std::string_view kind_name = "media entry";
  static constexpr std::array fields{
      row<&MediaItem::title>("title", "title").required(),
      row<&MediaItem::outlet>("outlet", "newspaper, station or site"),
      row<&MediaItem::date>("date", "when"),
  };
};

struct Project : Entry {
  Text title;
  std::optional<Text> role;
  std::optional<Text> organization;
  std::vector<Text> keywords;
  std::optional<Date> start;
  std::optional<Date> end;
  std::optional<Date> date;

  static constexpr std::string_view kind_name = "projects entry";
  static constexpr std::string_view scalar_field = "title";
  static constexpr std::array fields{
      row<&Project::title>("title", "title").required(),
      row<&Project::role>("role", "own role"),
      row<&Project::organization>("organization", "for or with whom"),
      row<&Project::keywords>("keywords", "techniques and topics"),
      row<&Project::start>("start", "when it began"),
      row<&Project::end>("end", "when it ended; alone: completed then"),
      row<&Project::date>("date", "one date, where start and end are too much"),
  };

  void check(Span, Diagnostics& problems) const { Entry::check_range(start, end, problems); }
};

struct Volunteering : Entry {
  std::optional<Text> organization;
  std::optional<Text> role;
  std::optional<Date> start;
  std::optional<Date> end;
  std::optional<Date> date;

  static constexpr std::string_view kind_name = "volunteer entry";
  static constexpr std::array<std::string_view, 2> any_of{"organization", "role"};
  static constexpr std::array fields{
      row<&Volunteering::organization>("organization", "for whom"),
      row<&Volunteering::role>("role", "own role"),
      row<&Volunteering::start>("start", "when it began"),
      row<&Volunteering::end>("end", "when it ended; alone: completed then"),
      row<&Volunteering::date>("date", "one date, where start and end are too much"),
  };

  void check(Span, Diagnostics& problems) const { Entry::check_range(start, end, problems); }
};

struct Reference : Entry {
  Text name;
  std::optional<Text> title;
  std::optional<Text> organization;
  std::optional<EmailAddress> email;
  std::optional<Literal> phone;

  static constexpr std::string_view kind_name = "references entry";
  static constexpr std::array fields{
      row<&Reference::name>("name", "full name").required(),
      row<&Reference::title>("title", "position"),
      row<&Reference::organization>("organization", "organization"),
      row<&Reference::email>("email", "e-mail address"),
      row<&Reference::phone>("phone", "phone"),
  };
};

struct Skill : Entry {
  Text name;
  std::optional<Text> level;
  std::vector<Text> keywords;

  static constexpr std::string_view kind_name = "skills entry";
  static constexpr std::string_view scalar_field = "name";
  static constexpr std::array fields{
      row<&Skill::name>("name", "the skill or group of skills").required(),
      row<&Skill::level>("level", "how well"),
      row<&Skill::keywords>("keywords", "what belongs to it"),
  };
};

struct Interest : Entry {
  Text name;
  std::optional<Text> level;
  std::vector<Text> keywords;

  static constexpr std::string_view kind_name = "interests entry";
  static constexpr std::string_view scalar_field = "name";
  static constexpr std::array fields{
      row<&Interest::name>("name", "the interest").required(),
      row<&Interest::level>("level", "how deep"),
      row<&Interest::keywords>("keywords", "what belongs to it"),
  };
};

struct Language : Entry {
  Text language;
  std::optional<Text> fluency;

  static constexpr std::string_view kind_name = "languages entry";
  static constexpr std::string_view scalar_field = "language";
  static constexpr std::array fields{
      row<&Language::language>("language", "the language").required(),
      row<&Language::fluency>("fluency", "how well"),
  };
};

struct Metric : Entry {
  Text source;
  std::optional<Date> as_of;
  std::optional<Integer> citations;
  std::optional<Integer> h_index;
  std::optional<Integer> i10_index;
  std::optional<Text> label;
  std::optional<Literal> value;

  static constexpr std::string_view kind_name = "metrics entry";
  static constexpr std::array fields{
      row<&Metric::source>("source", "who counts: Google Scholar").required(),
      row<&Metric::as_of>("as_of", "the day the numbers are of"),
      row<&Metric::citations>("citations", "times cited"),
      row<&Metric::h_index>("h_index", "h-index"),
      row<&Metric::i10_index>("i10_index", "i10-index"),
      row<&Metric::label>("label", "name of another number"),
      row<&Metric::value>("value", "that number"),
  };
};

struct CustomEntry : Entry {
  std::optional<Text> title;
  std::optional<Text> text;
  std::optional<Location> location;
  std::optional<Date> start;
  std::optional<Date> end;
  std::optional<Date> date;

  static constexpr std::string_view kind_name = "custom entry";
  static constexpr std::string_view scalar_field = "text";
  static constexpr std::array<std::string_view, 2> any_of{"title", "text"};
  static constexpr std::array fields{
      row<&CustomEntry::title>("title", "title"),
      row<&CustomEntry::text>("text", "words"),
      row<&CustomEntry::location>("location", "where"),
      row<&CustomEntry::start>("start", "when it began"),
      row<&CustomEntry::end>("end", "when it ended; alone: completed then"),
      row<&CustomEntry::date>("date", "one date, where start and end are too much"),
  };

  void check(Span, Diagnostics& problems) const { Entry::check_range(start, end, problems); }
};

/// A section of the user's own.
struct CustomSection {
  std::optional<Text> title;
  std::vector<CustomEntry> entries;

  static constexpr std::string_view kind_name = "custom section";
  static constexpr std::string_view list_field = "entries";
  static constexpr std::array fields{
      row<&CustomSection::title>("title", "its heading"),
      row<&CustomSection::entries>("entries", "its entries"),
  };
};

/// What the user adds to one entry of a bibliography.
struct Annotation {
  Dictionary<std::vector<Integer>> roles;
  std::optional<OneOf<presentations>> presentation;
  std::optional<Text> award;
  std::vector<Id> tags;
  std::optional<Text> note;
  std::optional<Flag> refereed;
  std::optional<OneOf<publication_types>> type;
  std::optional<OneOf<publication_statuses>> status;
  std::optional<Text> venue_short, contribution;
  std::vector<Highlight> highlights;
  std::optional<Url> url;
  std::optional<Rank> priority;
  std::optional<Flag> hidden;

  static constexpr std::string_view kind_name = "annotation";
  static constexpr std::array fields{
      row<&Annotation::roles>("roles", "role -> positions in the author list"),
      row<&Annotation::presentation>("presentation", "how it was presented"),
      row<&Annotation::award>("award", "award it won"),
      row<&Annotation::tags>("tags", "words that `where` selects by"),
      row<&Annotation::note>("note", "a line under the entry"),
      row<&Annotation::refereed>("refereed", "whether it was refereed"),
      row<&Annotation::type>("type", "what it is, where the bibliography knows no better"),
      row<&Annotation::status>("status", "how far it is"),
      row<&Annotation::venue_short>("venue_short", "its venue's usual abbreviation"),
      row<&Annotation::contribution>("contribution", "own part in it: words, per cent or both"),
      row<&Annotation::highlights>("highlights", "bullets under the entry"),
      row<&Annotation::url>("url", "web address"),
      row<&Annotation::priority>("priority", "what a page budget keeps: higher stays longer"),
      row<&Annotation::hidden>("hidden", "true: no document shows it"),
  };
};

struct Publications {
  std::vector<Literal> bibliography;
  Dictionary<Annotation> annotate;
  std::vector<Publication> entries;

  static constexpr std::string_view kind_name = "publications";
  static constexpr std::string_view list_field = "entries";
  static constexpr std::array fields{
      row<&Publications::bibliography>("bibliography",
                                       "BibTeX files (.bib) or CSL-JSON (.json), beside the record"),
      row<&Publications::annotate>("annotate", "citation key -> what the bibliography cannot say"),
      row<&Publications::entries>("entries", "publications written here"),
  };
};

}  // namespace vitac
