// Digests that a process issued and was killed before it had written them.
#pragma once

#include <string>
#include <vector>

#include "app/digest_desk.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {

/// Writes each of them into digest.output, in the configured formats, with a line in the log; gives
/// the paths. Errors: those of the store and of the files.
[[nodiscard]] Result<std::vector<std::string>> write_unwritten_digests(Writer& writer,
                                                                       const DigestDesk& desk,
                                                                       const Config& config);

/// The same for a command that has no desk at hand: opens one only where something is to be done.
[[nodiscard]] Result<void> write_unwritten_digests(Writer& writer, const Config& config);

}  // namespace tagwatch
