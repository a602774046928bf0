#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// The text with what inline markup would take for its own escaped.
std::string escaped_markup(std::string_view);

/// Words that lead to an address. A link's words have no brackets: theirs become round.
std::string link_markup(std::string_view words, std::string_view url);

/// A text with inline markup being written: emphasis over stretches of it, where that can be written at all.
/// What is appended to `text` is escaped already.
class MarkedText {
 public:
  static constexpr std::size_t none = std::size_t(-1);

  std::string text;

  void blank();
  /// Opens `*` or `**`; none when it is open already.
  std::size_t open(std::string_view marker);
  void close(std::size_t);
  /// The text with its markers.
  std::string take();

 private:
  struct Stretch {
    std::string_view marker;
    std::size_t begin, end;
  };

  bool can_stand(Stretch const&) const;

  std::vector<Stretch> m_stretches;
};

}  // namespace vitac
