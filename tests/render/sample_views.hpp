// Digests of made-up days for tests and for looking at: the forms that are read.
#pragma once

#include <string>
#include <vector>

#include "tagwatch/digest/value.hpp"

namespace tagwatch::sample {

/// No post seen, every source watched all day.
[[nodiscard]] DigestView zero_day();
/// Four posts, all listed.
[[nodiscard]] DigestView four_post_day();
/// A working day: 58 posts, one source with a gap, an outage that was read since.
[[nodiscard]] DigestView ordinary_day();
/// The programme's busiest day: event, bars, topics, links, earlier days, fourteen sources.
[[nodiscard]] DigestView peak_day();
/// The same day with a rise, and two texts that several accounts posted.
[[nodiscard]] DigestView storm_day();
/// No post seen, because hardly anything could be read.
[[nodiscard]] DigestView blind_day();
/// A preview after days without a digest of their own.
[[nodiscard]] DigestView days_missed();

struct Named {
  std::string name;
  DigestView view;
};
/// All of the above.
[[nodiscard]] std::vector<Named> all();

}  // namespace tagwatch::sample
