// Posts that wait for an answer: what digests said of them, and what a person closed.
#include "store/commit_log.hpp"
#include "store/sqlite.hpp"
#include "tagwatch/store/reader.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {
namespace {

using store::Rows;
using store::Sql;

constexpr Sql kTold =
    "SELECT a.post, a.reasons, d.date, a.closed_txn FROM attention a LEFT JOIN digest d"
    " ON d.n = a.digest WHERE d.date >= ?1 OR a.closed_txn IS NOT NULL ORDER BY a.post";
constexpr Sql kRepliedTo =
    "SELECT DISTINCT p.id FROM post p JOIN engagement e ON e.post = p.id WHERE p.placed_ms >= ?1"
    " AND p.placed_ms < ?2 AND p.digest IS NOT NULL AND e.replies >= ?3 ORDER BY p.id";
constexpr Sql kKnown = "SELECT 1 FROM post WHERE id = ?1";
constexpr Sql kClose =
    "INSERT INTO attention(post, reasons, closed_txn) VALUES(?1, '', ?2)"
    " ON CONFLICT(post) DO UPDATE SET closed_txn = ?2 WHERE closed_txn IS NULL";

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace

Result<std::vector<AttentionRow>> Reader::attention(Day told_from) const {
  std::vector<AttentionRow> waiting;
  Rows rows = db_->query(kTold, format_day(told_from));
  while (rows.next()) {
    waiting.push_back(
        {rows.integer(0), words_of(rows.view(1)), parse_day(rows.view(2)), !rows.null(3)});
  }
  if (rows.failed()) {
    return rows.error();
  }
  return waiting;
}

Result<std::vector<std::int64_t>> Reader::replied_to(Window placed, int replies_min) const {
  std::vector<std::int64_t> posts;
  Rows rows = db_->query(kRepliedTo, placed.from, placed.to, replies_min);
  while (rows.next()) {
    posts.push_back(rows.integer(0));
  }
  if (rows.failed()) {
    return rows.error();
  }
  return posts;
}

Result<void> Writer::close_attention(std::int64_t post) {
  auto transaction = store::Transaction::begin(*db_);
  if (!transaction) {
    return transaction.error();
  }
  {
    Rows known = db_->query(kKnown, post);
    if (!known.next()) {
      return known.failed()
                 ? known.error()
                 : Error{Errc::not_found, "no post has the number " + std::to_string(post)};
    }
  }
  const auto commit = store::next_commit(*db_, *clock_);
  if (!commit) {
    return commit.error();
  }
  if (auto closed = db_->run(kClose, post, commit->txn); !closed) {
    return closed;
  }
  return transaction->commit();
}

}  // namespace tagwatch
