// What nearly every test includes; parsed once.
#include "test/support/catch.hpp"
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>
