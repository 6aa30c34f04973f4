#include "store/issuer.hpp"

#include <fmt/format.h>

namespace tagwatch::store {
namespace {

constexpr Sql kDate = "SELECT n FROM digest WHERE date = ?1";
constexpr Sql kLast = "SELECT n, to_ms, date FROM digest ORDER BY n DESC LIMIT 1";
constexpr Sql kCommit = "SELECT 1 FROM txn WHERE n = ?1";
constexpr Sql kAdd =
    "INSERT INTO digest(n, date, from_ms, to_ms, as_of_txn, txn, timezone, config, software,"
    " value, hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
constexpr Sql kUnwritten = "INSERT INTO unwritten_digest(digest) VALUES(?1)";
constexpr Sql kReport =
    "UPDATE post SET digest = ?2 WHERE id = ?1 AND digest IS NULL AND origin <> 'imported'";
constexpr Sql kCount =
    "INSERT INTO day_count(digest, day, tag_key, posts, own, partner, programme, authors)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

constexpr Sql kTell =
    "INSERT INTO attention(post, reasons, digest) VALUES(?1, ?2, ?3) ON CONFLICT(post) DO NOTHING";

Error not_issued(const DigestRow& digest, const std::string& why) {
  return {Errc::usage, "the digest of " + format_day(digest.date) + " was not issued: " + why};
}

Result<bool> exists(Rows rows) {
  const bool found = rows.next();
  if (rows.failed()) {
    return rows.error();
  }
  return found;
}

}  // namespace

Result<std::int64_t> Issuer::issue(const Issue& issue, std::int64_t txn) {
  const DigestRow& digest = issue.digest;
  const auto number = next_number(digest);
  if (!number) {
    return number.error();
  }
  if (auto added = db_.run(kAdd, *number, format_day(digest.date), digest.window.from,
                           digest.window.to, digest.as_of_txn, txn, digest.timezone, digest.config,
                           digest.software, digest.value, digest.hash);
      !added) {
    return added.error();
  }
  if (auto noted = db_.run(kUnwritten, *number); !noted) {
    return noted.error();
  }
  if (auto reported = report(issue.posts, *number); !reported) {
    return reported.error().code == Errc::usage ? not_issued(digest, reported.error().context)
                                                : reported.error();
  }
  if (auto kept = keep_counts(issue.counts, *number); !kept) {
    return kept.error();
  }
  for (const AttentionRow& row : issue.attention) {
    const std::string reasons = fmt::format("{}", fmt::join(row.reasons, " "));
    if (auto told = db_.run(kTell, row.post, reasons, *number); !told) {
      return told.error();
    }
  }
  return *number;
}

Result<std::int64_t> Issuer::next_number(const DigestRow& digest) {
  const auto issued = exists(db_.query(kDate, format_day(digest.date)));
  if (!issued) {
    return issued.error();
  }
  if (*issued) {
    return not_issued(digest, "it is issued already");
  }
  const auto commit_known = exists(db_.query(kCommit, digest.as_of_txn));
  if (!commit_known) {
    return commit_known.error();
  }
  if (!*commit_known || digest.window.from >= digest.window.to) {
    return not_issued(digest, "its window or its commit is not possible");
  }
  Rows last = db_.query(kLast);
  if (!last.next()) {
    return last.failed() ? Result<std::int64_t>(last.error()) : Result<std::int64_t>(1);
  }
  if (last.instant(1) != digest.window.from) {
    return not_issued(digest, "the chain ends with " + last.text(2) + " at " +
                                  format_rfc3339(last.instant(1)) + ", and the window begins at " +
                                  format_rfc3339(digest.window.from) +
                                  "; another run issued meanwhile, look again");
  }
  return last.integer(0) + 1;
}

Result<void> Issuer::report(const std::vector<std::int64_t>& posts, std::int64_t number) {
  for (const std::int64_t post : posts) {
    if (auto reported = db_.run(kReport, post, number); !reported) {
      return reported.error();
    }
    if (db_.changes() != 1) {
      return Error{Errc::usage, "one of its posts is reported already, was imported, or is gone"};
    }
  }
  return {};
}

Result<void> Issuer::keep_counts(const std::vector<DayCount>& counts, std::int64_t number) {
  for (const DayCount& count : counts) {
    if (auto kept = db_.run(kCount, number, format_day(count.day), count.tag_key, count.posts,
                            count.own, count.partner, count.programme, count.authors);
        !kept) {
      return kept.error();
    }
  }
  return {};
}

}  // namespace tagwatch::store
