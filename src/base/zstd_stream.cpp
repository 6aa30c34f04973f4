#include "tagwatch/base/zstd_stream.hpp"

#include <zstd.h>

#include <array>
#include <streambuf>
#include <string_view>
#include <vector>

namespace tagwatch {
namespace {

constexpr std::string_view kMagic = "\x28\xB5\x2F\xFD";

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

class ZstdStream::Buffer : public std::streambuf {
 public:
  Buffer(std::istream& packed, std::istream& owner)
      : packed_(packed),
        owner_(owner),
        context_(ZSTD_createDCtx()),
        in_(ZSTD_DStreamInSize()),
        out_(ZSTD_DStreamOutSize()) {}

 protected:
  int_type underflow() override {
    std::size_t made = 0;
    while (made == 0) {
      if (input_.pos == input_.size && !full_ && !refill()) {
        return end(!in_frame_);
      }
      ZSTD_outBuffer output{out_.data(), out_.size(), 0};
      const std::size_t left = ZSTD_decompressStream(context_.get(), &output, &input_);
      if (ZSTD_isError(left) != 0) {
        return end(false);
      }
      in_frame_ = left != 0;
      full_ = output.pos == output.size && in_frame_;
      made = output.pos;
    }
    setg(out_.data(), out_.data(), out_.data() + made);
    return traits_type::to_int_type(out_.front());
  }

 private:
  bool refill() {
    packed_.read(in_.data(), static_cast<std::streamsize>(in_.size()));
    input_ = {in_.data(), static_cast<std::size_t>(packed_.gcount()), 0};
    return input_.size > 0;
  }

  int_type end(bool whole) {
    if (!whole || packed_.bad()) {
      owner_.setstate(std::ios::badbit);
    }
    return traits_type::eof();
  }

  std::istream& packed_;
  std::istream& owner_;
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  std::vector<char> in_;
  std::vector<char> out_;
  ZSTD_inBuffer input_{};
  bool in_frame_ = false;
  bool full_ = false;  // more may come out before more must go in
};

ZstdStream::ZstdStream(std::istream& packed)
    : std::istream(nullptr), buffer_(std::make_unique<Buffer>(packed, *this)) {
  rdbuf(buffer_.get());
}

ZstdStream::~ZstdStream() = default;

bool begins_zstd(std::istream& stream) {
  const std::istream::pos_type place = stream.tellg();
  std::array<char, kMagic.size()> first{};
  stream.read(first.data(), first.size());
  const bool begins = std::string_view(first.data(), first.size()) == kMagic;
  stream.clear();
  stream.seekg(place);
  return begins;
}

}  // namespace tagwatch
