// What the store gives back: posts with everything known of them, and rows for reports.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tagwatch/store/batch.hpp"

namespace tagwatch {

struct Sighting {
  std::string source;
  std::string native_id;
  Instant first_seen{};
  friend bool operator==(const Sighting&, const Sighting&) = default;
};

/// A post as the store knows it: its newest revision, who showed it, the best counts.
struct PostRecord {
  std::int64_t id = 0;
  Post post;  ///< newest revision; `engagement` is the best observation
  int revision = 1;
  Instant created{};  ///< created_at, or first_seen where the platform gives none
  bool created_known = true;
  Instant placed{};  ///< never changes
  Instant first_seen{};
  Instant last_seen{};
  std::optional<Instant> engagement_as_of;
  std::vector<Match> matches;
  std::vector<std::string> topics;
  std::vector<Sighting> sightings;  ///< by first_seen, then source
  Origin origin = Origin::polled;
  std::int64_t txn = 0;                ///< the commit that first stored it
  std::optional<std::int64_t> digest;  ///< number of the issued digest that reports it
  bool deleted = false;
  /// Deleted, and its content is kept as a record. As of a commit before that it is held and not
  /// deleted.
  bool held = false;
};

/// When a source answered, by our clock and by its own.
struct AnswerTime {
  std::string source;
  Instant ours{};
  std::optional<Instant> theirs;  ///< unset where its server does not say, or no time that can be
  friend bool operator==(const AnswerTime&, const AnswerTime&) = default;
};

struct PostQuery {
  std::optional<Instant> from;        ///< created, inclusive
  std::optional<Instant> to;          ///< created, exclusive
  std::vector<std::string> tag_keys;  ///< empty: all
  std::vector<std::string> sources;   ///< empty: all
};

struct TimelineRow {
  TimelineId id;
  TimelineState state;
};

/// An issued digest.
struct DigestRow {
  std::int64_t number = 0;
  Day date{};
  Window window;
  std::int64_t as_of_txn = 0;
  Instant as_of{};  ///< time of that commit
  Instant issued_at{};
  std::string timezone;
  std::string config;  ///< effective, secrets masked
  std::string software;
  std::string value;  ///< the kept value: canonical JSON, references and numbers, no text
  std::string hash;   ///< sha256 of `value`
};

/// What a digest reported of a day, for restating it later.
struct DayCount {
  Day day{};
  std::string tag_key;
  std::int64_t posts = 0;  ///< own and partner left out
  std::int64_t own = 0;
  std::int64_t partner = 0;
  std::int64_t programme = 0;
  std::int64_t authors = 0;
};

/// A post that waits for an answer, or waited for one.
struct AttentionRow {
  std::int64_t post = 0;
  std::vector<std::string> reasons;  ///< names
  std::optional<Day> told;           ///< date of the digest that told it first
  bool closed = false;               ///< by a person
  friend bool operator==(const AttentionRow&, const AttentionRow&) = default;
};

struct Issue {
  DigestRow digest;                 ///< `number` and `issued_at` are set by the store
  std::vector<std::int64_t> posts;  ///< ids of every post that it reports
  std::vector<DayCount> counts;
  std::vector<AttentionRow> attention;  ///< those that it tells first; `told` is set by the store
};

/// A post that an issued digest reported, and that changed since.
struct ChangedPost {
  std::string uri;
  Day reported{};   ///< date of that digest
  std::string tag;  ///< that was edited out, as the configuration spells it; "" for other changes
  friend bool operator==(const ChangedPost&, const ChangedPost&) = default;
};

/// Of posts that issued digests reported, by date of the digest, then uri.
struct Changes {
  std::vector<ChangedPost> edited;
  std::vector<ChangedPost> untagged;  ///< no longer carry a watched tag; not in `edited` again
  std::vector<ChangedPost> deleted;
  friend bool operator==(const Changes&, const Changes&) = default;
};

/// Posts of a source that are to be asked for by id.
struct Candidates {
  std::vector<std::string> ids;  ///< longest missing first
  /// A post that the source is known to show: where it does not find this one either, its answers
  /// say nothing.
  std::optional<std::string> control;
};

/// Whose files may still quote what is gone.
struct StaleDigests {
  std::vector<Day> dates;
  bool previews = false;
  [[nodiscard]] bool any() const { return previews || !dates.empty(); }
};

struct Pruned {
  std::int64_t posts = 0;
  std::int64_t observations = 0;  ///< counts of likes, reposts, replies and quotes
};

/// How much a store holds.
struct StoreContents {
  std::int64_t posts = 0;
  std::int64_t gone = 0;  ///< of them, those that their authors removed
  std::int64_t revisions = 0;
  std::int64_t matches = 0;
  std::int64_t sightings = 0;
  std::int64_t counts = 0;    ///< observations of likes, reposts, replies and quotes
  std::int64_t coverage = 0;  ///< spans
  std::int64_t fetches = 0;
  std::int64_t digests = 0;
  std::int64_t bytes = 0;         ///< of the file and its journal
  std::optional<Instant> oldest;  ///< created; unset without posts
  std::optional<Instant> newest;
};

struct StoreStats {
  std::int64_t posts = 0;
  std::int64_t digests = 0;
  std::int64_t bytes = 0;
};

}  // namespace tagwatch
