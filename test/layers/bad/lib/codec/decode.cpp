#include <yaml-cpp/eventhandler.h>
#include <nlohmann/json.hpp>
#include "base/base.hpp"
#include "model/model.hpp"
#include "vitac.hpp"
