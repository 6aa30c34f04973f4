#include "sim/oracle_model.hpp"

#include <algorithm>
#include <tuple>

namespace tagwatch::sim {

void Model::show(const Said& said, Instant at, bool by_id) {
  const auto known = by_uri_.find(said.uri);
  if (known == by_uri_.end()) {
    if (by_id) {
      return;
    }
    by_uri_.emplace(said.uri, posts_.size());
    Held held;
    held.newest = said;
    held.first_seen = at;
    held.placed = std::min(said.created, at);
    held.seen_by[said.source] = {said.native_id, at};
    held.likes_by_own = said.by_own;
    posts_.push_back(std::move(held));
    return;
  }
  Held& held = posts_[known->second];
  held.seen_by.try_emplace(said.source, SeenBy{said.native_id, at});
  // A feed dates no corrections: what it says later is newer.
  const bool newer = said.platform == "feed" || said.claimed > held.newest.claimed;
  if (newer && said.text != held.newest.text) {
    ++held.revision;
    held.newest.text = said.text;
    held.newest.claimed = said.claimed;
  }
  // Its author's own server counts best, else the highest count does.
  if (said.by_own || (!held.likes_by_own && said.likes > held.newest.likes)) {
    held.newest.likes = said.likes;
  }
  held.likes_by_own |= said.by_own;
}

void Model::take_back(const std::string& uri) {
  if (const auto known = by_uri_.find(uri); known != by_uri_.end()) {
    posts_[known->second].gone = true;
  }
}

void Model::issue(Day date, Window window) {
  HeldDigest digest{date, window, {}};
  const Instant start = digests_.empty() ? window.from : digests_.front().window.from;
  for (std::size_t at = 0; at < posts_.size(); ++at) {
    Held& post = posts_[at];
    if (!post.digest && post.placed >= start && post.placed < window.to) {
      post.digest = digests_.size();
      digest.posts.push_back(at);
    }
  }
  std::sort(digest.posts.begin(), digest.posts.end(), [this](std::size_t a, std::size_t b) {
    return std::tie(posts_[a].placed, posts_[a].newest.uri) <
           std::tie(posts_[b].placed, posts_[b].newest.uri);
  });
  digests_.push_back(std::move(digest));
}

}  // namespace tagwatch::sim
