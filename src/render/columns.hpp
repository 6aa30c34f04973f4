// How many columns text takes in a terminal or a mail, and breaking it into lines. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tagwatch::render {

/// The columns of `text`, one line of valid UTF-8: marks that combine take none, East Asian wide
/// characters and emoji take two.
[[nodiscard]] std::size_t columns(std::string_view text);

/// `text` as lines of at most `columns_max`, the first behind `first_indent`, the others behind
/// `indent`. Breaks between words; a word that is longer than a line is broken inside, but for a
/// web address, which stands alone on its line, whole.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns_max,
                                               std::string_view first_indent,
                                               std::string_view indent);

/// True when `text` holds letters that are written from right to left.
[[nodiscard]] bool right_to_left(std::string_view text);

}  // namespace tagwatch::render
