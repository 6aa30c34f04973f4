// Fields that every platform's posts have in common, from what APIs write to what a Post holds.
// Knows nothing of any platform.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/model/post.hpp"

namespace tagwatch {

/// Text of one line, as names and titles are: no control characters, no line ends. "" for none.
[[nodiscard]] std::string one_line_of(const std::optional<std::string>& text);

/// Plain text as a post holds it: paragraphs as '\n', no other control characters, trimmed.
[[nodiscard]] std::string paragraphs_of(std::string_view text);

/// Counts below zero stand for "hidden".
[[nodiscard]] std::optional<std::int64_t> count_of(std::optional<std::int64_t> number);

/// Adds `card`, the preview of a page: mostly that of a link that is known, which then gets its
/// title. A card without address adds nothing.
void add_titled_link(std::vector<Link>& links, Link card);

}  // namespace tagwatch
