#include "store/evidence.hpp"

namespace tagwatch::store {
namespace {

constexpr Sql kSighting =
    "INSERT INTO sighting(source, native_id, post, first_seen_ms, own, txn)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
    " ON CONFLICT DO UPDATE SET post = excluded.post, own = excluded.own, txn = excluded.txn"
    " WHERE post <> excluded.post OR own <> excluded.own";

constexpr Sql kMatch =
    "INSERT INTO match(post, tag_key, spelled, by_phrase, txn) VALUES(?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT DO NOTHING";
// A tag says more than a phrase.
constexpr Sql kTagged =
    "UPDATE match SET by_phrase = 0 WHERE post = ?1 AND tag_key = ?2 AND by_phrase = 1";

constexpr Sql kPlaces =
    "INSERT OR IGNORE INTO place(tag_key, source, placed_ms, post)"
    " SELECT m.tag_key, s.source, p.placed_ms, p.id FROM post p"
    " JOIN match m ON m.post = p.id JOIN sighting s ON s.post = p.id WHERE p.id = ?1";

constexpr Sql kNewestCounts =
    "SELECT likes, reposts, replies, quotes FROM engagement WHERE post = ?1 AND source = ?2"
    " ORDER BY txn DESC LIMIT 1";

constexpr Sql kCounts =
    "INSERT INTO engagement(post, source, txn, as_of_ms, likes, reposts, replies, quotes)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    " ON CONFLICT DO UPDATE SET as_of_ms = excluded.as_of_ms, likes = excluded.likes,"
    " reposts = excluded.reposts, replies = excluded.replies, quotes = excluded.quotes";

}  // namespace

Result<bool> Evidence::note(std::int64_t post, const MatchedPost& matched, const Showing& showing) {
  const auto new_sighting = note_sighting(post, matched, showing);
  if (!new_sighting) {
    return new_sighting.error();
  }
  const auto new_match = note_matches(post, matched.matches, showing);
  if (!new_match) {
    return new_match.error();
  }
  if (*new_sighting || *new_match) {
    if (auto placed = db_.run(kPlaces, post); !placed) {
      return placed.error();
    }
  }
  if (auto noted = note_counts(post, matched.post.engagement, showing); !noted) {
    return noted.error();
  }
  return *new_match;
}

Result<bool> Evidence::note_sighting(std::int64_t post, const MatchedPost& matched,
                                     const Showing& showing) {
  const std::string& native_id = matched.post.native_id;
  if (auto noted =
          db_.run(kSighting, showing.source, native_id.empty() ? matched.post.uri : native_id, post,
                  showing.at, matched.from_own_server, showing.txn);
      !noted) {
    return noted.error();
  }
  return db_.changes() > 0;
}

Result<bool> Evidence::note_matches(std::int64_t post, const std::vector<Match>& matches,
                                    const Showing& showing) {
  bool any_new = false;
  for (const Match& match : matches) {
    if (auto noted =
            db_.run(kMatch, post, match.tag_key, match.spelled, match.by_phrase, showing.txn);
        !noted) {
      return noted.error();
    }
    if (db_.changes() > 0) {
      any_new = true;
    } else if (!match.by_phrase) {
      if (auto tagged = db_.run(kTagged, post, match.tag_key); !tagged) {
        return tagged.error();
      }
    }
  }
  return any_new;
}

Result<void> Evidence::note_counts(std::int64_t post, const Engagement& counts,
                                   const Showing& showing) {
  if (counts == Engagement{}) {
    return {};
  }
  {
    Rows rows = db_.query(kNewestCounts, post, showing.source);
    if (rows.next()) {
      const Engagement newest{rows.maybe_integer(0), rows.maybe_integer(1), rows.maybe_integer(2),
                              rows.maybe_integer(3)};
      if (newest == counts) {
        return {};
      }
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  return db_.run(kCounts, post, showing.source, showing.txn, showing.counts_as_of, counts.likes,
                 counts.reposts, counts.replies, counts.quotes);
}

}  // namespace tagwatch::store
