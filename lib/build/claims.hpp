#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "build/planning.hpp"

namespace vitac {

/// The files that the documents of a run will be, before one of them is made.
class Claims {
 public:
  /// All that is made of a record: `is_tex` with what stands beside it.
  void add(Planned const&, bool is_tex);

  /// Two documents at one path would overwrite each other, and a document must not overwrite a record. Those
  /// in one folder share their classes and pictures, which must then be the same.
  Diagnostics check() const;

 private:
  struct Claim {
    std::filesystem::path path;  ///< as it is spelt
    std::string owner;
  };

  std::set<std::filesystem::path> m_inputs;
  std::vector<Claim> m_outputs;
  std::map<std::filesystem::path, std::string> m_beside;  ///< the hashes of what stands beside a .tex
  std::filesystem::path m_twofold;                        ///< the first that would be two different files
};

/// The files that stand beside a .tex.
std::vector<Companion> beside(Work const&);

/// How messages name an output.
std::string shown_output(std::filesystem::path const&);

}  // namespace vitac
