// Posts that may be gone: noted where a page lacks them, and judged by what their sources say.
//
// A page that lacks a post makes nothing gone; only the word of a source that was asked for it by
// its id does, or a stream that tells of its end.
#pragma once

#include "store/sqlite.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch::store {

/// The deletions of one batch. Runs inside the transaction of its commit.
class CandidateWriter {
 public:
  CandidateWriter(Db& db, const Batch& batch, const Committed& commit, Deletion deletion)
      : db_(db), batch_(batch), commit_(commit), deletion_(deletion) {}

  /// Gives the number of posts that are gone now. The batch's posts are stored already.
  [[nodiscard]] Result<int> write();

 private:
  struct Voter {
    std::string source;
    std::string native_id;
    bool own = false;
    bool gone = false;
  };

  [[nodiscard]] Result<void> forget_shown();
  [[nodiscard]] Result<void> note_missing();
  [[nodiscard]] Result<void> take_answers();
  [[nodiscard]] Result<void> take_answer(const CandidateAnswer& answer);
  [[nodiscard]] Result<void> take_stream();
  [[nodiscard]] Result<void> told_gone(std::int64_t post);
  /// True where `shown` has the id of `post` and is another post.
  [[nodiscard]] Result<bool> is_another(const ShownPost& shown, std::int64_t post);
  /// By the rule of whose word counts: gone, or whom else to ask.
  [[nodiscard]] Result<void> judge(std::int64_t post);
  [[nodiscard]] Result<std::vector<Voter>> voters(std::int64_t post);
  [[nodiscard]] Result<void> note_candidate(const std::string& source, const std::string& native_id,
                                            std::int64_t post);

  Db& db_;
  const Batch& batch_;
  const Committed& commit_;
  Deletion deletion_;
  int gone_ = 0;
};

}  // namespace tagwatch::store
