// ASCII letters, whatever the locale: what markup and addresses are made of.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace tagwatch {

constexpr bool is_ascii_digit(char letter) {
  return letter >= '0' && letter <= '9';
}
constexpr bool is_ascii_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}
constexpr bool is_ascii_space(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' || letter == '\f';
}
constexpr bool is_ascii_control(char letter) {
  return (letter >= 0 && letter < 0x20) || letter == 0x7F;
}
constexpr char ascii_lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

inline std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char letter) { return ascii_lower(letter); });
  return lower;
}

inline bool equal_ignoring_ascii_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

inline std::string_view without_ascii_space_around(std::string_view text) {
  while (!text.empty() && is_ascii_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_ascii_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace tagwatch
