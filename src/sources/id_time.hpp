// The times that servers write into their ids. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "tagwatch/base/time.hpp"

namespace tagwatch {

/// When a server filed the post with this id: Mastodon's ids count from 1970 in milliseconds times
/// 65,536, Pleroma's (base62) and GoToSocial's (ULID) begin with milliseconds, snac2's with
/// seconds. nullopt for ids that tell no believable time.
[[nodiscard]] std::optional<Instant> time_of_id(std::string_view id);

}  // namespace tagwatch
