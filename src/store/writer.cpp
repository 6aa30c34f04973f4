// The one writer: takes the lock, opens the store, and turns each call into one transaction.
#include "tagwatch/store/writer.hpp"

#include <algorithm>

#include "store/candidates.hpp"
#include "store/clock_ahead.hpp"
#include "store/commit_log.hpp"
#include "store/coverage_writer.hpp"
#include "store/followers.hpp"
#include "store/issuer.hpp"
#include "store/lists.hpp"
#include "store/open.hpp"
#include "store/post_writer.hpp"
#include "store/record_writer.hpp"
#include "store/site_key.hpp"
#include "store/timeline_writer.hpp"
#include "tagwatch/base/log.hpp"

namespace tagwatch {
namespace {

using store::Db;
using store::Rows;
using store::Sql;

constexpr Sql kFetch =
    "INSERT INTO fetch(source, tag_key, task, started_ms, seen_as_of_ms, status, items, new_posts,"
    " outcome, txn, server_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

constexpr Sql kSaveHost =
    "INSERT INTO host(name, requests, requests_since_ms, paging, paging_since_ms, not_before_ms,"
    " last_request_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    " ON CONFLICT DO UPDATE SET requests = excluded.requests,"
    " requests_since_ms = excluded.requests_since_ms, paging = excluded.paging,"
    " paging_since_ms = excluded.paging_since_ms, not_before_ms = excluded.not_before_ms,"
    " last_request_ms = excluded.last_request_ms";

constexpr Sql kHost =
    "SELECT requests, requests_since_ms, paging, paging_since_ms, not_before_ms, last_request_ms"
    " FROM host WHERE name = ?1";

constexpr Sql kWritten =
    "DELETE FROM unwritten_digest WHERE digest = (SELECT n FROM digest WHERE date = ?1)";

constexpr Sql kSetTopics = "UPDATE post SET topics = ?2 WHERE id = ?1 AND topics <> ?2";

Result<void> make_folder(const std::filesystem::path& store_path) {
  const std::filesystem::path folder = store_path.parent_path();
  std::error_code failed;
  if (!folder.empty()) {
    std::filesystem::create_directories(folder, failed);
  }
  if (failed) {
    return Error{Errc::io,
                 "the store's folder " + folder.string() + " cannot be made: " + failed.message()};
  }
  return {};
}

void count(store::Stored stored, Committed& commit) {
  commit.new_posts += stored == store::Stored::added ? 1 : 0;
  commit.changed_posts += stored == store::Stored::changed ? 1 : 0;
}

Result<void> write_posts(Db& db, const Batch& batch, Committed& commit) {
  store::PostWriter writer(db);
  store::Showing showing;
  showing.txn = commit.txn;
  showing.at = commit.at;
  showing.counts_as_of = batch.fetches.empty() ? commit.at : batch.fetches.back().seen_as_of;
  showing.source = batch.timeline.source;
  showing.origin = batch.origin;
  for (const MatchedPost& matched : batch.posts) {
    const auto stored = writer.write(matched, showing);
    if (!stored) {
      return stored.error();
    }
    count(*stored, commit);
  }
  return {};
}

// A batch holds the posts of its last answer.
Result<void> write_fetches(Db& db, const Batch& batch, const Committed& commit) {
  for (std::size_t at = 0; at < batch.fetches.size(); ++at) {
    const FetchRecord& fetch = batch.fetches[at];
    const int new_posts = at + 1 == batch.fetches.size() ? commit.new_posts : 0;
    if (auto written = db.run(kFetch, batch.timeline.source, batch.timeline.tag_key, fetch.task,
                              fetch.started, fetch.seen_as_of, fetch.status, fetch.items, new_posts,
                              fetch.outcome, commit.txn, fetch.server_clock);
        !written) {
      return written.error();
    }
  }
  return {};
}

Result<void> write_coverage(Db& db, const Batch& batch, const Committed& commit) {
  store::CoverageWriter writer(db);
  const std::vector<std::string> own_tag{batch.timeline.tag_key};
  for (const std::string& tag_key : batch.covered_tags.empty() ? own_tag : batch.covered_tags) {
    const TimelineId id(batch.timeline.source, tag_key);
    for (const CoverageSpan& span : batch.coverage) {
      if (auto recorded = writer.record(id, span, commit.txn); !recorded) {
        return recorded.error();
      }
    }
  }
  return {};
}

Result<void> write_host(Db& db, const HostState& host) {
  return db.run(kSaveHost, host.host, host.requests, host.requests_since, host.paging,
                host.paging_since, host.not_before, host.last_request);
}

Result<void> write_deletions(Db& db, const Batch& batch, Committed& commit, Deletion deletion) {
  const auto gone = store::CandidateWriter(db, batch, commit, deletion).write();
  if (!gone) {
    return gone.error();
  }
  commit.gone_posts += *gone;
  return {};
}

Result<void> write_all(Db& db, const Batch& batch, Committed& commit, Deletion deletion) {
  if (auto written = write_posts(db, batch, commit); !written) {
    return written;
  }
  if (auto written = write_deletions(db, batch, commit, deletion); !written) {
    return written;
  }
  if (auto noted = store::note_followers(db, batch.followers); !noted) {
    return noted;
  }
  if (auto written = write_fetches(db, batch, commit); !written) {
    return written;
  }
  if (auto written = write_coverage(db, batch, commit); !written) {
    return written;
  }
  if (batch.state) {
    store::TimelineWriter timelines(db);
    if (auto saved = timelines.save(batch.timeline, *batch.state, commit.txn); !saved) {
      return saved;
    }
  }
  if (batch.host) {
    return write_host(db, *batch.host);
  }
  return {};
}

}  // namespace

Result<Writer> Writer::open(const std::filesystem::path& path, Options options,
                            const Clock& clock) {
  if (options.create) {
    if (auto made = make_folder(path); !made) {
      return made.error();
    }
  } else if (auto there = store::require_file(path); !there) {
    return there.error();
  }
  auto lock = Lock::take(path, options.wait, options.holder);
  if (!lock) {
    return lock.error();
  }
  auto db = store::open_for_writing(path, options.create);
  if (!db) {
    return db.error();
  }
  if (options.create) {
    if (auto made = store::make_site_key(path); !made) {
      return made.error();
    }
  }
  Writer writer(std::move(*lock), std::move(*db), clock, options.deletion);
  if (auto followed = writer.follow_clock(); !followed) {
    return followed.error();
  }
  return writer;
}

Writer::Writer(Lock lock, std::shared_ptr<Db> db, const Clock& clock, Deletion deletion)
    : lock_(std::move(lock)),
      db_(db),
      reader_(Reader(std::move(db))),
      clock_(&clock),
      deletion_(deletion) {}

Writer::Writer(Writer&&) noexcept = default;

// By swapping, so that a database is closed before its lock is released.
Writer& Writer::operator=(Writer&& other) noexcept {
  std::swap(lock_, other.lock_);
  std::swap(db_, other.db_);
  std::swap(reader_, other.reader_);
  std::swap(clock_, other.clock_);
  std::swap(deletion_, other.deletion_);
  return *this;
}

Writer::~Writer() = default;

Result<void> Writer::follow_clock() {
  const auto taken_back = store::take_back_time_to_come(*db_, clock_->now());
  if (!taken_back) {
    return taken_back.error();
  }
  if (*taken_back) {
    log::warn("store.clock_was_ahead",
              {{"what", "coverage of time that is still to come was taken back"}});
  }
  return {};
}

Result<Committed> Writer::commit(const Batch& batch) {
  auto transaction = store::Transaction::begin(*db_);
  if (!transaction) {
    return transaction.error();
  }
  auto commit = store::next_commit(*db_, *clock_);
  if (!commit) {
    return commit.error();
  }
  if (auto written = write_all(*db_, batch, *commit, deletion_); !written) {
    return written.error();
  }
  if (auto committed = transaction->commit(); !committed) {
    return committed.error();
  }
  return *commit;
}

Result<Committed> Writer::restore(const std::vector<PostRecord>& records) {
  auto transaction = store::Transaction::begin(*db_);
  if (!transaction) {
    return transaction.error();
  }
  auto commit = store::next_commit(*db_, *clock_);
  if (!commit) {
    return commit.error();
  }
  store::RecordWriter writer(*db_, *commit, deletion_);
  for (const PostRecord& record : records) {
    const auto stored = writer.write(record);
    if (!stored) {
      return stored.error();
    }
    count(*stored, *commit);
  }
  if (auto committed = transaction->commit(); !committed) {
    return committed.error();
  }
  return *commit;
}

Result<int> Writer::set_topics(const std::vector<PostTopics>& posts) {
  auto transaction = store::Transaction::begin(*db_);
  if (!transaction) {
    return transaction.error();
  }
  int changed = 0;
  for (const PostTopics& post : posts) {
    if (auto set = db_->run(kSetTopics, post.id, store::write_list(post.topics)); !set) {
      return set.error();
    }
    changed += db_->changes();
  }
  if (auto committed = transaction->commit(); !committed) {
    return committed.error();
  }
  return changed;
}

Result<void> Writer::watch(const std::vector<Hashtag>& tags,
                           const std::vector<TimelineId>& timelines) {
  std::vector<Hashtag> once;
  for (const Hashtag& tag : tags) {
    if (std::find(once.begin(), once.end(), tag) == once.end()) {
      once.push_back(tag);
    }
  }
  store::TimelineWriter writer(*db_);
  const auto changes = writer.watch_changes(once, timelines);
  if (!changes) {
    return changes.error();
  }
  if (!*changes) {
    return {};
  }
  auto transaction = store::Transaction::begin(*db_);
  if (!transaction) {
    return transaction.error();
  }
  const auto commit = store::next_commit(*db_, *clock_);
  if (!commit) {
    return commit.error();
  }
  if (auto watched = writer.watch(once, timelines, commit->txn); !watched) {
    return watched.error();
  }
  return transaction->commit();
}

Result<HostState> Writer::host(std::string_view name) const {
  HostState host;
  host.host = name;
  Rows rows = db_->query(kHost, name);
  if (rows.next()) {
    host.requests = rows.small(0);
    host.requests_since = rows.instant(1);
    host.paging = rows.small(2);
    host.paging_since = rows.instant(3);
    host.not_before = rows.maybe_instant(4);
    host.last_request = rows.maybe_instant(5);
  }
  if (rows.failed()) {
    return rows.error();
  }
  return host;
}

Result<DigestRow> Writer::issue(const Issue& issue) {
  auto transaction = store::Transaction::begin(*db_);
  if (!transaction) {
    return transaction.error();
  }
  const auto commit = store::next_commit(*db_, *clock_);
  if (!commit) {
    return commit.error();
  }
  const auto number = store::Issuer(*db_).issue(issue, commit->txn);
  if (!number) {
    return number.error();
  }
  if (auto committed = transaction->commit(); !committed) {
    return committed.error();
  }
  return reader_.digest(issue.digest.date);
}

Result<void> Writer::note_written(Day date) {
  return db_->run(kWritten, format_day(date));
}

const Reader& Writer::reader() const {
  return reader_;
}

}  // namespace tagwatch
