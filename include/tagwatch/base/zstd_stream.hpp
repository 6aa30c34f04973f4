// Reads what zstd packed, as a stream.
#pragma once

#include <istream>
#include <memory>

namespace tagwatch {

/// The unpacked bytes of `packed`, which is borrowed: one frame or several, one after the other.
/// Where it is damaged or ends before its last frame does, the stream gives what could be unpacked
/// and is bad() then, so that a file that was cut is never taken for a whole one. Any one thread.
class ZstdStream : public std::istream {
 public:
  explicit ZstdStream(std::istream& packed);
  ~ZstdStream() override;

 private:
  class Buffer;
  std::unique_ptr<Buffer> buffer_;
};

/// True where the next bytes of `stream` begin a frame; the stream is left as it was. Only for
/// streams that can be wound back.
[[nodiscard]] bool begins_zstd(std::istream& stream);

}  // namespace tagwatch
