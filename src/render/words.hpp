// Small words that every part of a digest shares: numbers, times, stretches, and clean foreign
// text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/base/time.hpp"

namespace tagwatch::render {

/// Foreign text as it may be shown: valid UTF-8, nothing that reorders or hides, no control
/// character but '\n'.
[[nodiscard]] std::string clean(std::string_view text);
/// clean(), and white space of every kind as single spaces.
[[nodiscard]] std::string one_line(std::string_view text);
/// At most `characters_max` characters, cut between words where that is near, with "…" where cut.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t characters_max);

/// "41,000".
[[nodiscard]] std::string number(std::int64_t count);
/// "1 like", "41,000 likes".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view one, std::string_view many);
/// Items with a separator between them.
[[nodiscard]] std::string joined(const std::vector<std::string>& items, std::string_view separator);

/// Times as the wall clock of the digest's zone shows them.
class WallClock {
 public:
  WallClock(Zone zone, Day day) : zone_(std::move(zone)), day_(day) {}

  /// "14:06"; on another day than the digest's "22 Nov 14:06".
  [[nodiscard]] std::string time(Instant at) const;
  /// "14:06 EST".
  [[nodiscard]] std::string time_and_zone(Instant at) const;
  /// "New York time", "UTC".
  [[nodiscard]] std::string zone_words() const;
  [[nodiscard]] const Zone& zone() const { return zone_; }

 private:
  Zone zone_;
  Day day_;
};

}  // namespace tagwatch::render
