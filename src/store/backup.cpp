// A copy of a store under another name, whole or not at all.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "store/copy.hpp"
#include "store/open.hpp"
#include "tagwatch/base/draft.hpp"
#include "tagwatch/store/care.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;

Error file_error(std::string_view action, const fs::path& path, int error) {
  return {Errc::io, "cannot " + std::string(action) + " " + path.string() + ": " +
                        std::strerror(error) +
                        "; see that the folder is there and can be written to"};
}

Error taken_error(const fs::path& target) {
  return {Errc::io, target.string() +
                        " is there already; choose another name, or let --force "
                        "replace it"};
}

// A copy must neither replace the store that it is of, nor meet the journal of another database.
Result<void> check_target(const fs::path& path, const fs::path& target, bool replace) {
  std::error_code failed;
  for (const char* part : {"", "-wal", "-shm", ".lock"}) {
    if (fs::equivalent(path.string() + part, target, failed)) {
      return Error{Errc::io, target.string() + " belongs to the store itself; choose another name"};
    }
  }
  if (fs::is_directory(target, failed)) {
    return Error{Errc::io, target.string() + " is a folder; name a file in it"};
  }
  if (!replace && fs::exists(fs::symlink_status(target, failed))) {
    return taken_error(target);
  }
  const std::string journal = target.string() + "-wal";
  if (const auto size = fs::file_size(journal, failed); !failed && size > 0) {
    return Error{Errc::io, journal + " holds changes of another store; choose another name"};
  }
  return {};
}

// The file that is written before it gets its name; goes with its owner unless it got it.
class Unfinished {
 public:
  explicit Unfinished(const fs::path& target) : path_(draft_of(target)) {
    remove();  // of a killed process of the same id
    remove_left_drafts(target.parent_path(), [&target](std::string_view name) {
      return name == target.filename().string();
    });
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() { remove(); }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  void remove() const {
    ::unlink(path_.c_str());
    ::unlink((path_.string() + "-journal").c_str());
  }
  fs::path path_;
};

// Empty, and for nobody's eyes but those that may see the store.
Result<void> make_file(const fs::path& path, const fs::path& like) {
  constexpr mode_t kPermissions = 0777;
  struct stat store {};
  if (::stat(like.c_str(), &store) != 0) {
    return file_error("read", like, errno);
  }
  const int made =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, store.st_mode & kPermissions);
  if (made < 0) {
    return file_error("write", path, errno);
  }
  ::close(made);
  return {};
}

Result<void> make_durable(const fs::path& path, int flags) {
  const int file = ::open(path.empty() ? "." : path.c_str(), flags | O_CLOEXEC);
  // EINVAL: a file system that keeps its folders in order by itself.
  const bool durable = file >= 0 && (::fsync(file) == 0 || errno == EINVAL);
  const int error = errno;
  if (file >= 0) {
    ::close(file);
  }
  return durable ? Result<void>() : file_error("make durable", path, error);
}

Result<void> give_name(const fs::path& from, const fs::path& target, bool replace) {
  int renamed =
      ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, target.c_str(), replace ? 0 : RENAME_NOREPLACE);
  if (renamed != 0 && errno == EINVAL && !replace) {  // a file system that cannot promise that
    renamed = ::rename(from.c_str(), target.c_str());
  }
  if (renamed != 0) {
    return errno == EEXIST ? taken_error(target) : file_error("write", target, errno);
  }
  return make_durable(target.parent_path(), O_RDONLY | O_DIRECTORY);
}

}  // namespace

Result<std::uintmax_t> back_up_store(const fs::path& path, const fs::path& target, bool replace) {
  auto from = store::open_for_checking(path);
  if (!from) {
    return from.error();
  }
  if (auto good = check_target(path, target, replace); !good) {
    return good.error();
  }
  const Unfinished unfinished(target);
  if (auto made = make_file(unfinished.path(), path); !made) {
    return made.error();
  }
  {
    auto to = store::Db::open(unfinished.path(), store::Db::Access::write);
    if (!to) {
      return to.error();
    }
    if (auto copied = store::copy_database(**from, **to); !copied) {
      return copied.error();
    }
  }
  std::error_code failed;
  const std::uintmax_t bytes = fs::file_size(unfinished.path(), failed);
  if (auto durable = make_durable(unfinished.path(), O_RDONLY); !durable) {
    return durable.error();
  }
  if (auto named = give_name(unfinished.path(), target, replace); !named) {
    return named.error();
  }
  return bytes;
}

}  // namespace tagwatch
