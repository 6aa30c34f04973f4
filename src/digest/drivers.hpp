// Where most of a rise or drop lies: hours, a text, a page, a source, a language. Pure.
//
// A part of the day's posts drives the difference when it accounts for half of it or more, and when
// its share of the posts differs from its usual share by half or more: that most posts are in
// English is no finding where they always are. These are facts with counts; no cause is told.
#pragma once

#include <vector>

#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// The posts of a day, and those of the days that it is compared with, all over the same sources.
struct Compared {
  std::vector<const PostRecord*> observed;  ///< by place in time
  std::vector<PostRecord> before;
  std::vector<Cluster> clusters;  ///< of the day
  std::int64_t days = 0;          ///< that `before` is of, at least one
};

/// At most one driver of each kind, in the order of DriverKind. None where nothing was observed: of
/// nothing no part is known. `day` is the observed one.
[[nodiscard]] std::vector<Driver> drivers_of(const Compared& compared, Unusual unusual, Day day,
                                             const Zone& zone);

}  // namespace tagwatch
