// The command line: its words to a command, its mistakes to exit code 2. The only part that knows
// the command-line library; what a command does stands in its cmd_*.cpp.
#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"

namespace tagwatch {

/// Runs one command. `arguments` are those after the program's name. --config, --log-level and
/// --no-color change `session` and the log.
[[nodiscard]] ExitCode run_command_line(const std::vector<std::string>& arguments,
                                        Session& session);

}  // namespace tagwatch
