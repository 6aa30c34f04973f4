#include "tagwatch/base/log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <memory>

#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/base/time.hpp"

namespace tagwatch::log {
namespace {

constexpr std::size_t kValueBytesMax = 2000;

constexpr std::array<std::string_view, 5> kNames{"trace", "debug", "info", "warn", "error"};

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto made = std::make_shared<spdlog::logger>("tagwatch",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum to_spdlog(Level level) {
  return static_cast<spdlog::level::level_enum>(static_cast<int>(level));
}

// Characters that move a terminal's cursor or reorder text: C0, DEL, C1, bidi controls.
bool dangerous(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

char32_t decode(std::string_view sequence) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(sequence[at]); };
  switch (sequence.size()) {
    case 1:
      return byte(0);
    case 2:
      return static_cast<char32_t>((byte(0) & 0x1F) << 6 | (byte(1) & 0x3F));
    case 3:
      return static_cast<char32_t>((byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 |
                                   (byte(2) & 0x3F));
    default:
      return 0x10000;
  }
}

}  // namespace

void set_level(Level level) {
  logger().set_level(to_spdlog(level));
}

bool level_from_name(std::string_view name, Level& level) {
  for (std::size_t index = 0; index < kNames.size(); ++index) {
    if (kNames[index] == name) {
      level = static_cast<Level>(index);
      return true;
    }
  }
  return false;
}

std::string quoted(std::string_view value) {
  const std::string valid = valid_utf8(value.substr(0, kValueBytesMax));
  std::string out;
  bool plain = !valid.empty();
  for (std::size_t at = 0; at < valid.size();) {
    const auto first = static_cast<unsigned char>(valid[at]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    const std::string_view sequence = std::string_view(valid).substr(at, length);
    const char32_t c = decode(sequence);
    if (dangerous(c)) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      plain = false;
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += sequence;
      plain = false;
    } else {
      plain = plain && c != ' ' && c != '=';
      out += sequence;
    }
    at += length;
  }
  return plain ? out : '"' + out + '"';
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (!logger().should_log(to_spdlog(level))) {
    return;
  }
  std::string line = format_rfc3339(SystemClock().now());
  line += ' ';
  line += kNames[static_cast<std::size_t>(level)];
  line += ' ';
  line += event;
  for (const Field& field : fields) {
    line += ' ';
    line += field.key;
    line += '=';
    line += quoted(field.value);
  }
  logger().log(to_spdlog(level), "{}", line);
}

}  // namespace tagwatch::log
