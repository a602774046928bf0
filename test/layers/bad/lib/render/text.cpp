#include <md4c.h>
#include <yaml-cpp/yaml.h>
#include <boost/regex.hpp>
#include <catch2/catch.hpp>
