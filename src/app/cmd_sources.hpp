// `tagwatch sources …`: what is asked, and what could be.
#pragma once

#include "app/session.hpp"

namespace tagwatch {

struct SourcesListArguments {
  bool kinds = false;  ///< the kinds that there are, instead of the configured sources
};
[[nodiscard]] ExitCode sources_list(Session& session, const SourcesListArguments& arguments);

}  // namespace tagwatch
