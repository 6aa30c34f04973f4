#include "app/asked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "tagwatch/digest/watch.hpp"

namespace tagwatch {
namespace {

template <class Items, class Item>
bool contains(const Items& items, const Item& item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

Result<bool> any_post(const Reader& reader, const PostQuery& query) {
  bool any = false;
  const Result<void> visited = reader.visit_posts(query, [&any](const PostRecord&) {
    any = true;
    return false;
  });
  return visited ? Result<bool>(any) : visited.error();
}

Result<bool> knows_tag(const Reader& reader, const DigestOptions& options,
                       const std::vector<TimelineRow>& polled, const std::string& tag) {
  const std::string key = tag_key(tag);
  const auto is_polled = [&key](const TimelineRow& row) { return row.id.tag_key == key; };
  if (key.empty()) {
    return false;
  }
  if (contains(options.tags, Hashtag(tag)) || std::ranges::any_of(polled, is_polled)) {
    return true;
  }
  PostQuery query;
  query.tag_keys = {key};
  return any_post(reader, query);
}

Result<bool> knows_source(const Reader& reader, const DigestOptions& options,
                          const std::vector<TimelineRow>& polled, const std::string& source) {
  const auto is_named = [&source](const DigestSource& each) { return each.name == source; };
  const auto is_polled = [&source](const TimelineRow& row) { return row.id.source == source; };
  if (std::ranges::any_of(options.sources, is_named) || std::ranges::any_of(polled, is_polled)) {
    return true;
  }
  PostQuery query;
  query.sources = {source};
  return any_post(reader, query);
}

// The sources that are asked, each with the tags that it is asked for. Names that are configured no
// more stand here too: the store knows what was read of them.
std::vector<DigestSource> asked_sources(const DigestOptions& options, const PostQuery& query) {
  std::vector<DigestSource> sources = options.sources;
  for (const std::string& name : query.sources) {
    if (std::ranges::none_of(sources, [&](const auto& each) { return each.name == name; })) {
      DigestSource& former = sources.emplace_back();
      former.name = name;
      former.tags = options.tags;
    }
  }
  std::erase_if(sources, [&](const DigestSource& source) {
    return !query.sources.empty() && !contains(query.sources, source.name);
  });
  for (DigestSource& source : sources) {
    for (const std::string& key : query.tag_keys) {
      if (!contains(options.tags, Hashtag(key))) {
        source.tags.emplace_back(key);
      }
    }
    std::erase_if(source.tags, [&](const Hashtag& tag) {
      return !query.tag_keys.empty() && !contains(query.tag_keys, tag.key());
    });
  }
  return sources;
}

bool history_to_come(const WatchedTimeline& timeline) {
  return !timeline.state.started ||
         std::ranges::any_of(timeline.state.holes, [](const Hole& hole) { return hole.lookback; });
}

// Where the first lookbacks end, the earliest of them; `otherwise` where nothing was read yet.
Instant beginning(const std::vector<WatchedTimeline>& watch, Instant otherwise) {
  for (const WatchedTimeline& timeline : watch) {
    if (timeline.state.started) {
      otherwise = std::min(otherwise, timeline.state.lookback_from);
    }
  }
  return otherwise;
}

// The timelines that cover for each other.
std::vector<std::vector<WatchedTimeline>> by_network(const std::vector<WatchedTimeline>& watch) {
  std::map<std::pair<std::string, std::string>, std::vector<WatchedTimeline>> networks;
  for (const WatchedTimeline& timeline : watch) {
    networks[{timeline.source.network, timeline.tag.key()}].push_back(timeline);
  }
  std::vector<std::vector<WatchedTimeline>> groups;
  for (auto& [network_and_tag, timelines] : networks) {
    groups.push_back(std::move(timelines));
  }
  return groups;
}

std::string gap_words(const std::vector<WatchedTimeline>& watch,
                      const std::set<std::string>& with_gaps) {
  std::vector<std::string> all;
  for (const WatchedTimeline& timeline : watch) {
    if (!contains(all, timeline.source.name)) {
      all.push_back(timeline.source.name);
    }
  }
  const auto first = std::ranges::find_if(
      all, [&](const std::string& source) { return with_gaps.contains(source); });
  const std::string who = all.size() == 1 ? fmt::format("{} has gaps", all.front())
                                          : fmt::format("{} of {} sources with gaps, {} first",
                                                        with_gaps.size(), all.size(), *first);
  return fmt::format("not all of this time was read: {} (tagwatch status says why)", who);
}

}  // namespace

Result<void> check_names(const Reader& reader, const DigestOptions& options,
                         const AskedNames& names) {
  const Result<std::vector<TimelineRow>> polled = reader.timelines();
  if (!polled) {
    return polled.error();
  }
  for (const std::string& source : names.sources) {
    const Result<bool> known = knows_source(reader, options, *polled, source);
    if (!known || !*known) {
      return known ? Error{Errc::usage, fmt::format("no source is called \"{}\", and none in the "
                                                    "store was (tagwatch sources list)",
                                                    source)}
                   : known.error();
    }
  }
  for (const std::string& tag : names.tags) {
    const Result<bool> known = knows_tag(reader, options, *polled, tag);
    if (!known || !*known) {
      return known ? Error{Errc::usage, fmt::format("\"{}\" is not watched, and no stored post was "
                                                    "kept for it",
                                                    tag)}
                   : known.error();
    }
  }
  return {};
}

Result<std::string> unread_words(const Reader& reader, const DigestOptions& options,
                                 const PostQuery& query, Instant now) {
  // Without an end the window still runs: the time since the last look is no gap then.
  Window window{query.from.value_or(Instant{}), query.to.value_or(now + Duration{1})};
  if (window.from >= window.to) {
    return std::string();
  }
  DigestOptions asked = options;
  asked.sources = asked_sources(options, query);
  const Result<std::vector<WatchedTimeline>> watch = load_watch(reader, asked, window);
  if (!watch) {
    return watch.error();
  }
  if (watch->empty()) {
    return std::string("none of these sources is asked for these tags (tagwatch sources list)");
  }
  window.from = query.from.value_or(beginning(*watch, now));
  const Judged judged{window, now, options.interval_max};
  // What lies before the end of a source's own lookback is missing only where it was asked for.
  const auto in_full = [&](CoverageWord word, bool to_come) {
    return word == CoverageWord::complete ||
           (word == CoverageWord::unknown && !query.from && !to_come);
  };
  std::set<std::string> with_gaps;
  for (const std::vector<WatchedTimeline>& together : by_network(*watch)) {
    if (in_full(word_of(together, judged), std::ranges::any_of(together, history_to_come))) {
      continue;
    }
    for (const WatchedTimeline& timeline : together) {
      if (!in_full(coverage_in(timeline, judged).word, history_to_come(timeline))) {
        with_gaps.insert(timeline.source.name);
      }
    }
  }
  return with_gaps.empty() ? std::string() : gap_words(*watch, with_gaps);
}

}  // namespace tagwatch
