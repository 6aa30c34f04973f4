// Issues digests: keeps the chain whole. Runs inside one transaction.
#pragma once

#include "store/sqlite.hpp"
#include "tagwatch/store/records.hpp"

namespace tagwatch::store {

class Issuer {
 public:
  explicit Issuer(Db& db) : db_(db) {}

  /// Writes the digest's row, its number into its posts, its counts, and that it is in no file yet,
  /// as commit `txn`; the number. Errors: usage when the chain does not go on there or a post is
  /// reported already.
  [[nodiscard]] Result<std::int64_t> issue(const Issue& issue, std::int64_t txn);

 private:
  [[nodiscard]] Result<std::int64_t> next_number(const DigestRow& digest);
  [[nodiscard]] Result<void> report(const std::vector<std::int64_t>& posts, std::int64_t number);
  [[nodiscard]] Result<void> keep_counts(const std::vector<DayCount>& counts, std::int64_t number);

  Db& db_;
};

}  // namespace tagwatch::store
