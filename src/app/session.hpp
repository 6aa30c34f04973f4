// What a command runs in: where it writes, what time it is, what the environment says, and which
// configuration holds. Tests pass their own.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "app/exit_code.hpp"
#include "tagwatch/base/time.hpp"
#include "tagwatch/settings/load.hpp"

namespace tagwatch {

struct Session {
  std::ostream& out;  ///< results
  std::ostream& err;  ///< complaints and progress
  const Clock& clock;
  Environment environment;
  std::string config_file = {};  ///< from --config; "" to look in the usual places
  bool color = true;             ///< colours are welcome on a terminal
};

/// What the whole program knows of valid configurations.
[[nodiscard]] ConfigRules config_rules(const Session& session);

/// The file that holds the configuration. Errors: config_invalid, when there is none.
[[nodiscard]] Result<std::filesystem::path> config_file(const Session& session);

/// Runs `command` with the configuration; when it cannot be read, says why on `err`:
/// ExitCode::usage.
[[nodiscard]] ExitCode with_config(Session& session,
                                   const std::function<ExitCode(const Config&)>& command);

/// Writes "tagwatch: …" on `err` and gives the exit code that the error stands for.
[[nodiscard]] ExitCode complain(Session& session, const Error& error);

}  // namespace tagwatch
