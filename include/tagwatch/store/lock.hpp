// The one-writer lock: flock on `<store>.lock`, which names its holder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tagwatch/base/error.hpp"
#include "tagwatch/base/time.hpp"

namespace tagwatch {

class Lock {
 public:
  /// Who takes the lock: a daemon keeps it for as long as it runs, so nobody waits for one.
  enum class Holder { command, daemon };

  /// Takes the lock, trying for `wait`. A lock file without a living holder is no obstacle.
  /// Errors: store_busy, with the holder's process id and since when; io.
  [[nodiscard]] static Result<Lock> take(const std::filesystem::path& store_path, Duration wait,
                                         Holder holder = Holder::command);

  /// Writes a line beside the holder's name, for who asks what the holder does. Only the process
  /// that holds the lock may do so. Errors: io.
  [[nodiscard]] static Result<void> note(const std::filesystem::path& store_path,
                                         std::string_view line);
  /// The last line that the present holder noted; "" where none was, or nobody holds the lock.
  [[nodiscard]] static std::string noted(const std::filesystem::path& store_path);

  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&& other) noexcept;
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock();

 private:
  explicit Lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace tagwatch
