#include "style/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/suggest.hpp"

namespace vitac {
namespace {

template <class Items>
std::vector<std::string_view> keys_of(Items const& dictionary) {
  std::vector<std::string_view> keys;
  for (auto const& item : dictionary.items) keys.push_back(item.key);
  return keys;
}

std::vector<std::string_view> words(std::vector<Literal> const& literals) {
  std::vector<std::string_view> all;
  for (auto const& literal : literals) all.push_back(literal.text);
  return all;
}

/// Whether a text is a number in the option's range, with a unit of TeX behind it for a length. It goes into
/// TeX as it is.
bool is_measure(OptionSpec const& spec, std::string_view written, bool is_length) {
  constexpr std::array<std::string_view, 6> units{"pt", "mm", "cm", "in", "em", "ex"};
  double value = 0;
  auto [end, error] =
      std::from_chars(written.data(), written.data() + written.size(), value, std::chars_format::fixed);
  std::string_view unit(end, std::size_t(written.data() + written.size() - end));
  bool is_whole = is_length ? std::ranges::find(units, unit) != units.end() : unit.empty();
  return error == std::errc{} && is_whole && (!spec.minimum || value >= spec.minimum->value) &&
         (!spec.maximum || value <= spec.maximum->value);
}

std::string range_of(OptionSpec const& spec) {
  if (spec.minimum && spec.maximum)
    return fmt::format(" from {} to {}", spec.minimum->text, spec.maximum->text);
  if (spec.minimum) return fmt::format(" of at least {}", spec.minimum->text);
  return spec.maximum ? fmt::format(" of at most {}", spec.maximum->text) : "";
}

/// Gives an option a value as written, or says why it does not take it.
void set(OptionValue& option, OptionSpec const& spec, std::string_view written, Span at, Exit exit,
         Diagnostics& problems) {
  auto refuse = [&](std::string const& takes, std::string help) {
    Diagnostic problem{Severity::error, "bad-option", at,
                       fmt::format("the option `{}` takes {}, not `{}`", option.name, takes, written),
                       std::move(help)};
    problem.exit = exit;
    problems.add(std::move(problem));
  };
  option.at = at;
  if (spec.type.is("flag")) {
    option.flag = written == "true";
    if (!option.flag && written != "false") refuse("`true` or `false`", "");
    return;
  }
  auto choices = words(spec.choices);
  if (spec.type.is("choice") && std::ranges::find(choices, written) == choices.end())
    return refuse(one_of(choices), did_you_mean(written, choices));
  bool is_length = spec.type.is("length");
  if ((is_length || spec.type.is("number")) && !is_measure(spec, written, is_length))
    return refuse(fmt::format("{}{}", is_length ? "a length such as `12pt`" : "a number", range_of(spec)),
                  "");
  option.text = written;
}

void fill_slot(SectionSpec& section, Manifest const& manifest, Diagnostics& problems) {
  for (auto& part : section.parts) fill_slot(part, manifest, problems);
  if (!section.slot) return;
  auto slot = manifest.slots.find(section.slot->text);
  if (!slot) {
    auto names = keys_of(manifest.slots);
    auto help = names.empty() ? "name a `kind` instead" : did_you_mean(section.slot->text, names);
    problems.error("unknown-slot", section.slot->at,
                   fmt::format("the style has no slot `{}`", section.slot->text), help);
    return;
  }
  if (section.kind.empty()) section.kind = slot->kinds;
  if (!section.title) section.title = slot->title;
  if (!section.limit) section.limit = slot->maximum;
}

}  // namespace

std::vector<OptionValue> default_options(Manifest const& manifest) {
  std::vector<OptionValue> values;
  for (auto const& [name, at, spec] : manifest.options.items) {
    OptionValue value;
    value.name = name;
    value.is_flag = spec.type.is("flag");
    if (spec.type.is("choice")) value.choices = words(spec.choices);
    if (spec.fallback)
      value.is_flag ? void(value.flag = spec.fallback->text == "true")
                    : void(value.text = spec.fallback->text);
    values.push_back(std::move(value));
  }
  return values;
}

std::vector<OptionValue> settle_options(Manifest const& manifest, DocumentSpec const& document,
                                        std::vector<std::pair<std::string, std::string>> const& given,
                                        Diagnostics& problems) {
  auto values = default_options(manifest);
  auto assign = [&](std::string_view name, Span name_at, std::string_view written, Span at, Exit exit) {
    auto spec = manifest.options.find(name);
    auto option = std::ranges::find(values, name, &OptionValue::name);
    if (spec) return set(*option, *spec, written, at, exit, problems);
    Diagnostic problem{Severity::error, "unknown-option", name_at,
                       fmt::format("the style has no option `{}`", name)};
    problem.help = did_you_mean(name, keys_of(manifest.options));
    problem.exit = exit;
    problems.add(std::move(problem));
  };
  for (auto const& [name, at, value] : document.options.items) {
    if (value.tree->kind == Tree::scalar)
      assign(name, at, value.tree->text, value.at, Exit::input);
    else
      problems.error(
          "wrong-type", value.at,
          fmt::format("expected a value for the option `{}`, found {}", name, described(*value.tree)));
  }
  for (auto const& [name, value] : given) assign(name, {}, value, {}, Exit::usage);
  return values;
}

Layouts layouts_of(Manifest const& manifest) {
  Layouts layouts;
  for (auto const& [name, at, spec] : manifest.layouts.items) layouts.emplace_back(name, words(spec.kinds));
  return layouts;
}

DocumentSpec complete(DocumentSpec const& document, Manifest const& manifest, Diagnostics& problems) {
  auto whole = document;
  if (whole.sections.empty()) whole.sections = manifest.sections;
  for (auto& section : whole.sections) fill_slot(section, manifest, problems);
  return whole;
}

}  // namespace vitac
