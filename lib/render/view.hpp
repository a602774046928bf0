#pragma once
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "model/citation.hpp"
#include "model/locale.hpp"
#include "plan/plan.hpp"
#include "render/template.hpp"

namespace vitac {

/// One option of a style with its value for a document.
struct OptionValue {
  std::string_view name;
  std::string text;      ///< what it prints
  bool is_flag = false;  ///< shown by sections: present when true
  bool flag = false;
  Span at = {};
  std::vector<std::string_view> choices = {};  ///< all that it may be; empty when it is no choice
  std::string_view help = {};
};

/// The value of an option as text; empty when the style has none of that name.
std::string_view option_text(std::vector<OptionValue> const&, std::string_view name);
bool option_flag(std::vector<OptionValue> const&, std::string_view name);

/// The options of sections that set some of their own, whole.
using SectionOptions = std::vector<std::pair<SectionSpec const*, std::vector<OptionValue>>>;

/// How a style lays a section's entries out: (its own name for it, the kinds that get it). A kind that stands
/// in no layout gets the one named `entries`.
using Layouts = std::vector<std::pair<std::string_view, std::vector<std::string_view>>>;

/// All names that templates may use, made from the field tables, the tables of names that only the view has,
/// the style's options and the locale's words.
class ViewTypes {
 public:
  ViewTypes(std::vector<OptionValue> const& options, Layouts const&, Locale const&);

  Type const& document() const { return *m_document; }

 private:
  Type* make(Type::Kind);
  Type const* of(Shape const&);
  Type const* record(Shape const&);
  Type const* entry_type(SectionKind const&);
  Type const* with_names_of_all(Type const& entry);
  Type const* of_person();

  std::deque<Type> m_types;  ///< refer to each other by address
  std::vector<std::pair<Shape const*, Type const*>> m_known;
  std::vector<std::pair<std::string_view, Type const*>> m_entries;
  Type const* m_document = nullptr;
};

/// What shapes a view beside the plan.
struct ViewSetting {
  Locale const& locale;
  CitationFormat const& citation;
  std::vector<OptionValue> const& options;
  SectionOptions const& section_options;
  Layouts const& layouts;
  Text const* notice = nullptr;           ///< what the style wants its user to know; templates may print it
  std::optional<std::string> fonts = {};  ///< what an engine with Unicode fonts begins with
  std::string_view document = {};         ///< its name, for what is said of it
};

/// What a document shows, in LaTeX, under the names of ViewTypes.
Value make_view(Plan const&, ViewSetting const&, Sources const&, Diagnostics&);

}  // namespace vitac
