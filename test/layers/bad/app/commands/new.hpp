#include "../cli.hpp"
