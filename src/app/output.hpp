// Bytes on their way to a file descriptor, such as standard output.
#pragma once

#include <array>
#include <streambuf>

namespace tagwatch {

/// A stream's buffer that remembers why its bytes were not taken. The descriptor is borrowed.
class OutputBuffer : public std::streambuf {
 public:
  explicit OutputBuffer(int descriptor);

  /// The errno of the write that failed; 0 when none did. Nothing is written after a failure.
  [[nodiscard]] int failure() const { return failure_; }

 protected:
  int_type overflow(int_type character) override;
  int sync() override;

 private:
  int descriptor_;
  int failure_ = 0;
  std::array<char, 64 * 1024> bytes_;
};

}  // namespace tagwatch
