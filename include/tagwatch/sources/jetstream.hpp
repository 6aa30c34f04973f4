// Bluesky's Jetstream: every public record of the network as it is written, one event a message.
#pragma once

#include <string_view>

#include "tagwatch/model/task.hpp"

namespace tagwatch {

/// One event, as a page of at most one post. A record that replaces an earlier one is a post that
/// was edited then. What is no post that was written (likes, follows, deletions, accounts) is
/// skipped. Both forms are read: that of /subscribe, and that of subscribeEvents.
/// Errors: malformed_payload, wrong_shape.
/// https://github.com/bluesky-social/jetstream
[[nodiscard]] Result<Page> parse_jetstream_event(std::string_view event);

}  // namespace tagwatch
