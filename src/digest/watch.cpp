#include "tagwatch/digest/watch.hpp"

#include <algorithm>
#include <map>

namespace tagwatch {
namespace {

/// So many failures in a row are no hiccup.
constexpr int kFailingFrom = 3;
/// A failing source without a success for so long is down.
constexpr Duration kDownAfter = std::chrono::hours(1);

bool overlaps(Window a, Window b) {
  return a.from < b.to && b.from < a.to;
}

// Where the first lookback has come to: before it nothing is known, and nothing is missing.
Instant known_from(const TimelineState& state) {
  Instant from = state.lookback_from;
  for (const Hole& hole : state.holes) {
    if (hole.lookback) {
      from = std::max(from, hole.missing.to);
    }
  }
  return from;
}

// Whether the timeline can show all posts of its server and time.
bool shows_everything(const WatchedTimeline& timeline) {
  return timeline.source.ordered && !limited(timeline);
}

// The window without the time since the last look, while the next look is not overdue.
Window judged_window(const std::vector<const WatchedTimeline*>& timelines, const Judged& judged) {
  if (judged.now >= judged.window.to) {
    return judged.window;
  }
  Instant looked{};
  for (const WatchedTimeline* timeline : timelines) {
    looked = std::max(looked, timeline->state.covered_to);
  }
  const bool overdue = looked + judged.interval_max < judged.now;
  const Instant to = overdue ? judged.now : std::min(looked, judged.window.to);
  return {judged.window.from, std::max(judged.window.from, to)};
}

// What the timelines of one network and tag saw together.
Coverage together(const std::vector<const WatchedTimeline*>& timelines, const Judged& judged) {
  const Window window = judged_window(timelines, judged);
  std::vector<CoverageSpan> spans;
  std::optional<Instant> known;
  for (const WatchedTimeline* timeline : timelines) {
    std::copy_if(timeline->spans.begin(), timeline->spans.end(), std::back_inserter(spans),
                 [&](const CoverageSpan& span) { return overlaps(span.window, window); });
    if (timeline->state.started) {
      known = std::min(known.value_or(Instant::max()), known_from(timeline->state));
    }
  }
  // A timeline that is configured and was never read is blind, not unknown.
  return coverage_of(window, known.value_or(window.from), spans);
}

CoverageWord at_most_partial(CoverageWord word) {
  return word == CoverageWord::complete ? CoverageWord::partial : word;
}

CoverageWord word_of_network(const std::vector<const WatchedTimeline*>& timelines,
                             const Judged& judged) {
  std::vector<const WatchedTimeline*> whole;
  std::copy_if(timelines.begin(), timelines.end(), std::back_inserter(whole),
               [](const WatchedTimeline* timeline) { return shows_everything(*timeline); });
  if (!whole.empty() && together(whole, judged).word == CoverageWord::complete) {
    return CoverageWord::complete;
  }
  return whole.size() == timelines.size() ? together(timelines, judged).word
                                          : at_most_partial(together(timelines, judged).word);
}

CoverageWord worst_word(const std::vector<WatchedTimeline>& watch, const Judged& judged,
                        bool required_only, bool& any) {
  std::map<std::pair<std::string, std::string>, std::vector<const WatchedTimeline*>> networks;
  for (const WatchedTimeline& timeline : watch) {
    networks[{timeline.source.network, timeline.tag.key()}].push_back(&timeline);
  }
  std::optional<CoverageWord> worst;
  for (const auto& [network_and_tag, timelines] : networks) {
    const bool required =
        std::any_of(timelines.begin(), timelines.end(),
                    [](const WatchedTimeline* timeline) { return timeline->source.required; });
    if (required || !required_only) {
      const CoverageWord word = word_of_network(timelines, judged);
      worst = worst ? worse(*worst, word) : word;
    }
  }
  any = worst.has_value();
  return worst.value_or(CoverageWord::unknown);
}

}  // namespace

std::vector<Window> read_stretches(const std::vector<CoverageSpan>& spans) {
  std::vector<Window> read;
  for (const CoverageSpan& span : spans) {
    if (!span.reason && span.window.from < span.window.to) {
      read.push_back(span.window);
    }
  }
  std::sort(read.begin(), read.end(), [](Window a, Window b) { return a.from < b.from; });
  std::size_t last = 0;
  for (std::size_t at = 1; at < read.size(); ++at) {
    if (read[at].from <= read[last].to) {
      read[last].to = std::max(read[last].to, read[at].to);
    } else {
      read[++last] = read[at];
    }
  }
  read.resize(std::min(read.size(), last + 1));
  return read;
}

bool was_read(const std::vector<Window>& read, Window window) {
  const auto after =
      std::upper_bound(read.begin(), read.end(), window.from,
                       [](Instant from, Window stretch) { return from < stretch.from; });
  return after != read.begin() && std::prev(after)->to >= window.to;
}

bool known_open(const TimelineState& state) {
  const auto& access = state.access;
  const bool shows_posts = state.newest_page_had_posts || state.control_had_posts;
  return access ? access->all_open() && (access->stated || shows_posts) : shows_posts;
}

bool limited(const WatchedTimeline& timeline) {
  const auto& access = timeline.state.access;
  return access && !access->all_open();
}

Coverage coverage_in(const WatchedTimeline& timeline, const Judged& judged) {
  Coverage coverage = together({&timeline}, judged);
  if (!shows_everything(timeline)) {
    coverage.word = at_most_partial(coverage.word);
  }
  return coverage;
}

CoverageWord word_of(const std::vector<WatchedTimeline>& watch, const Judged& judged) {
  bool any = false;
  const CoverageWord word = worst_word(watch, judged, true, any);
  return any ? word : worst_word(watch, judged, false, any);
}

std::string health_of(const TimelineState& state, Instant now) {
  if (state.failures == 0) {
    return state.last_success ? "ok" : "down";
  }
  if (!state.last_success) {
    return "down";
  }
  if (state.failures < kFailingFrom) {
    return "degraded";
  }
  return state.last_success && now - *state.last_success < kDownAfter ? "failing" : "down";
}

Zero zero_of(const TimelineState& state, CoverageWord word, std::int64_t posts) {
  if (posts > 0 || word == CoverageWord::blind || word == CoverageWord::unknown) {
    return Zero::none;
  }
  if (!known_open(state)) {
    return Zero::unverified;
  }
  return word == CoverageWord::complete ? Zero::verified : Zero::none;
}

TimelineId timeline_of(const DigestSource& source, const Hashtag& tag) {
  return {source.name, source.one_answer_for_all_tags ? std::string() : tag.key()};
}

Result<std::vector<WatchedTimeline>> load_watch(const Reader& reader, const DigestOptions& options,
                                                Window window) {
  std::vector<WatchedTimeline> watch;
  for (const DigestSource& source : options.sources) {
    for (const Hashtag& tag : source.tags) {
      auto state = reader.timeline(timeline_of(source, tag));
      if (!state) {
        return state.error();
      }
      auto spans = reader.coverage({source.name, tag.key()}, window);
      if (!spans) {
        return spans.error();
      }
      std::vector<Window> read = read_stretches(*spans);
      watch.push_back({source, tag, std::move(*state), std::move(*spans), std::move(read)});
    }
  }
  return watch;
}

}  // namespace tagwatch
