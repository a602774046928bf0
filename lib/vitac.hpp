#pragma once
/// The library's face: records in, documents out. The one header that is installed beside those it includes.
#include "build/build.hpp"
#include "build/watch.hpp"
