// `tagwatch attention list|close`: what waits for an answer of the office.
#pragma once

#include <cstdint>

#include "app/session.hpp"

namespace tagwatch {

struct AttentionListArguments {
  bool json = false;
};

struct AttentionCloseArguments {
  std::int64_t number = 0;  ///< as the list and the digests show it
  Duration wait{};          ///< for the writer lock
};

/// What waits now: what digests told and nobody closed, and what came since.
[[nodiscard]] ExitCode attention_list_command(Session& session,
                                              const AttentionListArguments& arguments);

/// Says that a post waits no longer: no digest from then on tells it.
[[nodiscard]] ExitCode attention_close_command(Session& session,
                                               const AttentionCloseArguments& arguments);

}  // namespace tagwatch
