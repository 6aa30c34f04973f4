// From the configuration to what each module takes: its own small set of options.
#pragma once

#include <span>
#include <string>

#include "tagwatch/digest/options.hpp"
#include "tagwatch/ingest/timeline.hpp"
#include "tagwatch/ingest/watchlist.hpp"
#include "tagwatch/render/files.hpp"
#include "tagwatch/settings/config.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {

/// For a writer that follows the office's rule for deletions. `create`: make the store when there
/// is none.
[[nodiscard]] Writer::Options writer_options(const Config& config, bool create, Duration wait,
                                             Lock::Holder holder = Lock::Holder::command);

/// What goes into every request: program, version, contact.
[[nodiscard]] std::string user_agent(const Config& config);

[[nodiscard]] IngestOptions ingest_options(const Config& config);

/// Errors: config_invalid for a topic's phrase that cannot be compiled.
[[nodiscard]] Result<Watchlist> make_watchlist(const Config& config);

[[nodiscard]] DigestOptions digest_options(const Config& config, std::span<const SourceKind> kinds,
                                           std::string site_key);

[[nodiscard]] std::vector<DigestFormat> digest_formats(const Config& config);
/// Whether `digest.formats` holds the feed of digests, which is no format of one digest.
[[nodiscard]] bool asks_for_feed(const Config& config);

/// The office's HTML template; "" for the built-in one. Errors: io, with the path.
[[nodiscard]] Result<std::string> html_template(const Config& config);

}  // namespace tagwatch
