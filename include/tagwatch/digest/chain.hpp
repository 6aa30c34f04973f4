// The chain of issued digests: which day can be issued next, and with which window. Pure.
//
// Windows are half open and touch: each digest begins where the one before ended, so that every
// post is placed in exactly one. The chain knows times and days, not posts.
#pragma once

#include <optional>
#include <vector>

#include "tagwatch/base/time.hpp"
#include "tagwatch/store/records.hpp"

namespace tagwatch {

class Chain {
 public:
  /// `issued` as Reader::digests gives it, oldest first; `now` decides which days are over.
  Chain(const std::vector<DigestRow>& issued, Zone zone, Instant now);

  [[nodiscard]] bool empty() const { return links_.empty(); }
  /// Where the chain begins; for an empty chain the start of yesterday.
  [[nodiscard]] Instant start() const;
  /// Up to where days are reported; for an empty chain the start of yesterday.
  [[nodiscard]] Instant end() const;
  [[nodiscard]] Day yesterday() const;

  /// True when an issued digest bears this date.
  [[nodiscard]] bool bears(Day date) const;
  /// The date of the issued digest whose window holds the last moment of `day`, if any.
  [[nodiscard]] std::optional<Day> holder(Day day) const;

  /// The window that a digest of `date` would be issued with. A day can be issued when it is over,
  /// no issued digest bears its date, and it ends after the chain does; an empty chain begins with
  /// yesterday. Errors: usage, in words for a person.
  [[nodiscard]] Result<Window> issuable(Day date) const;

 private:
  struct Link {
    Day date;
    Window window;
  };
  std::vector<Link> links_;
  Zone zone_;
  Instant now_;
};

/// The local days that `window` touches, in order; each is cut to the window.
struct DayPart {
  Day day{};
  Window window;
};
[[nodiscard]] std::vector<DayPart> days_of(Window window, const Zone& zone);

}  // namespace tagwatch
