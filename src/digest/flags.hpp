// Which counts of a day are flagged, and what is told of them. Pure but for count_flags.
#pragma once

#include <vector>

#include "baseline.hpp"
#include "facts.hpp"

namespace tagwatch {

/// Tells of each of `counts` whether it is unusual; `ranges` are theirs, in the same order. A day
/// that is not whole can still be a rise, but no drop.
void judge_counts(std::vector<TagCount>& counts, const std::vector<UsualRange>& ranges,
                  bool whole_day);

struct DayPosts {
  Day day{};
  PostFacts posts;
  const std::vector<Cluster>& clusters;
};

/// The flags of the judged `counts`, each with what drove it. `posts` are those of the day.
[[nodiscard]] Result<std::vector<Flag>> count_flags(const Reader& reader,
                                                    const DigestOptions& options,
                                                    const Accounts& accounts,
                                                    const std::vector<TagCount>& counts,
                                                    const std::vector<UsualRange>& ranges,
                                                    const DayPosts& posts);

/// A flag for each of `clusters`.
[[nodiscard]] std::vector<Flag> same_text_flags(const std::vector<Cluster>& clusters);

/// A flag for each required source of which nothing could be read all day, under any tag.
[[nodiscard]] std::vector<Flag> blind_flags(const CoverageReport& coverage);

}  // namespace tagwatch
