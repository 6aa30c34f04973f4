// `tagwatch poll`: one pass over all sources, or those named, then exit.
#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"

namespace tagwatch {

struct PollArguments {
  std::vector<std::string> sources;  ///< empty: all
  std::vector<std::string> tags;     ///< empty: all
  Duration sweep{};                  ///< a window to read again; zero: only sweeps that are due
  std::string since;                 ///< history is read down to here; "": as far as it is known
  Duration wait{};                   ///< for the writer lock
  bool init = false;                 ///< make the store when it is missing
  bool json = false;
};

[[nodiscard]] ExitCode poll_command(Session& session, const PollArguments& arguments);

}  // namespace tagwatch
