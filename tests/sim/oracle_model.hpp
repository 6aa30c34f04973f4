// What a perfect monitor would hold of everything that servers showed: the oracle. Knows the rules
// of the product in their plainest form, and none of its code.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tagwatch/base/time.hpp"

namespace tagwatch::sim {

/// A post as one answer says it.
struct Said {
  std::string source;
  std::string native_id;
  std::string uri;
  std::string platform;
  Instant created{};
  Instant claimed{};  ///< of when this text is, as the source says
  std::string text;
  std::vector<std::string> tags;  ///< keys, sorted
  std::optional<std::int64_t> likes;
  bool by_own = false;  ///< the source is the author's own server
};

struct SeenBy {
  std::string native_id;
  Instant first_seen{};
  friend bool operator==(const SeenBy&, const SeenBy&) = default;
};

struct Held {
  Said newest;  ///< the text and time of the newest version
  int revision = 1;
  Instant first_seen{};
  Instant placed{};
  std::map<std::string, SeenBy> seen_by;  ///< by source
  bool likes_by_own = false;
  bool gone = false;
  std::optional<std::size_t> digest;  ///< index into digests()
};

struct HeldDigest {
  Day date{};
  Window window;
  std::vector<std::size_t> posts;  ///< indices into posts(), by place, then uri
};

/// What existed and was never shown.
struct Unseen {
  std::string uri;
  std::string source;
  std::vector<std::string> tags;
  Instant at{};  ///< where the source files it
};

class Model {
 public:
  /// An answer that came whole showed this, and was stored at `at`. `by_id`: it was asked for.
  void show(const Said& said, Instant at, bool by_id);
  /// Its author took it back.
  void take_back(const std::string& uri);
  void issue(Day date, Window window);
  void never_shown(Unseen unseen) { unseen_.push_back(std::move(unseen)); }

  /// In the order in which they were stored.
  [[nodiscard]] const std::vector<Held>& posts() const { return posts_; }
  [[nodiscard]] std::vector<Held>& posts() { return posts_; }
  [[nodiscard]] const std::vector<HeldDigest>& digests() const { return digests_; }
  [[nodiscard]] std::vector<HeldDigest>& digests() { return digests_; }
  [[nodiscard]] const std::vector<Unseen>& unseen() const { return unseen_; }
  [[nodiscard]] bool knows(const std::string& uri) const { return by_uri_.contains(uri); }

 private:
  std::vector<Held> posts_;
  std::unordered_map<std::string, std::size_t> by_uri_;
  std::vector<HeldDigest> digests_;
  std::vector<Unseen> unseen_;
};

}  // namespace tagwatch::sim
