#include "store/tombstone.hpp"

#include "store/revision.hpp"

namespace tagwatch::store {
namespace {

constexpr Sql kFind = "SELECT revision, unspaced FROM post WHERE id = ?1";

constexpr Sql kBlank =
    "UPDATE revision SET url = '', author_handle = '', author_name = '', author_url = '',"
    " author_followers = NULL, author_bot = 0, author_created_on = NULL, text = '',"
    " warning = NULL, language = NULL, tags = '[]', mentions = '[]', links = '[]', media = '[]',"
    " in_reply_to = NULL, repost_of = NULL WHERE post = ?1";
constexpr Sql kDropCounts = "DELETE FROM engagement WHERE post = ?1";
constexpr Sql kGone =
    "UPDATE post SET gone_txn = ?2, topics = '[]', unspaced = 0, withheld = 0 WHERE id = ?1";

}  // namespace

Result<void> make_tombstone(Db& db, std::int64_t post, std::int64_t txn) {
  RevisionKey newest{post, 0};
  bool unspaced = false;
  {
    Rows rows = db.query(kFind, post);
    if (rows.next()) {
      newest.n = rows.small(0);
      unspaced = rows.truth(1);
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  const auto last = read_revision(db, newest);
  if (!last) {
    return last.error();
  }
  if (auto taken = take_from_index(db, post, last->search_text(), unspaced); !taken) {
    return taken;
  }
  for (const Sql sql : {kBlank, kDropCounts}) {
    if (auto done = db.run(sql, post); !done) {
      return done;
    }
  }
  if (auto gone = db.run(kGone, post, txn); !gone) {
    return gone;
  }
  const Post nothing;
  return add_to_index(db, post, search_text(nothing, lists_of(nothing)), false);
}

}  // namespace tagwatch::store
