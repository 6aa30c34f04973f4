// What one transaction of the pipeline stores: posts, the walk's new state, coverage, the fetch
// log.
//
// Everything in a Batch becomes durable together or not at all, so that edge and holes never claim
// more than the stored posts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tagwatch/model/coverage.hpp"
#include "tagwatch/model/host.hpp"
#include "tagwatch/model/http.hpp"
#include "tagwatch/model/task.hpp"

namespace tagwatch {

/// A source's feed of one tag; `tag_key` is "" where one answer serves every tag of the source.
struct TimelineId {
  TimelineId() = default;
  TimelineId(std::string source_, std::string tag_key_)
      : source(std::move(source_)), tag_key(std::move(tag_key_)) {}
  std::string source;
  std::string tag_key;
  friend auto operator<=>(const TimelineId&, const TimelineId&) = default;
};

/// Why a post was kept for a watched tag.
struct Match {
  std::string tag_key;
  std::string spelled;     ///< as the configuration spells the tag
  bool by_phrase = false;  ///< kept_by "phrase", else "tag"
  friend bool operator==(const Match&, const Match&) = default;
};

struct MatchedPost {
  Post post;
  /// None only for a post that was asked for by its id: one that is stored is brought up to date,
  /// and another is not added.
  std::vector<Match> matches;
  std::vector<std::string> topics;  ///< names of the configured topics it belongs to
  bool from_own_server = false;     ///< the answering source is the author's own server
};

enum class Origin { polled, streamed, imported };

/// What becomes of the content of a post that its author removed.
enum class Deletion {
  follow,  ///< it is taken from everywhere
  hold,    ///< it is kept as a record, and marked
};

/// A post as a page or an answer shows it: a server may give the id of one that is gone to another.
struct ShownPost {
  std::string native_id;
  std::string uri;
  std::optional<Instant> created_at;
};

/// A stretch of a source's own order that one page showed whole: what is known to lie in it and was
/// not on the page is missing.
struct ShownStretch {
  Order order = Order::ids;
  Bound low;   ///< its lower end, not part of it; empty: it has none
  Bound high;  ///< its upper end, the same
  std::vector<ShownPost> posts;
};

/// What came of asking a source for a post by its id.
enum class Standing {
  there,
  gone,
  unknown,  ///< it did not say: asked again later
};

struct CandidateAnswer {
  std::string native_id;
  Standing standing = Standing::unknown;
  std::optional<ShownPost> shown{};  ///< what has this id, where it is there
};

/// A part of a timeline that is not read yet, between an older and a newer bound.
struct Hole {
  std::int64_t id = 0;    ///< row id; 0 before it is stored
  Bound low;              ///< everything at or below was seen
  Bound high;             ///< everything at or above was seen
  Window missing;         ///< in coverage time: from what the walk must still cover, to what it has
  bool lookback = false;  ///< history, as of the first run: open, it is no gap
  GapReason reason = GapReason::interrupted;  ///< why it is still open
  friend bool operator==(const Hole&, const Hole&) = default;
};

/// A re-reading of a timeline's newest hours or days. One row for each length of window.
struct Sweep {
  Duration window{};
  Instant started{};                        ///< of the one under way, else of the last one
  std::optional<Instant> previous_started;  ///< of the one before that
  Bound bound;                              ///< goes on with the page below; empty: ended
  [[nodiscard]] bool under_way() const { return bound != Bound(); }
  friend bool operator==(const Sweep&, const Sweep&) = default;
};

/// Where the reading of a timeline stands.
struct TimelineState {
  bool started = false;        ///< false: no pass has stored anything yet
  Bound edge;                  ///< everything up to here was seen
  Bound top;                   ///< the newest item seen
  Instant covered_to{};        ///< as of when the newest page was last seen
  Instant lookback_from{};     ///< where history is to end
  std::vector<Hole> holes;     ///< youngest first
  std::vector<Sweep> sweeps;   ///< the shortest window first
  Validators validators;       ///< only from answers read to the end without error
  std::string validators_for;  ///< what was asked for when they were given
  std::string moved_to;        ///< address after a permanent redirect; "" for none
  /// Of the last good answer, where order is identity: newest first, as far as times tell.
  std::vector<std::string> identities;
  int items_most = 0;  ///< the most items that one newest page ever had
  std::optional<AccessInfo> access;
  bool newest_page_had_posts = false;  ///< the last good newest page showed posts: the feed is open
  /// Whether the source's control tag had posts when it was last asked for.
  bool control_had_posts = false;
  std::optional<Instant> control_asked;
  // Health
  int failures = 0;  ///< in a row
  std::optional<Instant> last_success;
  std::optional<Instant> last_attempt;
  std::string last_error;             ///< in words; "" after a success
  std::optional<Instant> not_before;  ///< the server asked us to stay away until then
  Instant next_poll{};
  // Set by the store when it is loaded, ignored in a Batch.
  std::int64_t since_txn = 0;  ///< the commit that first watched it
  Instant since{};
};

/// One row of the fetch log.
struct FetchRecord {
  std::string task;  ///< "newest", "below", …
  Instant started{};
  Instant seen_as_of{};
  int status = 0;  ///< HTTP status; 0 without an answer
  int items = 0;
  int new_posts = 0;           ///< filled by the store
  std::string outcome = "ok";  ///< "ok", or the name of an Errc
  /// What the server's clock showed when it answered, where it said so.
  std::optional<Instant> server_clock = {};
};

struct Batch {
  TimelineId timeline;
  Origin origin = Origin::polled;
  std::vector<MatchedPost> posts;
  std::vector<FetchRecord> fetches;
  std::optional<TimelineState> state;     ///< the whole new state; unset: unchanged
  std::vector<CoverageSpan> coverage;     ///< recorded_at is set by the store
  std::vector<std::string> covered_tags;  ///< tag keys that `coverage` speaks of; none: its own
  std::optional<HostState> host;
  /// Noted in the newest posts of these authors that lack it and are in no digest yet: what was
  /// reported does not change.
  std::vector<AuthorFollowers> followers;
  // Deletions
  /// Sources that can be asked for a post by its id: a post is gone by their word alone. Its
  /// author's own server, where it is among them, decides; else all of them that showed the post.
  std::vector<std::string> askable;
  std::optional<ShownStretch> shown;       ///< what of it is missing becomes a candidate
  std::vector<CandidateAnswer> answers;    ///< of the timeline's source
  std::vector<std::string> gone;           ///< uris that a stream tells as deleted
  std::vector<std::string> gone_prefixes;  ///< with these begin the uris of a deleted account
};

struct Committed {
  std::int64_t txn = 0;
  Instant at{};
  int new_posts = 0;
  int changed_posts = 0;  ///< posts with a new revision, a new match or one less
  int gone_posts = 0;     ///< posts that are known to be gone now
};

}  // namespace tagwatch
