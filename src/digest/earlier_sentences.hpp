// What a digest says of earlier days and of itself: missed days, late posts, deletions. Pure.
#pragma once

#include <string>
#include <vector>

#include "tagwatch/digest/sentences.hpp"

namespace tagwatch {

[[nodiscard]] std::vector<std::string> earlier_sentences(const DigestValue& value, const Zone& zone,
                                                         std::int64_t blanked);

}  // namespace tagwatch
