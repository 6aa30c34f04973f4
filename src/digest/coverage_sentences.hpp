// What a digest says of its coverage: who was read, who was not, when, and why. Pure.
#pragma once

#include <string>
#include <vector>

#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// How many of the configured sources what is true of.
struct SourceTally {
  std::int64_t all = 0;
  std::int64_t complete = 0;   ///< for every tag they are asked for
  std::int64_t blind = 0;      ///< for every tag
  std::int64_t unknown = 0;    ///< for every tag
  std::int64_t with_gaps = 0;  ///< something of the day is missing and was not read since
  bool unverified = false;     ///< a zero of some row is not verified
};

[[nodiscard]] SourceTally tally_of(const std::vector<CoverageRow>& rows);

/// The few words of subject and heading: "watched sources complete", "2 of 14 sources with gaps".
[[nodiscard]] std::string coverage_in_short(const CoverageReport& coverage);

/// The paragraph of the first screen.
[[nodiscard]] std::string coverage_paragraph(const CoverageReport& coverage, Window day,
                                             const Zone& zone);

/// "Not watched: X, Facebook."; "" when nothing is named.
[[nodiscard]] std::string not_watched_sentence(const CoverageReport& coverage);

}  // namespace tagwatch
