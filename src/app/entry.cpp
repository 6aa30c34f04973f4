#include "app/entry.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include "app/cli.hpp"
#include "app/output.hpp"

namespace tagwatch {
namespace {

std::optional<std::string> process_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace

int run_program(int argc, char** argv, const Clock& clock) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed connection or pipe is an error of its write, no end
  std::ios::sync_with_stdio(false);
  OutputBuffer output(STDOUT_FILENO);
  std::ostream out(&output);
  std::cerr.tie(&out);  // what was said before a complaint is read before it

  Session session{out, std::cerr, clock, process_environment, "", true};
  session.color = ::isatty(STDOUT_FILENO) != 0 && !process_environment("NO_COLOR");

  const ExitCode code = run_command_line({argv + 1, argv + argc}, session);
  out.flush();
  std::cerr.tie(nullptr);
  // Whoever closed the pipe (`tagwatch … | head`) has enough.
  if (!out && output.failure() != EPIPE) {
    std::cerr << "tagwatch: the output could not be written: " << std::strerror(output.failure())
              << '\n';
    return static_cast<int>(ExitCode::failed);
  }
  return static_cast<int>(code);
}

}  // namespace tagwatch
