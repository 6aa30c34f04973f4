// `tagwatch db …`: care of the store.
#pragma once

#include <string>

#include "app/session.hpp"

namespace tagwatch {

[[nodiscard]] ExitCode db_check_command(Session& session);

struct BackupArguments {
  std::string file;
  bool force = false;  ///< replace what has the name
};
[[nodiscard]] ExitCode db_backup_command(Session& session, const BackupArguments& arguments);

[[nodiscard]] ExitCode db_stats_command(Session& session);

struct RetopicArguments {
  Duration wait{};  ///< for the writer lock
};
[[nodiscard]] ExitCode db_retopic_command(Session& session, const RetopicArguments& arguments);

struct EraseArguments {
  std::string account;  ///< a handle as digests show it
  Duration wait{};
};
[[nodiscard]] ExitCode db_erase_command(Session& session, const EraseArguments& arguments);

struct PruneArguments {
  Duration wait{};
};
[[nodiscard]] ExitCode db_prune_command(Session& session, const PruneArguments& arguments);

}  // namespace tagwatch
