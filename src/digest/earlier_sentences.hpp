// What a digest says of earlier days and of itself: missed days, late posts, deletions. Pure.
#pragma once

#include <string>
#include <vector>

#include "tagwatch/digest/sentences.hpp"

namespace tagwatch {

/// Says on the first screen that its numbers are those of one day, and which days are reported
/// beside it; "" for a digest of one day.
[[nodiscard]] std::string several_days_sentence(const DigestValue& value);

[[nodiscard]] std::vector<std::string> earlier_sentences(const DigestValue& value, const Zone& zone,
                                                         const Since& since);

}  // namespace tagwatch
