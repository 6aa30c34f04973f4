// Starts the real program again and again, each time as a process of its own, without loading its
// libraries anew, which would take half of the time: a process that was forked early forks each.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tagwatch/base/time.hpp"

namespace tagwatch::sim {

/// How a process ended.
struct Exit {
  int code = 0;    ///< -1 when a signal ended it
  int signal = 0;  ///< the signal, or 0
};

class Launcher {
 public:
  /// The program takes its time from `clock`, which every process shares, and writes its output to
  /// stdout.txt and stderr.txt in `folder`. Before the first thread of the caller. Throws
  /// std::system_error when no process can be made.
  Launcher(const Clock& clock, std::filesystem::path folder);
  Launcher(const Launcher&) = delete;
  Launcher& operator=(const Launcher&) = delete;
  ~Launcher();

  /// Starts the program with these arguments, its name left out. One at a time: wait follows.
  [[nodiscard]] pid_t start(const std::vector<std::string>& arguments);
  /// Waits for what was started last.
  [[nodiscard]] Exit wait();

 private:
  [[noreturn]] static void serve(int requests, const Clock& clock,
                                 const std::filesystem::path& folder);

  int requests_ = -1;
  pid_t forker_ = -1;
};

}  // namespace tagwatch::sim
