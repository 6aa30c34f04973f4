// Runs a piece of work in a child process, on a thread with a small stack, and tells how it ended
// and what memory it took. The caller has one thread.
#pragma once

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>

#include "support/sanitized.hpp"

namespace tagwatch::test {

inline constexpr std::size_t kSmallStack = (kSanitized ? 4096 : 512) * 1024;

struct Confined {
  int signal = 0;       ///< that ended it, or 0
  long memory_kib = 0;  ///< the most it had beyond what it began with
  std::string said;     ///< what the work returned
};

/// VmHWM of this process, KiB.
inline long peak_memory_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) {
      return std::stol(line.substr(6));
    }
  }
  return 0;
}

inline std::string on_small_stack(const std::function<std::string()>& work) {
  struct Job {
    const std::function<std::string()>& work;
    std::string said;
  } job{work, {}};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kSmallStack);
  pthread_t thread{};
  const int failed = pthread_create(
      &thread, &attributes,
      [](void* data) -> void* {
        auto& own = *static_cast<Job*>(data);
        own.said = own.work();
        return nullptr;
      },
      &job);
  pthread_attr_destroy(&attributes);
  if (failed != 0) {
    return "no thread";
  }
  pthread_join(thread, nullptr);
  return job.said;
}

inline Confined run_confined(const std::function<std::string()>& work) {
  std::array<int, 2> pipe{};
  if (::pipe(pipe.data()) != 0) {
    throw std::runtime_error("no pipe");
  }
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(pipe[0]);
    std::ofstream("/proc/self/clear_refs") << "5";  // VmHWM starts anew
    const long before = peak_memory_kib();
    const std::string said = on_small_stack(work);
    const std::string report = std::to_string(peak_memory_kib() - before) + "\n" + said;
    const bool written = ::write(pipe[1], report.data(), report.size()) >= 0;
    ::_exit(written ? 0 : 1);
  }
  ::close(pipe[1]);
  std::string report;
  std::array<char, 4096> piece{};
  for (long length = 0; (length = ::read(pipe[0], piece.data(), piece.size())) > 0;) {
    report.append(piece.data(), static_cast<std::size_t>(length));
  }
  ::close(pipe[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  Confined confined;
  confined.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  const std::size_t line = report.find('\n');
  if (line != std::string::npos) {
    confined.memory_kib = std::stol(report.substr(0, line));
    confined.said = report.substr(line + 1);
  }
  return confined;
}

}  // namespace tagwatch::test
