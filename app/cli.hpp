#pragma once

namespace vitac::app {

/// Reads the command line and runs what it asks for. The result is the exit status.
int run_command_line(int count, char** words);

}  // namespace vitac::app
