// Stores one post of a batch: finds out whether it is known, adds or updates it, and what it
// brings.
//
// Runs inside the transaction of its commit. Knows nothing of walks and coverage.
#pragma once

#include "store/evidence.hpp"
#include "store/revision.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch::store {

enum class Stored { unchanged, changed, added };

class PostWriter {
 public:
  explicit PostWriter(Db& db) : db_(db), evidence_(db) {}

  /// `changed`: a new revision or a new match. What was pruned after it was reported is stored
  /// again only where it is imported.
  [[nodiscard]] Result<Stored> write(const MatchedPost& matched, const Showing& showing);

  /// What write() does with the content of a post that is stored already as `id`, and nothing with
  /// the evidence (sighting, matches, counts); true for a new revision.
  [[nodiscard]] Result<bool> renew(std::int64_t id, const MatchedPost& matched,
                                   const Showing& showing);

 private:
  struct Known;

  /// Sets `page` to the alias of the post's page where it had to look for one.
  [[nodiscard]] Result<std::optional<Known>> find(const Post& post, std::string& page,
                                                  const Showing& showing);
  [[nodiscard]] Result<std::optional<Known>> find_known(
      const Post& post, const Showing& showing, std::optional<std::int64_t> id = std::nullopt);
  [[nodiscard]] Result<void> add(const MatchedPost& matched, const std::string& page,
                                 std::optional<std::int64_t> reported_in, const Showing& showing);
  [[nodiscard]] Result<bool> update(const Known& known, const MatchedPost& matched,
                                    const Showing& showing);
  [[nodiscard]] Result<bool> take_content(const Known& known, const MatchedPost& matched,
                                          const Showing& showing);
  [[nodiscard]] Result<bool> revise(const Known& known, const MatchedPost& matched,
                                    const Showing& showing);
  [[nodiscard]] Result<void> replace_newest(const Known& known, const StoredRevision& old,
                                            const MatchedPost& matched, const Lists& lists,
                                            const Showing& showing);
  [[nodiscard]] Result<void> obey_wishes(const Known& known, const MatchedPost& matched);
  [[nodiscard]] Result<void> note_alias(const std::string& key, std::int64_t post);

  Db& db_;
  Evidence evidence_;
};

/// The name of `origin` in the store.
[[nodiscard]] std::string_view name(Origin origin);
[[nodiscard]] Origin origin_from_name(std::string_view name);

/// Where a post stands in time for digests: the earlier of its creation and `first_seen`; a time
/// that no post can have is as good as none.
[[nodiscard]] Instant place_of(const std::optional<Instant>& created, Instant first_seen);

/// When the latest revision says it was made; 0 where nothing is claimed that could be believed at
/// `now`.
[[nodiscard]] Instant claimed_time(const Post& post, Instant now);

}  // namespace tagwatch::store
