// Earlier days of which posts came late: their totals are restated, the old digests stay as they
// are.
#pragma once

#include <vector>

#include "facts.hpp"
#include "tagwatch/digest/value.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch {

/// What is restated, for the value and for the digests after this one.
struct Restated {
  std::vector<LateDay> days;     ///< ascending
  std::vector<DayCount> counts;  ///< the days' new totals
};

/// Restates the days of the late posts among `facts`. A day whose total no digest ever told is not
/// restated: its posts become older ones.
[[nodiscard]] Result<Restated> restate(const Reader& reader, const DigestOptions& options,
                                       std::vector<PostFact>& facts);

/// Adds the totals `of_day` to those that are kept. Of a day that was cut where the time zone
/// changed, an earlier digest told the first part, which stays in the total.
[[nodiscard]] Result<void> keep_totals(const Reader& reader, std::vector<DayCount> of_day, bool cut,
                                       std::vector<DayCount>& kept);

}  // namespace tagwatch
