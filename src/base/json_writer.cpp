#include "tagwatch/base/json_writer.hpp"

#include <array>
#include <stdexcept>

namespace tagwatch {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The length of the valid UTF-8 sequence at `text[at]`, 0 where there is none (overlong forms,
// surrogates and values above U+10FFFF count as none).
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const unsigned char first = byte(at);
  if (first < 0x80) {
    return 1;
  }
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) {
    return 0;
  }
  for (std::size_t index = at + 1; index < at + length; ++index) {
    if ((byte(index) & 0xC0) != 0x80) {
      return 0;
    }
  }
  const unsigned char second = byte(at + 1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool too_high = first == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_high ? 0 : length;
}

void append_escaped(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::size_t length = sequence_length(text, at);
    if (length == 0) {
      out += kReplacement;
      ++at;
      continue;
    }
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          out += "\\u00";
          out += kHex[static_cast<unsigned char>(c) >> 4];
          out += kHex[static_cast<unsigned char>(c) & 0xF];
        } else {
          out.append(text, at, length);
        }
    }
    at += length;
  }
}

}  // namespace

void JsonWriter::new_line() {
  if (indent_ > 0) {
    out_ += '\n';
    out_.append(levels_.size() * static_cast<std::size_t>(indent_), ' ');
  }
}

void JsonWriter::before_item() {
  if (!levels_.empty()) {
    if (!levels_.back().empty) {
      out_ += ',';
    }
    levels_.back().empty = false;
    new_line();
  }
}

void JsonWriter::before_value() {
  if (key_written_) {
    key_written_ = false;
    return;
  }
  if (!levels_.empty() && levels_.back().close == '}') {
    throw std::logic_error("JSON: a value without its key");
  }
  before_item();
}

JsonWriter& JsonWriter::begin_object() {
  before_value();
  out_ += '{';
  levels_.push_back({'}'});
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  before_value();
  out_ += '[';
  levels_.push_back({']'});
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  if (levels_.empty() || levels_.back().close != '}' || key_written_) {
    throw std::logic_error("JSON: no object to close here");
  }
  const bool empty = levels_.back().empty;
  levels_.pop_back();
  if (!empty) {
    new_line();
  }
  out_ += '}';
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  if (levels_.empty() || levels_.back().close != ']') {
    throw std::logic_error("JSON: no array to close here");
  }
  const bool empty = levels_.back().empty;
  levels_.pop_back();
  if (!empty) {
    new_line();
  }
  out_ += ']';
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  if (levels_.empty() || levels_.back().close != '}' || key_written_) {
    throw std::logic_error("JSON: no place for a key");
  }
  before_item();
  out_ += '"';
  append_escaped(out_, name);
  out_ += indent_ > 0 ? "\": " : "\":";
  key_written_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  out_ += '"';
  append_escaped(out_, text);
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
  before_value();
  out_ += std::to_string(number);
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
  before_value();
  out_ += truth ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  before_value();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  out_ += json;
  return *this;
}

std::string JsonWriter::take() {
  if (!levels_.empty()) {
    throw std::logic_error("JSON: taken before it was closed");
  }
  return std::move(out_);
}

std::string json_string(std::string_view text) {
  JsonWriter writer;
  writer.value(text);
  return writer.take();
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) {
      out += kReplacement;
      ++at;
    } else {
      out.append(text, at, length);
      at += length;
    }
  }
  return out;
}

}  // namespace tagwatch
