// Runs a program as a person would: arguments in, exit code and output back.
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tagwatch {

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// How a program ended.
struct Ended {
  int code = 0;    ///< exit code; -1 when a signal ended it
  int signal = 0;  ///< the signal, or 0
  std::string out;
  std::string err;
};

/// What a program is given besides its arguments.
struct Surroundings {
  std::optional<std::vector<std::string>> environment;  ///< unset: that of the test
  std::string out;                                      ///< where stdout goes; "" is caught
};

/// A program that runs in `folder`. Its stdout is read through a pipe, its stderr goes to a file.
class Process {
 public:
  Process(std::vector<std::string> command, const std::filesystem::path& folder,
          Surroundings surroundings = {})
      : err_(folder / "stderr.txt") {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error("no pipe");
    }
    out_ = pipe[0];
    std::vector<char*> arguments = pointers(command);
    std::vector<char*> variables;
    if (surroundings.environment) {
      variables = pointers(*surroundings.environment);
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    if (!surroundings.out.empty()) {
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, surroundings.out.c_str(), O_WRONLY,
                                       0);
    }
    posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err_.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int failed = posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(),
                                   surroundings.environment ? variables.data() : environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    if (failed != 0) {
      throw std::runtime_error("cannot start " + command[0]);
    }
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(out_);
  }

  /// Any thread.
  void signal(int number) const { ::kill(pid_, number); }
  [[nodiscard]] pid_t id() const { return pid_; }

  /// Waits for the next line of stdout; nullopt at its end.
  [[nodiscard]] std::optional<std::string> next_line() {
    for (;;) {
      const std::size_t end = unread_.find('\n');
      if (end != std::string::npos) {
        std::string line = unread_.substr(0, end);
        unread_.erase(0, end + 1);
        return line;
      }
      if (!read_more()) {
        return std::nullopt;
      }
    }
  }

  /// Waits for the end; `out` is what next_line() did not take.
  [[nodiscard]] Ended wait() {
    while (read_more()) {
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    Ended ended;
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    ended.out = std::exchange(unread_, {});
    ended.err = contents(err_);
    return ended;
  }

 private:
  static std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts) {
      list.push_back(text.data());
    }
    list.push_back(nullptr);
    return list;
  }
  bool read_more() {
    std::array<char, 64 * 1024> buffer;
    const ssize_t count = ::read(out_, buffer.data(), buffer.size());
    if (count <= 0) {
      return count < 0 && errno == EINTR;
    }
    unread_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
  }
  std::filesystem::path err_;
  std::string unread_;
  int out_ = -1;
  pid_t pid_ = -1;
};

}  // namespace tagwatch
