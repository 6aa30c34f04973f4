// Preloaded into the real program by tests: counts what it asks of the system, kills it exactly at
// one of these calls, and gives it a time and random bytes that are the test's.
//
//   TAGWATCH_INTERPOSE_LOG=FILE     a line for each call: process, descriptor, call, what it is on
//   TAGWATCH_INTERPOSE_KILL=CALL|WHERE|before or after|N
//                                   SIGKILL at the Nth such call; WHERE is a pattern of the shell's
//   TAGWATCH_INTERPOSE_NOW=MS       what the wall clock shows; steady time goes on
//
// Calls that do the same have one name: write, sync, truncate, rename (of the new name), unlink,
// create (open with O_CREAT), connect, send, receive. A connection is "tcp".
#include <dlfcn.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <netinet/in.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

namespace {

struct Killing {
  std::string call;
  std::string where;
  bool after = false;
  int left = 0;
};

// What the environment says, read once.
struct Orders {
  Killing killing;
  int log = -1;
  long long now_ms = -1;
};

Orders read_orders() {
  Orders orders;
  if (const char* text = std::getenv("TAGWATCH_INTERPOSE_KILL")) {
    std::array<std::string, 4> parts;
    std::size_t part = 0;
    for (const char* at = text; *at != '\0'; ++at) {
      if (*at == '|' && part < 3) {
        ++part;
      } else {
        parts.at(part) += *at;
      }
    }
    orders.killing = {parts[0], parts[1], parts[2] == "after", std::atoi(parts[3].c_str())};
  }
  if (const char* path = std::getenv("TAGWATCH_INTERPOSE_LOG")) {
    orders.log = static_cast<int>(
        ::syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  }
  if (const char* now = std::getenv("TAGWATCH_INTERPOSE_NOW")) {
    orders.now_ms = std::atoll(now);
  }
  return orders;
}

Orders& orders() {
  static Orders read = read_orders();
  return read;
}

std::atomic<int> matches{0};

// The file behind a descriptor, or "tcp"; "" for what no test asks about.
std::string behind(int descriptor) {
  std::array<char, PATH_MAX> target{};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
  const std::string path(target.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  if (path.rfind("socket:", 0) != 0) {
    return path.rfind('/', 0) == 0 ? path : std::string();
  }
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  const bool named = ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  return named && address.ss_family == AF_INET ? "tcp" : std::string();
}

void die_here() {
  ::kill(::getpid(), SIGKILL);
  for (;;) {
    ::pause();
  }
}

// One call of the program, from before it to after it.
class Call {
 public:
  Call(const char* name, int descriptor, std::string where) : where_(std::move(where)) {
    if (where_.empty()) {
      return;
    }
    if (orders().log >= 0) {
      const std::string line = std::to_string(::getpid()) + " " + std::to_string(descriptor) + " " +
                               name + " " + where_ + "\n";
      (void)::syscall(SYS_write, orders().log, line.data(), line.size());
    }
    const Killing& killing = orders().killing;
    due_ = killing.left > 0 && killing.call == name &&
           ::fnmatch(killing.where.c_str(), where_.c_str(), 0) == 0 && ++matches == killing.left;
    if (due_ && !killing.after) {
      die_here();
    }
  }
  Call(const char* name, int descriptor) : Call(name, descriptor, behind(descriptor)) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() {
    if (due_) {
      die_here();
    }
  }

 private:
  std::string where_;
  bool due_ = false;
};

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::string absolute(const char* path) {
  if (path[0] == '/') {
    return path;
  }
  std::array<char, PATH_MAX> folder{};
  return std::string(::getcwd(folder.data(), folder.size()) == nullptr ? "" : folder.data()) + "/" +
         path;
}

int open_as(const char* name, const char* path, int flags, mode_t mode) {
  static const auto next = real<int(const char*, int, ...)>(name);
  if ((flags & O_CREAT) == 0) {
    return next(path, flags, mode);
  }
  const Call call("create", -1, absolute(path));
  return next(path, flags, mode);
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return open_as("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return open_as("open64", path, flags, mode);
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
  static const auto next = real<ssize_t(int, const void*, size_t)>("write");
  const Call call("write", descriptor);
  return next(descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  static const auto next = real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  const Call call("write", descriptor);
  return next(descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
  static const auto next = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  const Call call("write", descriptor);
  return next(descriptor, bytes, size, offset);
}

int fsync(int descriptor) {
  static const auto next = real<int(int)>("fsync");
  const Call call("sync", descriptor);
  return next(descriptor);
}

int fdatasync(int descriptor) {
  static const auto next = real<int(int)>("fdatasync");
  const Call call("sync", descriptor);
  return next(descriptor);
}

int ftruncate(int descriptor, off_t size) {
  static const auto next = real<int(int, off_t)>("ftruncate");
  const Call call("truncate", descriptor);
  return next(descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) {
  static const auto next = real<int(int, off64_t)>("ftruncate64");
  const Call call("truncate", descriptor);
  return next(descriptor, size);
}

int rename(const char* from, const char* to) {
  static const auto next = real<int(const char*, const char*)>("rename");
  const Call call("rename", -1, absolute(to));
  return next(from, to);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
  static const auto next = real<int(int, const char*, int, const char*, unsigned)>("renameat2");
  const Call call("rename", -1, absolute(to));
  return next(from_folder, from, to_folder, to, flags);
}

int unlink(const char* path) {
  static const auto next = real<int(const char*)>("unlink");
  const Call call("unlink", -1, absolute(path));
  return next(path);
}

int connect(int descriptor, const sockaddr* address, socklen_t size) {
  static const auto next = real<int(int, const sockaddr*, socklen_t)>("connect");
  const Call call("connect", descriptor);
  return next(descriptor, address, size);
}

ssize_t send(int descriptor, const void* bytes, size_t size, int flags) {
  static const auto next = real<ssize_t(int, const void*, size_t, int)>("send");
  const Call call("send", descriptor);
  return next(descriptor, bytes, size, flags);
}

// Only what brought bytes counts.
ssize_t recv(int descriptor, void* bytes, size_t size, int flags) {
  static const auto next = real<ssize_t(int, void*, size_t, int)>("recv");
  const ssize_t received = next(descriptor, bytes, size, flags);
  if (received > 0) {
    const Call call("receive", descriptor);
  }
  return received;
}

int clock_gettime(clockid_t clock, timespec* time) {
  static const auto next = real<int(clockid_t, timespec*)>("clock_gettime");
  if (clock != CLOCK_REALTIME || orders().now_ms < 0) {
    return next(clock, time);
  }
  constexpr long kNanosecondsEach = 1'000'000;
  time->tv_sec = static_cast<time_t>(orders().now_ms / 1000);
  time->tv_nsec = static_cast<long>(orders().now_ms % 1000) * kNanosecondsEach;
  return 0;
}

ssize_t getrandom(void* bytes, size_t size, unsigned) {
  std::memset(bytes, 0x5A, size);
  return static_cast<ssize_t>(size);
}
}
