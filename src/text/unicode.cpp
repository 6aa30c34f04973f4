#include "unicode.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace tagwatch {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

utf8proc_category_t category(char32_t point) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(point));
}

}  // namespace

std::u32string code_points(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    points += length > 0 ? static_cast<char32_t>(point) : kReplacement;
    at += length > 0 ? static_cast<std::size_t>(length) : 1;
  }
  return points;
}

void append_utf8(std::string& out, char32_t point) {
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

std::string folded_compatibility(std::string_view text) {
  utf8proc_uint8_t* result = nullptr;
  const utf8proc_ssize_t length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &result,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                     UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(result, &std::free);
  return length < 0
             ? std::string()
             : std::string(reinterpret_cast<const char*>(result), static_cast<std::size_t>(length));
}

bool is_mark(char32_t point) {
  const utf8proc_category_t is = category(point);
  return is == UTF8PROC_CATEGORY_MN || is == UTF8PROC_CATEGORY_MC || is == UTF8PROC_CATEGORY_ME;
}

bool is_digit_character(char32_t point) {
  return category(point) == UTF8PROC_CATEGORY_ND;
}

bool is_word_character(char32_t point) {
  switch (category(point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
      return true;
    default:
      return point == U'_';
  }
}

bool is_white_space(char32_t point) {
  const utf8proc_category_t is = category(point);
  return (point >= 9 && point <= 13) || point == 0x85 || is == UTF8PROC_CATEGORY_ZS ||
         is == UTF8PROC_CATEGORY_ZL || is == UTF8PROC_CATEGORY_ZP;
}

}  // namespace tagwatch
