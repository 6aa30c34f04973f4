// Facts to words: every sentence that a digest says stands in one catalogue. Pure.
//
// Rules of the words: accounts, not people; a rise is told as the usual range, never as a ratio; no
// cause is named; nothing says that nobody posted, only that none was seen; an unverified zero and
// a source that could not be read are told with times and reasons, and never look like a zero.
#pragma once

#include <string>
#include <vector>

#include "tagwatch/base/time.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch {

struct Words {
  std::string subject;
  std::string heading;
  std::vector<std::string> headline;
  std::string hours;
  std::vector<std::string> earlier;
  std::string sums;
};

/// What became since of the posts that a digest reports.
struct Since {
  std::int64_t blanked = 0;  ///< lost their content to a deletion
  std::int64_t held = 0;     ///< were deleted, and are kept as a record
  std::int64_t pruned = 0;   ///< are no longer kept, as their time is over
};

/// All sentences of `value`, its times in `zone`.
[[nodiscard]] Words sentences(const DigestValue& value, const Zone& zone, const Since& since);

/// What a table says of one row: "down from 03:10, read by 04:30: complete". `window` is the time
/// that the row speaks of.
[[nodiscard]] std::string coverage_words(const CoverageRow& row, Window window, const Zone& zone);

/// What is said of one of the missed days of `value`.
struct MissedDayWords {
  std::string counts;    ///< "#TMSSW 7, #GlobalSecurity none seen"
  std::string coverage;  ///< sentences
};
[[nodiscard]] MissedDayWords missed_day_words(const MissedDay& day, const DigestValue& value,
                                              const Zone& zone);

/// "usually 0–3", or why it cannot be told: "usual range: cannot tell yet (3 of 7 days)".
[[nodiscard]] std::string usual_words(const TagCount& count);

/// "French" for "fr" and "fr-CA"; "" for a code that has no name here.
[[nodiscard]] std::string_view language_name(std::string_view code);

/// What a reader sees beside a listed post: "many reposts".
[[nodiscard]] std::string_view words(Why why);

/// "no posts", "1 post", "1,204 posts".
[[nodiscard]] std::string posts_words(std::int64_t posts);

/// The time that the coverage rows of `value` speak of: its date, as far as its window goes.
[[nodiscard]] Window day_window(const DigestValue& value, const Zone& zone);

}  // namespace tagwatch
