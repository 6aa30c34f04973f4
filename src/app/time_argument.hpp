// Times as they are typed on the command line. Pure.
#pragma once

#include <string_view>

#include "tagwatch/base/time.hpp"

namespace tagwatch {

/// The TIME of an option: RFC 3339 with its zone ("2026-11-23T13:00:00Z"), a day (its local
/// midnight in `zone`), or a duration back from `now` ("36h", "7d"). Errors: usage, saying what can
/// be written.
[[nodiscard]] Result<Instant> parse_time_argument(std::string_view text, const Zone& zone,
                                                  Instant now);

}  // namespace tagwatch
