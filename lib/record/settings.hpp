#pragma once
#include <string>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"

namespace vitac {

/// A record's tree with one value set: `PATH=VALUE`, where PATH is keys with dots between them and, behind a
/// list, `[0]` for its first item; VALUE is YAML, nothing taking the value away. What the setting says is
/// wrong points into it, as the source `--set`; the tree is then as it was.
Tree const* with_setting(Tree const& record, std::string setting, Sources&, Forest&, Diagnostics&);

}  // namespace vitac
