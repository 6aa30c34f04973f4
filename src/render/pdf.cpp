#include "tagwatch/render/pdf.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <thread>
#include <vector>

#include "words.hpp"

namespace tagwatch {
namespace {

constexpr std::chrono::milliseconds kLookEvery{10};
// No digest comes near.
constexpr std::size_t kPdfBytesMax = 64 * 1024 * 1024;
constexpr std::size_t kComplaintBytesMax = 4096;
constexpr std::size_t kComplaintCharactersMax = 300;
// The port that nobody answers on: a proxy for everything that a page would fetch.
constexpr std::string_view kNowhere = "http://127.0.0.1:9";

// A file without a name, in memory. The program reads and writes such files, so that nobody has to
// feed it while it runs.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : descriptor_(::memfd_create(name, MFD_CLOEXEC)) {}
  MemoryFile(const MemoryFile&) = delete;  // owns the descriptor
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  [[nodiscard]] int get() const { return descriptor_; }

  /// Leaves the position at the begin.
  [[nodiscard]] bool fill(std::string_view bytes) const {
    std::size_t at = 0;
    while (at < bytes.size()) {
      const ssize_t written =
          ::pwrite(descriptor_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
      if (written <= 0) {
        return false;
      }
      at += static_cast<std::size_t>(written);
    }
    return descriptor_ >= 0;
  }
  /// At most `bytes_max` from the begin.
  [[nodiscard]] std::string read(std::size_t bytes_max) const {
    std::string bytes;
    std::array<char, 64 * 1024> piece{};
    while (bytes.size() < bytes_max) {
      const ssize_t size =
          ::pread(descriptor_, piece.data(), std::min(piece.size(), bytes_max - bytes.size()),
                  static_cast<off_t>(bytes.size()));
      if (size <= 0) {
        break;
      }
      bytes.append(piece.data(), static_cast<std::size_t>(size));
    }
    return bytes;
  }

 private:
  int descriptor_;
};

std::string variable(const char* name, std::string_view otherwise) {
  const char* value = std::getenv(name);
  return fmt::format("{}={}", name, value == nullptr ? otherwise : std::string_view(value));
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) {
    list.push_back(text.data());
  }
  list.push_back(nullptr);
  return list;
}

// 0 and the process, which leads a group of its own; else an errno.
int start(const PdfPrinter& printer, const MemoryFile& page, const MemoryFile& pdf,
          const MemoryFile& complaint, pid_t& process) {
  std::vector<std::string> words{printer.program, "--quiet", "--presentational-hints", "-", "-"};
  std::vector<std::string> variables{variable("PATH", "/usr/local/bin:/usr/bin:/bin"),
                                     variable("HOME", "/nonexistent"), "LANG=C.UTF-8",
                                     "SOURCE_DATE_EPOCH=0", "PYTHONHASHSEED=0"};
  for (const std::string_view scheme : {"http", "https", "ftp"}) {
    variables.push_back(fmt::format("{}_proxy={}", scheme, kNowhere));
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, page.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pdf.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, complaint.get(), STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t usual;
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  const int failed = ::posix_spawnp(&process, printer.program.c_str(), &actions, &attributes,
                                    pointers(words).data(), pointers(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failed;
}

// Its exit code, 128 and more for a signal; nullopt when it had to be ended.
std::optional<int> wait_for(pid_t process, Duration time_max) {
  const auto deadline = std::chrono::steady_clock::now() + time_max;
  int status = 0;
  for (;;) {
    const pid_t ended = ::waitpid(process, &status, WNOHANG);
    if (ended == process) {
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      ::kill(-process, SIGKILL);
      ::waitpid(process, &status, 0);
      return std::nullopt;
    }
    std::this_thread::sleep_for(kLookEvery);
  }
}

Error not_printed(const PdfPrinter& printer, std::string_view why) {
  return {Errc::io, fmt::format("no PDF was made: {} {}", printer.program, why)};
}

Error cannot_start(const PdfPrinter& printer, int code) {
  if (code == ENOENT) {
    return not_printed(printer,
                       "is not installed; on Debian `apt-get install weasyprint` brings it, or "
                       "take \"pdf\" out of the formats");
  }
  return not_printed(printer, fmt::format("cannot be started: {}", std::strerror(code)));
}

}  // namespace

Result<std::string> html_to_pdf(std::string_view html, const PdfPrinter& printer) {
  const MemoryFile page("page");
  const MemoryFile pdf("pdf");
  const MemoryFile complaint("complaint");
  if (!page.fill(html) || pdf.get() < 0 || complaint.get() < 0) {
    return not_printed(printer, fmt::format("cannot be fed: {}", std::strerror(errno)));
  }
  pid_t process = -1;
  if (const int failed = start(printer, page, pdf, complaint, process); failed != 0) {
    return cannot_start(printer, failed);
  }
  const std::optional<int> code = wait_for(process, printer.time_max);
  if (!code) {
    return not_printed(printer, fmt::format("took longer than {} and was ended",
                                            format_duration(printer.time_max)));
  }
  std::string bytes = pdf.read(kPdfBytesMax);
  if (*code != 0 || !bytes.starts_with("%PDF-") || bytes.size() == kPdfBytesMax) {
    // What Python programs say last is what went wrong.
    std::string said = complaint.read(kComplaintBytesMax);
    said.erase(said.find_last_not_of(" \n") + 1);
    const std::string line = render::shortened(render::one_line(said.substr(said.rfind('\n') + 1)),
                                               kComplaintCharactersMax);
    return not_printed(printer, fmt::format("ended with {}{}{}", *code,
                                            line.empty() ? " and no PDF" : ": ", line));
  }
  return bytes;
}

}  // namespace tagwatch
