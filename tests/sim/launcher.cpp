#include "sim/launcher.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

#include "app/entry.hpp"

namespace tagwatch::sim {
namespace {

constexpr std::size_t kRequestBytesMax = 64 * 1024;

void redirect(int descriptor, const std::filesystem::path& file) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (opened < 0 || ::dup2(opened, descriptor) < 0) {
    ::_exit(EXIT_FAILURE);
  }
}

// In the new process: the program itself.
[[noreturn]] void run(std::string request, const Clock& clock,
                      const std::filesystem::path& folder) {
  redirect(STDOUT_FILENO, folder / "stdout.txt");
  redirect(STDERR_FILENO, folder / "stderr.txt");
  std::vector<char*> arguments;
  std::string name = "tagwatch";
  arguments.push_back(name.data());
  for (std::size_t at = 0; at < request.size(); at = request.find('\0', at) + 1) {
    arguments.push_back(request.data() + at);
  }
  const int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  std::exit(run_program(count, arguments.data(), clock));
}

}  // namespace

Launcher::Launcher(const Clock& clock, std::filesystem::path folder) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "no socket");
  }
  forker_ = ::fork();
  if (forker_ < 0) {
    throw std::system_error(errno, std::generic_category(), "no process");
  }
  if (forker_ == 0) {
    ::close(ends[0]);
    serve(ends[1], clock, folder);
  }
  ::close(ends[1]);
  requests_ = ends[0];
}

Launcher::~Launcher() {
  ::close(requests_);
  ::waitpid(forker_, nullptr, 0);
}

// Ends with the other side.
void Launcher::serve(int requests, const Clock& clock, const std::filesystem::path& folder) {
  std::string request(kRequestBytesMax, '\0');
  for (;;) {
    const ssize_t length = ::recv(requests, request.data(), request.size(), 0);
    if (length <= 0) {
      ::_exit(EXIT_SUCCESS);
    }
    const pid_t started = ::fork();
    if (started == 0) {
      ::close(requests);
      run(request.substr(0, static_cast<std::size_t>(length)), clock, folder);
    }
    int status = 0;
    const bool told = ::send(requests, &started, sizeof(started), MSG_NOSIGNAL) > 0;
    ::waitpid(started, &status, 0);
    if (!told || ::send(requests, &status, sizeof(status), MSG_NOSIGNAL) <= 0) {
      ::_exit(EXIT_FAILURE);
    }
  }
}

pid_t Launcher::start(const std::vector<std::string>& arguments) {
  std::string request;
  for (const std::string& each : arguments) {
    request += each + '\0';
  }
  pid_t started = -1;
  if (::send(requests_, request.data(), request.size(), MSG_NOSIGNAL) < 0 ||
      ::recv(requests_, &started, sizeof(started), 0) != sizeof(started) || started < 0) {
    throw std::system_error(errno, std::generic_category(), "the program cannot be started");
  }
  return started;
}

Exit Launcher::wait() {
  int status = 0;
  if (::recv(requests_, &status, sizeof(status), 0) != sizeof(status)) {
    throw std::system_error(errno, std::generic_category(), "the program was lost");
  }
  Exit exit;
  exit.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  exit.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return exit;
}

}  // namespace tagwatch::sim
