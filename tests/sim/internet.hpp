// The servers of a story, each on a port of its own, with the faults of an ordinary year: outages,
// empty lists, 5xx, bodies that are cut.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "sim/shared_clock.hpp"
#include "sim/story.hpp"
#include "tagwatch/demo/bluesky_server.hpp"
#include "tagwatch/demo/feed_server.hpp"
#include "tagwatch/demo/mastodon_server.hpp"
#include "tagwatch/demo/server.hpp"

namespace tagwatch::sim {

/// What was asked of one source in one pass.
struct Asked {
  int answers = 0;
  bool faults = false;
  std::set<std::string, std::less<>> tags;  ///< whose newest page was given; "" stands for all
};

class Internet {
 public:
  /// `story` and `clock` are borrowed. Each answer moves the clock by some hundred milliseconds.
  Internet(const Story& story, SharedClock& clock, std::uint64_t seed);

  [[nodiscard]] std::string url(std::string_view source) const;

  /// Requests from now on belong to this pass. The same request in the same pass meets the same
  /// fault.
  void begin_pass(int number);
  [[nodiscard]] std::map<std::string, Asked, std::less<>> asked_in_pass() const;
  /// Of each kind of fault, how many answers had it.
  [[nodiscard]] std::map<std::string, int> faults() const;

  /// Calls `hook` when `bytes` bytes of the `answer`-th answer of `source` from now on were sent,
  /// on another thread; forgets an earlier one.
  void call_at(std::string_view source, int answer, std::size_t bytes, std::function<void()> hook);
  void forget_hooks();

  /// What `source` answers to `request`, for one who asks without a connection: nothing is counted,
  /// and the clock stands.
  [[nodiscard]] ServerAnswer answer_aside(std::string_view source, ServerRequest request);

 private:
  ServerAnswer answer(const std::string& source, const ServerRequest& request);
  [[nodiscard]] ServerAnswer route(std::string_view source, const ServerRequest& request);
  [[nodiscard]] std::string hit_by(std::string_view source, const ServerRequest& request) const;
  [[nodiscard]] ServerAnswer faulty(std::string_view source, const ServerRequest& request,
                                    const std::string& fault);

  const Story& story_;
  SharedClock& clock_;
  std::uint64_t seed_;
  demo::MastodonServer social_;
  demo::MastodonServer civic_;
  demo::BlueskyServer sky_;
  demo::FeedServer news_;
  mutable std::mutex mutex_;  // guards what follows, and the servers above
  int pass_ = 0;
  std::map<std::string, Asked, std::less<>> asked_;
  std::map<std::string, int> faults_;
  std::map<std::string, std::size_t, std::less<>> answers_;  // so far, by source
  std::map<std::string, std::unique_ptr<LoopbackServer>, std::less<>> servers_;
};

}  // namespace tagwatch::sim
