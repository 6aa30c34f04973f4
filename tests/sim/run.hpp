// One run of an audit: a story from its first pass to its last digest, each pass a process of its
// own.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "sim/launcher.hpp"
#include "sim/shared_clock.hpp"
#include "tagwatch/base/error.hpp"

namespace tagwatch::sim {

struct RunOptions {
  std::filesystem::path folder;  ///< empty; everything is written there
  int days = 30;
  int kills = 300;
  std::uint64_t seed = 1;
};

struct RunReport {
  int passes = 0;
  int left_out = 0;
  int digests = 0;
  int kills = 0;      ///< of passes that were at work
  int late_ends = 0;  ///< passes that were to be killed and ended before
  int posts_of_world = 0;
  std::map<std::string, int> faults;
  std::map<int, int> exit_codes;  ///< of passes that ended by themselves
  double seconds = 0;
  double pass_ms_median = 0;
  double pass_ms_p95 = 0;
};

/// Plays the story to the program of `launcher`, which goes by `clock`, and writes below the
/// folder: world.ndjson (what existed), digests/ (of the program), control/ (of the poller that
/// keeps a cursor alone). Errors: usage, when the program does not do what it must (its words are
/// in the context); io.
[[nodiscard]] Result<RunReport> run_audit(const RunOptions& options, SharedClock& clock,
                                          Launcher& launcher);

}  // namespace tagwatch::sim
