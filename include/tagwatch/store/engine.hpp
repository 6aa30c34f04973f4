// The database engine that is linked.
#pragma once

#include <string>

namespace tagwatch {

/// "3.40.1": of the library that runs, not of the headers it was built with.
[[nodiscard]] std::string sqlite_version();

}  // namespace tagwatch
