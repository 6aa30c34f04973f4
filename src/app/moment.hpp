// A moment as the command line writes it.
#pragma once

#include <string>

#include "tagwatch/base/time.hpp"

namespace tagwatch {

/// "2026-11-23 06:15 EST".
[[nodiscard]] std::string local_moment(Instant at, const Zone& zone);

}  // namespace tagwatch
