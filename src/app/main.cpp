// The program: sets up what a command runs in, and ends with its exit code.
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include "app/cli.hpp"
#include "app/output.hpp"

namespace {

std::optional<std::string> process_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed connection or pipe is an error of its write, no end
  std::ios::sync_with_stdio(false);
  tagwatch::OutputBuffer output(STDOUT_FILENO);
  std::ostream out(&output);
  std::cerr.tie(&out);  // what was said before a complaint is read before it

  const tagwatch::SystemClock clock;
  tagwatch::Session session{out, std::cerr, clock, process_environment, "", true};
  session.color = ::isatty(STDOUT_FILENO) != 0 && !process_environment("NO_COLOR");

  const tagwatch::ExitCode code = tagwatch::run_command_line({argv + 1, argv + argc}, session);
  out.flush();
  std::cerr.tie(nullptr);
  // Whoever closed the pipe (`tagwatch … | head`) has enough.
  if (!out && output.failure() != EPIPE) {
    std::cerr << "tagwatch: the output could not be written: " << std::strerror(output.failure())
              << '\n';
    return static_cast<int>(tagwatch::ExitCode::failed);
  }
  return static_cast<int>(code);
}
