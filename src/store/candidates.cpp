#include "store/candidates.hpp"

#include <algorithm>
#include <map>

#include "store/tombstone.hpp"

namespace tagwatch::store {
namespace {

// Of one page so many are noted; the rest is missing from the next one, too.
constexpr int kMissingMax = 100;
// A post that is there, though a page lacked it, is asked for again after an hour, then after twice
// as long each time, up to a week.
constexpr Duration kFirstWait = std::chrono::hours(1);
constexpr Duration kWaitMax = std::chrono::days(7);
constexpr int kDoublingsMax = 8;

constexpr Sql kAnyOf = "SELECT 1 FROM candidate WHERE source = ?1 LIMIT 1";
constexpr Sql kForget = "DELETE FROM candidate WHERE source = ?1 AND native_id = ?2";
// Of another address and another time; a post that only moved to a new address keeps its time.
constexpr Sql kIsAnother =
    "SELECT 1 FROM post WHERE id = ?1 AND uri <> ?2 AND created_known AND created_ms <> ?3"
    " AND NOT EXISTS (SELECT 1 FROM alias WHERE key = ?2 AND post = ?1)";
constexpr Sql kNote =
    "INSERT INTO candidate(source, native_id, post, missing, gone, asked, next_ms, txn)"
    " VALUES(?1, ?2, ?3, 1, 0, 0, ?4, ?5) ON CONFLICT DO UPDATE SET missing = 1, txn = ?5"
    " WHERE gone = 0 AND missing = 0 AND next_ms <= ?4";
constexpr Sql kFind = "SELECT post, asked FROM candidate WHERE source = ?1 AND native_id = ?2";
constexpr Sql kIsThere =
    "UPDATE candidate SET missing = 0, gone = 0, asked = asked + 1, next_ms = ?3"
    " WHERE source = ?1 AND native_id = ?2";
constexpr Sql kDidNotSay =
    "UPDATE candidate SET asked = asked + 1, next_ms = ?3 WHERE source = ?1 AND native_id = ?2";
constexpr Sql kIsGone =
    "INSERT INTO candidate(source, native_id, post, missing, gone, asked, next_ms, txn)"
    " VALUES(?1, ?2, ?3, 0, 1, 0, ?4, ?5) ON CONFLICT DO UPDATE SET missing = 0, gone = 1";

// Ids of one length are in the order of their bytes; a length of 0 stands for any. Joins are taken
// as they stand: what lies in the stretch leads.
constexpr Sql kInIds =
    "SELECT s.native_id, s.post, p.uri FROM sighting s CROSS JOIN post p ON p.id = s.post"
    " CROSS JOIN match m ON m.post = s.post AND m.tag_key = ?4"
    " WHERE s.source = ?1 AND s.native_id > ?2 AND s.native_id < ?3"
    " AND (?5 = 0 OR length(s.native_id) = ?5) AND m.until_txn IS NULL AND m.by_phrase = 0"
    " AND p.gone_txn IS NULL ORDER BY s.native_id DESC";
// The place is where a source whose order is that of times sorts a post.
constexpr Sql kInTimes =
    "SELECT s.native_id, s.post, p.uri FROM place l CROSS JOIN post p ON p.id = l.post"
    " CROSS JOIN match m ON m.post = l.post AND m.tag_key = l.tag_key"
    " CROSS JOIN sighting s ON s.post = l.post AND s.source = l.source"
    " WHERE l.tag_key = ?4 AND l.source = ?1 AND l.placed_ms > ?2 AND l.placed_ms < ?3"
    " AND m.until_txn IS NULL AND m.by_phrase = 0 AND p.gone_txn IS NULL"
    " ORDER BY l.placed_ms DESC";
// Above every id: they are plain ASCII.
constexpr std::string_view kAboveAll = "\x7F";

// A post that a feed showed first is known to its own network as its source's sighting says.
constexpr Sql kOfUri =
    "SELECT id FROM post WHERE gone_txn IS NULL AND id IN (SELECT id FROM post WHERE uri = ?1"
    " UNION ALL SELECT post FROM sighting WHERE source = ?2 AND native_id = ?1)";
constexpr Sql kOfPrefix =
    "SELECT id FROM post WHERE gone_txn IS NULL AND id IN"
    " (SELECT id FROM post WHERE uri > ?1 AND uri < ?2 UNION ALL"
    "  SELECT post FROM sighting WHERE source = ?3 AND native_id > ?1 AND native_id < ?2)";
constexpr Sql kSightings =
    "SELECT s.source, s.native_id, s.own, coalesce(c.gone, 0) FROM sighting s"
    " LEFT JOIN candidate c ON c.source = s.source AND c.native_id = s.native_id"
    " WHERE s.post = ?1";

struct Missing {
  std::string native_id;
  std::int64_t post;
};

Rows known_in(Db& db, const Batch& batch) {
  const ShownStretch& shown = *batch.shown;
  const TimelineId& id = batch.timeline;
  if (shown.order == Order::times) {
    return db.query(kInTimes, id.source, shown.low.at.value_or(Instant::min()),
                    shown.high.at.value_or(Instant::max()), id.tag_key);
  }
  const std::size_t length = shown.low.id.empty() ? shown.high.id.size() : shown.low.id.size();
  const std::string_view high = shown.high.id.empty() ? kAboveAll : std::string_view(shown.high.id);
  return db.query(kInIds, id.source, shown.low.id, high, id.tag_key, length);
}

Instant after_wait(Instant now, int asked) {
  return now + std::min(kFirstWait * (1 << std::min(asked, kDoublingsMax)), kWaitMax);
}

}  // namespace

Result<int> CandidateWriter::write() {
  using Step = Result<void> (CandidateWriter::*)();
  for (const Step step : {&CandidateWriter::forget_shown, &CandidateWriter::note_missing,
                          &CandidateWriter::take_answers, &CandidateWriter::take_stream}) {
    if (auto done = (this->*step)(); !done) {
      return done.error();
    }
  }
  return gone_;
}

// What a page shows is there, whatever was said of it before.
Result<void> CandidateWriter::forget_shown() {
  if (!batch_.shown) {
    return {};
  }
  const std::string& source = batch_.timeline.source;
  {
    Rows any = db_.query(kAnyOf, source);
    if (!any.next()) {
      return any.failed() ? Result<void>(any.error()) : Result<void>();
    }
  }
  for (const ShownPost& shown : batch_.shown->posts) {
    const auto posts = ids_of(db_.query(kFind, source, shown.native_id));  // at most one
    if (!posts) {
      return posts.error();
    }
    for (const std::int64_t post : *posts) {
      const auto another = is_another(shown, post);
      if (!another) {
        return another.error();
      }
      if (*another) {
        continue;
      }
      if (auto forgotten = db_.run(kForget, source, shown.native_id); !forgotten) {
        return forgotten;
      }
    }
  }
  return {};
}

Result<void> CandidateWriter::note_missing() {
  if (!batch_.shown) {
    return {};
  }
  std::map<std::string_view, const ShownPost*> shown;
  for (const ShownPost& post : batch_.shown->posts) {
    shown.emplace(post.native_id, &post);
  }
  std::vector<Missing> missing;
  {
    Rows known = known_in(db_, batch_);
    while (missing.size() < kMissingMax && known.next()) {
      const auto found = shown.find(known.view(0));
      auto lacks = Result<bool>(found == shown.end());
      if (!*lacks && found->second->uri != known.view(2)) {
        lacks = is_another(*found->second, known.integer(1));
      }
      if (!lacks) {
        return lacks.error();
      }
      if (*lacks) {
        missing.push_back({known.text(0), known.integer(1)});
      }
    }
    if (known.failed()) {
      return known.error();
    }
  }
  for (const Missing& each : missing) {
    if (auto noted = note_candidate(batch_.timeline.source, each.native_id, each.post); !noted) {
      return noted;
    }
  }
  return {};
}

Result<bool> CandidateWriter::is_another(const ShownPost& shown, std::int64_t post) {
  if (!shown.created_at) {
    return false;
  }
  Rows rows = db_.query(kIsAnother, post, shown.uri, *shown.created_at);
  const bool another = rows.next();
  return rows.failed() ? Result<bool>(rows.error()) : Result<bool>(another);
}

Result<void> CandidateWriter::note_candidate(const std::string& source,
                                             const std::string& native_id, std::int64_t post) {
  return db_.run(kNote, source, native_id, post, commit_.at, commit_.txn);
}

Result<void> CandidateWriter::take_answers() {
  for (const CandidateAnswer& answer : batch_.answers) {
    if (auto taken = take_answer(answer); !taken) {
      return taken;
    }
  }
  return {};
}

Result<void> CandidateWriter::take_answer(const CandidateAnswer& answer) {
  const std::string& source = batch_.timeline.source;
  std::int64_t post = 0;
  int asked = 0;
  {
    Rows rows = db_.query(kFind, source, answer.native_id);
    if (!rows.next()) {  // meanwhile a page showed it
      return rows.failed() ? Result<void>(rows.error()) : Result<void>();
    }
    post = rows.integer(0);
    asked = rows.small(1);
  }
  Standing standing = answer.standing;
  if (standing == Standing::there && answer.shown) {
    const auto another = is_another(*answer.shown, post);
    if (!another) {
      return another.error();
    }
    standing = *another ? Standing::gone : standing;
  }
  switch (standing) {
    case Standing::there:
      return db_.run(kIsThere, source, answer.native_id, after_wait(commit_.at, asked));
    case Standing::unknown:
      return db_.run(kDidNotSay, source, answer.native_id, after_wait(commit_.at, asked));
    case Standing::gone:
      break;
  }
  if (auto noted = db_.run(kIsGone, source, answer.native_id, post, commit_.at, commit_.txn);
      !noted) {
    return noted;
  }
  return judge(post);
}

Result<void> CandidateWriter::take_stream() {
  for (const std::string& uri : batch_.gone) {
    const auto posts = ids_of(db_.query(kOfUri, uri, batch_.timeline.source));
    if (!posts) {
      return posts.error();
    }
    for (const std::int64_t post : *posts) {
      if (auto told = told_gone(post); !told) {
        return told;
      }
    }
  }
  for (const std::string& prefix : batch_.gone_prefixes) {
    const auto posts =
        ids_of(db_.query(kOfPrefix, prefix, prefix + "\xFF", batch_.timeline.source));
    if (!posts) {
      return posts.error();
    }
    for (const std::int64_t post : *posts) {
      if (auto told = told_gone(post); !told) {
        return told;
      }
    }
  }
  return {};
}

Result<void> CandidateWriter::told_gone(std::int64_t post) {
  const std::string& source = batch_.timeline.source;
  const auto all = voters(post);
  if (!all) {
    return all.error();
  }
  for (const Voter& voter : *all) {
    if (voter.source == source && !voter.gone) {
      if (auto noted = db_.run(kIsGone, source, voter.native_id, post, commit_.at, commit_.txn);
          !noted) {
        return noted;
      }
    }
  }
  return judge(post);
}

// Those whose word counts: the author's own server, else all that showed the post and can be asked.
Result<std::vector<CandidateWriter::Voter>> CandidateWriter::voters(std::int64_t post) {
  const auto is_askable = [this](std::string_view source) {
    return std::find(batch_.askable.begin(), batch_.askable.end(), source) != batch_.askable.end();
  };
  std::vector<Voter> found;
  Rows rows = db_.query(kSightings, post);
  while (rows.next()) {
    if (is_askable(rows.view(0))) {
      found.push_back({rows.text(0), rows.text(1), rows.truth(2), rows.truth(3)});
    }
  }
  if (rows.failed()) {
    return rows.error();
  }
  const auto is_own = [](const Voter& voter) { return voter.own; };
  if (std::any_of(found.begin(), found.end(), is_own)) {
    std::erase_if(found, [&](const Voter& voter) { return !is_own(voter); });
  }
  return found;
}

Result<void> CandidateWriter::judge(std::int64_t post) {
  const auto all = voters(post);
  if (!all) {
    return all.error();
  }
  bool agreed = true;
  for (const Voter& voter : *all) {
    if (!voter.gone) {
      agreed = false;
      if (auto noted = note_candidate(voter.source, voter.native_id, post); !noted) {
        return noted;
      }
    }
  }
  if (!agreed) {
    return {};
  }
  ++gone_;
  return mark_gone(db_, post, commit_.txn, deletion_);
}

}  // namespace tagwatch::store
