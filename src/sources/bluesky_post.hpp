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

/// "@name.example", or the DID where the handle is not confirmed; "" where there is neither.
[[nodiscard]] std::string bluesky_handle(JsonObject& profile);

/// Where a record comes from that stands without its author's profile and without counts, as in
/// a stream of records.
struct BlueskyRecord {
  std::string did;
  std::string key;
  std::optional<Instant> seen_at;  ///< by the server that passes it on
  bool changed = false;            ///< it replaces an earlier one of the same key
};

/// `record` as a post of the account `from.did`, which stands for the handle, too.
/// https://docs.bsky.app/docs/advanced-guides/posts
[[nodiscard]] BlueskyPost read_bluesky_record(JsonObject& record, const BlueskyRecord& from);

}  // namespace tagwatch
