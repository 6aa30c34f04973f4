// Short ways to say what a test stores: posts, matched posts, batches. Defaults are ordinary; a
// test names only what it is about.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tagwatch/base/time.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch::build {

/// "2026-11-23T08:00:00Z"; ends the test program on anything else.
inline Instant at(std::string_view rfc3339) {
  return parse_rfc3339(rfc3339).value();
}

/// A public post of an ordinary account, with the hashtag #TMSSW; `id` tells it from others.
inline Post post(std::string_view id, Instant created) {
  Post post;
  post.uri = "https://one.example/users/ana/statuses/" + std::string(id);
  post.native_id = std::string(id);
  post.url = "https://one.example/@ana/" + std::string(id);
  post.platform = "mastodon";
  post.author.handle = "@ana@one.example";
  post.author.name = "Ana";
  post.author.url = "https://one.example/@ana";
  post.created_at = created;
  post.text = "Meeting notes " + std::string(id) + " #TMSSW";
  post.tags.emplace_back("TMSSW");
  return post;
}

/// A feed item whose link is `link`.
inline Post feed_item(std::string_view guid, std::string_view link, Instant created) {
  Post post;
  post.uri = "urn:item:" + std::string(guid);
  post.native_id = std::string(guid);
  post.url = std::string(link);
  post.platform = "feed";
  post.kind = PostKind::article;
  post.created_at = created;
  post.text = "Headline " + std::string(guid);
  post.tags.emplace_back("TMSSW");
  return post;
}

/// `post`, kept for the watched tags `spelled`.
inline MatchedPost matched(Post post, const std::vector<std::string>& spelled = {"TMSSW"}) {
  MatchedPost matched;
  matched.post = std::move(post);
  for (const std::string& each : spelled) {
    matched.matches.push_back({Hashtag(each).key(), each, false});
  }
  return matched;
}

/// What one answer of `source`'s feed of #TMSSW brought.
inline Batch batch(std::string source, std::vector<MatchedPost> posts) {
  Batch batch;
  batch.timeline = TimelineId(std::move(source), "tmssw");
  batch.covered_tags = {"tmssw"};
  batch.posts = std::move(posts);
  return batch;
}

}  // namespace tagwatch::build
