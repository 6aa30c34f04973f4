// How a timeline is read without losing a post: edge, top and holes. Pure.
//
// A pass asks for the newest page. If that page reaches down to the top of the pass before, there
// is nothing between; if not, a hole opens between the two and is read page by page, the youngest
// hole first: downwards, and what is longer than a page upwards from its lower end, so that the
// edge moves, where the server can do that. What may have appeared below the top since is read by
// overlap sweeps (sweeps.hpp), which cover nothing, as what they read was covered before. State and
// coverage never claim more than the pages that were taken, so a pass may be cut anywhere: the next
// one goes on with the holes that it finds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tagwatch/ingest/sweeps.hpp"
#include "tagwatch/model/source.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch {

struct WalkRules {
  Order order = Order::ids;
  bool pages = true;  ///< the source can be asked for older items
  ReadsUpwards* reads_upwards = nullptr;
  bool time_ordered = true;  ///< a feed's first item is its newest
  int pages_max = 50;        ///< pages of one pass
  Duration first_lookback = std::chrono::days(84);
  Duration max_age_seen = std::chrono::minutes(10);  ///< answers older than this cover nothing
};

/// What a pass reads beside the newest page and the holes.
struct WalkExtras {
  std::vector<SweepDue> sweeps;
  std::optional<Instant> since{};  ///< history is read down to here, also where it was read
};

/// One pass over one timeline. `next` says what to ask; `take`, `unchanged` and `failed` say what
/// came of it. `state` and `spans` then hold what the same commit must store.
class Walk {
 public:
  Walk(TimelineState state, WalkRules rules, Hashtag tag, Instant now, WalkExtras extras = {});

  /// The next task; nullopt when the pass is over. Holes of history are read only while
  /// `lookback_allowed`.
  [[nodiscard]] std::optional<Task> next(bool lookback_allowed);

  /// The id of a post that was seen and that this empty answer to the task of `next` leaves out,
  /// though its server states that everybody may read: the answer is believed only where the post
  /// is gone. nullopt: there is nothing to ask.
  [[nodiscard]] std::optional<std::string> left_out(const Page& page) const;
  /// The server says that the post of `left_out` is gone. Before `take` of the same page.
  void note_gone() { left_out_is_gone_ = true; }

  /// What the server's clock showed with the answer that is taken next. Where that is earlier than
  /// ours by less than a day, the answer covers no later time, whichever clock is wrong.
  void note_server_clock(std::optional<Instant> clock) { server_clock_ = clock; }
  /// A page that was read in full, showing the server as it was at `seen_as_of`.
  void take(const Page& page, Instant seen_as_of, Instant now);
  /// The newest page is still the one that was read last (304).
  void unchanged(Instant seen_as_of, Instant now);
  /// Why the page that was taken last is not believed; unset: it is.
  [[nodiscard]] const std::optional<Error>& refused() const { return refused_; }
  /// The task of `next` got no usable answer: the pass is over.
  void failed(const Error& error, Instant now);
  /// The pass ends while holes are left: says why in coverage. Call once, before the last commit.
  void stop(GapReason reason);

  [[nodiscard]] const TimelineState& state() const { return state_; }
  [[nodiscard]] TimelineState& state() { return state_; }
  /// Coverage since the last call.
  [[nodiscard]] std::vector<CoverageSpan> take_spans();
  [[nodiscard]] int pages() const { return pages_; }
  /// The earliest moment that this pass covered or read again; unset while it did neither.
  [[nodiscard]] std::optional<Instant> reached_back_to() const { return reached_back_to_; }
  [[nodiscard]] bool holes_left() const { return !state_.holes.empty(); }
  /// True when the server states that everybody may read its tag feeds, so that an empty answer is
  /// believed.
  [[nodiscard]] bool stated_open() const;

 private:
  // How the hole in hand is read in this pass.
  enum class Direction {
    first_page,  // downwards, to see whether one page is enough
    up_on_trial,
    up,  // the server was seen to answer rightly
    down,
  };

  void take_newest(const Page& page, Instant seen_as_of);
  void take_feed(const Page& page, Instant seen_as_of);
  void take_below(const Page& page, Instant seen_as_of);
  void take_above(const Page& page);
  void close_hole();
  void take_swept(const Page& page);
  void note_reached(const Page& page);
  [[nodiscard]] bool shrink(Hole& hole, const Page& page);
  void step_over(Hole& hole);
  void start(const Page& page, Instant seen_as_of);
  void read_history(const Page& page);
  void open_hole(Bound low, const Page& page, Instant missing_from, bool lookback, Instant as_of);
  [[nodiscard]] bool may_go_up() const;
  [[nodiscard]] bool reaches(const Page& page, const Bound& low) const;
  [[nodiscard]] Instant read_from(const Page& page, Instant otherwise) const;
  [[nodiscard]] bool ends_where(const Page& page, const Bound& above) const;
  [[nodiscard]] bool was_full() const;
  [[nodiscard]] Instant believed(Instant seen_as_of);
  [[nodiscard]] bool top_may_be_there() const;
  [[nodiscard]] bool empty_answer_is_suspect(const Page& page) const;
  [[nodiscard]] bool empty_hole_is_suspect(const Page& page, const Hole& hole) const;
  void refuse(std::string_view words, GapReason reason, Instant seen_as_of);
  void refuse_empty(GapReason reason, Instant seen_as_of);
  void note_unseen(Instant until, GapReason reason);
  void give_up(Window window, GapReason reason);
  void cover(Instant from, Instant to);
  void add_covered(Window window);
  void note_success(Instant now);
  void note_failure(const Error& error, Instant now);

  TimelineState state_;
  WalkRules rules_;
  Hashtag tag_;
  Instant started_;
  std::vector<SweepDue> due_;
  std::optional<Instant> since_;
  std::optional<Error> refused_;
  std::optional<Bound> sweeping_;  // below it is the page that a sweep asked for last
  Direction direction_ = Direction::first_page;
  bool asked_above_ = false;  // the task of `next` was Above
  bool left_out_is_gone_ = false;
  bool newest_done_ = false;
  std::optional<Instant> server_clock_;
  bool stale_ = false;  // the answer is older than max_age_seen
  bool newest_believed_ = false;
  bool over_ = false;
  int pages_ = 0;
  std::optional<int> items_before_;  // of the page above the one that is asked for
  std::vector<CoverageSpan> spans_;
  std::optional<Instant> reached_back_to_;
};

}  // namespace tagwatch
