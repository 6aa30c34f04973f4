// What the watched timelines saw: words for a stretch of time, by source, network and tag. Pure but
// for load_watch.
//
// Spans are loaded once for the whole time that a digest looks back on; every question after that
// is answered in memory.
#pragma once

#include <string>
#include <vector>

#include "tagwatch/digest/options.hpp"
#include "tagwatch/digest/value.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch {

/// One configured source's feed of one watched tag.
struct WatchedTimeline {
  DigestSource source;
  Hashtag tag;
  TimelineState state;              ///< `started` is false when it was never polled
  std::vector<CoverageSpan> spans;  ///< by time
  std::vector<Window> read;         ///< the stretches that were read, merged, by time
};

/// A stretch of time that may not be over yet.
struct Judged {
  Window window;
  Instant now;
  Duration interval_max;  ///< how long a timeline may go without a look
};

/// Merges the spans that were read.
[[nodiscard]] std::vector<Window> read_stretches(const std::vector<CoverageSpan>& spans);

/// True when no moment of `window` is missing.
[[nodiscard]] bool was_read(const std::vector<Window>& read, Window window);

/// True when the server lets only a part of its posts be read.
[[nodiscard]] bool limited(const WatchedTimeline& timeline);

/// Coverage of one timeline. A feed in no order of time and a limited server are never more than
/// partial. While a window runs, the time since the last look is no gap as long as the next look is
/// not overdue.
[[nodiscard]] Coverage coverage_in(const WatchedTimeline& timeline, const Judged& judged);

/// True when the timeline is known to show posts: its newest page did, or its server states so.
[[nodiscard]] bool known_open(const TimelineState& state);

/// The word for all of `watch`: the worst of its networks' words over the tags; a second is covered
/// for a network and tag when one of its sources covers it. Networks without a required source
/// stand aside, unless there is no other.
[[nodiscard]] CoverageWord word_of(const std::vector<WatchedTimeline>& watch, const Judged& judged);

/// "ok", "degraded", "failing" or "down" as of `now`: another thing than coverage.
[[nodiscard]] std::string health_of(const TimelineState& state, Instant now);

/// The zero of a timeline that showed no post: verified when its newest page shows older posts or
/// the server says that tag feeds are open.
[[nodiscard]] Zero zero_of(const TimelineState& state, CoverageWord word, std::int64_t posts);

/// Every configured timeline with what it said of `window`, by source as configured, then tag.
[[nodiscard]] Result<std::vector<WatchedTimeline>> load_watch(const Reader& reader,
                                                              const DigestOptions& options,
                                                              Window window);

/// Under which id the state of the feed of `tag` at `source` is kept.
[[nodiscard]] TimelineId timeline_of(const DigestSource& source, const Hashtag& tag);

}  // namespace tagwatch
