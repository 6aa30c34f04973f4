// What this program is, and what it is built on.
#pragma once

#include <string>
#include <string_view>

namespace tagwatch {

/// "tagwatch 0.1.0".
[[nodiscard]] std::string software();

/// True for versions of SQLite that can lose committed transactions when two connections write or
/// checkpoint one database in WAL mode: 3.7.0 to 3.51.2, but for the repaired 3.50.7 and 3.44.6 and
/// what followed them in their lines. A version that cannot be read counts as affected.
/// Source: https://sqlite.org/wal.html#walresetbug
[[nodiscard]] bool has_wal_reset_bug(std::string_view sqlite_version);

/// The lines of --version, each with its end.
[[nodiscard]] std::string version_text(std::string_view sqlite_version);

}  // namespace tagwatch
