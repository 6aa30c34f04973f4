// Writing the store: one process at a time, one connection, one thread.
//
// The writer holds a lock on `<store>.lock` (never on the database file) and is the only
// connection of any process that writes or checkpoints: Debian 12's SQLite can lose committed
// transactions when two connections do (the WAL-reset bug of 3.7.0 to 3.51.2).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tagwatch/store/lock.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch {

class Writer {
 public:
  struct Options {
    Options(bool create_, Duration wait_, Lock::Holder holder_ = Lock::Holder::command,
            Deletion deletion_ = Deletion::follow)
        : create(create_), wait(wait_), holder(holder_), deletion(deletion_) {}
    bool create;    ///< make the store, its directory and site key when missing (--init)
    Duration wait;  ///< how long to wait for another writer; a daemon is not waited for
    Lock::Holder holder;
    Deletion deletion;  ///< what becomes of posts that their authors remove
  };

  /// Takes the lock, opens the store and brings its schema up to date.
  /// `clock` gives commits their times and must outlive the writer.
  /// Errors: store_missing, store_busy (who holds it), store_corrupt, schema_newer, store_full.
  [[nodiscard]] static Result<Writer> open(const std::filesystem::path& path, Options options,
                                           const Clock& clock);

  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;
  /// Checkpoints, leaves an empty -wal, releases the lock.
  ~Writer();

  /// Stores a batch in one transaction and returns once it is durable. Posts are upserted by uri
  /// (or alias); a revision is added only when it is newer and differs; counts are
  /// added only when they changed. Errors: store_full, store_corrupt, store_failed; after an error
  /// nothing of the batch is stored and the timeline's state must be loaded again.
  [[nodiscard]] Result<Committed> commit(const Batch& batch);

  /// Stores posts as an export has them, in one transaction, of origin imported: every field as it
  /// stands, but for `id`, `revision`, `placed`, `txn` and `digest`, which are this store's own. Of
  /// a uri that is stored already the newer revision and the union of sightings and matches are
  /// kept; a tombstone is final. What was pruned after it was reported belongs to the digest that
  /// reported it. Errors: as commit().
  [[nodiscard]] Result<Committed> restore(const std::vector<PostRecord>& records);

  /// Sets the topics of posts, in one transaction; gives the number of those that changed.
  struct PostTopics {
    std::int64_t id = 0;
    std::vector<std::string> topics;
  };
  [[nodiscard]] Result<int> set_topics(const std::vector<PostTopics>& posts);

  /// Makes `timelines` known and notes since when each tag is watched, in one transaction. Only
  /// those that are new, or are gone, change anything.
  [[nodiscard]] Result<void> watch(const std::vector<Hashtag>& tags,
                                   const std::vector<TimelineId>& timelines);

  [[nodiscard]] Result<HostState> host(std::string_view name) const;

  /// Takes back what a clock that ran ahead left: coverage of time that is still to come, and
  /// times to wait until then. Does nothing unless commits are of later than now and the servers'
  /// clocks say that it is now. Done on opening, too; a process that lives long asks again.
  [[nodiscard]] Result<void> follow_clock();

  /// Issues a digest: its row, its number in every post that it reports, its counts: one
  /// transaction. It is unwritten until note_written. Errors: usage when the date is issued
  /// already, or the chain moved on.
  [[nodiscard]] Result<DigestRow> issue(const Issue& issue);

  /// The post waits for an answer no longer, and never again; nothing new where that was said
  /// before. Errors: not_found.
  [[nodiscard]] Result<void> close_attention(std::int64_t post);

  /// The issued digest of `date` is where it was wanted, in files or on stdout.
  [[nodiscard]] Result<void> note_written(Day date);

  /// Puts rows into the outbox as pending, in one transaction; only their day, kind, delivery,
  /// recipient, sending, key and bytes count. One that is there already stays as it is. With a
  /// digest, notices that there is none are dropped where they were not sent. Gives the number of
  /// new rows.
  [[nodiscard]] Result<int> add_to_outbox(const std::vector<OutboxRow>& rows);
  /// To be called before the first byte goes out: from here on it may have been taken, and what is
  /// repeated after a crash are these bytes. Errors: usage when the row is not open any more.
  [[nodiscard]] Result<void> note_in_doubt(const OutboxRow& row, std::string_view bytes);
  /// What became of a try: `state`, `tries`, `next_try` and `answer` of `row`. Bytes that are not
  /// needed for a repeat go.
  [[nodiscard]] Result<void> note_outcome(const OutboxRow& row);

  /// Takes the content of every post of `handle` ("@user@host", the '@' may be left out) for good,
  /// whatever the rule for deletions; on Bluesky also what the same account posted under other
  /// handles. Gives the number of posts. The file is to be purged then.
  [[nodiscard]] Result<std::int64_t> erase(std::string_view handle);

  /// What is older than these times goes, unset: nothing. Posts by their place, but for those that
  /// the next digest will report, with all that is
  /// known of them but for a hash of each uri, so that no source that still shows one brings it
  /// back; counts but for the newest of each source. Of what was deleted
  /// before nothing but its identity was left: that stays, for the same reason.
  struct Retention {
    std::optional<Instant> posts;
    std::optional<Instant> observations;
  };
  [[nodiscard]] Result<Pruned> prune(const Retention& retention);

  /// Takes the content of posts that were held until now (see Deletion::hold); gives their number.
  [[nodiscard]] Result<std::int64_t> release_held();

  /// Rewrites the file, so that no byte of what is gone is left in it or in its journal. Needs as
  /// much room again while it runs. Errors: store_full; store_busy when a reader keeps the old
  /// state, and nothing but the next call helps.
  [[nodiscard]] Result<void> purge();

  /// The files of the digest of `date`, or of every preview, quote nothing any more that is gone.
  [[nodiscard]] Result<void> note_rewritten(std::optional<Day> date);

  /// Reads over the writer's own connection: sees what was just committed.
  [[nodiscard]] const Reader& reader() const;

 private:
  Writer(Lock lock, std::shared_ptr<store::Db> db, const Clock& clock, Deletion deletion);
  Lock lock_;
  std::shared_ptr<store::Db> db_;
  Reader reader_;
  const Clock* clock_;
  Deletion deletion_;
};

/// The site key beside the store (32 random bytes as hex), for digest ids; made by --init.
/// Errors: io, with the path.
[[nodiscard]] Result<std::string> read_site_key(const std::filesystem::path& store_path);

}  // namespace tagwatch
