// Where the reading of each timeline stands, its holes, and what is watched since when.
#pragma once

#include "store/sqlite.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch::store {

class TimelineWriter {
 public:
  explicit TimelineWriter(Db& db) : db_(db) {}

  /// Makes `state` the whole state of the timeline as of commit `txn`. A hole without an id that
  /// shares a bound with an open one is that one, walked on; open holes that `state` lacks are
  /// closed.
  [[nodiscard]] Result<void> save(const TimelineId& id, const TimelineState& state,
                                  std::int64_t txn);

  /// The row of a timeline, made with `txn` as its first commit where there is none.
  [[nodiscard]] Result<std::int64_t> ensure(const TimelineId& id, std::int64_t txn);

  /// False where nothing of `tags` and `timelines` is new or gone.
  [[nodiscard]] Result<bool> watch_changes(const std::vector<Hashtag>& tags,
                                           const std::vector<TimelineId>& timelines);
  [[nodiscard]] Result<void> watch(const std::vector<Hashtag>& tags,
                                   const std::vector<TimelineId>& timelines, std::int64_t txn);

 private:
  struct Watched;
  [[nodiscard]] Result<std::optional<std::int64_t>> find(const TimelineId& id);
  [[nodiscard]] Result<std::vector<Watched>> watched();
  [[nodiscard]] Result<void> save_holes(std::int64_t timeline, const std::vector<Hole>& holes,
                                        std::int64_t txn);
  [[nodiscard]] Result<void> save_hole(std::int64_t timeline, const Hole& hole, std::int64_t id,
                                       std::size_t position, std::int64_t txn);
  [[nodiscard]] Result<void> save_sweeps(std::int64_t timeline, const std::vector<Sweep>& sweeps,
                                         std::int64_t txn);
  Db& db_;
};

}  // namespace tagwatch::store
