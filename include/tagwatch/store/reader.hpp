// Reading the store: never changes it, works while a daemon writes.
//
// One Reader belongs to one thread at a time. The only module that knows SQL is store/.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tagwatch/store/outbox.hpp"
#include "tagwatch/store/records.hpp"

namespace tagwatch {

namespace store {
class Db;
}

class Reader {
 public:
  /// Opens an existing store read-only: no checkpoint, no write, hardened for search text.
  /// Errors: store_missing (with the path and what to do), store_corrupt, schema_newer.
  [[nodiscard]] static Result<Reader> open(const std::filesystem::path& path);

  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  /// Calls `visit` for each post of `query`, by created, then uri bytewise; stops when it returns
  /// false. All calls see one snapshot.
  [[nodiscard]] Result<void> visit_posts(const PostQuery& query,
                                         const std::function<bool(const PostRecord&)>& visit) const;

  /// Full-text search, last stored first. `text` is words (all must occur; a trailing * asks for a
  /// prefix, "…" for a phrase); nothing in it is query syntax beyond that.
  [[nodiscard]] Result<std::vector<PostRecord>> search(std::string_view text,
                                                       const PostQuery& query, int limit) const;

  [[nodiscard]] Result<std::vector<PostRecord>> posts_by_id(
      const std::vector<std::int64_t>& ids) const;
  /// At most `limit` posts with an id above `id`, by id: all of them, piece by piece.
  [[nodiscard]] Result<std::vector<PostRecord>> posts_after(std::int64_t id, int limit) const;
  [[nodiscard]] Result<std::optional<PostRecord>> post_by_uri(std::string_view uri) const;
  /// The post as the commits up to `txn` left it: its revision then, and what was known of it. What
  /// a deletion took since is gone all the same. nullopt when it was not stored by then.
  [[nodiscard]] Result<std::optional<PostRecord>> post_as_of(std::string_view uri,
                                                             std::int64_t txn) const;

  /// Every timeline ever polled, by source, then tag.
  [[nodiscard]] Result<std::vector<TimelineRow>> timelines() const;
  [[nodiscard]] Result<TimelineState> timeline(const TimelineId& id) const;

  /// Spans that overlap `window`, of one (source, tag), by time.
  [[nodiscard]] Result<std::vector<CoverageSpan>> coverage(const TimelineId& source_and_tag,
                                                           Window window) const;

  // For digests --------------------------------------------------------------------------------

  /// Number and time of the last commit; 0 for an empty store.
  [[nodiscard]] Result<Committed> last_commit() const;
  /// The chain, oldest first, without `value`.
  [[nodiscard]] Result<std::vector<DigestRow>> digests() const;
  /// Errors: not_found.
  [[nodiscard]] Result<DigestRow> digest(Day date) const;
  /// Dates of issued digests that are in no file yet, oldest first.
  [[nodiscard]] Result<std::vector<Day>> unwritten_digests() const;
  /// Ids of the posts that digest `number` reports, by placed, then uri.
  [[nodiscard]] Result<std::vector<std::int64_t>> posts_of_digest(std::int64_t number) const;
  /// Ids of the posts that an issue with this window would report: no digest yet,
  /// not imported, placed in [chain_start, to), and, where all of their timelines were first
  /// watched after the first digest, not in time that was reported when the earliest of them was.
  /// By placed, then uri.
  [[nodiscard]] Result<std::vector<std::int64_t>> reportable(Instant chain_start, Instant to) const;
  /// Places of the posts with `tag_key` that one of `sources` showed, in `window`, each post once,
  /// without authors of `excluded_handles`. Sorted.
  [[nodiscard]] Result<std::vector<Instant>> places(
      std::string_view tag_key, const std::vector<std::string>& sources,
      const std::vector<std::string>& excluded_handles, Window window) const;
  [[nodiscard]] Result<std::vector<DayCount>> day_counts(Day day) const;
  /// Placed time of the newest post with `tag_key` placed before `before`.
  [[nodiscard]] Result<std::optional<Instant>> last_place_before(std::string_view tag_key,
                                                                 Instant before) const;
  /// Fetches that started in `window`, and how many of them failed, of one timeline.
  struct Polls {
    int polls = 0;
    int failures = 0;
  };
  [[nodiscard]] Result<Polls> polls(const TimelineId& id, Window window) const;
  /// When each source answered last, of requests that started in `window`, by source: where one of
  /// its timelines was told the server's clock, then that. Sources that did not answer are left
  /// out.
  [[nodiscard]] Result<std::vector<AnswerTime>> newest_answers(Window window) const;
  /// True where commits are of later than `now`, and the servers' clocks say that it is now: what
  /// the clock left that was ahead then is taken back when the store is opened for writing.
  [[nodiscard]] Result<bool> clock_was_ahead(Instant now) const;
  /// What changed in commits after `from_txn`, up to `to_txn`.
  [[nodiscard]] Result<Changes> changes(std::int64_t from_txn, std::int64_t to_txn) const;

  // Attention ----------------------------------------------------------------------------------

  /// Posts that a digest of `told_from` or later told first as waiting for an answer, and all that
  /// a person closed; by id.
  [[nodiscard]] Result<std::vector<AttentionRow>> attention(Day told_from) const;
  /// Ids of the posts placed in `placed` that a digest reported, and that had so many replies; by
  /// id.
  [[nodiscard]] Result<std::vector<std::int64_t>> replied_to(Window placed, int replies_min) const;

  // Deletions ----------------------------------------------------------------------------------

  /// At most `limit` posts of the timeline's source to be asked for by id at `now`.
  [[nodiscard]] Result<Candidates> candidates(const TimelineId& id, Instant now, int limit) const;
  [[nodiscard]] Result<StaleDigests> stale_digests() const;
  /// When the file was purged last; nullopt while it holds no bytes of what is gone.
  [[nodiscard]] Result<std::optional<Instant>> purge_due() const;

  // Delivery -----------------------------------------------------------------------------------

  /// What was put into the outbox of the days from `first` to `last`, in that order.
  [[nodiscard]] Result<std::vector<OutboxRow>> outbox(Day first, Day last) const;
  /// What is still to be tried, due or not, in the order in which it was put there.
  [[nodiscard]] Result<std::vector<OutboxRow>> open_outbox() const;

  // Audiences ----------------------------------------------------------------------------------

  /// At most `limit` authors of posts of `platform` placed since then that are in no digest yet and
  /// do not say how many follow their author. `known`: a post of the author that was stored since
  /// `known_since` says it.
  struct UnknownAudience {
    std::string author;  ///< as in Author::handle
    std::optional<std::int64_t> known;
  };
  [[nodiscard]] Result<std::vector<UnknownAudience>> unknown_audiences(std::string_view platform,
                                                                       Instant placed_since,
                                                                       Instant known_since,
                                                                       int limit) const;

  // Sizes --------------------------------------------------------------------------------------

  [[nodiscard]] Result<StoreStats> stats() const;
  /// As stats(), in full: reads every table.
  [[nodiscard]] Result<StoreContents> contents() const;

 private:
  friend class Writer;
  explicit Reader(std::shared_ptr<store::Db> db);
  std::shared_ptr<store::Db> db_;
};

}  // namespace tagwatch
