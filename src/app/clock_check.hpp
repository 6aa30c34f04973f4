// Whether this machine's clock can be right.
#pragma once

#include "app/session.hpp"

namespace tagwatch {

/// Says on `err` when the store was last written later than it is now by the clock, which
/// a command that writes is about to give to everything it stores. A store that cannot be read is
/// left to that command.
void warn_of_clock(Session& session, const Config& config);

}  // namespace tagwatch
