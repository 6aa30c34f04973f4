// What a digest says of a rise or drop beside its count: where most of it lies, and what was in the
// calendar. Pure.
#pragma once

#include <string>

#include "tagwatch/digest/value.hpp"

namespace tagwatch {

struct UnusualWords {
  std::string during;   ///< ", during “Tampa workshop”", for behind the usual range
  std::string drivers;  ///< "30 of them between 14:00 and 16:00, 12 link to the same page"
};

/// Both are empty for a count that is not unusual.
[[nodiscard]] UnusualWords unusual_words(const DigestValue& value, const TagCount& count,
                                         const Zone& zone);

}  // namespace tagwatch
