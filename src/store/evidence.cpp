#include "store/evidence.hpp"

#include <algorithm>

namespace tagwatch::store {
namespace {

// Statements here write one row each and leave conflicts to the lookup before them: SQLite guards
// one that may write several rows by a savepoint, and each savepoint makes FTS5 write out what it
// has gathered, at ten times the cost of a post.

constexpr Sql kSighting = "SELECT post, own FROM sighting WHERE source = ?1 AND native_id = ?2";
constexpr Sql kAddSighting =
    "INSERT INTO sighting(source, native_id, post, first_seen_ms, own, txn)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6)";
constexpr Sql kChangeOwn = "UPDATE sighting SET own = ?3 WHERE source = ?1 AND native_id = ?2";

constexpr Sql kMatch =
    "INSERT INTO match(post, tag_key, spelled, by_phrase, txn) VALUES(?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT DO NOTHING";
// A tag says more than a phrase.
constexpr Sql kTagged =
    "UPDATE match SET by_phrase = 0, tagged_txn = ?3 WHERE post = ?1 AND tag_key = ?2"
    " AND by_phrase = 1";

constexpr Sql kTagMatches =
    "SELECT tag_key, until_txn IS NOT NULL FROM match WHERE post = ?1 AND by_phrase = 0";
constexpr Sql kEnd = "UPDATE match SET until_txn = ?3 WHERE post = ?1 AND tag_key = ?2";

constexpr Sql kPlaces =
    "SELECT m.tag_key, s.source, p.placed_ms FROM post p JOIN match m ON m.post = p.id"
    " JOIN sighting s ON s.post = p.id WHERE p.id = ?1";
constexpr Sql kAddPlace =
    "INSERT INTO place(tag_key, source, placed_ms, post) VALUES(?1, ?2, ?3, ?4)"
    " ON CONFLICT DO NOTHING";

constexpr Sql kNewestCounts =
    "SELECT likes, reposts, replies, quotes, txn FROM engagement WHERE post = ?1 AND source = ?2"
    " ORDER BY txn DESC LIMIT 1";
constexpr Sql kLatestCounts = "SELECT max(as_of_ms) FROM engagement WHERE post = ?1";
constexpr Sql kAddCounts =
    "INSERT INTO engagement(post, source, txn, as_of_ms, likes, reposts, replies, quotes)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr Sql kDropCounts = "DELETE FROM engagement WHERE post = ?1 AND source = ?2 AND txn = ?3";

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
    if (auto placed = note_places(post); !placed) {
      return placed.error();
    }
  }
  if (auto noted = note_counts(post, matched.post.engagement, showing); !noted) {
    return noted.error();
  }
  return *new_match;
}

Result<void> Evidence::note_first(std::int64_t post, Instant placed, const MatchedPost& matched,
                                  const Showing& showing) {
  const auto sighted = note_sighting(post, matched, showing);
  if (!sighted) {
    return sighted.error();
  }
  const auto kept = note_matches(post, matched.matches, showing);
  if (!kept) {
    return kept.error();
  }
  for (const Match& match : matched.matches) {
    if (auto added = db_.run(kAddPlace, match.tag_key, showing.source, placed, post); !added) {
      return added.error();
    }
  }
  return matched.post.engagement == Engagement{}
             ? Result<void>()
             : add_counts(post, matched.post.engagement, showing);
}

Result<std::optional<Evidence::Known>> Evidence::find_sighting(std::string_view source,
                                                               std::string_view native_id) {
  std::optional<Known> known;
  Rows rows = db_.query(kSighting, source, native_id);
  if (rows.next()) {
    known = Known{rows.integer(0), rows.truth(1)};
  }
  if (rows.failed()) {
    return rows.error();
  }
  return known;
}

Result<bool> Evidence::note_sighting(std::int64_t post, const MatchedPost& matched,
                                     const Showing& showing) {
  const Post& shown = matched.post;
  const bool own = matched.from_own_server;
  std::string native_id = shown.native_id.empty() ? shown.uri : shown.native_id;
  auto known = find_sighting(showing.source, native_id);
  // A source that gives one id to two uris has two posts: each keeps its sighting.
  while (known && *known && (*known)->post != post) {
    const bool has_other_name = native_id == shown.native_id && native_id != shown.uri;
    native_id = has_other_name ? shown.uri : native_id + "#";
    known = find_sighting(showing.source, native_id);
  }
  if (!known) {
    return known.error();
  }
  if (*known && (*known)->own == own) {
    return false;
  }
  const auto noted =
      *known ? db_.run(kChangeOwn, showing.source, native_id, own)
             : db_.run(kAddSighting, showing.source, native_id, post, showing.at, own, showing.txn);
  if (!noted) {
    return noted.error();
  }
  return true;
}

Result<void> Evidence::note_places(std::int64_t post) {
  struct Place {
    std::string tag_key;
    std::string source;
    Instant placed;
  };
  std::vector<Place> places;
  {
    Rows rows = db_.query(kPlaces, post);
    while (rows.next()) {
      places.push_back({rows.text(0), rows.text(1), rows.instant(2)});
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  for (const Place& place : places) {
    if (auto added = db_.run(kAddPlace, place.tag_key, place.source, place.placed, post); !added) {
      return added.error();
    }
  }
  return {};
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
      if (auto tagged = db_.run(kTagged, post, match.tag_key, showing.txn); !tagged) {
        return tagged.error();
      }
    }
  }
  return any_new;
}

Result<bool> Evidence::follow_tags(std::int64_t post, const std::vector<Hashtag>& tags,
                                   std::int64_t txn) {
  struct Change {
    std::string tag_key;
    bool ends;
  };
  std::vector<Change> changes;
  {
    Rows rows = db_.query(kTagMatches, post);
    while (rows.next()) {
      const bool carried = std::any_of(
          tags.begin(), tags.end(), [&](const Hashtag& tag) { return tag.key() == rows.view(0); });
      const bool ended = rows.truth(1);
      if (carried == ended) {
        changes.push_back({rows.text(0), !ended});
      }
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  for (const Change& change : changes) {
    const std::optional<std::int64_t> until = change.ends ? std::optional(txn) : std::nullopt;
    if (auto done = db_.run(kEnd, post, change.tag_key, until); !done) {
      return done.error();
    }
  }
  return !changes.empty();
}

Result<void> Evidence::note_counts(std::int64_t post, const Engagement& counts,
                                   const Showing& showing) {
  if (counts == Engagement{}) {
    return {};
  }
  bool replaces = false;
  {
    Rows rows = db_.query(kNewestCounts, post, showing.source);
    if (rows.next()) {
      // How old the counts of a file are, nobody knows: those that the source gave itself stay.
      if (showing.origin == Origin::imported) {
        return {};
      }
      replaces = rows.integer(4) == showing.txn;
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
  // Of two showings in one commit the later counts.
  if (replaces) {
    if (auto dropped = db_.run(kDropCounts, post, showing.source, showing.txn); !dropped) {
      return dropped.error();
    }
  }
  return add_counts(post, counts, showing);
}

Result<void> Evidence::note_later_counts(std::int64_t post, const Engagement& counts,
                                         const Showing& showing) {
  {
    Rows rows = db_.query(kLatestCounts, post);
    if (rows.next() && rows.maybe_instant(0) >= showing.counts_as_of) {
      return {};
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  if (auto dropped = db_.run(kDropCounts, post, showing.source, showing.txn); !dropped) {
    return dropped.error();
  }
  return add_counts(post, counts, showing);
}

Result<void> Evidence::add_counts(std::int64_t post, const Engagement& counts,
                                  const Showing& showing) {
  return db_.run(kAddCounts, post, showing.source, showing.txn, showing.counts_as_of, counts.likes,
                 counts.reposts, counts.replies, counts.quotes);
}

}  // namespace tagwatch::store
