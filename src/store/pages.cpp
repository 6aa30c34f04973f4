#include "store/pages.hpp"

#include "tagwatch/base/sha256.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch::store {
namespace {

// Pages are told from uris by the space, which no uri has.
constexpr std::string_view kPage = "page ";
constexpr std::string_view kGone = "gone ";

// Where two posts link to one page they are one if either is a feed's item; but the items of one
// source that share a link are as many posts as the source says, unless text and time are the same,
// too: then it has only another id now. What is gone stays so: the page of a network's post is that
// of one post, and the items of one source are one where they say the same. What was found to be
// one before stays it, whatever the post's platform is now; after an import that is told by the
// sightings, as a feed's is named like the post that it showed first.
constexpr Sql kFind =
    "SELECT p.id FROM alias a CROSS JOIN post p ON p.id = a.post WHERE a.key IN (?1, ?2, ?3)"
    " AND (EXISTS (SELECT 1 FROM alias u WHERE u.key = ?4 AND u.post = p.id)"
    " OR EXISTS (SELECT 1 FROM sighting s JOIN sighting f ON f.post = s.post"
    "  WHERE s.post = p.id AND s.native_id = ?5 AND f.native_id = p.uri"
    "  AND s.source IN (SELECT value FROM json_each(?7)))"
    " OR ((?6 OR p.platform = 'feed') AND (a.key = ?3"
    "  OR (p.gone_txn IS NOT NULL AND p.platform <> 'feed')"
    "  OR EXISTS (SELECT 1 FROM revision r WHERE r.post = p.id AND r.n = p.revision"
    "   AND r.text = ?8 AND r.created_ms = ?9)"
    "  OR NOT EXISTS (SELECT 1 FROM sighting s WHERE s.post = p.id"
    "   AND s.source IN (SELECT value FROM json_each(?7))))))"
    " ORDER BY a.key = ?3 DESC, a.key = ?1 DESC LIMIT 1";

constexpr Sql kSaid = "SELECT url, text FROM revision WHERE post = ?1";
constexpr Sql kNoteGone =
    "INSERT INTO alias(key, post) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET post = ?2"
    " WHERE (SELECT platform FROM post WHERE id = ?2) <> 'feed'";
constexpr Sql kDropPages = "DELETE FROM alias WHERE post = ?1 AND key LIKE 'page %'";

std::string gone_alias(std::string_view key) {
  return std::string(kGone) + sha256_hex(key);
}

}  // namespace

// A host's front page is no page: feeds that have no links of their own give it for every item.
std::string page_alias(std::string_view url) {
  const std::string page = page_key(url);
  const bool is_page = page.find_first_of("/?") != std::string::npos && page != url;
  return is_page ? std::string(kPage) + page : std::string();
}

PageKeys page_keys(std::string_view url, std::string_view text) {
  PageKeys keys;
  keys.page = page_alias(url);
  if (!keys.page.empty()) {
    keys.gone_page = gone_alias(keys.page);
    keys.gone_text = gone_alias(keys.page + "\n" + std::string(text));
  }
  return keys;
}

Result<std::optional<std::int64_t>> find_by_page(Db& db, const Post& post, const PageKeys& keys,
                                                 const Texts& sources) {
  std::optional<std::int64_t> found;
  if (keys.gone_page.empty()) {
    return found;
  }
  Rows rows = db.query(kFind, keys.page, keys.gone_page, keys.gone_text, post.uri, post.native_id,
                       post.platform == "feed", write_list(sources), post.text, post.created_at);
  if (rows.next()) {
    found = rows.integer(0);
  }
  if (rows.failed()) {
    return rows.error();
  }
  return found;
}

Result<void> note_gone_pages(Db& db, std::int64_t post) {
  std::vector<PageKeys> all;
  {
    Rows rows = db.query(kSaid, post);
    while (rows.next()) {
      all.push_back(page_keys(rows.view(0), rows.view(1)));
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  for (const PageKeys& keys : all) {
    if (keys.page.empty()) {
      continue;
    }
    for (const std::string* key : {&keys.gone_page, &keys.gone_text}) {
      if (auto noted = db.run(kNoteGone, *key, post); !noted) {
        return noted;
      }
    }
  }
  return {};
}

Result<void> drop_pages(Db& db, std::int64_t post) {
  return db.run(kDropPages, post);
}

}  // namespace tagwatch::store
