// Canonical JSON: the same values give the same bytes, always.
//
// Integers and strings only, keys in the order they are written, no white space but an optional
// indentation, no floating point. Invalid UTF-8 in a string becomes U+FFFD.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tagwatch {

/// Writes one JSON value into a string. Misuse (a value where a key is due, an unclosed object) is
/// a programmer's mistake and ends in std::logic_error.
class JsonWriter {
 public:
  /// `indent` spaces a level; 0 writes everything on one line without spaces.
  explicit JsonWriter(int indent = 0) : indent_(indent) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(bool truth);
  JsonWriter& null();
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  /// Puts `json`, one whole value written elsewhere, here as it stands.
  JsonWriter& raw(std::string_view json);

  template <class T>
  JsonWriter& member(std::string_view name, const T& what) {
    key(name);
    return value(what);
  }

  /// The text; complete once every object and array is closed.
  [[nodiscard]] std::string take();

 private:
  struct Level {
    char close;
    bool empty = true;
  };
  void before_value();
  void before_item();
  void new_line();

  std::string out_;
  std::vector<Level> levels_;
  int indent_;
  bool key_written_ = false;
};

/// `text` as a JSON string with its quotes.
[[nodiscard]] std::string json_string(std::string_view text);

/// `text` with every byte that is no part of valid UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

}  // namespace tagwatch
