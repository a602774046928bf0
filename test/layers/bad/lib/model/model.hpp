#pragma once
#include <utf8proc.h>
#include "uv.h"
#include <fmt/format.h>
#include "../base/base.hpp"
#include <base/base.hpp>
#include "codec/decode.hpp"  // a comment; with a semicolon
#include "fmt/format.h"
