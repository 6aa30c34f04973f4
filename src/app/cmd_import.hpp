// `tagwatch import`: posts from saved answers, feeds and exports.
#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"

namespace tagwatch {

struct ImportArguments {
  std::vector<std::string> files;  ///< "-" is stdin
  std::string kind;
  std::string source;  ///< whose answers they are; "" for exports
  Duration wait{};     ///< for the writer lock
  bool init = false;   ///< make the store when it is missing
};

[[nodiscard]] ExitCode import_command(Session& session, const ImportArguments& arguments);

}  // namespace tagwatch
