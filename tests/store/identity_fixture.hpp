// Posts that several sources show, and what another store exports of them.
#pragma once

#include <string>
#include <vector>

#include "store_fixture.hpp"

namespace tagwatch {

inline const Instant kCreated = build::at("2026-11-23T08:00:00Z");
inline const std::string kPage = build::post("1", kCreated).url;
inline const std::string kArticle = "https://paper.example/story/1";

class Identity : public StoreTest {
 protected:
  // The item of `guid` that links to `page`, with the word "canary" unless it says something else.
  static Post item(const std::string& guid, const std::string& page,
                   const std::string& text = "canary of Ana") {
    Post post = build::feed_item(guid, page, kCreated);
    post.text = text;
    return post;
  }
  static Post by_handle(Post post, const std::string& handle) {
    post.author.handle = handle;
    return post;
  }
  void restore(const std::vector<PostRecord>& records) {
    const auto restored = writer->restore(records);
    EXPECT_TRUE(restored) << describe(restored.error());
  }
  /// What another store that saw the same exports of it.
  static PostRecord exported(const Post& post, const std::vector<std::string>& sources) {
    PostRecord record;
    record.post = post;
    record.created = kCreated;
    record.first_seen = record.last_seen = kCreated + std::chrono::minutes(5);
    record.matches = {{"tmssw", "TMSSW", false}};
    for (const std::string& source : sources) {
      record.sightings.push_back({source, post.native_id, record.first_seen});
    }
    return record;
  }
};

}  // namespace tagwatch
