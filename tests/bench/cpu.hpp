// What a stretch of a program costs: processor time of all of its threads.
#pragma once

#include <time.h>

namespace tagwatch::bench {

class CpuWatch {
 public:
  void start() { since_ = now(); }
  void stop() { total_ += now() - since_; }
  /// Of all stretches so far, in seconds.
  [[nodiscard]] double seconds() const { return total_; }

 private:
  static double now() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  }
  double since_ = 0;
  double total_ = 0;
};

}  // namespace tagwatch::bench
