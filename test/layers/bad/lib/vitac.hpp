#include "build/build.hpp"
#include "base/base.hpp"
