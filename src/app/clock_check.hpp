// Whether this machine's clock can be right.
#pragma once

#include "app/session.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch {

/// Says on `err` when the store was last written later than it is now by the clock, which
/// a command that writes is about to give to everything it stores. A store that cannot be read is
/// left to that command.
void warn_of_clock(Session& session, const Config& config);

/// Whether this machine's clock can be right when a digest of `window` is to be issued at `now`.
/// Errors: clock_wrong, in words, where most servers that answered within a day say by their clocks
/// that the window is not over, or where more than a week would be made up for at once and no
/// source has answered within a day; those of the store.
[[nodiscard]] Result<void> check_clock(const Reader& reader, Window window, const Zone& zone,
                                       Instant now);

/// Whether the clock can be right when everything older than some time is to go. Errors:
/// clock_wrong, in words, where most servers that answered within a day say that it is earlier, or
/// where no source has answered within a day, though some did before; those of the store.
[[nodiscard]] Result<void> check_clock_for_pruning(const Reader& reader, const Zone& zone,
                                                   Instant now);

}  // namespace tagwatch
