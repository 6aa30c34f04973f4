#include "store/unspaced.hpp"

#include <algorithm>
#include <array>

namespace tagwatch::store {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array kUnspaced{
    Range{0x0E00, 0x0EFF},    // Thai, Lao
    Range{0x1000, 0x109F},    // Burmese
    Range{0x1100, 0x11FF},    // Hangul Jamo
    Range{0x1780, 0x17FF},    // Khmer
    Range{0x2E80, 0x9FFF},    // CJK with its radicals, kana, bopomofo
    Range{0xA960, 0xA97F},    // Hangul Jamo
    Range{0xAC00, 0xD7FF},    // Hangul
    Range{0xF900, 0xFAFF},    // CJK compatibility
    Range{0xFF66, 0xFFDC},    // half-width kana and Hangul
    Range{0x1B000, 0x1B2FF},  // kana
    Range{0x20000, 0x3FFFF},  // CJK
};

// No letter of these scripts begins with a smaller byte.
constexpr unsigned char kThreeBytes = 0xE0;
constexpr unsigned char kFourBytes = 0xF0;

bool is_unspaced(char32_t letter) {
  return std::any_of(kUnspaced.begin(), kUnspaced.end(), [&](const Range& range) {
    return range.first <= letter && letter <= range.last;
  });
}

}  // namespace

bool has_unspaced(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < kThreeBytes) {
      continue;
    }
    const std::size_t length = first < kFourBytes ? 3 : 4;
    if (at + length > text.size()) {
      return false;
    }
    char32_t letter = first & (first < kFourBytes ? 0x0FU : 0x07U);
    for (std::size_t next = at + 1; next < at + length; ++next) {
      letter = (letter << 6) | (static_cast<unsigned char>(text[next]) & 0x3FU);
    }
    if (is_unspaced(letter)) {
      return true;
    }
    at += length - 1;
  }
  return false;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  }));
}

}  // namespace tagwatch::store
