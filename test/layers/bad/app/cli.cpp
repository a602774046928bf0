#include <CLI/CLI.hpp>

#include "build/build.hpp"
#include "cli.hpp"
#include "commands/new.hpp"
#include "render/text.hpp"
#include "vitac.hpp"
