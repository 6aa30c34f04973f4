#include "app/demo_folder.hpp"

#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "tagwatch/base/sha256.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = ".tagwatch-demo";

Error io_error(const fs::path& path, const std::error_code& failed) {
  return Error{Errc::io, path.string() + ": " + failed.message()};
}

Result<void> write(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text << '\n';
  file.close();
  if (!file) {
    return Error{Errc::io, path.string() + " cannot be written"};
  }
  return {};
}

}  // namespace

Result<void> make_demo_folder(const fs::path& folder) {
  std::error_code failed;
  const bool there = fs::exists(folder, failed);
  const bool ours = there && fs::exists(folder / kMark, failed);
  const bool empty =
      there && !ours && fs::is_directory(folder, failed) && fs::is_empty(folder, failed) && !failed;
  if (there && !ours && !empty) {
    return Error{Errc::usage, folder.string() +
                                  " holds something else than a demo; name an empty folder, or one "
                                  "that does not exist yet"};
  }
  fs::remove_all(folder, failed);
  if (!failed) {
    fs::create_directories(folder, failed);
  }
  if (failed) {
    return io_error(folder, failed);
  }
  if (Result<void> marked = write(folder / kMark, "The demo removes and fills this folder.");
      !marked) {
    return marked;
  }
  return write(folder / "site.key", sha256_hex("the demo's key is no secret"));
}

}  // namespace tagwatch
