// The program: sets up what a command runs in, and ends with its exit code.
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

#include "app/cli.hpp"

namespace {

std::optional<std::string> process_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// True when whoever read our output went away (`tagwatch … | head`): it has enough.
bool reader_went_away() {
  pollfd output{STDOUT_FILENO, POLLOUT, 0};
  return ::poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed connection or pipe is an error of its write, no end
  std::ios::sync_with_stdio(false);

  const tagwatch::SystemClock clock;
  tagwatch::Session session{std::cout, std::cerr, clock, process_environment, "", true};
  session.color = ::isatty(STDOUT_FILENO) != 0 && !process_environment("NO_COLOR");

  const tagwatch::ExitCode code = tagwatch::run_command_line({argv + 1, argv + argc}, session);
  std::cout.flush();
  if (!std::cout && !reader_went_away()) {
    std::cerr << "tagwatch: the output could not be written; is the disk full?\n";
    return static_cast<int>(tagwatch::ExitCode::failed);
  }
  return static_cast<int>(code);
}
