// The usual range of a day: what comparable days had. Pure but for usual_of.
//
// Like is compared with like. S are the sources that were complete for the tag on the day; a past
// day is comparable when S was complete on it too and no event of the calendar touched it; posts
// are counted on both over S, without own and partner accounts. Taken are the comparable days of
// the same weekday when there are 7, else those of the same group (Monday to Friday, or the
// weekend) when there are 7, else nothing can be told yet.
//
// The range is the central one: from the 10th to the 90th percentile by nearest rank, so that one
// day in ten may lie below and one above. With 7 days that is the least and the greatest of them.
#pragma once

#include <string>
#include <vector>

#include "accounts.hpp"
#include "tagwatch/digest/watch.hpp"
#include "unusual.hpp"

namespace tagwatch {

/// So many comparable days are needed before a range is told.
inline constexpr int kComparableDaysMin = 7;

struct UsualRange {
  std::optional<Usual> usual;
  std::string reason;  ///< why `usual` is unset
  // Where `usual` is set:
  Expectation expected;              ///< what its probability is told by
  std::vector<Day> days;             ///< that it rests on
  std::vector<std::string> sources;  ///< S, by name
};

/// A past day and its posts.
struct PastDay {
  Day day{};
  std::int64_t posts = 0;
};

/// Days of [day - baseline_days, day) that `sources` (what each read) saw completely, without those
/// that an event touches; ascending.
[[nodiscard]] std::vector<Day> comparable_days(Day day, int baseline_days, const Zone& zone,
                                               const std::vector<CalendarEvent>& events,
                                               const std::vector<const WatchedTimeline*>& sources);

/// The range for `day` from its comparable days; `counted` are its own posts over S.
[[nodiscard]] UsualRange usual_range(Day day, std::int64_t counted,
                                     const std::vector<PastDay>& comparable);

/// The usual range of `tag` for a day as far as `judged` goes. `watch` holds the spans of the whole
/// baseline.
[[nodiscard]] Result<UsualRange> usual_of(const Reader& reader, const DigestOptions& options,
                                          const Accounts& accounts,
                                          const std::vector<WatchedTimeline>& watch,
                                          const Hashtag& tag, Day day, const Judged& judged);

/// The time in which days comparable with `day` are looked for, and the day itself.
[[nodiscard]] Window baseline_window(Day day, const DigestOptions& options);

}  // namespace tagwatch
