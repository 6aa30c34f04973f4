// What a clock that ran ahead left in the store is taken back once the clock is right again: it
// claimed time that is still to come, and put posts and waits there.
#pragma once

#include "store/sqlite.hpp"

namespace tagwatch::store {

/// 2026-01-01: before there was a tagwatch. A machine that forgot the time says 1970 or the like.
inline constexpr Instant kFirstBelievableClock{std::chrono::hours(24) * 20454};

/// True where commits are of later than `now` and none of the newest answers told a later time than
/// `now` by its server's clock, while some told one: the clock is right now and was ahead then.
[[nodiscard]] Result<bool> clock_was_ahead(Db& db, Instant now);

/// Where the clock was ahead: takes back what the commits that are of later than `now` claim, down
/// to the last one before them, and moves their times to `now`. What posts say, and issued digests,
/// stay as they are. True when something was taken back. In a transaction of its own.
[[nodiscard]] Result<bool> take_back_time_to_come(Db& db, Instant now);

}  // namespace tagwatch::store
