// Packed bodies that are small on the wire and large when unpacked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tagwatch::testing {

using namespace std::string_view_literals;

/// `zeros` zero bytes (a multiple of 258, and one) as a stream of RFC 1951: one literal, then runs
/// of 258 in the fixed Huffman code.
inline std::string deflated_zeros(std::size_t zeros) {
  std::string bytes;
  bytes.reserve(zeros / 150);
  std::uint32_t pending = 0;
  int count = 0;
  const auto put = [&](std::uint32_t bits, int width) {
    pending |= bits << count;
    for (count += width; count >= 8; count -= 8, pending >>= 8) {
      bytes.push_back(static_cast<char>(pending & 0xffU));
    }
  };
  put(0b011, 3);       // last block, fixed codes
  put(0b00001100, 8);  // literal 0: 00110000, first bit first
  for (std::size_t packed = 1; packed < zeros; packed += 258) {
    put(0b10100011, 8);  // length 258: 11000101, first bit first
    put(0b00000, 5);     // distance 1
  }
  put(0, 7 + 8);  // end of block, and the rest of the last byte
  return bytes;
}

inline constexpr std::string_view kGzipHeader = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"sv;
inline constexpr std::string_view kZlibHeader = "\x78\x9c"sv;

/// deflated_zeros() as a gzip stream without its trailer.
inline std::string gzipped_zeros(std::size_t zeros) {
  return std::string(kGzipHeader) + deflated_zeros(zeros);
}

/// `blocks` of 8 MiB zeros each, as brotli packs them.
inline std::string brotli_zeros(int blocks) {
  std::string bytes("\xcf\xff\xff\x3f\xf8\x27\x00\xe2\xb1\x40\x20\xf7\xfe\xcf\x00"sv);
  for (int i = 1; i < blocks; ++i) {
    bytes += "\xfc\xff\xff\x83\x7f\x02\x20\x0e\x0b\x00\x74\xef\xff\x0c"sv;
  }
  return bytes + "\x03";
}

/// The head of a zstd frame: no checksum, a window of 2^(10 + `exponent`) bytes.
inline std::string zstd_head(int exponent) {
  return std::string("\x28\xb5\x2f\xfd\x00"sv) + static_cast<char>(exponent << 3);
}

/// `blocks` of 128 KiB zeros each, as one byte repeated.
inline std::string zstd_zeros(int blocks, int exponent = 7) {
  std::string bytes = zstd_head(exponent);
  for (int i = 0; i < blocks; ++i) {
    bytes += "\x02\x00\x10\x00"sv;
  }
  return bytes + std::string("\x01\x00\x00"sv);
}

}  // namespace tagwatch::testing
