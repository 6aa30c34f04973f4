// The news desk of the demo's world: its RSS 2.0 feed at a moment.
//
// A feed shows its newest items and no others; what scrolled out of it cannot be asked for.
// Source of the shape: https://www.rssboard.org/rss-specification
#pragma once

#include <string>

#include "tagwatch/demo/server.hpp"
#include "tagwatch/demo/world.hpp"

namespace tagwatch::demo {

/// Items that the feed shows at most.
inline constexpr std::size_t kFeedItemsMax = 20;

class FeedServer {
 public:
  /// `world` is borrowed and must outlive the server; it may still grow.
  FeedServer(const World& world, std::string host);

  /// The answer to `request`, as of the moment when it was read: the feed is at /world.rss; 304
  /// where If-None-Match names what would be sent, 404 for everything else.
  [[nodiscard]] ServerAnswer answer(const ServerRequest& request) const;

 private:
  const World& world_;
  std::string host_;
};

}  // namespace tagwatch::demo
