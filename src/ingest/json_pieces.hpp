// A file of JSON values, taken apart without reading it whole: one value a line (NDJSON), or the
// elements of an array, in any layout. What a value says is not looked at.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace tagwatch {

struct JsonPiece {
  std::int64_t line = 0;  ///< on which it begins, from 1
  std::string text;       ///< the first kPieceBytesMax bytes where it is longer
  bool too_large = false;
};

/// Bytes of one value: far above the largest post, and an answer of any platform.
inline constexpr std::size_t kPieceBytesMax = 5U << 20;

class JsonPieces {
 public:
  explicit JsonPieces(std::istream& in) : in_(in), buffer_(1U << 16) {}

  /// The next value, or what stands where one should; false at the end. After one that is broken
  /// off it goes on with the next line that begins one.
  [[nodiscard]] bool next(JsonPiece& piece);
  /// The line that is being read.
  [[nodiscard]] std::int64_t line() const { return line_; }
  // At the end: whether there was nothing at all, and whether an array was left open.
  [[nodiscard]] bool blank() const { return blank_; }
  [[nodiscard]] bool cut_off() const { return in_array_; }

 private:
  [[nodiscard]] int peek();
  int get();
  void skip_between();
  void take_nested(JsonPiece& piece);
  void take_other(JsonPiece& piece);
  static void append(JsonPiece& piece, char byte);

  std::istream& in_;
  std::vector<char> buffer_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::int64_t line_ = 1;
  bool line_begins_ = true;
  bool in_array_ = false;
  bool begun_ = false;
  bool blank_ = true;
};

}  // namespace tagwatch
