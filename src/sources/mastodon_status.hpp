// One status of Mastodon's client API, as a post.
#pragma once

#include <string_view>

#include "json.hpp"
#include "tagwatch/model/post.hpp"

namespace tagwatch {

struct MastodonStatus {
  Post post;  ///< with native_id and created_at, where they could be read, in any case
  /// False for what is no post of ours: without id or uri, not public, or a boost (its original
  /// comes by itself).
  bool usable = false;
};

/// `server_url`: of the server that answered, without a slash at the end. It names local users,
/// whose handles come without a host, and resolves relative addresses.
/// https://docs.joinmastodon.org/entities/Status/
[[nodiscard]] MastodonStatus read_mastodon_status(JsonObject& fields, std::string_view server_url);

}  // namespace tagwatch
