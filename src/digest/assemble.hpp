// Puts a digest together from the store, by a plan: the value, and what issuing it must write.
#pragma once

#include <vector>

#include "plan.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch {

struct Assembled {
  DigestValue value;
  std::vector<std::int64_t> posts;  ///< ids of what it reports
  std::vector<DayCount> counts;     ///< totals of its days and of those that it restates
};

/// `previous_sha256` is the hash of the digest before it, "" for the first.
/// Errors: those of the store; config_invalid for phrases that cannot be compiled; store_corrupt
/// when the sums do not hold.
[[nodiscard]] Result<Assembled> assemble(const Reader& reader, const DigestOptions& options,
                                         const Plan& plan, const std::string& previous_sha256,
                                         Instant now);

}  // namespace tagwatch
