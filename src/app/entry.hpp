// The program between its arguments and its exit code.
#pragma once

#include "tagwatch/base/time.hpp"

namespace tagwatch {

/// Sets up what a command runs in (output, environment, colours), runs it, and gives the exit code.
/// All times that it knows come from `clock`. Once in a process.
[[nodiscard]] int run_program(int argc, char** argv, const Clock& clock);

}  // namespace tagwatch
