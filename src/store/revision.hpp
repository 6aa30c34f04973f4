// What a post says at one time, as a row: written, read back for comparison, compared.
#pragma once

#include "store/search_index.hpp"
#include "tagwatch/model/post.hpp"

namespace tagwatch::store {

/// A post's lists as their columns hold them.
struct Lists {
  std::string tags;
  std::string mentions;
  std::string links;
  std::string media;
  friend bool operator==(const Lists&, const Lists&) = default;
};
[[nodiscard]] Lists lists_of(const Post& post);

[[nodiscard]] SearchText search_text(const Post& post, const Lists& lists);

/// A stored revision, as far as it is compared or taken from the index.
struct StoredRevision {
  std::string url;
  std::string text;
  std::optional<std::string> warning;
  std::optional<std::string> language;
  Lists lists;
  std::optional<std::string> in_reply_to;
  std::optional<std::string> repost_of;

  [[nodiscard]] SearchText search_text() const;
  /// Whether `post` says the same. What an author changes without editing a post (name, followers)
  /// and what others do (counts) is no content.
  [[nodiscard]] bool says_the_same(const Post& post, const Lists& of_post) const;
};

struct RevisionKey {
  std::int64_t post;
  int n;
};

[[nodiscard]] Result<StoredRevision> read_revision(Db& db, RevisionKey key);

[[nodiscard]] Result<void> add_revision(Db& db, RevisionKey key, std::int64_t txn,
                                        std::string_view source, const Post& post,
                                        const Lists& lists);

}  // namespace tagwatch::store
