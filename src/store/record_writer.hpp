// Stores posts as an export has them: every field as it stands.
//
// Runs inside the transaction of its commit.
#pragma once

#include "store/post_writer.hpp"
#include "tagwatch/store/records.hpp"

namespace tagwatch::store {

class RecordWriter {
 public:
  RecordWriter(Db& db, const Committed& commit, Deletion deletion)
      : db_(db), commit_(commit), deletion_(deletion), posts_(db), evidence_(db) {}

  /// Adds a post, or makes the stored one of that uri hold the newer revision of the two and the
  /// union of their sightings and matches. A tombstone is final, also for its page. `changed`: a
  /// new revision, a new match, or gone.
  [[nodiscard]] Result<Stored> write(const PostRecord& record);

 private:
  struct Known {
    std::int64_t id;
    bool gone;
    bool by_page;  // and gone
  };
  [[nodiscard]] Result<std::optional<Known>> find(const PostRecord& record);
  [[nodiscard]] Result<void> add(const PostRecord& record, const Showing& showing);
  [[nodiscard]] Result<bool> merge(const Known& known, const PostRecord& record,
                                   const Showing& showing);
  [[nodiscard]] Result<bool> note_evidence(std::int64_t post, const PostRecord& record,
                                           const Showing& showing);
  [[nodiscard]] Result<void> note_sightings(std::int64_t post, const PostRecord& record);
  [[nodiscard]] Showing showing_of(const PostRecord& record) const;

  Db& db_;
  const Committed& commit_;
  Deletion deletion_;
  PostWriter posts_;
  Evidence evidence_;
};

}  // namespace tagwatch::store
