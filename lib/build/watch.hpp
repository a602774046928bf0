#pragma once
#include "build/build.hpp"

namespace vitac {

/// Builds, and then builds each record again as soon as something that it is made of has changed, until a
/// signal tells us to stop. A record with errors leaves its last outputs as they are. The result is what the
/// process ends with: 0 after a signal.
int watch(BuildRequest, BuildEvents);

}  // namespace vitac
