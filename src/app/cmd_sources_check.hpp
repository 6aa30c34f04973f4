// `tagwatch sources check`: fetches each source once and stores nothing.
#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"

namespace tagwatch {

struct SourcesCheckArguments {
  std::vector<std::string> names;  ///< empty: all
};
[[nodiscard]] ExitCode sources_check_command(Session& session,
                                             const SourcesCheckArguments& arguments);

}  // namespace tagwatch
