#pragma once
// Catch2 2 (Debian 12) or 3 (later): the same tests under both.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
inline auto contains(std::string const& part) { return Catch::Matchers::ContainsSubstring(part); }
#else
#include <catch2/catch.hpp>
inline auto contains(std::string const& part) { return Catch::Contains(part); }
#endif
