#include "store/revision.hpp"

#include "store/lists.hpp"

namespace tagwatch::store {
namespace {

constexpr Sql kRead =
    "SELECT url, text, warning, language, tags, mentions, links, media, in_reply_to, repost_of"
    " FROM revision WHERE post = ?1 AND n = ?2";

constexpr Sql kAdd =
    "INSERT INTO revision(post, n, txn, source, created_ms, edited_ms, url, author_handle,"
    " author_name, author_url, author_followers, author_bot, author_created_on, text, warning,"
    " language, tags, mentions, links, media, in_reply_to, repost_of)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,"
    " ?20, ?21, ?22)";

constexpr const char* kNone = "[]";

std::string tags_of(const Post& post) {
  Texts tags;
  tags.reserve(post.tags.size());
  for (const Hashtag& tag : post.tags) {
    tags.push_back(tag.spelled());
  }
  return write_list(tags);
}

std::string links_of(const Post& post) {
  std::vector<Texts> rows;
  for (const Link& link : post.links) {
    rows.push_back({link.url, link.title});
  }
  return write_rows(rows);
}

std::string media_of(const Post& post) {
  std::vector<Texts> rows;
  for (const Media& media : post.media) {
    rows.push_back({media.kind, media.url, media.alt});
  }
  return write_rows(rows);
}

}  // namespace

Lists lists_of(const Post& post) {
  return {post.tags.empty() ? kNone : tags_of(post),
          post.mentions.empty() ? kNone : write_list(post.mentions),
          post.links.empty() ? kNone : links_of(post), post.media.empty() ? kNone : media_of(post)};
}

SearchText search_text(const Post& post, const Lists& lists) {
  return {post.text, post.content_warning, lists.tags};
}

SearchText StoredRevision::search_text() const {
  return {text, warning, lists.tags};
}

bool StoredRevision::says_the_same(const Post& post, const Lists& of_post) const {
  return text == post.text && warning == post.content_warning && language == post.language &&
         url == post.url && lists == of_post && in_reply_to == post.in_reply_to &&
         repost_of == post.repost_of;
}

Result<StoredRevision> read_revision(Db& db, RevisionKey key) {
  StoredRevision stored;
  Rows rows = db.query(kRead, key.post, key.n);
  if (!rows.next()) {
    return rows.failed() ? rows.error()
                         : Error{Errc::store_corrupt, db.path() +
                                                          ": a post lacks its text; keep "
                                                          "the file and put a backup in "
                                                          "its place"};
  }
  stored.url = rows.text(0);
  stored.text = rows.text(1);
  stored.warning = rows.maybe_text(2);
  stored.language = rows.maybe_text(3);
  stored.lists = {rows.text(4), rows.text(5), rows.text(6), rows.text(7)};
  stored.in_reply_to = rows.maybe_text(8);
  stored.repost_of = rows.maybe_text(9);
  return stored;
}

Result<void> add_revision(Db& db, RevisionKey key, std::int64_t txn, std::string_view source,
                          const Post& post, const Lists& lists) {
  std::optional<std::string> author_created_on;
  if (post.author.created_on) {
    author_created_on = format_day(*post.author.created_on);
  }
  return db.run(kAdd, key.post, key.n, txn, source, post.created_at, post.edited_at, post.url,
                post.author.handle, post.author.name, post.author.url, post.author.followers,
                post.author.bot, author_created_on, post.text, post.content_warning, post.language,
                lists.tags, lists.mentions, lists.links, lists.media, post.in_reply_to,
                post.repost_of);
}

}  // namespace tagwatch::store
