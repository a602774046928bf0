#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include <vector>

#include "base/base.hpp"
#include "base.hpp"
// #include "model/model.hpp"
  #  include "model/model.hpp"
