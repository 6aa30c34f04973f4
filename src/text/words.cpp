#include "tagwatch/text/words.hpp"

#include <algorithm>
#include <array>

#include "tagwatch/text/ascii.hpp"
#include "unicode.hpp"

namespace tagwatch {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Without Hangul: Korean sets spaces between its words, though search looks for its letters.
constexpr std::array kUnspaced{
    Range{0x0E00, 0x0EFF},    // Thai, Lao
    Range{0x1000, 0x109F},    // Burmese
    Range{0x1780, 0x17FF},    // Khmer
    Range{0x2E80, 0x9FFF},    // CJK with its radicals, kana, bopomofo
    Range{0xF900, 0xFAFF},    // CJK compatibility
    Range{0x1B000, 0x1B2FF},  // kana
    Range{0x20000, 0x3FFFF},  // CJK
};

bool is_unspaced(char32_t letter) {
  return std::any_of(kUnspaced.begin(), kUnspaced.end(), [&](const Range& range) {
    return range.first <= letter && letter <= range.last;
  });
}

// Takes the words of one stretch without white space.
class Collecting {
 public:
  void add(std::u32string_view stretch) {
    if (is_address(stretch) || stretch.front() == U'@') {
      return;
    }
    const std::size_t before = compared_.words.size();
    for (const char32_t point : stretch) {
      if (!is_word_character(point)) {
        end_word();
      } else if (is_unspaced(point) && !is_mark(point)) {
        end_word();
        append_utf8(word_, point);
        end_word();
        ++letters_;
      } else {
        append_utf8(word_, point);
      }
    }
    end_word();
    if (stretch.front() != U'#') {
      said_ = compared_.words.size() > before ? state() : said_;
    }
  }

  ComparedWords take() {
    compared_.words.resize(said_.words);
    compared_.count = said_.words - said_.letters + said_.letters / 2;
    return std::move(compared_);
  }

 private:
  struct State {
    std::size_t words = 0;
    std::size_t letters = 0;
  };
  [[nodiscard]] State state() const { return {compared_.words.size(), letters_}; }

  static bool is_address(std::u32string_view stretch) {
    return stretch.find(U"://") != std::u32string_view::npos || stretch.starts_with(U"www.");
  }
  void end_word() {
    if (!word_.empty()) {
      compared_.words.push_back(std::move(word_));
      word_.clear();
    }
  }

  ComparedWords compared_;
  std::string word_;
  std::size_t letters_ = 0;  // of scripts without spaces, each a word of its own
  State said_;               // without the hashtags behind
};

// Most posts are ASCII, and cost a tenth then.
std::u32string folded_points(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii) {
    return code_points(folded_compatibility(text));
  }
  std::u32string points(text.size(), U' ');
  std::transform(text.begin(), text.end(), points.begin(),
                 [](char c) { return static_cast<char32_t>(ascii_lower(c)); });
  return points;
}

}  // namespace

ComparedWords compared_words(std::string_view text) {
  const std::u32string points = folded_points(text);
  Collecting collecting;
  for (std::size_t at = 0; at < points.size();) {
    if (is_white_space(points[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < points.size() && !is_white_space(points[end])) {
      ++end;
    }
    collecting.add(std::u32string_view(points).substr(at, end - at));
    at = end;
  }
  return collecting.take();
}

}  // namespace tagwatch
