// What a digest says of how well each source and tag was watched. Pure but for the polls.
#pragma once

#include "facts.hpp"
#include "tagwatch/digest/watch.hpp"

namespace tagwatch {

/// A row for each of `watch`, for the judged time; `posts` are those of that time. `not_watched` is
/// left empty. Errors: those of the store.
[[nodiscard]] Result<CoverageReport> coverage_report(const Reader& reader,
                                                     const std::vector<WatchedTimeline>& watch,
                                                     const PostFacts& posts, const Judged& judged);

}  // namespace tagwatch
