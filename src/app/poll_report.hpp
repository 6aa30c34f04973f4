// What a round of passes has to say: a line a timeline, or `tagwatch.poll/1` as JSON.
#pragma once

#include <ostream>
#include <vector>

#include "app/exit_code.hpp"
#include "tagwatch/base/time.hpp"
#include "tagwatch/ingest/pipeline.hpp"

namespace tagwatch {

/// A line a timeline on `out`; what failed, and what to do about it, on `err`.
void write_poll_lines(std::ostream& out, std::ostream& err, const std::vector<PassReport>& reports,
                      const Zone& zone);

/// The same as one JSON document (config/schema/poll.schema.json).
void write_poll_json(std::ostream& out, const std::vector<PassReport>& reports);

/// done; partial when a source failed; nothing when all did. Waiting is no failure.
[[nodiscard]] ExitCode exit_code_of(const std::vector<PassReport>& reports);

}  // namespace tagwatch
