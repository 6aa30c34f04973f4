// How the program ends. Cron jobs and scripts build on these numbers.
#pragma once

namespace tagwatch {

enum class ExitCode {
  done = 0,
  failed = 1,   ///< no store, damage found
  usage = 2,    ///< a mistake in the command line or the configuration
  partial = 3,  ///< something failed, the rest is stored
  nothing = 4,  ///< nothing could be done: every source failed
  busy = 75,    ///< another tagwatch holds the writer lock
};

}  // namespace tagwatch
