#include "store/site_key.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "store/private_file.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeyBytes = 32;

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
    return Error{Errc::io, "the site key " + path.string() + ": " + std::strerror(errno)};
  }
  // Whole or not at all: a key that was cut short would change every id that is made with it.
  return write_private_file(path, "the site key", hex(bytes) + "\n");
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
