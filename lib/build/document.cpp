#include "build/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "build/explain.hpp"
#include "build/raw_tex.hpp"
#include "check/lints.hpp"
#include "check/required.hpp"
#include "check/rules.hpp"
#include "engine/engine.hpp"
#include "engine/fonts.hpp"
#include "plan/plan.hpp"
#include "render/latex.hpp"
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

/// Gives the size of the preamble too.
std::pair<Rendered, std::size_t> render(Style const& style, Value const& view) {
  auto part = [&](std::string_view name) {
    return render_template(style.templates.find(name)->second, style.templates, style.types->document(),
                           view);
  };
  auto whole = part(Style::preamble);
  auto preamble = whole.text.size();
  append(whole, part(Style::data));
  append(whole, "\n\\begin{document}\n");
  append(whole, part(Style::body));
  append(whole, "\n\\end{document}\n");
  return {std::move(whole), preamble};
}

/// Whether a style has the option `marks`, and it says no: names go without them.
bool prints_no_marks(std::vector<OptionValue> const& options) {
  auto option = std::ranges::find(options, "marks", &OptionValue::name);
  return option != options.end() && option->is_flag && !option->flag;
}

bool is_part_of(Span inner, Span outer) {
  return inner.file == outer.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

/// What of a document pdflatex does not print. A field that has a character several times knows the place of
/// the first.
std::vector<ForeignCharacter> foreign_in(Rendered const& tex) {
  std::vector<ForeignCharacter> found;
  std::map<char32_t, std::vector<Span>> known;
  for (std::size_t at = 0; at < tex.text.size();) {
    if (static_cast<unsigned char>(tex.text[at]) < 0x80) {
      ++at;
      continue;
    }
    auto begin = at;
    auto c = next_code_point(tex.text, at);
    if (latex_prints(c) || is_joiner(c)) continue;
    auto const& origin = tex.origin(begin);
    auto place = origin.written_at.somewhere() ? origin.written_at : origin.template_at;
    auto& places = known[c];
    if (std::ranges::any_of(places, [&](Span each) { return is_part_of(each, place); })) continue;
    places.push_back(place);
    found.push_back({c, place});
  }
  return found;
}

/// The engines of a style, or the one that is asked for, that can print these, best first. When none can, the
/// best that there is.
std::vector<std::string_view> engines_for(std::string_view engine, Manifest const& manifest,
                                          bool has_foreign) {
  if (engine != "auto") return {engine};
  std::vector<std::string_view> all, wide;
  for (auto const& choice : manifest.engines) {
    all.push_back(choice.name());
    if (has_fallback_fonts(choice.name())) wide.push_back(choice.name());
  }
  if (has_foreign && !wide.empty()) return wide;
  // The others of the kind of the first: they read the same LaTeX.
  std::erase_if(
      all, [kind = has_unicode_fonts(all.front())](auto name) { return has_unicode_fonts(name) != kind; });
  return all;
}

/// Errors for characters that the engine has no font for: one for all that another engine prints, at the
/// first, and one for each that none does. `is_free`: the engine is the user's to choose.
void check_characters(Written const& written, bool is_free, Diagnostics& problems) {
  auto engine = written.engines.front();
  auto prints = [&](GlyphSource const& source) {
    return has_fallback_fonts(engine) || (has_unicode_fonts(engine) && source.how == GlyphSource::own);
  };
  ForeignCharacter const* first = nullptr;
  std::set<char32_t> others;
  for (auto const& each : written.foreign) {
    auto source = glyph_source(each.character);
    if (source.how == GlyphSource::nowhere) {
      problems.error("unprintable", each.at,
                     fmt::format("no font that vitac knows has {}", character_name(each.character)),
                     "write it otherwise");
    } else if (!prints(source)) {
      if (!first) first = &each;
      others.insert(each.character);
    }
  }
  if (!first) return;
  others.erase(first->character);
  auto can_more = std::ranges::any_of(written.style->manifest.engines,
                                      [](auto const& each) { return has_fallback_fonts(each.name()); });
  auto help = !can_more ? fmt::format("lualatex has, but the style {} is not made for it", written.style_name)
              : is_free ? "lualatex has: leave the engine to vitac (`--engine auto`)"
                        : "lualatex has, which does not run for records that are not trusted";
  problems.error(
      "unprintable", first->at,
      fmt::format("{} has no font for {}", engine, character_name(first->character, others.size())),
      std::move(help));
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
                                      std::string_view engine, Library& library, Diagnostics& problems) {
  auto locale = locale_of(record, *request.spec, library, problems);
  auto style = locale ? style_of(request, *locale, library, problems) : nullptr;
  if (!style) return {};
  auto options = settle_options(style->manifest, *request.spec, request.options, problems);
  auto spec = complete(*request.spec, style->manifest, problems);
  auto section_options = settle_section_options(style->manifest, spec, options, problems);
  auto citation = citation_of(options, library, problems);
  auto plan = make_plan(record, spec, day_of(spec), problems, request.cut);
  if (prints_no_marks(options)) plan.used_marks.clear();
  check_plan(plan, problems);
  auto rules = rules_of(style->manifest);
  // What a document lacks cannot be told while it is not settled what it has.
  if (!problems.has_errors()) {
    check_required(plan, problems);
    check_rules(plan, rules, problems);
  }
  auto const& notice = style->manifest.notice;
  if (!citation) return {};
  auto layouts = layouts_of(style->manifest);
  ViewSetting setting{*locale, *citation,   options, section_options, layouts, notice ? &*notice : nullptr,
                      {},      request.name};
  auto draw = [&](Diagnostics& found) {
    return render(*style, make_view(plan, setting, library.sources, found));
  };
  Written written;
  written.name = request.name;
  written.style_name = style->name;
  written.style = style;
  std::tie(written.tex, written.preamble) = draw(problems);
  written.epoch = epoch_of(plan.as_of);
  written.at = spec.at;
  check_raw_tex(written.tex, library.sources, problems);
  written.foreign = foreign_in(written.tex);
  written.engines = engines_for(engine, style->manifest, !written.foreign.empty());
  check_characters(written, !request.is_untrusted, problems);
  if (problems.has_errors()) return {};
  if (has_unicode_fonts(written.engines.front())) {
    std::set<char32_t> characters;
    for (auto const& each : written.foreign) characters.insert(each.character);
    setting.fonts = unicode_preamble(written.engines.front(), characters);
    Diagnostics said_already;
    std::tie(written.tex, written.preamble) = draw(said_already);
  }
  if (request.is_explained) written.explanation = explained(plan, written.tex, library.sources);
  written.budget = budget_of(plan, written.tex, library.sources);
  std::erase_if(rules, [](Rule const& rule) { return !rule.is_of_pdf(); });
  written.rules = std::move(rules);
  return written;
}

}  // namespace vitac
