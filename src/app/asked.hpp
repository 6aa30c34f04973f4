// What a question for posts names, and how much of its time was read: finding nothing must not look
// like silence.
#pragma once

#include <string>
#include <vector>

#include "tagwatch/digest/options.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch {

/// What is asked for by name.
struct AskedNames {
  std::vector<std::string> tags;  ///< as they were typed
  std::vector<std::string> sources;
};

/// Errors: usage, for a name that is neither configured nor in the store; those of the store.
[[nodiscard]] Result<void> check_names(const Reader& reader, const DigestOptions& options,
                                       const AskedNames& names);

/// One line that says who has gaps in the time that `query` asks for; "" when all of it was read.
/// Without a beginning the question goes back to where the first lookback of each source ends.
/// Errors: those of the store.
[[nodiscard]] Result<std::string> unread_words(const Reader& reader, const DigestOptions& options,
                                               const PostQuery& query, Instant now);

}  // namespace tagwatch
