// The flags and clusters of a digest as JSON.
#pragma once

#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch::render {

/// Writes "flags"; null for a digest of a version that knew none.
void write_flags(JsonWriter& json, const DigestView& view);

/// Writes "clusters"; null as for flags.
void write_clusters(JsonWriter& json, const DigestValue& value);

/// Writes {url, title} of the link that `count` refers to, or null where it may not be shown.
void write_link(JsonWriter& json, const DigestView& view, const ReferredCount& count);

}  // namespace tagwatch::render
