#include "render/directions.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "render/latex.hpp"

namespace vitac {
namespace {

constexpr std::u32string_view brackets = U"()[]{}<>«»‹›";

/// A bracket as it must be written where the engine goes from right to left: it turns no glyphs round.
char32_t mirrored(char32_t c) {
  auto at = brackets.find(c);
  return at == brackets.npos ? c : brackets[at ^ 1];
}

/// A character or an inset.
struct Unit {
  char32_t character;
  std::size_t piece;
  Writing writing;
  std::size_t level = 0;  ///< 0: as the line; 1: from right to left; 2: from left to right within
};

/// Markup around the units from `begin` to `end`.
struct Markup {
  std::size_t piece, begin, end;
};

class Paragraph {
 public:
  explicit Paragraph(std::vector<Stretch> pieces) : m_pieces(std::move(pieces)) {}

  std::vector<Stretch> run() {
    take_apart();
    settle_numbers();
    settle_brackets();
    settle_neutrals();
    settle_levels();
    for (std::size_t at = 0; at < m_units.size(); ++at) put(at);
    while (!m_open.empty()) close();
    return std::move(m_out);
  }

 private:
  using enum Writing;

  void take_apart() {
    std::vector<std::size_t> open;
    auto base = neutral;
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
      auto const& [kind, tex, at] = m_pieces[i];
      if (kind == Stretch::open) {
        open.push_back(m_markup.size());
        m_markup.push_back({i, m_units.size(), 0});
      } else if (kind == Stretch::close) {
        m_markup[open.back()].end = m_units.size();
        open.pop_back();
      } else if (kind == Stretch::inset) {
        m_units.push_back({0, i, number});
      } else {
        for (std::size_t next = 0; next < tex.size();) {
          auto c = next_code_point(tex, next);
          auto writing = is_left_out(c) ? neutral : writing_of(c);
          m_units.push_back({c, i, writing});
          if (base == neutral && (writing == left_to_right || writing == right_to_left)) base = writing;
        }
      }
    }
    m_base = base;
  }

  /// A number in a run from left to right is a part of it. With its separators, `12.5`, `2019-2020`, it is
  /// one, and behind Hebrew with what it counts, `50%`; Arabic writes that in its own direction.
  void settle_numbers() {
    constexpr std::u32string_view between = U".,:/-", counted = U"%‰°€£$₪";
    bool is_hebrew = false;
    auto strong = m_base;
    for (std::size_t i = 0; i < m_units.size(); ++i) {
      auto& writing = m_units[i].writing;
      if (writing == left_to_right || writing == right_to_left) {
        strong = writing;
        is_hebrew = m_units[i].character < 0x600;
      }
      if (writing == mark) writing = i > 0 ? m_units[i - 1].writing : m_base;
      if (writing != number) continue;
      if (strong == left_to_right) writing = left_to_right;
      auto next = i + 1;
      if (is_hebrew && next < m_units.size() && counted.find(m_units[next].character) != counted.npos)
        m_units[next].writing = writing;
      while (next < m_units.size() && between.find(m_units[next].character) != between.npos) ++next;
      if (next == i + 1 || next == m_units.size() || m_units[next].writing != number) continue;
      for (auto k = i + 1; k < next; ++k) m_units[k].writing = writing;
    }
  }

  static Writing side(Writing writing) { return writing == number ? right_to_left : writing; }

  /// Both brackets of a pair go the way of what they hold, if that is the paragraph's or stands before them.
  void settle_brackets() {
    constexpr std::size_t deepest = 63;  // Unicode's own measure
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < m_units.size(); ++i) {
      auto bracket = brackets.find(m_units[i].character);
      if (bracket == brackets.npos || m_units[i].writing != neutral) continue;
      if (bracket % 2 == 0) {
        if (open.size() == deepest) break;
        open.push_back(i);
      } else if (!open.empty() && m_units[open.back()].character == mirrored(m_units[i].character)) {
        pairs.emplace_back(open.back(), i);
        open.pop_back();
      }
    }
    std::ranges::sort(pairs);
    auto before = m_base;
    std::size_t seen = 0;
    for (auto [first, last] : pairs) {
      for (; seen < first; ++seen)
        if (auto writing = m_units[seen].writing; writing != neutral) before = side(writing);
      bool has_base = false, has_other = false;
      for (auto i = first + 1; i < last; ++i) {
        auto writing = side(m_units[i].writing);
        if (writing != neutral) (writing == m_base ? has_base : has_other) = true;
      }
      if (has_base || has_other)
        m_units[first].writing = m_units[last].writing = has_base || before == m_base ? m_base : before;
    }
  }

  /// What stands between two that go the same way goes with them, all else the way of the paragraph.
  void settle_neutrals() {
    auto before = m_base;
    for (std::size_t i = 0; i < m_units.size();) {
      if (m_units[i].writing != neutral) {
        before = side(m_units[i++].writing);
        continue;
      }
      auto end = i;
      while (end < m_units.size() && m_units[end].writing == neutral) ++end;
      auto after = end < m_units.size() ? side(m_units[end].writing) : m_base;
      for (; i < end; ++i) m_units[i].writing = before == after ? before : m_base;
    }
  }

  void settle_levels() {
    for (auto& unit : m_units)
      unit.level = unit.writing == right_to_left ? 1
                   : unit.writing == number      ? 2
                   : m_base == right_to_left     ? 2
                                                 : 0;
    m_ends.assign(m_units.size(), {});
    for (std::size_t i = m_units.size(); i-- > 0;)
      for (std::size_t level : {1, 2}) {
        bool goes_on = i + 1 < m_units.size() && m_units[i + 1].level >= level;
        m_ends[i][level - 1] = goes_on ? m_ends[i + 1][level - 1] : i + 1;
      }
  }

  /// What is open: a direction, or markup.
  struct Frame {
    std::size_t level;  ///< 0: markup
    std::size_t markup, end;
  };

  void open(Frame frame) {
    std::string command = frame.level == 1   ? "\\cvrtl{"
                          : frame.level == 2 ? "\\cvltr{"
                                             : m_pieces[m_markup[frame.markup].piece].tex;
    m_out.push_back({Stretch::open, std::move(command)});
    m_open.push_back(frame);
    m_is_joined = false;
  }

  void close() {
    m_out.push_back({Stretch::close, {}});
    m_open.pop_back();
    m_is_joined = false;
  }

  bool is_open(std::size_t markup) const {
    return std::ranges::any_of(
        m_open, [&](Frame const& frame) { return frame.level == 0 && frame.markup == markup; });
  }

  void put(std::size_t at) {
    auto const& unit = m_units[at];
    auto ended = std::ranges::find_if(m_open, [&](Frame const& frame) { return frame.end <= at; });
    for (auto more = m_open.end() - ended; more > 0; --more) close();
    std::erase_if(m_around, [&](std::size_t markup) { return m_markup[markup].end <= at; });
    for (; m_begun < m_markup.size() && m_markup[m_begun].begin == at; ++m_begun)
      if (m_markup[m_begun].end > at) m_around.push_back(m_begun);
    auto open_markup_to = [&](std::size_t end) {
      for (auto markup : m_around)
        if (m_markup[markup].end >= end && !is_open(markup)) open({0, markup, m_markup[markup].end});
    };
    for (std::size_t wanted = 1; wanted <= unit.level; ++wanted) {
      if (std::ranges::find(m_open, wanted, &Frame::level) != m_open.end()) continue;
      auto end = m_ends[at][wanted - 1];
      while (!m_open.empty() && m_open.back().level == 0 && m_open.back().end < end) close();
      open_markup_to(end);
      open({wanted, 0, end});
    }
    open_markup_to(0);
    if (unit.piece != m_piece) m_is_joined = false;
    m_piece = unit.piece;
    if (m_pieces[unit.piece].kind == Stretch::inset) {
      m_out.push_back(m_pieces[unit.piece]);
      m_is_joined = false;
      return;
    }
    if (!m_is_joined) m_out.push_back({});
    m_is_joined = true;
    append_utf8(m_out.back().tex, unit.level == 1 ? mirrored(unit.character) : unit.character);
  }

  std::vector<Stretch> m_pieces, m_out;
  std::vector<Unit> m_units;
  std::vector<Markup> m_markup;
  std::vector<std::array<std::size_t, 2>> m_ends;  ///< where a run of that level or deeper ends
  std::vector<Frame> m_open;
  std::vector<std::size_t> m_around;  ///< the markup around the present unit
  Writing m_base = neutral;
  std::size_t m_begun = 0, m_piece = 0;
  bool m_is_joined = false;  ///< whether the next character goes with the one before
};

bool has_right_to_left(Stretch const& piece) {
  if (piece.kind != Stretch::text) return false;
  for (std::size_t at = 0; at < piece.tex.size();) {
    if (static_cast<unsigned char>(piece.tex[at]) < 0x80) {
      ++at;
      continue;
    }
    auto c = next_code_point(piece.tex, at);
    if (!is_left_out(c) && writing_of(c) == Writing::right_to_left) return true;
  }
  return false;
}

}  // namespace

std::vector<Stretch> in_their_directions(std::vector<Stretch> pieces) {
  if (std::ranges::none_of(pieces, has_right_to_left)) return pieces;
  return Paragraph(std::move(pieces)).run();
}

}  // namespace vitac
