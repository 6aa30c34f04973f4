// Counts over the posts of one day: by tag, source, hour, author, link, tag, topic, language. Pure.
//
// Own and partner posts are counted apart; only by_source and the places speak of every post. What
// posts hold (handles, links, tags) is referred to, never copied.
#pragma once

#include <string>
#include <vector>

#include "facts.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// Counts of `tag` over `posts`; the usual range and the last day seen are the caller's.
[[nodiscard]] TagCount count_tag(const PostFacts& posts, const Hashtag& tag);

/// Posts that count under more than one of `tags`.
[[nodiscard]] std::int64_t with_several_tags(const PostFacts& posts,
                                             const std::vector<Hashtag>& tags);

/// The hours of the whole local day, 23 to 25 of them, with the posts in each; what was read of
/// them is the caller's.
[[nodiscard]] std::vector<HourCount> by_hour(const PostFacts& posts, Day day, const Zone& zone);

/// Every configured source, then others that showed a post. `first` adds up to the posts.
[[nodiscard]] std::vector<SourceCount> by_source(const PostFacts& posts,
                                                 const std::vector<DigestSource>& sources);

/// Accounts, links and unwatched tags that two posts or more share, the most frequent first.
[[nodiscard]] std::vector<ReferredCount> frequent_authors(const PostFacts& posts);
[[nodiscard]] std::vector<ReferredCount> frequent_links(const PostFacts& posts);
[[nodiscard]] std::vector<ReferredCount> frequent_tags(const PostFacts& posts,
                                                       const std::vector<Hashtag>& watched);

/// Clusters of posts that may be quoted and say the same, the largest first.
[[nodiscard]] std::vector<Cluster> clusters_of(const PostFacts& posts);

/// Topics with a post, the most frequent first, else in the order of the configuration.
[[nodiscard]] std::vector<NamedCount> by_topic(const PostFacts& posts,
                                               const std::vector<std::string>& topics);
/// Languages by frequency, then code; "" where the platform does not say.
[[nodiscard]] std::vector<NamedCount> by_language(const PostFacts& posts);

/// What is kept of a day for restating it later: a row for each of `tags`, and last one with the
/// key "" for all of them together, each post once.
[[nodiscard]] std::vector<DayCount> day_counts(const PostFacts& posts, Day day,
                                               const std::vector<Hashtag>& tags);

}  // namespace tagwatch
