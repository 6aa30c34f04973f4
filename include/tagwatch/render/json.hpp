// The digest as JSON, `tagwatch.digest/1` (config/schema/digest.schema.json).
#pragma once

#include <string>

#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// The document, with a newline at its end. What this version does not compute (attention, flags,
/// clusters) is null. Handles, links and tags are filled in from the posts that they refer
/// to, and null where such a post was deleted. The same view gives the same bytes. Pure.
[[nodiscard]] std::string render_json(const DigestView& view);

}  // namespace tagwatch
