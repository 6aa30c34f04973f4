// The servers of an oracle run behind one address, /HOST/…, with the faults of a bad year: 5xx,
// 429, answers that are cut, pages that come twice, old answers from a cache. Every answer that
// comes whole is told to the model.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "demo/dice.hpp"
#include "sim/oracle_events.hpp"
#include "sim/oracle_model.hpp"
#include "tagwatch/demo/bluesky_server.hpp"
#include "tagwatch/demo/feed_server.hpp"
#include "tagwatch/demo/mastodon_server.hpp"

namespace tagwatch::sim {

class OracleServers {
 public:
  /// Everything is borrowed. Each page moves the clock by some seconds, in which the world goes on.
  OracleServers(const demo::World& world, Events& events, ManualClock& clock, Model& model,
                std::uint64_t seed);

  /// One thread at a time.
  [[nodiscard]] ServerAnswer answer(const ServerRequest& request);

  /// From now on without faults.
  void calm_down() { faulty_ = false; }
  /// Of each kind, how many answers were faulty.
  [[nodiscard]] const std::map<std::string, int>& faults() const { return faults_; }
  [[nodiscard]] int answers() const { return answers_; }

 private:
  struct Sent {
    ServerAnswer answer;
    std::vector<Said> said;
    Instant at{};
    std::set<std::string> leads_to;  ///< the bounds of the pages next to it
  };
  [[nodiscard]] ServerAnswer route(const std::string& host, const ServerRequest& request);
  [[nodiscard]] std::vector<Said> read(const std::string& host, const std::string& body,
                                       Instant at);
  [[nodiscard]] Said said_by(const std::string& host, std::string native_id, std::string_view uri,
                             Instant at) const;
  [[nodiscard]] Said said_by_feed(const std::string& guid, Instant at);
  [[nodiscard]] ServerAnswer page(const std::string& host, const ServerRequest& request);
  [[nodiscard]] std::set<std::string> bounds_of(const std::vector<Said>& said, Instant at) const;
  [[nodiscard]] bool may_come_twice(const std::string& timeline,
                                    const ServerRequest& request) const;
  [[nodiscard]] ServerAnswer deliver(const Sent& sent);
  [[nodiscard]] const char* pick_fault(const std::string& host, const ServerRequest& request);

  const demo::World& world_;
  Events& events_;
  ManualClock& clock_;
  Model& model_;
  demo::Dice dice_;
  bool faulty_ = true;
  demo::MastodonServer social_;
  demo::MastodonServer civic_;
  demo::BlueskyServer sky_;
  demo::FeedServer news_;
  std::map<std::string, Sent> newest_;  // the newest page of each timeline that was sent last
  std::map<std::string, Sent> below_;   // the other page of each that was sent last
  std::unordered_map<std::string, std::size_t> items_;  // of the feed, by guid
  std::map<std::string, int> faults_;
  int answers_ = 0;
};

}  // namespace tagwatch::sim
