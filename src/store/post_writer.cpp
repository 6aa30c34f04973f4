#include "store/post_writer.hpp"

#include <array>

#include "store/lists.hpp"
#include "store/pages.hpp"
#include "store/pruned.hpp"

namespace tagwatch::store {
namespace {

// Clocks of servers that are right differ by less; what claims to be of later than this says
// nothing about its time.
constexpr Duration kFutureTolerance = std::chrono::minutes(10);
// 1990-01-01: before the web nothing was posted to it. Feeds without a date often say 1970.
constexpr Instant kFirstBelievable{std::chrono::hours(24) * 7305};

constexpr std::array<std::string_view, 3> kOrigins{"polled", "streamed", "imported"};
constexpr std::string_view kFeed = "feed";

// A feed writes any address it likes into a guid: what it shows of another source's post is a
// sighting of it and never its text, and a network's post is not the one that a guid says it is,
// unless its source showed it as that one, or its page is that one's, too. A tombstone that an
// export brought has no page: what the same source shows by the same id of the same time is gone.
constexpr Sql kFind =
    "SELECT id, uri = ?1, revision, revised_ms, revised_by_own, first_seen_ms, withheld, indexable,"
    " unspaced, gone_txn IS NOT NULL, platform = 'feed', NOT ?2 OR (uri = ?1"
    "  AND platform = 'feed' AND EXISTS (SELECT 1 FROM revision r WHERE r.post = post.id"
    "   AND r.n = post.revision AND r.source = ?3)) FROM post"
    " WHERE id = coalesce(?5, (SELECT id FROM post WHERE uri = ?1),"
    " (SELECT post FROM sighting WHERE source = ?3 AND native_id = ?1),"
    " (SELECT post FROM alias a WHERE key = ?1 AND (?2 OR EXISTS (SELECT 1 FROM sighting s"
    "  WHERE s.source = ?3 AND s.native_id = ?4 AND s.post = a.post))),"
    " (SELECT g.id FROM sighting s JOIN post g ON g.id = s.post WHERE s.source = ?3"
    "  AND s.native_id = ?4 AND g.gone_txn IS NOT NULL AND g.created_ms = ?6))";

constexpr Sql kAdd =
    "INSERT INTO post(uri, platform, kind, created_ms, created_known, placed_ms, first_seen_ms,"
    " last_seen_ms, origin, txn, revision, revised_ms, revised_by_own, unspaced, withheld,"
    " indexable, topics, digest)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, 1, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";

// What a source itself shows is imported no longer: it is to be reported.
constexpr Sql kSeenAgain =
    "UPDATE post SET last_seen_ms = max(last_seen_ms, ?2),"
    " origin = CASE origin WHEN 'imported' THEN ?3 ELSE origin END"
    " WHERE id = ?1 AND (last_seen_ms < ?2 OR origin = 'imported')";

constexpr Sql kClaim =
    "UPDATE post SET revised_ms = ?2, revised_by_own = ?3 WHERE id = ?1"
    " AND (revised_ms, revised_by_own) <> (?2, ?3)";

constexpr Sql kKeepRow =
    "UPDATE revision SET (platform, kind, topics) ="
    " (SELECT platform, kind, topics FROM post WHERE id = ?1) WHERE post = ?1 AND n = ?2";

constexpr Sql kRevise =
    "UPDATE post SET revision = ?2, revised_ms = ?3, revised_by_own = ?4, created_ms = ?5,"
    " created_known = ?6, kind = ?7, unspaced = ?8, topics = ?9, platform = ?10 WHERE id = ?1";

constexpr Sql kWishes = "UPDATE post SET withheld = ?2, indexable = ?3 WHERE id = ?1";

constexpr Sql kAlias = "INSERT INTO alias(key, post) VALUES(?1, ?2) ON CONFLICT DO NOTHING";

}  // namespace

std::string_view name(Origin origin) {
  return kOrigins.at(static_cast<std::size_t>(origin));
}

Origin origin_from_name(std::string_view name) {
  for (std::size_t at = 0; at < kOrigins.size(); ++at) {
    if (kOrigins.at(at) == name) {
      return static_cast<Origin>(at);
    }
  }
  return Origin::polled;
}

Instant place_of(const std::optional<Instant>& created, Instant first_seen) {
  return created && *created >= kFirstBelievable ? std::min(*created, first_seen) : first_seen;
}

Instant claimed_time(const Post& post, Instant now) {
  for (const std::optional<Instant>& claim : {post.edited_at, post.created_at}) {
    if (claim && *claim <= now + kFutureTolerance) {
      return *claim;
    }
  }
  return {};
}

struct PostWriter::Known {
  explicit Known(const Rows& rows)
      : id(rows.integer(0)),
        by_uri(rows.truth(1)),
        revision(rows.small(2)),
        revised(rows.instant(3)),
        revised_by_own(rows.truth(4)),
        first_seen(rows.instant(5)),
        withheld(rows.truth(6)),
        indexable(rows.truth(7)),
        unspaced(rows.truth(8)),
        gone(rows.truth(9)),
        of_feed(rows.truth(10)),
        may_be_revised(rows.truth(11)) {}
  std::int64_t id;
  bool by_uri;  // false: an alias led here
  int revision;
  Instant revised;
  bool revised_by_own;
  Instant first_seen;
  bool withheld;
  bool indexable;
  bool unspaced;
  bool gone;
  bool of_feed;         // no other source's words are known
  bool may_be_revised;  // by what is shown now
};

Result<Stored> PostWriter::write(const MatchedPost& matched, const Showing& showing) {
  std::string page;
  const auto known = find(matched.post, page, showing);
  if (!known) {
    return known.error();
  }
  if (*known) {
    const auto changed = update(**known, matched, showing);
    if (!changed) {
      return changed.error();
    }
    return *changed ? Stored::changed : Stored::unchanged;
  }
  if (matched.matches.empty()) {
    return Stored::unchanged;
  }
  const auto pruned = find_pruned(db_, matched.post.uri);
  if (!pruned) {
    return pruned.error();
  }
  // What is imported is wanted again, and is in its digest still.
  if (*pruned && showing.origin != Origin::imported) {
    return Stored::unchanged;
  }
  const auto reported_in = *pruned ? (*pruned)->digest : std::nullopt;
  if (auto added = add(matched, page, reported_in, showing); !added) {
    return added.error();
  }
  return Stored::added;
}

Result<bool> PostWriter::renew(std::int64_t id, const MatchedPost& matched,
                               const Showing& showing) {
  const auto known = find_known(matched.post, showing, id);
  if (!known) {
    return known.error();
  }
  const bool can_change = *known && !(*known)->gone;
  return can_change ? take_content(**known, matched, showing) : false;
}

// As `post`, or with `id` as that one.
Result<std::optional<PostWriter::Known>> PostWriter::find_known(const Post& post,
                                                                const Showing& showing,
                                                                std::optional<std::int64_t> id) {
  Rows rows = db_.query(kFind, post.uri, post.platform == kFeed, showing.source, post.native_id, id,
                        post.created_at);
  if (rows.next()) {
    return std::optional<Known>(Known(rows));
  }
  if (rows.failed()) {
    return rows.error();
  }
  return std::optional<Known>();
}

Result<std::optional<PostWriter::Known>> PostWriter::find(const Post& post, std::string& page,
                                                          const Showing& showing) {
  auto known = find_known(post, showing);
  if (!known || *known) {
    return known;
  }
  const PageKeys keys = page_keys(post.url, post.text);
  page = keys.page;
  const auto id = find_by_page(db_, post, keys, {std::string(showing.source)});
  if (!id) {
    return id.error();
  }
  return *id ? find_known(post, showing, *id) : std::optional<Known>();
}

Result<void> PostWriter::add(const MatchedPost& matched, const std::string& page,
                             std::optional<std::int64_t> reported_in, const Showing& showing) {
  const Post& post = matched.post;
  const Lists lists = lists_of(post);
  const SearchText text = search_text(post, lists);
  const bool unspaced = has_unspaced(text);
  const Instant placed = place_of(post.created_at, showing.at);
  if (auto added = db_.run(kAdd, post.uri, post.platform, name(post.kind),
                           post.created_at.value_or(showing.at), post.created_at.has_value(),
                           placed, showing.at, name(showing.origin), showing.txn,
                           claimed_time(post, showing.at), matched.from_own_server, unspaced,
                           post.withheld, post.indexable, write_list(matched.topics), reported_in);
      !added) {
    return added.error();
  }
  const std::int64_t id = db_.last_insert_id();
  if (auto added = add_revision(db_, {id, 1}, showing.txn, showing.source, post, lists); !added) {
    return added.error();
  }
  if (auto added = add_to_index(db_, id, text, unspaced); !added) {
    return added.error();
  }
  if (auto noted = note_alias(page, id); !noted) {
    return noted.error();
  }
  return evidence_.note_first(id, placed, matched, showing);
}

Result<bool> PostWriter::update(const Known& known, const MatchedPost& matched,
                                const Showing& showing) {
  // A tombstone is final, whoever still shows the post.
  if (known.gone) {
    return false;
  }
  const auto changed = take_content(known, matched, showing);
  if (!changed) {
    return changed.error();
  }
  const auto new_match = evidence_.note(known.id, matched, showing);
  if (!new_match) {
    return new_match.error();
  }
  return *changed || *new_match;
}

Result<bool> PostWriter::take_content(const Known& known, const MatchedPost& matched,
                                      const Showing& showing) {
  bool changed = false;
  if (known.may_be_revised) {
    const auto revised = revise(known, matched, showing);
    if (!revised) {
      return revised.error();
    }
    changed = *revised;
  }
  if (!known.by_uri) {
    if (auto noted = note_alias(matched.post.uri, known.id); !noted) {
      return noted.error();
    }
  }
  if (auto obeyed = obey_wishes(known, matched); !obeyed) {
    return obeyed.error();
  }
  if (auto seen = db_.run(kSeenAgain, known.id, showing.at, name(showing.origin)); !seen) {
    return seen.error();
  }
  return changed;
}

Result<bool> PostWriter::revise(const Known& known, const MatchedPost& matched,
                                const Showing& showing) {
  const Instant claimed = claimed_time(matched.post, showing.at);
  const bool own = matched.from_own_server;
  // Of a post that feeds alone showed until now its own network knows better, whatever they dated.
  const bool takes_over = known.of_feed && matched.post.platform != kFeed;
  // Feeds correct an item and leave its date: what the same feed says later is newer. How old a
  // file is that was imported, nobody knows.
  const bool said_later = matched.post.platform == kFeed && showing.origin != Origin::imported;
  const bool knows_better = said_later || (own && !known.revised_by_own);
  const bool newer =
      claimed > known.revised || (claimed == known.revised && knows_better) || takes_over;
  if (!newer) {
    return false;
  }
  const auto old = read_revision(db_, {known.id, known.revision});
  if (!old) {
    return old.error();
  }
  const Lists lists = lists_of(matched.post);
  if (!takes_over && old->says_the_same(matched.post, lists)) {
    // The time is kept: what a server says that has not heard of it yet is older.
    if (auto claims = db_.run(kClaim, known.id, claimed, own); !claims) {
      return claims.error();
    }
    return false;
  }
  if (auto replaced = replace_newest(known, *old, matched, lists, showing); !replaced) {
    return replaced.error();
  }
  if (auto followed = evidence_.follow_tags(known.id, matched.post.tags, showing.txn); !followed) {
    return followed.error();
  }
  return true;
}

Result<void> PostWriter::replace_newest(const Known& known, const StoredRevision& old,
                                        const MatchedPost& matched, const Lists& lists,
                                        const Showing& showing) {
  const Post& post = matched.post;
  const int n = known.revision + 1;
  const SearchText text = search_text(post, lists);
  const bool unspaced = has_unspaced(text);
  if (auto taken = take_from_index(db_, known.id, old.search_text(), known.unspaced); !taken) {
    return taken.error();
  }
  if (auto kept = db_.run(kKeepRow, known.id, known.revision); !kept) {
    return kept.error();
  }
  if (auto added = add_revision(db_, {known.id, n}, showing.txn, showing.source, post, lists);
      !added) {
    return added.error();
  }
  if (auto revised =
          db_.run(kRevise, known.id, n, claimed_time(post, showing.at), matched.from_own_server,
                  post.created_at.value_or(known.first_seen), post.created_at.has_value(),
                  name(post.kind), unspaced, write_list(matched.topics), post.platform);
      !revised) {
    return revised.error();
  }
  if (auto added = add_to_index(db_, known.id, text, unspaced); !added) {
    return added.error();
  }
  return note_alias(page_alias(post.url), known.id);
}

// The author's own server knows what its author wishes; others may not, so of theirs the stricter
// word holds.
Result<void> PostWriter::obey_wishes(const Known& known, const MatchedPost& matched) {
  const Post& post = matched.post;
  bool withheld = known.withheld;
  bool indexable = known.indexable;
  if (matched.from_own_server) {
    withheld = post.withheld;
    indexable = post.indexable;
  } else if (!known.revised_by_own) {
    withheld = withheld || post.withheld;
    indexable = indexable && post.indexable;
  }
  if (withheld == known.withheld && indexable == known.indexable) {
    return {};
  }
  return db_.run(kWishes, known.id, withheld, indexable);
}

Result<void> PostWriter::note_alias(const std::string& key, std::int64_t post) {
  if (key.empty()) {
    return {};
  }
  return db_.run(kAlias, key, post);
}

}  // namespace tagwatch::store
