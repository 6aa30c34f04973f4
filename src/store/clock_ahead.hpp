// What a clock that ran ahead left in the store is taken back once the clock is right again: it
// claimed time that is still to come, and put posts and waits there.
#pragma once

#include <optional>

#include "store/sqlite.hpp"

namespace tagwatch::store {

/// The latest time that a server's clock showed in one of the newest answers; nullopt where none
/// tells one that can be.
[[nodiscard]] Result<std::optional<Instant>> newest_server_clock(Db& db);

/// Where commits are of later than `now`, and no server has shown a later time than `now`, so that
/// the clock is right now and was not: takes back what they claim, down to the last commit before
/// them, and moves their times to `now`. What posts say, and issued digests, stay as they are.
/// True when something was taken back. In a transaction of its own.
[[nodiscard]] Result<bool> take_back_time_to_come(Db& db, Instant now);

}  // namespace tagwatch::store
