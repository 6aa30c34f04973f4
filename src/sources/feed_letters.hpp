// ASCII letters and white space, whatever the locale: what markup and labels are made of.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace tagwatch {

inline constexpr std::string_view kWhiteSpace = " \t\r\n\f";

/// `text` without white space at its ends.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

/// `text` with its ASCII letters in lower case.
[[nodiscard]] inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

}  // namespace tagwatch
