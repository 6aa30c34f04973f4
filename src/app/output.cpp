#include "app/output.hpp"

#include <unistd.h>

#include <cerrno>

namespace tagwatch {

OutputBuffer::OutputBuffer(int descriptor) : descriptor_(descriptor) {
  setp(bytes_.data(), bytes_.data() + bytes_.size());
}

OutputBuffer::int_type OutputBuffer::overflow(int_type character) {
  if (sync() != 0) {
    return traits_type::eof();
  }
  if (!traits_type::eq_int_type(character, traits_type::eof())) {
    *pptr() = traits_type::to_char_type(character);
    pbump(1);
  }
  return traits_type::not_eof(character);
}

int OutputBuffer::sync() {
  const char* next = pbase();
  while (failure_ == 0 && next < pptr()) {
    const ssize_t written = ::write(descriptor_, next, static_cast<std::size_t>(pptr() - next));
    if (written >= 0) {
      next += written;
    } else if (errno != EINTR) {
      failure_ = errno;
    }
  }
  setp(bytes_.data(), bytes_.data() + bytes_.size());
  return failure_ == 0 ? 0 : -1;
}

}  // namespace tagwatch
