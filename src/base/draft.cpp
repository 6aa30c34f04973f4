#include "tagwatch/base/draft.hpp"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <system_error>
#include <vector>

namespace tagwatch {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".tmp";
constexpr std::string_view kJournal = "-journal";

bool is_alive(pid_t process) {
  return ::kill(process, 0) == 0 || errno != ESRCH;
}

// Whether `file` is a draft of a name that is ours, and whoever wrote it is no more.
bool was_left(std::string_view file, const std::function<bool(std::string_view)>& is_ours) {
  if (file.ends_with(kJournal)) {
    file.remove_suffix(kJournal.size());
  }
  if (!file.ends_with(kEnding)) {
    return false;
  }
  file.remove_suffix(kEnding.size());
  const std::size_t dot = file.rfind('.');
  if (dot == std::string_view::npos) {
    return false;
  }
  const std::string_view digits = file.substr(dot + 1);
  pid_t process = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), process);
  const bool is_number =
      error == std::errc{} && end == digits.data() + digits.size() && process > 0;
  return is_number && is_ours(file.substr(0, dot)) && !is_alive(process);
}

}  // namespace

fs::path draft_of(const fs::path& path) {
  return path.string() + "." + std::to_string(::getpid()) + std::string(kEnding);
}

void remove_left_drafts(const fs::path& folder,
                        const std::function<bool(std::string_view name)>& is_ours) {
  std::error_code failed;
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator(folder.empty() ? "." : folder, failed)) {
    if (was_left(entry.path().filename().string(), is_ours)) {
      left.push_back(entry.path());
    }
  }
  for (const fs::path& path : left) {
    fs::remove(path, failed);
  }
}

}  // namespace tagwatch
