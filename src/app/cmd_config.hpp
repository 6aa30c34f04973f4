// `tagwatch config …`: check, show and write configurations.
#pragma once

#include "app/session.hpp"

namespace tagwatch {

/// Every mistake of the configuration on `out`, or that there is none.
[[nodiscard]] ExitCode config_check(Session& session);

struct ConfigShowArguments {
  bool reference = false;  ///< every key and its default instead of what is in force
};
[[nodiscard]] ExitCode config_show(Session& session, const ConfigShowArguments& arguments);

/// Writes a configuration to start with to --config, $TAGWATCH_CONFIG or ./config/tagwatch.toml.
/// What is there is never overwritten.
[[nodiscard]] ExitCode config_init(Session& session);

}  // namespace tagwatch
