#pragma once
#include "exchange/tex_text.hpp"

namespace vitac {

/// The commands by which astronomy's bibliographies name journals (`\apj`): the classes of its journals
/// define them, and ADS writes them into what it exports.
TexMacros journal_macros();

}  // namespace vitac
