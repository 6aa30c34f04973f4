// Every server of a world behind one address: /HOST/… is what HOST answers.
#pragma once

#include <map>
#include <string>

#include "tagwatch/demo/feed_server.hpp"
#include "tagwatch/demo/mastodon_server.hpp"
#include "tagwatch/demo/server.hpp"
#include "tagwatch/demo/world.hpp"

namespace tagwatch::demo {

class WorldServer {
 public:
  /// The servers of the script. `world` is borrowed and must outlive this.
  explicit WorldServer(const World& world);

  /// The answer of the host that the path begins with, to the rest of the path. A host that is down
  /// or unknown closes the connection without a word. One thread at a time.
  [[nodiscard]] ServerAnswer answer(const ServerRequest& request);

 private:
  const World& world_;
  std::map<std::string, MastodonServer, std::less<>> mastodon_;
  FeedServer news_;
};

}  // namespace tagwatch::demo
