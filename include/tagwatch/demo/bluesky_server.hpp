// The search of the demo's Bluesky: what its public API answers at a moment.
//
// Posts are in order of the earlier of two times: the author's, and that at which the server came
// to know of the post. Sources of the shapes:
// https://docs.bsky.app/docs/api/app-bsky-feed-search-posts
// https://docs.bsky.app/docs/api/app-bsky-feed-get-posts
#pragma once

#include <string>

#include "tagwatch/demo/server.hpp"
#include "tagwatch/demo/world.hpp"

namespace tagwatch::demo {

class BlueskyServer {
 public:
  /// `world` is borrowed and must outlive the server; it may still grow. Its posts have arrivals at
  /// `host` with ids of the time that they are sorted by.
  BlueskyServer(const World& world, std::string host);

  /// The answer to `request`, as of the moment when it was read: searchPosts for one hashtag
  /// (until, limit up to 100; 403 for a cursor, as for all who have no account), getPosts (without
  /// those that are not there); 404 for everything else, 304 where If-None-Match names what would
  /// be sent.
  [[nodiscard]] ServerAnswer answer(const ServerRequest& request) const;

  /// app.bsky.feed.getPosts: those of the posts asked for that it shows at that moment.
  [[nodiscard]] ServerAnswer posts(const ServerRequest& request) const;
  /// app.bsky.actor.getProfiles: those of the accounts asked for (handles) that its world has.
  [[nodiscard]] ServerAnswer profiles(const ServerRequest& request) const;

 private:
  [[nodiscard]] ServerAnswer search(const ServerRequest& request) const;

  const World& world_;
  std::string host_;
};

}  // namespace tagwatch::demo
