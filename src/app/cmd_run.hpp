// `tagwatch run`: the daemon.
#pragma once

#include "app/session.hpp"

namespace tagwatch {

struct RunArguments {
  bool init = false;  ///< make the store when it is missing
};

/// Polls every timeline on its schedule and issues each digest by digest.ready_by, until SIGTERM or
/// SIGINT, and serves the archive. After the first round it writes a preview of today's digest and
/// prints its path.
[[nodiscard]] ExitCode run_command(Session& session, const RunArguments& arguments);

}  // namespace tagwatch
