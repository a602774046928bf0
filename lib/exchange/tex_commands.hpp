#pragma once
#include <optional>
#include <string_view>

namespace vitac {

/// What a command without arguments prints, which may be nothing: `AA` is `Å`.
std::optional<std::string_view> sign_of(std::string_view name);

/// The combining character of an accent, by the sign or letter that names it; 0 where the letter is left as
/// it is.
std::optional<char32_t> accent_named(char);

/// Whether a command sets its argument in a way that vitac has no word for: the argument stays.
bool is_transparent(std::string_view name);

/// Whether a command vanishes with its argument.
bool is_vanishing(std::string_view name);

}  // namespace vitac
