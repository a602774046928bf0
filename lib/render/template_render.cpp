#include <algorithm>
#include <utility>

#include "render/template.hpp"
#include "render/template_names.hpp"

namespace vitac {
namespace {

using namespace templates;

// Whether TeX would read what is written behind this text on its last line as a comment.
bool ends_in_comment(std::string_view text) {
  auto line = text.substr(text.rfind('\n') + 1);  // npos + 1 is 0
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\')
      ++i;
    else if (line[i] == '%')
      return true;
  }
  return false;
}

class Renderer {
 public:
  Renderer(Templates const& partials, Type const& type, Value const& root)
      : m_partials(partials), m_scope{{&type, &root, root.at}} {}

  Rendered render(Template const& top) {
    render(top.pieces);
    return std::move(m_out);
  }

 private:
  struct Frame {
    Type const* type;
    Value const* value;
    Span at;  // of the innermost value that has a place
  };

  struct Found {
    Type const* type = nullptr;
    Value const* value = nullptr;

    bool present() const { return value && (value->kind != Type::list || !value->items.empty()); }
  };

  void render(std::vector<Piece> const& pieces) {
    for (auto const& piece : pieces) {
      switch (piece.kind) {
        case Piece::literal:
          emit(piece.text, piece.at, m_scope.back().at);
          break;
        case Piece::line_end:
          end_line(piece);
          break;
        case Piece::name:
          print(look_up(piece.text), piece);
          break;
        case Piece::section:
          section(look_up(piece.text), piece.body);
          break;
        case Piece::inverted:
          if (!look_up(piece.text).present()) render(piece.body);
          break;
        case Piece::partial:
          partial(piece);
          break;
      }
    }
  }

  Found look_up(std::string_view name) const {
    if (name == ".") return {m_scope.back().type, m_scope.back().value};
    auto [first, rest] = split(name);
    auto frame = holder(m_scope, first);
    if (frame == npos) return {};
    auto found = step({m_scope[frame].type, m_scope[frame].value}, first);
    for (auto path = split(rest); found.value && !path.first.empty(); path = split(path.rest))
      found = step(found, path.first);
    return found;
  }

  static Found step(Found outer, std::string_view name) {
    auto const* type = outer.type->find(name);
    return {type, type ? outer.value->find(name) : nullptr};
  }

  void print(Found found, Piece const& piece) {
    if (!found.value || found.value->kind != Type::value) return;
    auto const& value = *found.value;
    std::string_view text = value.text;
    auto at = value.at.somewhere() ? value.at : m_scope.back().at;
    std::size_t done = 0;
    for (auto const& detail : value.details) {
      auto end = std::min(detail.end, text.size());
      if (detail.begin < done || detail.begin >= end) continue;
      emit(text.substr(done, detail.begin - done), piece.at, at);
      emit(text.substr(detail.begin, end - detail.begin), piece.at, detail.at.somewhere() ? detail.at : at);
      done = end;
    }
    emit(text.substr(done), piece.at, at);
  }

  void section(Found found, std::vector<Piece> const& body) {
    if (!found.present()) return;
    if (found.value->kind != Type::list) return within(found, body);
    auto const* item_type =
        found.type->kind == Type::list ? found.type->item : found.type;  // else it is open
    for (auto const& item : found.value->items) within({item_type, &item}, body);
  }

  void within(Found found, std::vector<Piece> const& body) {
    m_scope.push_back(
        {found.type, found.value, found.value->at.somewhere() ? found.value->at : m_scope.back().at});
    render(body);
    m_scope.pop_back();
  }

  void partial(Piece const& piece) {
    auto floor = std::exchange(m_floor, m_out.text.size());
    if (auto frame = drawn(m_scope, piece.text); frame != npos)
      draw(m_scope[frame]);
    else if (auto const* text = find_template(m_partials, piece.text))
      render(text->pieces);
    if (piece.inside_line) drop_line_end();
    m_floor = floor;
  }

  void draw(Frame const& frame) {
    auto const* own = find_template(m_partials, frame.value->variant);
    auto const* type = drawn_as(*frame.type, frame.value->variant, own);
    auto const* text = own ? own : find_template(m_partials, drawing);
    if (text) within({type, frame.value}, text->pieces);
  }

  // An editor ends every file with a line end; in the middle of a line it would be a space to TeX.
  void drop_line_end() {
    auto printed = std::string_view(m_out.text).substr(m_floor);
    if (!printed.ends_with('\n')) return;
    printed.remove_suffix(printed.ends_with("\r\n") ? 2 : 1);
    if (!ends_in_comment(printed)) cut(m_floor + printed.size());
  }

  // Nothing but blanks on this line: away with it.
  void end_line(Piece const& piece) {
    auto printed = std::string_view(m_out.text).substr(m_floor);
    auto last = printed.find_last_not_of(blanks);
    if (last != npos && printed[last] != '\n') return emit(piece.text, piece.at, m_scope.back().at);
    cut(m_floor + last + 1);  // npos + 1 is 0
  }

  void cut(std::size_t size) {
    m_out.text.resize(size);
    while (!m_out.origins.empty() && m_out.origins.back().begin >= size) m_out.origins.pop_back();
  }

  void emit(std::string_view text, Span template_at, Span written_at) {
    if (text.empty()) return;
    m_out.origins.push_back({m_out.text.size(), template_at, written_at});
    m_out.text += text;
  }

  Templates const& m_partials;
  std::vector<Frame> m_scope;  // innermost last
  std::size_t m_floor = 0;     // where the output of the innermost partial begins
  Rendered m_out;
};

}  // namespace

Type const* Type::find(std::string_view name) const {
  if (kind == open) return this;
  auto field =
      std::find_if(fields.begin(), fields.end(), [name](auto const& one) { return one.name == name; });
  return field == fields.end() ? nullptr : field->type;
}

Value const* Value::find(std::string_view name) const {
  auto field = find_named(fields, name);
  return field == fields.end() ? nullptr : &field->second;
}

void append(Value& whole, Value const& part) {
  auto shift = whole.text.size();
  auto add = [&](std::size_t begin, std::size_t end, Span at) {
    if (begin < end && at.somewhere()) whole.details.push_back({shift + begin, shift + end, at});
  };
  std::size_t done = 0;
  for (auto const& detail : part.details) {
    add(done, detail.begin, part.at);
    add(detail.begin, detail.end, detail.at);
    done = detail.end;
  }
  add(done, part.text.size(), part.at);
  whole.text += part.text;
  if (!whole.at.somewhere()) whole.at = part.at;
}

Origin const& Rendered::origin(std::size_t offset) const {
  static constexpr Origin nowhere{};
  auto after = std::upper_bound(origins.begin(), origins.end(), offset,
                                [](std::size_t at, Origin const& origin) { return at < origin.begin; });
  return after == origins.begin() ? nowhere : *(after - 1);
}

Rendered render_template(Template const& top, Templates const& partials, Type const& type,
                         Value const& root) {
  return Renderer(partials, type, root).render(top);
}

}  // namespace vitac
