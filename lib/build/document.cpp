#include "build/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include "base/suggest.hpp"
#include "build/explain.hpp"
#include "build/raw_tex.hpp"
#include "check/lints.hpp"
#include "check/rules.hpp"
#include "plan/plan.hpp"
#include "render/view.hpp"

namespace vitac {
namespace {

std::vector<std::string_view> views(std::vector<std::string> const& names) {
  return {names.begin(), names.end()};
}

/// A named thing that was not found: an error of the record where it names it, else of the command line.
void unknown(std::string_view what, std::string_view name, Span at, std::vector<std::string> const& names,
             Diagnostics& problems) {
  Diagnostic problem{Severity::error, "unknown-name", at, fmt::format("there is no {} `{}`", what, name)};
  auto known = views(names);
  problem.help = did_you_mean(name, known);
  if (problem.help.empty() && !names.empty()) problem.help = "there is " + one_of(known);
  problem.exit = at.somewhere() ? Exit::input : Exit::usage;
  problems.add(std::move(problem));
}

/// The thing of that name, loaded at the first call for it. `load` gives empty, having said why, or a value.
template <class T>
T const* kept(Kept<T>& all, std::string const& name, auto const& load) {
  for (auto const& [known, value] : all)
    if (known == name) return value.get();
  std::optional<T> loaded = load();
  all.emplace_back(name, loaded ? std::make_unique<T>(std::move(*loaded)) : nullptr);
  return all.back().second.get();
}

/// Loads a locale or a citation format.
template <class T>
std::optional<T> load_data(std::string_view folder, std::string_view what, std::string_view name, Span at,
                           auto const& load, Library& library, Diagnostics& problems) {
  if (auto file = library.store.data(folder, name))
    return load(*file, library.sources, library.forest, problems);
  unknown(what, name, at, library.store.data_names(folder), problems);
  return {};
}

Locale const* locale_of(PersonRecord const& record, DocumentSpec const& spec, Library& library,
                        Diagnostics& problems) {
  auto const& language = spec.language ? spec.language : record.language;
  auto name = language ? language->text : "en";
  return kept(library.locales, name, [&] {
    return load_data<Locale>("locales", "language", name, language ? language->at : Span{}, load_locale,
                             library, problems);
  });
}

CitationFormat const* citation_of(std::vector<OptionValue> const& options, Library& library,
                                  Diagnostics& problems) {
  auto option = std::ranges::find(options, "citation", &OptionValue::name);
  auto name = option == options.end() || option->text.empty() ? "ieee" : option->text;
  return kept(library.citations, name, [&] {
    return load_data<CitationFormat>("citations", "citation format", name,
                                     option == options.end() ? Span{} : option->at, load_citation_format,
                                     library, problems);
  });
}

Style const* style_of(DocumentRequest const& request, Locale const& locale, Library& library,
                      Diagnostics& problems) {
  return kept(library.styles, request.style, [&]() -> std::optional<Style> {
    auto folder = find_style(request.style, request.style_at, library.store, library.sources, problems);
    if (!folder) return {};
    return load_style(std::move(*folder), library.store, locale, library.sources, library.forest, problems);
  });
}

std::optional<std::int64_t> source_date_epoch() {
  auto text = std::getenv("SOURCE_DATE_EPOCH");
  std::int64_t value = 0;
  if (!text) return {};
  std::string_view digits = text;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} && end == digits.data() + digits.size() ? std::optional(value) : std::nullopt;
}

std::int64_t epoch_of(Date const& day) {
  using namespace std::chrono;
  auto date = year(day.year) / std::max(day.month, 1) / std::max(day.day, 1);
  return source_date_epoch().value_or(duration_cast<seconds>(sys_days(date).time_since_epoch()).count());
}

void append(Rendered& whole, Rendered part) {
  for (auto& origin : part.origins)
    whole.origins.push_back({origin.begin + whole.text.size(), origin.template_at, origin.written_at});
  whole.text += part.text;
}

void append(Rendered& whole, std::string_view text) {
  whole.origins.push_back({whole.text.size(), {}, {}});
  whole.text += text;
}

Rendered render(Style const& style, Value const& view) {
  auto part = [&](std::string_view name) {
    return render_template(style.templates.find(name)->second, style.templates, style.types->document(),
                           view);
  };
  auto whole = part(Style::preamble);
  append(whole, part(Style::data));
  append(whole, "\n\\begin{document}\n");
  append(whole, part(Style::body));
  append(whole, "\n\\end{document}\n");
  return whole;
}

/// Whether a style has the option `marks`, and it says no: names go without them.
bool prints_no_marks(std::vector<OptionValue> const& options) {
  auto option = std::ranges::find(options, "marks", &OptionValue::name);
  return option != options.end() && option->is_flag && !option->flag;
}

}  // namespace

Date day_of(DocumentSpec const& spec) {
  if (spec.as_of && !spec.as_of->is_present) return *spec.as_of;
  using namespace std::chrono;
  auto epoch = source_date_epoch();
  auto now = epoch ? sys_seconds(seconds(*epoch)) : time_point_cast<seconds>(system_clock::now());
  year_month_day today(floor<days>(now));
  Date date;
  date.year = int(today.year());
  date.month = int(unsigned(today.month()));
  date.day = int(unsigned(today.day()));
  return date;
}

std::optional<Written> write_document(PersonRecord const& record, DocumentRequest const& request,
                                      Library& library, Diagnostics& problems) {
  auto locale = locale_of(record, *request.spec, library, problems);
  auto style = locale ? style_of(request, *locale, library, problems) : nullptr;
  if (!style) return {};
  auto options = settle_options(style->manifest, *request.spec, request.options, problems);
  auto spec = complete(*request.spec, style->manifest, problems);
  auto section_options = settle_section_options(style->manifest, spec, options, problems);
  auto citation = citation_of(options, library, problems);
  auto plan = make_plan(record, spec, day_of(spec), problems);
  if (prints_no_marks(options)) plan.used_marks.clear();
  check_plan(plan, problems);
  auto rules = rules_of(style->manifest);
  check_rules(plan, rules, problems);
  auto const& notice = style->manifest.notice;
  if (!citation) return {};
  auto layouts = layouts_of(style->manifest);
  auto view =
      make_view(plan, {*locale, *citation, options, section_options, layouts, notice ? &*notice : nullptr},
                library.sources, problems);
  auto tex = render(*style, view);
  check_raw_tex(tex, library.sources, problems);
  if (problems.has_errors()) return {};
  auto explanation = request.is_explained ? explained(plan, tex, library.sources) : "";
  std::erase_if(rules, [](Rule const& rule) { return !rule.is_of_pdf(); });
  return Written{request.name,         style->name,            style,            std::move(tex),
                 epoch_of(plan.as_of), std::move(explanation), std::move(rules), spec.at};
}

}  // namespace vitac
