#pragma once
#include <string>
#include <vector>

namespace vitac {

/// One thing that builds need, or can use.
struct Finding {
  std::string name;
  std::string words;                  ///< its version, its place; what is wrong with it
  bool is_good = true;                ///< whether it is there
  std::vector<std::string> packages;  ///< the Debian packages that bring it, where it is not
};

struct FindingGroup {
  std::string heading;
  std::vector<Finding> findings;
};

/// What a machine has of all that builds ask for.
struct Examination {
  std::vector<FindingGroup> groups;
  bool can_build = false;  ///< whether there is a style that can be drawn, and a place to do it
  std::string verdict;     ///< the same in a sentence, with what has to be asked for
};

/// Looks at the engines, TeX files and fonts of this machine, at our folders, and at the styles that are
/// found from where we are. Programs are asked for their versions; nothing is left behind.
Examination examine_machine();

}  // namespace vitac
