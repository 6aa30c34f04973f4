#include "ingest/json_pieces.hpp"

#include <string_view>

namespace tagwatch {
namespace {

constexpr int kEnd = -1;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_space(int byte) {
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

}  // namespace

int JsonPieces::peek() {
  if (at_ == end_) {
    in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    at_ = 0;
    end_ = static_cast<std::size_t>(in_.gcount());
    if (!begun_ && std::string_view(buffer_.data(), end_).starts_with(kByteOrderMark)) {
      at_ = kByteOrderMark.size();
    }
    begun_ = true;
  }
  return at_ == end_ ? kEnd : static_cast<unsigned char>(buffer_[at_]);
}

int JsonPieces::get() {
  const int byte = peek();
  if (byte == kEnd) {
    return kEnd;
  }
  ++at_;
  line_begins_ = byte == '\n';
  line_ += byte == '\n' ? 1 : 0;
  return byte;
}

void JsonPieces::append(JsonPiece& piece, char byte) {
  if (piece.text.size() < kPieceBytesMax) {
    piece.text += byte;
  } else {
    piece.too_large = true;
  }
}

void JsonPieces::skip_between() {
  for (int byte = peek(); byte != kEnd; byte = peek()) {
    if (byte == '[' && !in_array_) {
      in_array_ = true;
      blank_ = false;
    } else if (byte == ']' && in_array_) {
      in_array_ = false;
    } else if (!is_space(byte) && byte != ',') {
      return;
    }
    get();
  }
}

bool JsonPieces::next(JsonPiece& piece) {
  skip_between();
  if (peek() == kEnd) {
    return false;
  }
  blank_ = false;
  piece.line = line_;
  piece.text.clear();
  piece.too_large = false;
  if (peek() == '{' || peek() == '[') {
    take_nested(piece);
  } else {
    take_other(piece);
  }
  return true;
}

// An object or array, to the bracket that closes it. It is broken off where a line ends within a
// string, or where a line begins with another object though it is of those that begin lines.
void JsonPieces::take_nested(JsonPiece& piece) {
  const bool begins_line = line_begins_;
  int depth = 0;
  bool in_string = false;
  bool escaped = false;
  while (true) {
    const int byte = peek();
    const bool another = begins_line && line_begins_ && byte == '{' && !piece.text.empty();
    if (byte == kEnd || another || (in_string && byte == '\n')) {
      return;
    }
    append(piece, static_cast<char>(get()));
    if (in_string) {
      in_string = escaped || byte != '"';
      escaped = !escaped && byte == '\\';
      continue;
    }
    in_string = byte == '"';
    depth += byte == '{' || byte == '[' ? 1 : 0;
    depth -= byte == '}' || byte == ']' ? 1 : 0;
    if (depth == 0) {
      return;
    }
  }
}

// A number or word, or what should not be there: to the end of the line or of the element.
void JsonPieces::take_other(JsonPiece& piece) {
  for (int byte = peek(); byte != kEnd && byte != '\n'; byte = peek()) {
    if (in_array_ && !piece.text.empty() && (byte == ',' || byte == ']')) {
      return;
    }
    append(piece, static_cast<char>(get()));
  }
}

}  // namespace tagwatch
