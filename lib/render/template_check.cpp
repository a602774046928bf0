#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/suggest.hpp"
#include "render/template.hpp"
#include "render/template_names.hpp"

namespace vitac {
namespace {

using namespace templates;

class Checker {
 public:
  Checker(Templates const& partials, Type const& root, Diagnostics& sink)
      : m_partials(partials), m_sink(sink), m_scope{{&root, 0, 0}} {}

  std::set<Template const*> check(Template const& top) {
    visit(top);
    find_endless();
    std::stable_sort(m_problems.begin(), m_problems.end(), [](Problem const& a, Problem const& b) {
      auto const &first = a.diagnostic.at, &second = b.diagnostic.at;
      return std::pair(first.file, first.begin) < std::pair(second.file, second.begin);
    });
    for (auto& [diagnostic, variants, alternatives] : m_problems) {
      if (diagnostic.help.empty() && diagnostic.code == "template-name")
        diagnostic.help = "`vitac styles names` lists all that there are";
      if (variants.size() < alternatives) diagnostic.notes.push_back("when it draws " + some_of(variants));
      m_sink.add(std::move(diagnostic));
    }
    std::set<Template const*> reached;
    for (auto const& [state, number] : m_states) reached.insert(state.first);
    return reached;
  }

 private:
  struct Frame {
    Type const* type;
    std::size_t value;   // the frame that brought this value in: itself, unless only its type is refined
    std::size_t parent;  // the value that this one is a part of
    std::string_view variant = {};
    Template const* own = nullptr;  // the template named as the variant
    std::size_t alternatives = 0;   // how many variants may be drawn here
  };

  struct Problem {
    Diagnostic diagnostic;
    std::vector<std::string_view> variants;
    std::size_t alternatives = 0;  // of these variants; 0 when it has nothing to do with them
  };

  // One template in one scope.
  using State = std::pair<Template const*, std::vector<Type const*>>;

  // How the record on top changes from a template's beginning to a partial in it. Values are trees, so a
  // partial that comes back deeper in one must end; one that comes back anywhere else need not.
  enum Way { stays, inward, sideways };

  struct Inclusion {
    std::size_t from, to;
    Way way;
    Piece const* piece;
    bool counts = true;
  };

  struct Here {
    Template const* text = nullptr;
    std::size_t state = 0, value = 0;
  };

  // Equal for scopes in which all names mean the same: an outer frame of the same type is hidden by an inner.
  std::vector<Type const*> visible() const {
    std::vector<Type const*> types;
    for (auto frame = m_scope.rbegin(); frame != m_scope.rend(); ++frame)
      if (std::find(types.begin(), types.end(), frame->type) == types.end()) types.push_back(frame->type);
    return types;
  }

  // Checks a template in this scope, unless that was done.
  std::size_t visit(Template const& text) {
    auto [state, is_new] = m_states.try_emplace({&text, visible()}, m_states.size());
    auto number = state->second;
    if (is_new) {
      auto outer = std::exchange(m_here, {&text, number, m_scope.back().value});
      check(text.pieces);
      m_here = outer;
    }
    return number;
  }

  void check(std::vector<Piece> const& pieces) {
    for (auto const& piece : pieces) {
      if (piece.kind == Piece::partial) check_partial(piece);
      if (piece.kind == Piece::name) check_value(piece);
      if (piece.kind == Piece::section) check_section(piece);
      if (piece.kind == Piece::inverted) {
        look_up(piece);
        check(piece.body);
      }
    }
  }

  void check_section(Piece const& piece) {
    auto [type, frame] = look_up(piece);
    if (!type) return;  // what the names inside mean cannot be told
    bool is_itself = piece.text == "." && type->kind != Type::list;
    auto outer = m_scope[frame].value;
    m_scope.push_back(
        {type->kind == Type::list ? type->item : type, is_itself ? outer : m_scope.size(), outer});
    check(piece.body);
    m_scope.pop_back();
  }

  void check_value(Piece const& piece) {
    auto type = look_up(piece).first;
    if (!type || type->kind == Type::value || type->kind == Type::open) return;
    auto const* kind = type->kind == Type::list ? "list" : "record";
    auto help =
        piece.text == "." && type->kind == Type::record ? example("", *type) : example(piece.text, *type);
    problem("template-name", place(piece, piece.text),
            fmt::format("`{}` is a {}, not a value", piece.text, kind),
            help.empty() ? "" : fmt::format("write `{}`", help));
  }

  static std::string some_of(std::vector<std::string_view> const& names) {
    constexpr std::size_t most = 8;
    if (names.size() <= most + 1) return one_of(names);
    return fmt::format("`{}` or {} others", fmt::join(names.begin(), names.begin() + most, "`, `"),
                       names.size() - most);
  }

  // How a value in a list or a record is written; empty when it holds none.
  static std::string example(std::string_view name, Type const& type) {
    if (type.kind == Type::list) {
      auto inside = type.item->kind == Type::value ? "<<.>>" : example("", *type.item);
      return fmt::format("<<#{0}>>{1}<</{0}>>", name, inside.empty() ? ".." : inside);
    }
    for (auto const& [field, of, doc] : type.fields)
      if (of->kind == Type::value) return fmt::format("<<{}{}{}>>", name, name.empty() ? "" : ".", field);
    return "";
  }

  // The type that a tag names and the frame it is found in; reports it when there is none.
  std::pair<Type const*, std::size_t> look_up(Piece const& piece) {
    std::string_view name = piece.text;
    auto top = m_scope.size() - 1;
    if (name == ".") return {m_scope[top].type, top};
    auto [first, rest] = split(name);
    auto frame = holder(m_scope, first);
    if (frame == npos) {
      unknown(piece, first);
      return {};
    }
    auto const* type = m_scope[frame].type->find(first);
    for (auto step = split(rest); type && !step.first.empty(); step = split(step.rest)) {
      auto const* inner = type->find(step.first);
      if (!inner) unknown_inside(piece, *type, step.first);
      type = inner;
    }
    return {type, frame};
  }

  void unknown(Piece const& piece, std::string_view name) {
    std::vector<std::string_view> names;
    for (auto frame = m_scope.rbegin(); frame != m_scope.rend(); ++frame) append_names(*frame->type, names);
    auto const owned = owners(name);
    auto help = owned.empty() ? suggestion(name, names) : owned;
    // Our names are in snake case; this is more likely a word of the document.
    bool is_word =
        std::any_of(name.begin(), name.end(), [](char c) { return !(c >= 'a' && c <= 'z') && c != '_'; });
    if (is_word && owned.empty() && nearest(name, names).empty()) help = quotation;
    if (help.empty() && name == "else")
      help = "what is shown when a name is absent stands in `<<^name>>..<</name>>`";
    problem("template-name", place(piece, name), fmt::format("unknown name `{}`", name), help);
  }

  /// The variants that have a name, if they are few.
  std::string owners(std::string_view name) const {
    std::vector<std::string_view> found;
    for (auto const& frame : m_scope)
      for (auto const& [variant, type] : frame.type->variants)
        if (type->find(name)) found.push_back(variant);
    return found.empty() || found.size() > 8 ? "" : fmt::format("only entries of {} have it", one_of(found));
  }

  static void append_names(Type const& type, std::vector<std::string_view>& names) {
    for (auto const& field : type.fields)
      if (std::find(names.begin(), names.end(), field.name) == names.end()) names.push_back(field.name);
  }

  // The name that was meant, else all that there are if they can be read at a glance.
  static std::string suggestion(std::string_view name, std::vector<std::string_view> const& names) {
    auto help = did_you_mean(name, names);
    return help.empty() && !names.empty() && names.size() <= 8 ? "it can be " + one_of(names) : help;
  }

  void unknown_inside(Piece const& piece, Type const& outer, std::string_view name) {
    auto at = place(piece, name);
    auto path =
        std::string_view(piece.text).substr(0, static_cast<std::size_t>(name.data() - piece.text.data()) - 1);
    if (outer.kind == Type::list) {
      auto rest = std::string_view(piece.text).substr(path.size() + 1);
      problem("template-name", at,
              fmt::format("`{}` is a list: it has names only for each of its items", path),
              fmt::format("write `<<#{0}>><<{1}>><</{0}>>`", path, rest));
    } else if (outer.kind == Type::value) {
      problem("template-name", at, fmt::format("`{}` is a value and has no names inside", path),
              fmt::format("write `<<{}>>`", path));
    } else {
      std::vector<std::string_view> names;
      append_names(outer, names);
      problem("template-name", at, fmt::format("unknown name `{}` in `{}`", name, path),
              suggestion(name, names));
    }
  }

  void check_partial(Piece const& piece) {
    if (auto frame = drawn(m_scope, piece.text); frame != npos) return check_drawing(piece, frame);
    if (auto const* text = find_template(m_partials, piece.text)) return include(piece, *text);
    std::vector<std::string_view> names;
    for (auto const& partial : m_partials) names.push_back(partial.first);
    std::string_view stem = piece.text;
    if (stem.ends_with(".tex")) stem.remove_suffix(4);
    bool is_suffixed = stem != piece.text && m_partials.contains(stem);
    problem("template-partial", place(piece, piece.text), fmt::format("no template `{}`", piece.text),
            is_suffixed ? fmt::format("write `<<>{}>>`", stem) : suggestion(piece.text, names));
  }

  void check_drawing(Piece const& piece, std::size_t frame) {
    auto value = m_scope[frame].value, parent = m_scope[frame].parent;
    auto const& variants = m_scope[frame].type->variants;
    auto owning = std::count_if(variants.begin(), variants.end(),
                                [this](auto const& one) { return m_partials.contains(one.first); });
    auto const& record = *m_scope[frame].type;
    for (auto const& [variant, own_type] : variants) {
      auto const* own = find_template(m_partials, variant);
      auto const* text = own ? own : find_template(m_partials, drawing);
      auto alternatives = variants.size() - (own ? 0 : owning);
      if (!text) ++alternatives;  // name them even when it is all of them
      m_scope.push_back({drawn_as(record, variant, own), value, parent, variant, own, alternatives});
      if (text)
        include(piece, *text);
      else
        problem(
            "template-partial", place(piece, piece.text), fmt::format("no template `{}`", piece.text),
            fmt::format("write `{}.tex`, which draws every kind that has no template of its own", drawing));
      m_scope.pop_back();
    }
  }

  void include(Piece const& piece, Template const& text) {
    auto from = m_here.state;
    auto way = way_to_top();
    auto to = visit(text);
    m_inclusions.push_back({from, to, way, &piece});
  }

  Way way_to_top() const {
    auto value = m_scope.back().value;
    if (value == m_here.value) return stays;
    while (value != m_here.value && value != 0) value = m_scope[value].parent;
    return value == m_here.value ? inward : sideways;
  }

  // Reports one inclusion of each circle that need not end: all of it stays at one value, or somewhere it
  // leaves the value it came from, so that going inward elsewhere brings no end nearer.
  void find_endless() {
    std::vector<std::vector<Inclusion const*>> leaving(m_states.size());
    for (auto const& inclusion : m_inclusions) leaving[inclusion.from].push_back(&inclusion);
    for (auto& inclusion : m_inclusions) {
      if (inclusion.way == inward ||
          !reaches(inclusion.to, inclusion.from, inclusion.way == sideways, leaving))
        continue;
      inclusion.counts = false;
      auto const& piece = *inclusion.piece;
      problem("template-partial", place(piece, piece.text),
              fmt::format("template `{}` includes itself without end", piece.text),
              "a template can include itself only in a section that goes inward, as `<<#parts>>` does");
    }
  }

  static bool reaches(std::size_t from, std::size_t to, bool even_inward,
                      std::vector<std::vector<Inclusion const*>> const& leaving) {
    std::vector<bool> seen(leaving.size());
    std::vector<std::size_t> open{from};
    seen[from] = true;
    while (!open.empty() && !seen[to]) {
      auto state = open.back();
      open.pop_back();
      for (auto const* next : leaving[state]) {
        if (!next->counts || seen[next->to] || (next->way == inward && !even_inward)) continue;
        seen[next->to] = true;
        open.push_back(next->to);
      }
    }
    return seen[to];
  }

  // The bytes of a name, which is a part of the piece's text unless it is the whole.
  static Span place(Piece const& piece, std::string_view name) {
    auto size = static_cast<std::uint32_t>(piece.text.size());
    auto begin = piece.at.end - 2 - size;  // before the `>>`
    auto skipped = static_cast<std::uint32_t>(name.data() - piece.text.data());
    return {piece.at.file, begin + skipped, begin + skipped + static_cast<std::uint32_t>(name.size())};
  }

  // A template is checked in the scope of each of its callers; what is wrong in several is said once.
  void problem(std::string_view code, Span at, std::string message, std::string help) {
    auto [known, is_new] = m_known.try_emplace({at.file, at.begin, message}, m_problems.size());
    if (is_new)
      m_problems.push_back({{Severity::error, code, at, std::move(message), std::move(help)}, {}});
    else if (m_problems[known->second].diagnostic.help.empty())
      m_problems[known->second].diagnostic.help = std::move(help);
    note_variant(m_problems[known->second], is_new);
  }

  void note_variant(Problem& problem, bool is_new) const {
    auto frame =
        std::find_if(m_scope.rbegin(), m_scope.rend(), [](auto const& one) { return one.alternatives > 0; });
    bool is_general = frame == m_scope.rend() || frame->own == m_here.text;
    if (is_general || (!is_new && problem.alternatives == 0)) {
      problem.alternatives = 0;
      return;
    }
    problem.alternatives = std::max(problem.alternatives, frame->alternatives);
    if (std::find(problem.variants.begin(), problem.variants.end(), frame->variant) == problem.variants.end())
      problem.variants.push_back(frame->variant);
  }

  Templates const& m_partials;
  Diagnostics& m_sink;
  std::vector<Frame> m_scope;  // innermost last
  Here m_here;
  std::map<State, std::size_t> m_states;
  std::vector<Inclusion> m_inclusions;
  std::vector<Problem> m_problems;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::string>, std::size_t> m_known;
};

}  // namespace

std::set<Template const*> check_template(Template const& top, Templates const& partials, Type const& root,
                                         Diagnostics& sink) {
  return Checker(partials, root, sink).check(top);
}

}  // namespace vitac
