// The digest as one value: every format is rendered from it, so no format can say something else.
//
// DigestValue is what is kept for ever: numbers and references to posts (uri, revision), no text of
// anybody's. DigestView is the value with the referred posts and our own sentences filled in, as
// they may be shown now: what was deleted since is blank there, and the value stays as it was.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tagwatch/base/time.hpp"
#include "tagwatch/model/coverage.hpp"
#include "tagwatch/store/records.hpp"

namespace tagwatch {

/// Where a digest puts a post that it reports.
enum class Place { shown, clustered, hidden, own, late, older, missed };
[[nodiscard]] std::string_view name(Place place);

/// Why a post is listed. A closed list.
enum class Why {
  mentions_own,
  question,
  audience,
  replies_fast,
  many_reposts,
  listed,
  link,
  only_post
};
[[nodiscard]] std::string_view name(Why why);
/// nullopt for what is none of them.
[[nodiscard]] std::optional<Why> why_from_name(std::string_view text);

struct ReportedPost {
  std::string uri;
  int revision = 1;
  Day day{};  ///< local day of its place
  Place place = Place::hidden;
  bool programme = false;  ///< about the programme
  friend bool operator==(const ReportedPost&, const ReportedPost&) = default;
};

/// The range that comparable days had.
struct Usual {
  std::int64_t low = 0;
  std::int64_t high = 0;
  int days = 0;  ///< comparable days it rests on
  /// The posts of this day over the sources that the range was counted over, which are those that
  /// were complete on the day: less than the day's count where another source was not.
  std::int64_t counted = 0;
  friend bool operator==(const Usual&, const Usual&) = default;
};

/// How improbable a count is beside those of comparable days.
enum class Unusual { none, rise, drop };
[[nodiscard]] std::string_view name(Unusual unusual);

struct TagCount {
  std::string tag;         ///< as the configuration spells it
  std::int64_t posts = 0;  ///< own and partner left out
  std::int64_t authors = 0;
  std::int64_t programme = 0;
  std::int64_t own = 0;
  std::int64_t partner = 0;
  std::optional<Usual> usual;
  std::string usual_reason;      ///< "cannot tell yet (3 of 7)" where `usual` is unset
  std::optional<Day> last_seen;  ///< with 0 posts: the day of the last post before
  Unusual unusual = Unusual::none;
  friend bool operator==(const TagCount&, const TagCount&) = default;
};

/// False where nothing was read, so that no post seen is not a zero.
[[nodiscard]] constexpr bool anything_read(CoverageWord word) {
  return word == CoverageWord::complete || word == CoverageWord::partial;
}

/// What a row without posts means. `none`: it has posts, or was not read in full, and so speaks of
/// no zero.
enum class Zero { none, verified, unverified };
[[nodiscard]] std::string_view name(Zero zero);

struct CoverageRow {
  std::string source;
  std::string tag;  ///< as the configuration spells it
  std::string network;
  bool required = true;
  bool ordered = true;   ///< false: a feed in no order of time, never more than partial
  bool limited = false;  ///< the server shows only a part of its posts, never more than partial
  CoverageWord word = CoverageWord::unknown;
  std::string health;  ///< "ok", "degraded", "failing", "down"
  std::int64_t covered_seconds = 0;
  std::vector<Gap> gaps;
  int polls = 0;
  int failures = 0;
  std::int64_t posts = 0;  ///< sightings in the day
  Zero zero = Zero::none;
  friend bool operator==(const CoverageRow&, const CoverageRow&) = default;
};

struct CoverageReport {
  CoverageWord word = CoverageWord::unknown;
  std::vector<std::string> not_watched;
  std::vector<CoverageRow> rows;  ///< by source as configured, then tag
  friend bool operator==(const CoverageReport&, const CoverageReport&) = default;
};

/// A listed post and the parts of its score; the rank can be computed again from these.
struct TopPost {
  std::string uri;
  std::vector<Why> why;
  std::int64_t score = 0;                     ///< sum of the parts, thousandths
  std::map<std::string, std::int64_t> parts;  ///< "reposts", "replies", "likes", "link", …
  Engagement engagement;                      ///< as counted for the score
  std::optional<Instant> engagement_as_of;
  friend bool operator==(const TopPost&, const TopPost&) = default;
};

/// So many of the posts that wait for an answer are shown; the others are listed by a command.
inline constexpr std::size_t kAttentionShownMax = 5;

/// A post that waits for an answer: told until a person closes it, or its days are over.
struct AttentionItem {
  std::string uri;
  std::int64_t number = 0;  ///< by which a person closes it
  int revision = 1;
  std::vector<Why> why;
  Instant since{};          ///< place in time of the post
  std::optional<Day> told;  ///< date of the digest that told it first; unset: this one
  Engagement engagement;    ///< as known when this was made
  friend bool operator==(const AttentionItem&, const AttentionItem&) = default;
};

struct SourceCount {
  std::string source;
  std::string platform;
  std::int64_t posts = 0;  ///< every sighting
  std::int64_t first = 0;  ///< those that it showed first: adds up to the total
  std::optional<Usual> usual;
  friend bool operator==(const SourceCount&, const SourceCount&) = default;
};

struct HourCount {
  Instant from{};
  std::int64_t posts = 0;
  CoverageWord coverage = CoverageWord::unknown;  ///< also of an hour that is still to come
  std::optional<Usual> usual;
  friend bool operator==(const HourCount&, const HourCount&) = default;
};

/// A count of something that posts hold. The thing itself is the `index`-th of its kind in the
/// post `uri`, so that a deletion takes it along.
struct ReferredCount {
  std::string uri;
  int index = 0;
  std::int64_t posts = 0;
  std::int64_t accounts = 0;
  friend bool operator==(const ReferredCount&, const ReferredCount&) = default;
};

struct NamedCount {
  std::string name;  ///< a topic of the configuration, a language code
  std::int64_t posts = 0;
  std::optional<Usual> usual;
  std::int64_t guessed = 0;  ///< of `posts`: whose platform does not say the language
  friend bool operator==(const NamedCount&, const NamedCount&) = default;
};

/// A day that has no digest of its own, or that stands beside others in a look back.
struct MissedDay {
  Day date{};
  std::vector<TagCount> tags;
  CoverageReport coverage;  ///< `not_watched` is the digest's
  std::vector<HourCount> by_hour;
  friend bool operator==(const MissedDay&, const MissedDay&) = default;
};

/// An earlier day of which this digest knows more posts than were reported.
struct LateDay {
  Day day{};
  std::int64_t late = 0;      ///< posts that came late, reported here; own and partner left out
  std::int64_t own = 0;       ///< late posts of own and partner accounts
  std::int64_t reported = 0;  ///< what was said of the day before
  std::int64_t now = 0;       ///< the restated total
  friend bool operator==(const LateDay&, const LateDay&) = default;
};

/// Where the posts of the digest's date are: shown + clustered + hidden + own = total.
struct Omitted {
  std::int64_t shown = 0, clustered = 0, hidden = 0, own = 0, total = 0;
  std::int64_t withheld = 0;  ///< of `hidden`: counted, not quoted, as their authors ask
  std::int64_t deleted = 0;   ///< of `hidden`: gone before the digest was made
  friend bool operator==(const Omitted&, const Omitted&) = default;
};

/// An event of the calendar that touches the day.
struct DayEvent {
  std::string name;
  Window window;
  friend bool operator==(const DayEvent&, const DayEvent&) = default;
};

enum class DriverKind { hours, same_text, link, source, language };
[[nodiscard]] std::string_view name(DriverKind kind);

/// Where most of a rise or drop lies: a fact, no cause.
struct Driver {
  DriverKind kind = DriverKind::hours;
  Window hours;            ///< of `hours`
  std::string name;        ///< of `source`, and of `language`, where "" is not said
  std::string uri;         ///< of `same_text`: its first post; of `link`: a post that holds it, and
  int index = 0;           ///< which of its links it is
  std::int64_t posts = 0;  ///< of those observed
  std::int64_t usual = 0;  ///< mean of the comparable days, rounded
  friend bool operator==(const Driver&, const Driver&) = default;
};

/// Posts of three accounts or more with the same text.
struct Cluster {
  std::vector<std::string> uris;  ///< by place in time: the first comes first
  std::int64_t accounts = 0;
  Instant from{};  ///< place of the first
  Instant to{};    ///< place of the last
  friend bool operator==(const Cluster&, const Cluster&) = default;
};

enum class FlagKind { rise, drop, blind_source, same_text };
[[nodiscard]] std::string_view name(FlagKind kind);

/// Something of the date that a reader must not overlook.
struct Flag {
  FlagKind kind = FlagKind::rise;
  std::string tag;                       ///< of a rise or drop, as the configuration spells it
  std::string source;                    ///< of `blind_source`
  std::string uri;                       ///< of `same_text`: the first post
  std::optional<std::int64_t> observed;  ///< as Usual::counted; of `same_text`, its posts
  std::optional<Usual> expected;
  std::optional<std::int64_t> threshold;  ///< from how many on, or down to how many, it is flagged
  /// So many of a million ordinary days have as many posts or more; of a drop, as many or fewer.
  std::optional<std::int64_t> per_million;
  std::vector<Driver> drivers;
  friend bool operator==(const Flag&, const Flag&) = default;
};

struct DigestValue {
  std::string digest_id;
  std::string software;
  std::string config_hash;
  std::string previous_sha256;  ///< "" for the first of the chain
  Day date{};
  /// Of a look back over several days, whose posts are counted together: the first of them.
  std::optional<Day> first_day;
  std::string timezone;
  Window window;
  bool issued = false;  ///< else a preview
  /// Files of another digest of this date were there, which the store does not know.
  bool issued_before = false;
  Instant generated_at{};
  Instant data_as_of{};
  std::int64_t as_of_txn = 0;  ///< the last commit that was read
  std::string contact;
  std::vector<MissedDay> missed_days;
  std::vector<MissedDay> days;  ///< of a look back, each by itself
  std::vector<TagCount> tags;
  bool programme_known = false;        ///< the configuration says what is about the programme
  std::int64_t with_several_tags = 0;  ///< posts counted under more than one tag
  CoverageReport coverage;
  /// Largest audience first, then the oldest. Unset where nobody asked: in a preview of days that
  /// are past, and in digests of before this was told.
  std::optional<std::vector<AttentionItem>> attention;
  std::vector<TopPost> top_posts;
  std::vector<TopPost> earlier_posts;      ///< the same, of the days before: missed, late or older
  std::optional<std::vector<Flag>> flags;  ///< unset: issued by a version that knew none
  std::optional<std::vector<Cluster>> clusters;  ///< the largest first; unset as `flags`
  std::vector<SourceCount> by_source;
  std::vector<HourCount> by_hour;
  std::vector<DayEvent> events;
  std::vector<ReferredCount> authors;
  std::vector<ReferredCount> links;
  std::vector<ReferredCount> related_tags;
  std::vector<NamedCount> topics;
  std::vector<NamedCount> languages;  ///< "" : the platform does not say
  std::vector<LateDay> late_arrivals;
  std::int64_t older = 0;
  Changes changes;           ///< of posts that earlier digests reported, since the one before this
  std::int64_t deleted = 0;  ///< reported posts that were deleted already when this was made
  Omitted omitted;
  std::vector<ReportedPost> posts;  ///< by place in time, then uri
  std::string posts_sha256;
  friend bool operator==(const DigestValue&, const DigestValue&) = default;
};

/// The value with everything that it refers to, ready to render.
struct DigestView {
  DigestValue value;
  std::string sha256;                         ///< of the kept value; "" for a preview
  std::map<std::string, PostRecord> records;  ///< by uri; a deleted post's is blank
  std::int64_t blanked = 0;  ///< reported posts whose content was taken by a deletion since
  std::int64_t held = 0;     ///< reported posts that were deleted since and are kept as a record
  std::int64_t pruned = 0;   ///< reported posts that are no longer kept, as their time is over
  std::string subject;
  std::string heading;
  std::vector<std::string> headline;  ///< the sentences of the first screen
  std::string hours;                  ///< the busiest hour and the calendar; "" : nothing to say
  std::vector<std::string> earlier;   ///< sentences about earlier days; empty: nothing to say
  std::string sums;                   ///< the omission sentence
  std::string held_by;  ///< preview of a day whose posts an issued digest holds: its date, else ""
};

/// The kept value as canonical JSON, and back. Reading it again gives an equal value.
[[nodiscard]] std::string kept_json(const DigestValue& value);
/// Errors: store_corrupt: the kept value is not what kept_json writes.
[[nodiscard]] Result<DigestValue> read_kept_json(std::string_view json);

}  // namespace tagwatch
