// Puts a digest together from the store, by a plan: the value, and what issuing it must write.
#pragma once

#include <vector>

#include "plan.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch {

struct Assembled {
  DigestValue value;
  std::vector<std::int64_t> posts;       ///< ids of what it reports
  std::vector<DayCount> counts;          ///< totals of its days and of those that it restates
  std::vector<AttentionRow> told_first;  ///< what waits for an answer, and no digest told before
};

/// The digest before it in the chain.
struct Previous {
  std::string sha256;          ///< "" for the first of the chain
  std::int64_t as_of_txn = 0;  ///< the last commit that it read; 0 for the first
};

/// Errors: those of the store; config_invalid for phrases that cannot be compiled; store_corrupt
/// when the sums do not hold.
[[nodiscard]] Result<Assembled> assemble(const Reader& reader, const DigestOptions& options,
                                         const Plan& plan, const Previous& previous, Instant now);

}  // namespace tagwatch
