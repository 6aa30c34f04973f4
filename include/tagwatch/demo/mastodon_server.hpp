// A Mastodon server of the demo's world: what its public API answers at a moment.
//
// Knows the shapes and limits of the API, and nothing of sockets: whoever listens passes requests
// on. Source of the shapes: https://docs.joinmastodon.org/methods/timelines/#tag
#pragma once

#include <string>

#include "tagwatch/demo/server.hpp"
#include "tagwatch/demo/world.hpp"

namespace tagwatch::demo {

class MastodonServer {
 public:
  /// `world` is borrowed and must outlive the server; it may still grow.
  MastodonServer(const World& world, std::string host);

  /// The answer to `request`, as of the moment when it was read.
  ///
  /// Tag timelines (max_id, since_id, min_id, limit up to 40; 200 and [] for a tag that nobody
  /// used), statuses by id, the instance document; 404 for everything else, 304 where If-None-Match
  /// names what would be sent, 429 beyond the limits of a visitor without a token. Requests come in
  /// the order of their time. One thread at a time.
  [[nodiscard]] ServerAnswer answer(const ServerRequest& request);

 private:
  /// Requests in the running window of a limit.
  struct Throttle {
    Duration window;
    Instant since{};
    int spent = 0;
    /// False when the limit is spent.
    bool count(Instant now);
  };

  [[nodiscard]] ServerAnswer route(const ServerRequest& request) const;
  [[nodiscard]] ServerAnswer tag_timeline(const ServerRequest& request) const;
  [[nodiscard]] ServerAnswer statuses(const ServerRequest& request) const;
  [[nodiscard]] ServerAnswer status(const ServerRequest& request) const;
  [[nodiscard]] ServerAnswer instance() const;

  const World& world_;
  std::string host_;
  Throttle requests_{std::chrono::minutes(5)};
  Throttle paging_{std::chrono::minutes(15)};
};

}  // namespace tagwatch::demo
