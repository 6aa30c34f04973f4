#include "tagwatch/text/extract.hpp"

#include <algorithm>

#include "unicode.hpp"

namespace tagwatch {
namespace {

// Code points of one tag; longer ones are no tag but an attack on whoever compares them.
constexpr std::size_t kTagLengthMax = 200;

bool is_sign(char32_t point) {
  return point == U'#' || point == U'＃' || point == U'﹟';
}

// Belongs to the emoji or sign before it, and makes no word of it.
bool is_presentation(char32_t point) {
  return (point >= 0xFE00 && point <= 0xFE0F) || point == 0x20E3;
}

// Continues a tag, at its end too.
bool continues(char32_t point) {
  constexpr std::u32string_view kKana = U"\u3003\u309B\u309C";  // ditto mark, voiced sound marks
  return (is_word_character(point) && !is_presentation(point)) ||
         kKana.find(point) != std::u32string_view::npos;
}

// Stands within a tag, never at its end: middle dots, joiners, Hebrew and Tibetan marks, dashes of
// kana.
bool is_medial(char32_t point) {
  constexpr std::u32string_view kMedial =
      U"\u00B7\u05BE\u05F3\u05F4\u0F0B\u0F0C\u200C\u200D\u301C\u30A0\u30FB\uA67E\uFF5E\uFF65";
  return kMedial.find(point) != std::u32string_view::npos;
}

bool may_precede(char32_t point) {
  return is_presentation(point) ||
         !(is_word_character(point) || is_sign(point) || point == U'&' || point == U'/');
}

// One behind the last character of the tag whose first would be at `start`.
std::size_t end_of_tag(const std::u32string& points, std::size_t start) {
  std::size_t end = start;
  for (std::size_t at = start; at < points.size(); ++at) {
    if (continues(points[at])) {
      end = at + 1;
    } else if (at == start || !is_medial(points[at])) {
      break;
    }
  }
  return end;
}

}  // namespace

std::vector<Hashtag> hashtags_in(std::string_view text) {
  const std::u32string points = code_points(text);
  std::vector<Hashtag> tags;
  for (std::size_t at = 0; at < points.size(); ++at) {
    if (!is_sign(points[at]) || (at > 0 && !may_precede(points[at - 1]))) {
      continue;
    }
    const std::size_t start = at + 1;
    const std::size_t end = end_of_tag(points, start);
    const auto first = points.begin() + static_cast<std::ptrdiff_t>(start);
    const auto last = points.begin() + static_cast<std::ptrdiff_t>(end);
    if (end == start || end - start > kTagLengthMax || is_mark(*first) ||
        std::all_of(first, last, is_digit_character)) {
      continue;
    }
    std::string spelled;
    std::for_each(first, last, [&spelled](char32_t point) { append_utf8(spelled, point); });
    Hashtag tag(spelled);
    if (tag.valid() && std::find(tags.begin(), tags.end(), tag) == tags.end()) {
      tags.push_back(std::move(tag));
    }
    at = end - 1;
  }
  return tags;
}

}  // namespace tagwatch
