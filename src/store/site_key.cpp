#include "store/site_key.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "tagwatch/store/writer.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeyBytes = 32;

Error key_error(const fs::path& path, int code) {
  return {code == ENOSPC || code == EDQUOT ? Errc::store_full : Errc::io,
          "the site key " + path.string() + ": " + std::strerror(code)};
}

std::string hex(const std::array<unsigned char, kKeyBytes>& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0xF];
  }
  return text;
}

bool is_key(std::string_view text) {
  return text.size() == 2 * kKeyBytes &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Whole or not at all: a key that was cut short would change every id that is made with it.
Result<void> write_whole(const fs::path& path, const std::string& text) {
  const fs::path draft = path.string() + ".new";
  const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return key_error(path, errno);
  }
  const bool written =
      ::fchmod(descriptor, 0600) == 0 &&
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(descriptor) == 0;
  const int code = errno;
  ::close(descriptor);
  if (!written) {
    return key_error(path, code);
  }
  if (::rename(draft.c_str(), path.c_str()) != 0) {
    return key_error(path, errno);
  }
  return {};
}

}  // namespace

namespace store {

fs::path site_key_path(const fs::path& store_path) {
  return store_path.parent_path() / "site.key";
}

Result<void> make_site_key(const fs::path& store_path) {
  const fs::path path = site_key_path(store_path);
  std::error_code failed;
  if (fs::exists(path, failed)) {
    return {};
  }
  std::array<unsigned char, kKeyBytes> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return key_error(path, errno);
  }
  return write_whole(path, hex(bytes) + "\n");
}

}  // namespace store

Result<std::string> read_site_key(const fs::path& store_path) {
  const fs::path path = store::site_key_path(store_path);
  std::ifstream file(path);
  std::string key;
  if (!file || !std::getline(file, key)) {
    return Error{Errc::io, "the site key " + path.string() +
                               " cannot be read; it is made with the store by --init and must be "
                               "kept with it"};
  }
  if (!is_key(key)) {
    return Error{Errc::io,
                 "the site key " + path.string() + " is damaged; put it back from a backup"};
  }
  return key;
}

}  // namespace tagwatch
