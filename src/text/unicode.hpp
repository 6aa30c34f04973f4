// Code points and their folding, on utf8proc. Pure.
#pragma once

#include <string>
#include <string_view>

namespace tagwatch {

/// The code points of `text`; a byte that is no part of valid UTF-8 becomes U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view text);
/// `point` appended as UTF-8.
void append_utf8(std::string& out, char32_t point);
/// NFKC with full case folding; ignorable characters dropped. "" for text that is no valid UTF-8.
[[nodiscard]] std::string folded_compatibility(std::string_view text);

/// What one code point is, as far as words go.
[[nodiscard]] bool is_word_character(char32_t point);  ///< letter, mark, number, '_'
[[nodiscard]] bool is_digit_character(char32_t point);
[[nodiscard]] bool is_mark(char32_t point);
[[nodiscard]] bool is_white_space(char32_t point);

}  // namespace tagwatch
