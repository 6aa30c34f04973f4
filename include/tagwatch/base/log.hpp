// One event, one line: `2026-11-23T11:30:00.123Z info poll.done source=… new=2`.
//
// Logs go to stderr. Values are escaped here, so nothing that a server sent can forge a line.
// Never log a token, a query string or the text of a post.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tagwatch::log {

enum class Level { trace, debug, info, warn, error };

/// A named value. Fixed names: source tag url status ms posts new bytes err attempt next_in_s.
struct Field {
  Field(std::string_view key_, std::string_view value_) : key(key_), value(value_) {}
  Field(std::string_view key_, const char* value_) : key(key_), value(value_) {}
  Field(std::string_view key_, const std::string& value_) : key(key_), value(value_) {}
  Field(std::string_view key_, std::int64_t value_) : key(key_), value(std::to_string(value_)) {}
  Field(std::string_view key_, int value_) : key(key_), value(std::to_string(value_)) {}
  Field(std::string_view key_, std::size_t value_) : key(key_), value(std::to_string(value_)) {}
  Field(std::string_view key_, bool value_) : key(key_), value(value_ ? "true" : "false") {}
  std::string_view key;
  std::string value;
};

/// Sets the lowest level that is written (default: info). Before threads start.
void set_level(Level level);
/// nullptr-free parse of a level's name; false when there is no such level.
[[nodiscard]] bool level_from_name(std::string_view name, Level& level);

/// Writes one line. Any thread. `event` is `noun.verb`.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::info, event, fields);
}
/// Degraded, and retried.
inline void warn(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::warn, event, fields);
}
/// Somebody must act.
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::error, event, fields);
}

/// `value` as it stands in a line: quoted when it holds spaces or quotes, control characters
/// (C0, C1, bidi controls) as escapes, cut at a limit. Exposed for its test.
[[nodiscard]] std::string quoted(std::string_view value);

}  // namespace tagwatch::log
