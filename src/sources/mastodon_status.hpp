// One status of Mastodon's client API, as a post.
#pragma once

#include <string_view>

#include "json.hpp"
#include "tagwatch/model/post.hpp"

namespace tagwatch {

/// What becomes of a status.
enum class StatusUse {
  post,
  left_out,   ///< not public, or a boost: its original comes by itself
  unreadable  ///< nobody can tell what it says, or which status it is
};

struct MastodonStatus {
  Post post;  ///< with native_id and created_at, where they could be read, in any case
  StatusUse use = StatusUse::unreadable;
};

/// What a status is read against.
struct StatusContext {
  /// Of the server that answered, without a slash at the end. It names local users, whose handles
  /// come without a host, and resolves relative addresses.
  std::string_view server_url;
  Hashtag timeline;  ///< the tag whose timeline answered; invalid for statuses asked by id
};

/// Servers with Mastodon's API differ in what they leave out, so whatever can mean one thing only
/// is read:
/// - an id that is a number is its decimal text;
/// - without `visibility` a status is public, as tag timelines are;
/// - without `uri` its `url` is its identity; with neither it is unreadable;
/// - `reblog` stands for a boost where an original is inside, for none where it is null, false or
///   missing; with anything else the status is unreadable;
/// - tags are objects with a name, or plain text; where there is no list, or one that lacks the
///   timeline's own tag, the hashtags of the text count too. On a tag's timeline a status that
///   shows no tag at all is unreadable: it has one, and nobody could say that it was not ours.
/// https://docs.joinmastodon.org/entities/Status/
[[nodiscard]] MastodonStatus read_mastodon_status(JsonObject& fields, const StatusContext& context);

}  // namespace tagwatch
