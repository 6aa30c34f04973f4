// Numbers, lists and times in words, for the catalogue of sentences. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/base/time.hpp"

namespace tagwatch::wording {

/// "1,204".
[[nodiscard]] std::string number(std::int64_t count);
/// "one" to "nine", else as number().
[[nodiscard]] std::string small_number(std::int64_t count);
/// "One post", "1,204 posts": begins a sentence.
[[nodiscard]] std::string counted_first(std::int64_t count, std::string_view one,
                                        std::string_view many);
/// "1 post", "1,204 posts".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view one, std::string_view many);
/// "a", "a and b", "a, b and c".
[[nodiscard]] std::string listed(const std::vector<std::string>& items,
                                 std::string_view last_word = "and");
/// The first names, and how many more: "a, b and 5 other sources".
[[nodiscard]] std::string listed_sources(const std::vector<std::string>& names);
/// With a capital at its beginning.
[[nodiscard]] std::string sentence_case(std::string text);

/// "Monday 23 November".
[[nodiscard]] std::string weekday_and_day(Day day);

/// A clock time within a day, "24:00" for its end.
[[nodiscard]] std::string clock_time(Instant at, Window day, const Zone& zone);
/// A clock time, with the date where it is none of the day: "04:25", "04:25 on 24 Nov".
[[nodiscard]] std::string moment(Instant at, Window day, const Zone& zone);
/// The first whole minute that is not before `at`, so that what is done "by" it is done.
[[nodiscard]] Instant next_minute(Instant at);
/// "from 03:10 to 04:25 EST", to whole minutes; the zone twice where it changes between.
[[nodiscard]] std::string from_to(Window stretch, Window day, const Zone& zone);
/// "from 03:10 EST": the next whole minute, as where a stretch ends that ends at `at`.
[[nodiscard]] std::string from(Instant at, Window day, const Zone& zone);
/// "03:10–04:25".
[[nodiscard]] std::string span(Window stretch, Window day, const Zone& zone);

}  // namespace tagwatch::wording
