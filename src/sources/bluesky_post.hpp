// One post view of Bluesky's API, as a post.
#pragma once

#include <optional>

#include "json.hpp"
#include "tagwatch/model/post.hpp"

namespace tagwatch {

struct BlueskyPost {
  Post post;
  /// Where servers sort it: the earlier of the time that its author claims and the time at which it
  /// was indexed. Unset where the latter cannot be read.
  std::optional<Instant> sorted_at;
  /// False for what cannot be read as a post: without identity, author or text.
  bool usable = false;
};

/// Identity is the at-uri, which holds the author's DID: handles change.
/// https://docs.bsky.app/docs/api/app-bsky-feed-search-posts
[[nodiscard]] BlueskyPost read_bluesky_post(JsonObject& view);

}  // namespace tagwatch
