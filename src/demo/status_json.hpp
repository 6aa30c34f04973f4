// A post of the world as a server of the Mastodon family tells it.
#pragma once

#include <string>
#include <string_view>

#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/demo/world.hpp"

namespace tagwatch::demo {

/// Writes the status as `host` shows it at `now`: its own ids, its own accounts without "@host".
void write_status(JsonWriter& json, const World& world, const World::Filed& filed,
                  std::string_view host, Instant now);

/// The id that `host` gives to an account.
[[nodiscard]] std::string account_id(std::size_t account, std::string_view host);

/// The plain text of `post` at `now` as the HTML that the server sends: paragraphs, hashtags and
/// mentions as links, long addresses with their middle shown alone.
[[nodiscard]] std::string status_html(const World& world, const WorldPost& post,
                                      std::string_view host, Instant now);

}  // namespace tagwatch::demo
