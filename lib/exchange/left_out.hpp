#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace vitac {

/// What bibliographies hold that a record has no place for: said once a file, not at every entry.
class LeftOut {
 public:
  void field(std::string_view name, Span at);
  void entry(std::string_view key, Span at);
  void say(Diagnostics&) const;

 private:
  struct Names {
    std::vector<std::string> all;
    Span first;

    void add(std::string_view name, Span at);
    std::string listed() const;
  };

  std::map<std::uint32_t, Names> m_fields, m_entries;  ///< by file
};

}  // namespace vitac
