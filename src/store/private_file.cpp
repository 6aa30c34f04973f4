#include "store/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace tagwatch::store {
namespace {

namespace fs = std::filesystem;

Error file_error(const fs::path& path, std::string_view what, int code) {
  return {code == ENOSPC || code == EDQUOT ? Errc::store_full : Errc::io,
          std::string(what) + " " + path.string() + ": " + std::strerror(code)};
}

}  // namespace

Result<void> write_private_file(const fs::path& path, std::string_view what,
                                std::string_view text) {
  const fs::path draft = path.string() + ".new";
  const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return file_error(path, what, errno);
  }
  const bool written =
      ::fchmod(descriptor, 0600) == 0 &&
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(descriptor) == 0;
  const int code = errno;
  ::close(descriptor);
  if (!written) {
    return file_error(path, what, code);
  }
  if (::rename(draft.c_str(), path.c_str()) != 0) {
    return file_error(path, what, errno);
  }
  return {};
}

}  // namespace tagwatch::store
