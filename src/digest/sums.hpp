// Omission accounting: every post of the date is somewhere, and every number adds up. Pure.
#pragma once

#include <string>

#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// Where the posts of the date are, from their places.
[[nodiscard]] Omitted omitted_of(const std::vector<ReportedPost>& posts);

/// Hash over a line "uri TAB revision LF" for each post, in their order.
[[nodiscard]] std::string posts_hash(const std::vector<ReportedPost>& posts);

/// Errors: store_corrupt, naming the sum that does not hold: such a digest must not go out.
[[nodiscard]] Result<void> check_sums(const DigestValue& value);

}  // namespace tagwatch
