#include "store/record_writer.hpp"

#include "store/lists.hpp"
#include "store/pages.hpp"
#include "store/pruned.hpp"
#include "store/tombstone.hpp"

namespace tagwatch::store {
namespace {

// By its uri, or as one with another: a network's post only where their page is the same, too.
constexpr Sql kFind =
    "SELECT id, gone_txn IS NOT NULL FROM post WHERE id = coalesce("
    "(SELECT id FROM post WHERE uri = ?1), (SELECT post FROM alias a WHERE key = ?1 AND (?2"
    " OR EXISTS (SELECT 1 FROM alias p WHERE p.key IN (?3, ?4) AND p.post = a.post))))";

constexpr Sql kAdd =
    "INSERT INTO post(uri, platform, kind, created_ms, created_known, placed_ms, first_seen_ms,"
    " last_seen_ms, origin, txn, revision, revised_ms, revised_by_own, unspaced, withheld,"
    " indexable, topics, digest)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1, ?11, 0, ?12, ?13, ?14, ?15, ?16)";

// Seen by either: from the earlier first time on. The place stays.
constexpr Sql kSeenEarlier =
    "UPDATE post SET first_seen_ms = ?2, created_ms = iif(created_known, created_ms, ?2)"
    " WHERE id = ?1 AND first_seen_ms > ?2";

constexpr Sql kAddSighting =
    "INSERT INTO sighting(source, native_id, post, first_seen_ms, own, txn)"
    " VALUES(?1, ?2, ?3, ?4, 0, ?5) ON CONFLICT DO NOTHING";
constexpr Sql kSightedEarlier =
    "UPDATE sighting SET first_seen_ms = ?4 WHERE source = ?1 AND native_id = ?2 AND post = ?3"
    " AND first_seen_ms > ?4";

constexpr Sql kAlias = "INSERT INTO alias(key, post) VALUES(?1, ?2) ON CONFLICT DO NOTHING";

}  // namespace

Result<Stored> RecordWriter::write(const PostRecord& record) {
  const auto known = find(record);
  if (!known) {
    return known.error();
  }
  const Showing showing = showing_of(record);
  if (!*known) {
    if (auto added = add(record, showing); !added) {
      return added.error();
    }
    return Stored::added;
  }
  const auto changed = merge(**known, record, showing);
  if (!changed) {
    return changed.error();
  }
  return *changed ? Stored::changed : Stored::unchanged;
}

// An export does not say which of the sources gave the text and the counts; the first one to show
// the post stands for them.
Showing RecordWriter::showing_of(const PostRecord& record) const {
  Showing showing;
  showing.txn = commit_.txn;
  showing.at = record.last_seen;
  showing.counts_as_of = record.engagement_as_of.value_or(record.first_seen);
  showing.source = record.sightings.empty() ? std::string_view() : record.sightings.front().source;
  showing.origin = Origin::imported;
  return showing;
}

Result<std::optional<RecordWriter::Known>> RecordWriter::find(const PostRecord& record) {
  const Post& post = record.post;
  PageKeys keys = page_keys(post.url, post.text);
  {
    Rows rows = db_.query(kFind, post.uri, post.platform == "feed", keys.page, keys.gone_page);
    if (rows.next()) {
      return std::optional(Known{rows.integer(0), rows.truth(1), false});
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  // A post that is there stands beside another of its page, as it did where it comes from.
  keys.page.clear();
  Texts sources;
  for (const Sighting& sighting : record.sightings) {
    sources.push_back(sighting.source);
  }
  const auto gone = find_by_page(db_, post, keys, sources);
  if (!gone) {
    return gone.error();
  }
  return *gone ? std::optional(Known{**gone, true, true}) : std::optional<Known>();
}

Result<void> RecordWriter::add(const PostRecord& record, const Showing& showing) {
  const Post& post = record.post;
  const Lists lists = lists_of(post);
  const SearchText text = search_text(post, lists);
  const bool unspaced = has_unspaced(text);
  const auto pruned = find_pruned(db_, post.uri);
  if (!pruned) {
    return pruned.error();
  }
  if (auto added = db_.run(kAdd, post.uri, post.platform, name(post.kind), record.created,
                           record.created_known, place_of(post.created_at, record.first_seen),
                           record.first_seen, record.last_seen, name(Origin::imported), commit_.txn,
                           claimed_time(post, commit_.at), unspaced, post.withheld, post.indexable,
                           write_list(record.topics), *pruned ? (*pruned)->digest : std::nullopt);
      !added) {
    return added.error();
  }
  const std::int64_t id = db_.last_insert_id();
  if (auto added = add_revision(db_, {id, 1}, commit_.txn, showing.source, post, lists); !added) {
    return added.error();
  }
  if (auto added = add_to_index(db_, id, text, unspaced); !added) {
    return added.error();
  }
  if (const std::string page = page_alias(post.url); !page.empty()) {
    if (auto noted = db_.run(kAlias, page, id); !noted) {
      return noted.error();
    }
  }
  if (const auto noted = note_evidence(id, record, showing); !noted) {
    return noted.error();
  }
  if (!record.deleted) {
    return {};
  }
  // An export of an office that follows deletions has no content to be held.
  const bool has_content = !post.text.empty() || !post.author.handle.empty();
  return mark_gone(db_, id, commit_.txn, has_content ? deletion_ : Deletion::follow);
}

Result<bool> RecordWriter::merge(const Known& known, const PostRecord& record,
                                 const Showing& showing) {
  if (known.by_page) {
    return false;
  }
  if (known.gone) {
    auto noted = note_sightings(known.id, record);
    return noted ? Result<bool>(false) : noted.error();
  }
  bool changed = record.deleted;
  if (record.deleted) {
    if (auto made = mark_gone(db_, known.id, commit_.txn, deletion_); !made) {
      return made.error();
    }
  } else {
    MatchedPost matched;
    matched.post = record.post;
    matched.topics = record.topics;
    const auto renewed = posts_.renew(known.id, matched, showing);
    if (!renewed) {
      return renewed.error();
    }
    changed = *renewed;
  }
  if (auto seen = db_.run(kSeenEarlier, known.id, record.first_seen); !seen) {
    return seen.error();
  }
  const auto new_match = note_evidence(known.id, record, showing);
  if (!new_match) {
    return new_match.error();
  }
  return changed || *new_match;
}

Result<bool> RecordWriter::note_evidence(std::int64_t post, const PostRecord& record,
                                         const Showing& showing) {
  if (auto noted = note_sightings(post, record); !noted) {
    return noted.error();
  }
  const auto new_match = evidence_.note_matches(post, record.matches, showing);
  if (!new_match) {
    return new_match.error();
  }
  if (auto placed = evidence_.note_places(post); !placed) {
    return placed.error();
  }
  if (record.engagement_as_of && !record.deleted) {
    if (auto noted = evidence_.note_later_counts(post, record.post.engagement, showing); !noted) {
      return noted.error();
    }
  }
  return *new_match;
}

// Where a source's id belongs to another post here, this store knows better.
Result<void> RecordWriter::note_sightings(std::int64_t post, const PostRecord& record) {
  for (const Sighting& sighting : record.sightings) {
    if (auto added = db_.run(kAddSighting, sighting.source, sighting.native_id, post,
                             sighting.first_seen, commit_.txn);
        !added) {
      return added.error();
    }
    if (db_.changes() > 0) {
      continue;
    }
    if (auto earlier = db_.run(kSightedEarlier, sighting.source, sighting.native_id, post,
                               sighting.first_seen);
        !earlier) {
      return earlier.error();
    }
  }
  return {};
}

}  // namespace tagwatch::store
