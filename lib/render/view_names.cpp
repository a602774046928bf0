#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "render/dates.hpp"
#include "render/latex.hpp"
#include "render/networks.hpp"
#include "render/viewer.hpp"

namespace vitac::views {
namespace {

constexpr std::array names{
    ViewName{"dates", "its dates as one text", {"start", "priority"}, &Viewer::dates_of},
    ViewName{
        "years", "its dates as forms ask for them: 2017–present", {"start", "priority"}, &Viewer::years_of},
    ViewName{
        "title_end", "a full stop, where the title has no end of its own", {"title"}, &Viewer::title_end_of},
    ViewName{"sentence",
             "the numbers of a source in a sentence; those with links share one, which the first has",
             {"h_index"},
             &Viewer::sentence_of},
    ViewName{"has_highlights",
             "shown once where there are highlights",
             {"highlights"},
             &Viewer::has_highlights_of},
    ViewName{"several",
             "shown where more than one person advised or supervised",
             {"advisors", "supervisors"},
             &Viewer::several_of},
    ViewName{"investigators",
             "all investigators of a grant: first oneself as the PI, else the first of `people`",
             {"people", "person_months"},
             &Viewer::investigators_of},
    ViewName{"unit", "its department and place in a row, within its roles too", {"roles"}, &Viewer::unit_of},
    ViewName{"doi_url", "the DOI as a link's address", {"doi"}, &Viewer::doi_url_of},
    ViewName{"profile",
             "its url, else that of the user's page in the network",
             {"network"},
             &Viewer::profile_of},
    ViewName{"arxiv_url", "the arXiv page as a link's address", {"arxiv"}, &Viewer::arxiv_url_of},
};

bool has_counts(Metric const& metric) {
  return metric.citations || metric.h_index || metric.i10_index;
}

}  // namespace

std::span<ViewName const> view_names() {
  return names;
}

bool has_name(ViewName const& name, Shape const& record) {
  return std::ranges::any_of(name.with, [&](auto field) { return record.find(field); });
}

std::optional<Value> Viewer::dates_of(Held const& record) const {
  auto date_in = [&](std::string_view name) -> Date const* {
    if (omits(name)) return nullptr;
    auto value = held(*record.shape, record.value, name);
    if (auto date = value.as<Date>()) return date;
    return value.as<Term>();
  };
  auto start = date_in("start"), end = date_in("end");
  if (start || end)
    return m_text.plain(format_period(start, end, m_plan.as_of, m_locale, pattern()),
                        (start ? start : end)->at);
  for (auto name : {"date", "term", "granted", "filed"})
    if (auto date = date_in(name)) return m_text.plain(format_date(*date, m_locale, pattern()), date->at);
  return {};
}

std::optional<Value> Viewer::years_of(Held const& record) const {
  auto date_in = [&](std::string_view name) {
    return omits(name) ? nullptr : held(*record.shape, record.value, name).as<Date>();
  };
  if (auto start = date_in("start"), end = date_in("end"); start || end)
    return m_text.plain(format_years(start, end, m_locale), (start ? start : end)->at);
  if (auto date = date_in("date")) return m_text.plain(format_years(nullptr, date, m_locale), date->at);
  return {};
}

std::optional<Value> Viewer::title_end_of(Held const& record) const {
  auto title = held(*record.shape, record.value, "title").as<Text>();
  if (!title) return {};
  std::string_view text = title->in(language()).text;
  constexpr std::array<std::string_view, 7> closings{"*", "\"", "'", "`", ")", "”", "’"};
  for (auto closing = closings.begin(); closing != closings.end();) {
    closing = std::ranges::find_if(closings, [text](auto each) { return text.ends_with(each); });
    if (closing != closings.end()) text.remove_suffix(closing->size());
  }
  bool has_end = text.ends_with('.') || text.ends_with('?') || text.ends_with('!') || text.ends_with("…");
  return has_end ? std::optional<Value>{} : text_value(".", title->at);
}

std::optional<Value> Viewer::sentence_of(Held const& record) const {
  if (record.shape != &shape<Metric>()) return {};
  auto const& metric = *static_cast<Metric const*>(record.value);
  if (!has_counts(metric)) {
    if (!metric.label || !metric.value) return metric_source(metric);
    return metric_sentence("score", metric);
  }
  auto all = linked_metrics();
  if (std::ranges::find(all, &metric) == all.end()) return metric_sentence("numbers", metric);
  if (all.front() != &metric) return {};
  Value sources;
  for (auto const* each : all) {
    if (each != all.front())
      append(sources,
             each == all.back() ? m_text.plain(" " + m_locale.conjunction.text + " ", {}) : text_value(", "));
    append(sources, metric_sentence("listed_source", *each).value_or(metric_source(*each)));
  }
  auto pattern_text = m_locale.sentences.find("publication_list");
  if (!pattern_text) return {};
  auto value = sentence(pattern_text->text, {{"sources", sources}});
  value.at = metric.source.at;
  return value;
}

bool Viewer::is_linked(Metric const& metric) const {
  return metric.url && !omits("url");
}

/// Those of the section that is being drawn whose source, where the publications are listed, is linked to.
std::vector<Metric const*> Viewer::linked_metrics() const {
  std::vector<Metric const*> found;
  if (!m_section) return found;
  for (auto const& each : m_section->entries) {
    if (each.ref.shape != &shape<Metric>()) continue;
    auto const* metric = static_cast<Metric const*>(each.ref.entry);
    if (is_linked(*metric) && has_counts(*metric)) found.push_back(metric);
  }
  return found;
}

std::optional<Value> Viewer::metric_sentence(std::string_view pattern, Metric const& metric) const {
  auto pattern_text = m_locale.sentences.find(pattern);
  if (!pattern_text) return {};
  auto value =
      sentence(pattern_text->text,
               {{"source", metric_source(metric)},
                {"numbers", metric_numbers(metric)},
                {"label", metric.label ? inline_text(*metric.label) : Value{}},
                {"value", metric.value ? m_text.plain(metric.value->text, metric.value->at) : Value{}}});
  value.at = metric.source.at;
  return value;
}

Value Viewer::metric_source(Metric const& metric) const {
  auto source = inline_text(metric.source);
  if (!is_linked(metric)) return source;
  auto link = text_value("\\href{" + latex_url(web_address(metric.url->text)) + "}{");
  append(link, source);
  append(link, text_value("}"));
  return link;
}

Value Viewer::metric_numbers(Metric const& metric) const {
  Value numbers;
  auto count = [&](std::string_view name, std::optional<Integer> const& number) {
    if (!number) return;
    auto pattern_text = number->value == 1 ? m_locale.sentences.find(fmt::format("one_{}", name)) : nullptr;
    if (!pattern_text) pattern_text = m_locale.sentences.find(name);
    if (!pattern_text) return;
    if (!numbers.text.empty()) append(numbers, text_value(", "));
    auto words = replaced(pattern_text->text, "{number}", fmt::format("{}", number->value));
    append(numbers, m_text.plain(words, number->at));
  };
  count("citations", metric.citations);
  count("h_index", metric.h_index);
  count("i10_index", metric.i10_index);
  if (auto as_of = m_locale.sentences.find("as_of"); as_of && metric.as_of && !numbers.text.empty()) {
    auto day = replaced(as_of->text, "{date}", format_date(*metric.as_of, m_locale, {}));
    append(numbers, m_text.plain(" " + day, metric.as_of->at));
  }
  return numbers;
}

std::optional<Value> Viewer::investigators_of(Held const& record) const {
  auto const& grant = *static_cast<Grant const*>(record.value);
  bool leads = grant.role && grant.role->is("PI");
  if (omits("people") || (grant.people.empty() && !leads)) return {};
  auto const& name = m_plan.record->person.name;
  Contributor self;
  self.name.at = name.at;
  auto const parts = name.parts();
  for (auto const* part : {&parts.first, &parts.middle, &parts.last, &parts.suffix})
    if (!part->empty()) self.printed += (self.printed.empty() ? "" : " ") + *part;
  auto all = grant.people;
  all.insert(all.begin() + (leads ? 0 : 1), std::move(self));
  return people(all, false);
}

std::optional<Value> Viewer::unit_of(Held const& record) const {
  Value unit;
  for (auto name : {"department", "location"}) {
    auto part = held(*record.shape, record.value, name);
    if (!part || omits(name)) continue;
    if (!unit.text.empty()) append(unit, text_value(", "));
    append(unit, field(name, part));
  }
  return unit.text.empty() ? std::optional<Value>{} : unit;
}

std::optional<Value> Viewer::doi_url_of(Held const& record) const {
  auto doi = held(*record.shape, record.value, "doi").as<Doi>();
  if (!doi || omits("doi")) return {};
  return text_value(latex_url("https://doi.org/" + doi->text), doi->at);
}

std::optional<Value> Viewer::arxiv_url_of(Held const& record) const {
  auto arxiv = held(*record.shape, record.value, "arxiv").as<ArxivId>();
  if (!arxiv || omits("arxiv")) return {};
  return text_value(latex_url("https://arxiv.org/abs/" + arxiv->text), arxiv->at);
}

std::optional<Value> Viewer::profile_of(Held const& record) const {
  auto const& link = *static_cast<Link const*>(record.value);
  if (link.url) return leaf({&shape<Url>(), &*link.url});
  auto network = link.network ? find_network(link.network->text) : nullptr;
  auto page = network && link.user ? page_in(*network, link.user->text) : "";
  if (page.empty()) return {};
  return text_value(latex_url(page), link.user->at);
}

std::optional<Value> Viewer::has_highlights_of(Held const& record) const {
  bool shown = held(*record.shape, record.value, "highlights") && !omits("highlights");
  return shown ? std::optional(text_value({})) : std::nullopt;
}

std::optional<Value> Viewer::several_of(Held const& record) const {
  for (auto name : {"advisors", "supervisors"})
    if (auto people = held(*record.shape, record.value, name).as<std::vector<Contributor>>())
      if (people->size() > 1) return text_value({});
  return {};
}

}  // namespace vitac::views
