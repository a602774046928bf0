#pragma once

namespace vitac::app {

/// `vitac doctor`: what this machine has of all that builds ask for, and how to install the rest. The result
/// is the exit status: 0 when a build is possible.
int run_doctor();

}  // namespace vitac::app
