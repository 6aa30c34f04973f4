#include "columns.hpp"

#include <array>
#include <cstdint>

namespace tagwatch::render {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Marks that combine with the letter before them, and characters that are not seen (Unicode 15,
// general categories Mn, Me and Cf, in ranges that also take in what lies between them unassigned).
constexpr std::array kNoColumn{
    Range{0x0300, 0x036F},  Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x05BF, 0x05C7},
    Range{0x0610, 0x061A},  Range{0x064B, 0x065F}, Range{0x0670, 0x0670}, Range{0x06D6, 0x06DC},
    Range{0x06DF, 0x06E4},  Range{0x0900, 0x0902}, Range{0x093C, 0x093C}, Range{0x0941, 0x0948},
    Range{0x094D, 0x094D},  Range{0x0E31, 0x0E31}, Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E},
    Range{0x200B, 0x200F},  Range{0x202A, 0x202E}, Range{0x2060, 0x206F}, Range{0x20D0, 0x20F0},
    Range{0xFE00, 0xFE0F},  Range{0xFE20, 0xFE2F}, Range{0xFEFF, 0xFEFF}, Range{0x1F3FB, 0x1F3FF},
    Range{0xE0000, 0xE01EF}};
// East Asian Width W and F, and emoji.
constexpr std::array kTwoColumns{
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},
    Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
    Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1FAFF}, Range{0x20000, 0x3FFFD}};
// Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms; the old scripts of the east.
constexpr std::array kRightToLeft{Range{0x0590, 0x08FF}, Range{0xFB1D, 0xFDFF},
                                  Range{0xFE70, 0xFEFC}, Range{0x10800, 0x10FFF},
                                  Range{0x1E800, 0x1EFFF}};

template <std::size_t size>
bool within(const std::array<Range, size>& ranges, char32_t character) {
  for (const Range& range : ranges) {
    if (character >= range.first && character <= range.last) {
      return true;
    }
  }
  return false;
}

std::size_t bytes_of(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

char32_t character_at(std::string_view text, std::size_t at) {
  const std::size_t bytes = bytes_of(text[at]);
  const auto first = static_cast<unsigned char>(text[at]);
  char32_t character = bytes == 1 ? first : first & (0xFFU >> (bytes + 1));
  for (std::size_t next = at + 1; next < at + bytes && next < text.size(); ++next) {
    character = (character << 6) | (static_cast<unsigned char>(text[next]) & 0x3FU);
  }
  return character;
}

std::size_t columns_of(char32_t character) {
  return within(kNoColumn, character) ? 0 : within(kTwoColumns, character) ? 2 : 1;
}

bool is_web_address(std::string_view word) {
  return word.starts_with("https://") || word.starts_with("http://");
}

// The longest piece from the front of `word` that takes at most `room` columns, at least one
// character with its marks.
std::string_view take_piece(std::string_view word, std::size_t room) {
  std::size_t used = 0;
  std::size_t at = 0;
  while (at < word.size()) {
    const std::size_t width = columns_of(character_at(word, at));
    if (at > 0 && used + width > room) {
      break;
    }
    used += width;
    at += bytes_of(word[at]);
  }
  return word.substr(0, at);
}

// Puts words into lines.
class Wrapper {
 public:
  Wrapper(std::size_t columns_max, std::string_view first_indent, std::string_view indent)
      : columns_max_(columns_max), indent_(indent), line_(first_indent), used_(columns(line_)) {}

  void add(std::string_view word) {
    const std::size_t width = columns(word);
    if (!fits(width)) {
      new_line();
    }
    if (used_ + width <= columns_max_ || is_web_address(word)) {
      put(word);
      return;
    }
    while (!word.empty()) {
      const std::string_view piece = take_piece(word, columns_max_ - used_);
      put(piece);
      word.remove_prefix(piece.size());
      if (!word.empty()) {
        new_line();
      }
    }
  }

  std::vector<std::string> take() {
    if (words_ > 0) {
      lines_.push_back(std::move(line_));
    }
    return std::move(lines_);
  }

 private:
  [[nodiscard]] bool fits(std::size_t width) const {
    return words_ == 0 || used_ + 1 + width <= columns_max_;
  }

  void new_line() {
    lines_.push_back(std::move(line_));
    line_ = indent_;
    used_ = columns(line_);
    words_ = 0;
  }

  void put(std::string_view word) {
    if (words_ > 0) {
      line_ += ' ';
      ++used_;
    }
    line_ += word;
    used_ += columns(word);
    ++words_;
  }

  std::size_t columns_max_;
  std::string indent_;
  std::string line_;
  std::size_t used_;
  std::size_t words_ = 0;
  std::vector<std::string> lines_;
};

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t total = 0;
  for (std::size_t at = 0; at < text.size(); at += bytes_of(text[at])) {
    total += columns_of(character_at(text, at));
  }
  return total;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns_max,
                                 std::string_view first_indent, std::string_view indent) {
  Wrapper wrapper(columns_max, first_indent, indent);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = text.find_first_not_of(' ', at);
    if (begin == std::string_view::npos) {
      break;
    }
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    wrapper.add(text.substr(begin, end - begin));
    at = end;
  }
  return wrapper.take();
}

bool right_to_left(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += bytes_of(text[at])) {
    if (within(kRightToLeft, character_at(text, at))) {
      return true;
    }
  }
  return false;
}

}  // namespace tagwatch::render
