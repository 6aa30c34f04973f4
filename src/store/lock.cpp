#include "tagwatch/store/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <thread>
#include <utility>

namespace tagwatch {
namespace {

namespace fs = std::filesystem;

// How often a waiting process looks again.
constexpr std::chrono::milliseconds kLookEvery{50};
// A holder writes its name right after it has the lock; whoever comes in between looks again.
constexpr int kNameLooks = 20;
constexpr std::chrono::milliseconds kNameLookEvery{1};
constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kNotesBytesMax = 4096;
constexpr std::string_view kDaemon = "the daemon, process ";

Error system_error(const fs::path& path, int code) {
  return {Errc::io, path.string() + " cannot be locked: " + std::strerror(code) +
                        "; the store's folder must be writable for tagwatch"};
}

std::string holder_of(int descriptor) {
  std::array<char, kNameBytesMax> bytes{};
  for (int look = 0; look < kNameLooks; ++look) {
    const ssize_t size = ::pread(descriptor, bytes.data(), bytes.size(), 0);
    const std::string_view text(bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    if (const std::size_t end = text.find('\n'); end != std::string_view::npos) {
      return std::string(text.substr(0, end));
    }
    std::this_thread::sleep_for(kNameLookEvery);
  }
  return "another process";
}

Result<void> write_holder(int descriptor, const fs::path& path, Lock::Holder holder) {
  const std::string_view who = holder == Lock::Holder::daemon ? kDaemon : "process ";
  const std::string line = std::string(who) + std::to_string(::getpid()) + " since " +
                           format_rfc3339(SystemClock().now()) + "\n";
  if (::ftruncate(descriptor, 0) != 0 ||
      ::pwrite(descriptor, line.data(), line.size(), 0) != static_cast<ssize_t>(line.size())) {
    return errno == ENOSPC || errno == EDQUOT
               ? Error{Errc::store_full, path.string() + ": free some space"}
               : system_error(path, errno);
  }
  return {};
}

void release(int descriptor) {
  if (descriptor >= 0) {
    // Emptied first, so that the name never outlives its holder's lock; closing unlocks.
    (void)!::ftruncate(descriptor, 0);
    ::close(descriptor);
  }
}

}  // namespace

Result<Lock> Lock::take(const fs::path& store_path, Duration wait, Holder holder) {
  const fs::path path = store_path.string() + ".lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    return system_error(path, errno);
  }
  const auto deadline = std::chrono::steady_clock::now() + wait;
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int code = errno;
    if (code != EWOULDBLOCK && code != EINTR) {
      ::close(descriptor);
      return system_error(path, code);
    }
    const std::string other = holder_of(descriptor);
    const bool is_daemon = other.starts_with(kDaemon);
    if (is_daemon || std::chrono::steady_clock::now() >= deadline) {
      ::close(descriptor);
      return Error{Errc::store_busy, other + " holds " + path.string() +
                                         (is_daemon ? "; it polls and issues by itself" : "")};
    }
    std::this_thread::sleep_for(kLookEvery);
  }
  Lock lock(descriptor);
  if (auto written = write_holder(descriptor, path, holder); !written) {
    return written.error();
  }
  return lock;
}

Result<void> Lock::note(const fs::path& store_path, std::string_view line) {
  const fs::path path = store_path.string() + ".lock";
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  const std::string bytes = std::string(line) + "\n";
  const bool written = descriptor >= 0 && ::write(descriptor, bytes.data(), bytes.size()) ==
                                              static_cast<ssize_t>(bytes.size());
  const int code = errno;
  if (descriptor >= 0) {
    ::close(descriptor);
  }
  return written ? Result<void>() : Result<void>(system_error(path, code));
}

std::string Lock::noted(const fs::path& store_path) {
  const int descriptor = ::open((store_path.string() + ".lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return {};
  }
  std::string text(kNotesBytesMax, '\0');
  const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  const std::size_t first = text.find('\n');
  const std::size_t end = text.rfind('\n');
  // Whoever gets the lock shared sees that its holder was killed. Asked only where there is a note:
  // a free lock that is taken to look would be in another's way.
  const bool held = first != end && ::flock(descriptor, LOCK_SH | LOCK_NB) != 0;
  ::close(descriptor);
  if (!held) {
    return {};
  }
  const std::size_t begin = text.rfind('\n', end - 1) + 1;
  return text.substr(begin, end - begin);
}

Lock::Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Lock& Lock::operator=(Lock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Lock::~Lock() {
  release(descriptor_);
}

}  // namespace tagwatch
