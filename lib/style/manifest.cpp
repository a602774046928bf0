#include "style/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "model/record.hpp"

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

bool takes(OptionSpec const& spec, std::string_view written) {
  if (spec.type.is("flag")) return written == "true" || written == "false";
  if (spec.type.is("choice"))
    return std::ranges::find(spec.choices, written, &Literal::text) != spec.choices.end();
  bool is_length = spec.type.is("length");
  return !(is_length || spec.type.is("number")) || is_measure(spec, written, is_length);
}

std::string way_to_value(OptionSpec const& spec, std::string_view written) {
  if (spec.type.is("flag") && (written == "yes" || written == "on")) return "write `true`";
  if (spec.type.is("flag") && (written == "no" || written == "off")) return "write `false`";
  if (spec.type.is("length") && is_measure({}, written, false))
    return fmt::format("write it with its unit, such as `{}mm`", written);
  return did_you_mean(written, words(spec.choices));
}

/// Whether an option takes a value as written; else says why not.
bool check_value(std::string_view name, OptionSpec const& spec, std::string_view written, Span at, Exit exit,
                 Diagnostics& problems) {
  if (takes(spec, written)) return true;
  Diagnostic problem{
      Severity::error, "bad-option", at,
      fmt::format("the option `{}` takes {}, not {}", name, values_of(spec), in_backquotes(written)),
      way_to_value(spec, written)};
  problem.exit = exit;
  problems.add(std::move(problem));
  return false;
}

void set(OptionValue& option, OptionSpec const& spec, std::string_view written, Span at, Exit exit,
         Diagnostics& problems) {
  option.at = at;
  if (!check_value(option.name, spec, written, at, exit, problems)) return;
  if (option.is_flag)
    option.flag = written == "true";
  else
    option.text = written;
}

class ManifestCheck {
 public:
  ManifestCheck(Manifest const& manifest, Diagnostics& problems)
      : m_manifest(manifest), m_problems(problems) {
    for (auto const& kind : section_kinds()) m_kinds.push_back(kind.name);
  }

  void run() {
    for (auto const& [name, at, spec] : m_manifest.options.items)
      if (check_name("option", name, at)) option(name, at, spec);
    for (auto const& [name, at, spec] : m_manifest.slots.items) check_kinds(spec.kinds);
    std::vector<std::pair<Literal const*, std::string_view>> laid_out;
    for (auto const& [name, at, spec] : m_manifest.layouts.items) {
      check_name("layout", name, at);
      check_kinds(spec.kinds);
      for (auto const& kind : spec.kinds) {
        // A style may lay out a kind otherwise than the style that it extends: its own layouts come first.
        auto known = std::ranges::find_if(laid_out, [&](auto const& one) {
          return one.first->text == kind.text && one.first->at.file == kind.at.file;
        });
        if (known != laid_out.end())
          say(kind.at,
              fmt::format("{} stands in the layout `{}` already", in_backquotes(kind.text), known->second),
              "take it out of one of the two");
        laid_out.emplace_back(&kind, name);
      }
    }
  }

 private:
  void say(Span at, std::string message, std::string help) {
    m_problems.error("bad-style", at, std::move(message), std::move(help));
  }

  /// Templates ask for it by name.
  bool check_name(std::string_view what, std::string_view name, Span at) {
    bool is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
      return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-';
    });
    if (!is_name)
      say(at,
          fmt::format("{} cannot be the name of {} {}", in_backquotes(name), what == "option" ? "an" : "a",
                      what),
          "it has letters, digits, `_` and `-` only");
    return is_name;
  }

  void option(std::string_view name, Span at, OptionSpec const& spec) {
    bool is_choice = spec.type.is("choice"), is_measured = spec.type.is("number") || spec.type.is("length");
    if (is_choice && spec.choices.empty())
      return say(at, fmt::format("the option `{}` has no choices", name), "add `choices: [..., ...]`");
    if (!is_choice && !spec.choices.empty())
      return say(spec.choices.front().at, fmt::format("a {} has no choices", spec.type.name()),
                 "write `type: choice`, or leave them out");
    for (auto const& limit : {spec.minimum, spec.maximum})
      if (limit && !is_measured)
        return say(limit->at, fmt::format("a {} has no minimum or maximum", spec.type.name()),
                   "write `type: number` or `type: length`, or leave it out");
    if (spec.minimum && spec.maximum && spec.minimum->value > spec.maximum->value)
      return say(spec.minimum->at,
                 fmt::format("nothing is from {} to {}", spec.minimum->text, spec.maximum->text),
                 "exchange the two");
    if (spec.fallback)
      check_value(name, spec, spec.fallback->text, spec.fallback->at, Exit::input, m_problems);
  }

  void check_kinds(std::vector<Literal> const& kinds) {
    for (auto const& kind : kinds)
      if (std::ranges::find(m_kinds, kind.text) == m_kinds.end())
        m_problems.error("unknown-kind", kind.at,
                         fmt::format("there is no section kind {}", in_backquotes(kind.text)),
                         suggested(kind.text, m_kinds, "there is"));
  }

  Manifest const& m_manifest;
  Diagnostics& m_problems;
  std::vector<std::string_view> m_kinds;
};

/// Gives one of the options a value, or says that the style has none of that name.
void assign(std::string_view name, Span name_at, std::string_view written, Span at, Exit exit,
            Manifest const& manifest, std::vector<OptionValue>& values, Diagnostics& problems) {
  auto spec = manifest.options.find(name);
  auto option = std::ranges::find(values, name, &OptionValue::name);
  if (spec) return set(*option, *spec, written, at, exit, problems);
  Diagnostic problem{Severity::error, "unknown-option", name_at,
                     fmt::format("the style has no option `{}`", name)};
  problem.help = did_you_mean(name, keys_of(manifest.options));
  problem.exit = exit;
  problems.add(std::move(problem));
}

void apply(Dictionary<Anything> const& options, Manifest const& manifest, std::vector<OptionValue>& values,
           Diagnostics& problems) {
  for (auto const& [name, at, value] : options.items) {
    if (value.tree->kind == Tree::scalar)
      assign(name, at, value.tree->text, value.at, Exit::input, manifest, values, problems);
    else
      problems.error(
          "wrong-type", value.at,
          fmt::format("expected a value for the option `{}`, found {}", name, described(*value.tree)));
  }
}

/// Whether a section says what it lists and nothing more.
bool is_bare(SectionSpec const& section) {
  return std::ranges::all_of(SectionSpec::fields, [&](Field const& row) {
    return (row.name == "kind") == bool(held(row.shape(), row.of(&section)));
  });
}

/// The style's own section of a kind.
SectionSpec const* own_section(std::string_view kind, Manifest const& manifest) {
  auto found = std::ranges::find_if(manifest.sections, [&](SectionSpec const& own) {
    return own.kind.size() == 1 && own.kind[0].text == kind;
  });
  return found == manifest.sections.end() ? nullptr : &*found;
}

/// The order that the style gives the entries of each of some kinds; none where it differs.
std::vector<Literal> order_of(std::span<Literal const> kinds, Manifest const& manifest) {
  std::vector<Literal> const* order = nullptr;
  for (auto const& kind : kinds) {
    auto own = own_section(kind.text, manifest);
    if (!own || (order && !std::ranges::equal(*order, own->sort, {}, &Literal::text, &Literal::text)))
      return {};
    order = &own->sort;
  }
  return order ? *order : std::vector<Literal>{};
}

/// A bare kind takes all that the style says of it, any other the order of its entries.
void fill_defaults(SectionSpec& section, Manifest const& manifest) {
  for (auto& part : section.parts) fill_defaults(part, manifest);
  if (is_bare(section) && section.kind.size() == 1) {
    if (auto own = own_section(section.kind[0].text, manifest)) {
      auto written = std::exchange(section, *own);
      section.kind = written.kind;
      section.at = written.at;
    }
  } else if (section.sort.empty() && section.ids.empty()) {
    section.sort = order_of(section.kind, manifest);
  }
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
}

/// The style's section for a slot as a document fills it: the document's words go before the style's.
SectionSpec filled(SectionSpec section, SectionSpec const& own, SlotSpec const* slot) {
  bool is_ordered = slot && slot->ordered && slot->ordered->value;
  if (section.kind.empty()) section.kind = own.kind;
  if (!section.title) section.title = own.title;
  if (!section.text) section.text = own.text;
  if (!section.number) section.number = own.number;
  if (!section.dates) section.dates = own.dates;
  if (!section.split_roles) section.split_roles = own.split_roles;
  if (section.omit.empty()) section.omit = own.omit;
  if (section.ids.empty() && !section.where) section.where = own.where;
  if (section.sort.empty() && (section.ids.empty() || is_ordered)) section.sort = own.sort;
  return section;
}

/// Puts a document's sections into the places that the style's list has for their slots; those that are
/// placed leave `given`. Places that only a document fills go where it does not.
std::vector<SectionSpec> with_slots(std::vector<SectionSpec> const& own, std::vector<SectionSpec>& given,
                                    Manifest const& manifest) {
  std::vector<SectionSpec> sections;
  for (auto section : own) {
    section.parts = with_slots(section.parts, given, manifest);
    auto slot = section.slot ? manifest.slots.find(section.slot->text) : nullptr;
    auto fills = [&](SectionSpec const& each) {
      return section.slot && each.slot->text == section.slot->text;
    };
    auto place = sections.size();
    for (auto const& each : given)
      if (fills(each)) sections.push_back(filled(each, section, slot));
    std::erase_if(given, fills);
    bool is_chosen = slot && slot->chosen && slot->chosen->value;
    if (place == sections.size() && !is_chosen) sections.push_back(std::move(section));
  }
  return sections;
}

}  // namespace

void check_manifest(Manifest const& manifest, Diagnostics& problems) {
  ManifestCheck(manifest, problems).run();
}

std::string values_of(OptionSpec const& spec) {
  if (spec.type.is("flag")) return "`true` or `false`";
  if (spec.type.is("choice")) return one_of(words(spec.choices));
  if (spec.type.is("number")) return "a number" + range_of(spec);
  if (spec.type.is("length")) return "a length such as `12pt`" + range_of(spec);
  return "a text";
}

std::vector<OptionValue> default_options(Manifest const& manifest) {
  std::vector<OptionValue> values;
  for (auto const& [name, at, spec] : manifest.options.items) {
    OptionValue value;
    value.name = name;
    value.is_flag = spec.type.is("flag");
    if (spec.help) value.help = spec.help->text;
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
  apply(document.options, manifest, values, problems);
  for (auto const& [name, value] : given)
    assign(name, {}, value, {}, Exit::usage, manifest, values, problems);
  return values;
}

SectionOptions settle_section_options(Manifest const& manifest, DocumentSpec const& whole,
                                      std::vector<OptionValue> const& of_document, Diagnostics& problems) {
  SectionOptions all;
  auto settle = [&](auto const& self, SectionSpec const& section) -> void {
    if (!section.options.items.empty()) {
      auto values = of_document;
      for (auto const& [name, at, value] : section.options.items)
        if (auto spec = manifest.options.find(name); spec && !(spec->section && spec->section->value))
          problems.error("bad-option", at, fmt::format("the option `{}` is for whole documents", name),
                         "give it in the `options` of the document");
      apply(section.options, manifest, values, problems);
      all.emplace_back(&section, std::move(values));
    }
    for (auto const& part : section.parts) self(self, part);
  };
  for (auto const& section : whole.sections) settle(settle, section);
  return all;
}

Layouts layouts_of(Manifest const& manifest) {
  Layouts layouts;
  for (auto const& [name, at, spec] : manifest.layouts.items) layouts.emplace_back(name, words(spec.kinds));
  return layouts;
}

std::vector<Rule> rules_of(Manifest const& manifest) {
  std::vector<Rule> rules;
  for (auto const& [name, at, rule] : manifest.rules.items) rules.push_back(rule);
  for (auto const& [name, at, slot] : manifest.slots.items) {
    if (!slot.maximum) continue;
    Rule rule;
    rule.name.choice = OneOf<rule_checks>::Known("maximum").choice;
    rule.source = slot.source;
    rule.date = slot.date;
    rule.slots.push_back({name, at});
    rule.at_most =
        Number{double(slot.maximum->value), fmt::format("{}", slot.maximum->value), slot.maximum->at};
    rules.push_back(std::move(rule));
  }
  return rules;
}

DocumentSpec complete(DocumentSpec const& document, Manifest const& manifest, Diagnostics& problems) {
  auto whole = document;
  if (!whole.empty) whole.empty = manifest.empty;
  bool fills_slots =
      std::ranges::all_of(document.sections, [](auto const& each) { return each.slot.has_value(); });
  if (fills_slots) {
    auto given = document.sections;
    whole.sections = with_slots(manifest.sections, given, manifest);
    whole.sections.insert(whole.sections.end(), given.begin(), given.end());
  }
  for (auto& section : whole.sections) {
    fill_slot(section, manifest, problems);
    fill_defaults(section, manifest);
  }
  return whole;
}

}  // namespace vitac
