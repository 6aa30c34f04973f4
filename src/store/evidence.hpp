// What a showing of a post adds to it: the sighting, the watched tags, the counts, and its places
// by tag and source.
#pragma once

#include "store/sqlite.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch::store {

/// The commit that a post belongs to, and who showed it.
struct Showing {
  std::int64_t txn = 0;
  Instant at{};            ///< time of the commit: first and last seen
  Instant counts_as_of{};  ///< as of when the source's counts were right
  std::string_view source;
  Origin origin = Origin::polled;
};

class Evidence {
 public:
  explicit Evidence(Db& db) : db_(db) {}

  /// Notes what is new of it; true when the post was not kept for one of its tags before.
  [[nodiscard]] Result<bool> note(std::int64_t post, const MatchedPost& matched,
                                  const Showing& showing);

  /// The same for a post that was not there before, placed at `placed`.
  [[nodiscard]] Result<void> note_first(std::int64_t post, Instant placed,
                                        const MatchedPost& matched, const Showing& showing);

  // Parts of the above, for what comes without a showing of its own.

  /// True when the post was not kept for one of the tags before.
  [[nodiscard]] Result<bool> note_matches(std::int64_t post, const std::vector<Match>& matches,
                                          const Showing& showing);
  /// The post's newest text carries `tags`: matches of other tags end, and those that had ended
  /// come back; true when any did.
  [[nodiscard]] Result<bool> follow_tags(std::int64_t post, const std::vector<Hashtag>& tags,
                                         std::int64_t txn);
  /// Once for every match and sighting that the post has.
  [[nodiscard]] Result<void> note_places(std::int64_t post);
  /// The counts, unless those of any source are as late.
  [[nodiscard]] Result<void> note_later_counts(std::int64_t post, const Engagement& counts,
                                               const Showing& showing);

 private:
  struct Known {
    std::int64_t post;
    bool own;
  };
  [[nodiscard]] Result<std::optional<Known>> find_sighting(std::string_view source,
                                                           std::string_view native_id);
  [[nodiscard]] Result<bool> note_sighting(std::int64_t post, const MatchedPost& matched,
                                           const Showing& showing);
  [[nodiscard]] Result<void> note_counts(std::int64_t post, const Engagement& counts,
                                         const Showing& showing);
  [[nodiscard]] Result<void> add_counts(std::int64_t post, const Engagement& counts,
                                        const Showing& showing);
  Db& db_;
};

}  // namespace tagwatch::store
