// `tagwatch status`: how each source and tag stands.
#pragma once

#include "app/session.hpp"

namespace tagwatch {

struct StatusArguments {
  bool json = false;  ///< config/schema/status.schema.json
};
[[nodiscard]] ExitCode status_command(Session& session, const StatusArguments& arguments);

}  // namespace tagwatch
