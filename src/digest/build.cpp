#include "tagwatch/digest/build.hpp"

#include <algorithm>

#include "assemble.hpp"
#include "tagwatch/base/sha256.hpp"
#include "tagwatch/digest/sentences.hpp"

namespace tagwatch {
namespace {

struct ChainRows {
  std::vector<DigestRow> rows;
  [[nodiscard]] Chain chain(const DigestOptions& options, Instant now) const {
    return {rows, options.zone, now};
  }
  /// What the digest after the last one must know of it; the first has none before it.
  [[nodiscard]] Previous previous() const {
    return rows.empty() ? Previous() : Previous{rows.back().hash, rows.back().as_of_txn};
  }
};

Result<ChainRows> load_chain(const Reader& reader) {
  auto rows = reader.digests();
  if (!rows) {
    return rows.error();
  }
  return ChainRows{std::move(*rows)};
}

void fill_in(DigestView& view, std::vector<PostRecord> records) {
  std::int64_t deleted = 0;
  for (PostRecord& record : records) {
    // What is kept as a record is shown as it was reported.
    view.held += record.held && !record.deleted ? 1 : 0;
    deleted += record.deleted ? 1 : 0;
    view.records.emplace(record.post.uri, std::move(record));
  }
  // The counts that the digest told stay those that it shows.
  for (const TopPost& top : view.value.top_posts) {
    const auto found = view.records.find(top.uri);
    if (found != view.records.end() && !found->second.deleted) {
      found->second.post.engagement = top.engagement;
      found->second.engagement_as_of = top.engagement_as_of;
    }
  }
  view.blanked = std::max<std::int64_t>(0, deleted - view.value.deleted);
}

// What waits may have been reported by an earlier digest.
Result<void> fill_in_attention(DigestView& view, const Reader& reader) {
  for (const AttentionItem& item : view.value.attention.value_or(std::vector<AttentionItem>())) {
    if (!view.records.contains(item.uri)) {
      auto record = view.value.issued ? reader.post_as_of(item.uri, view.value.as_of_txn)
                                      : reader.post_by_uri(item.uri);
      if (!record) {
        return record.error();
      }
      if (*record) {
        view.records.emplace(item.uri, std::move(**record));
      }
    }
  }
  return {};
}

void find_words(DigestView& view, const Zone& zone) {
  Words words = sentences(view.value, zone, Since{view.blanked, view.held, view.pruned});
  view.subject = std::move(words.subject);
  view.heading = std::move(words.heading);
  view.headline = std::move(words.headline);
  view.hours = std::move(words.hours);
  view.earlier = std::move(words.earlier);
  view.sums = std::move(words.sums);
}

// What was issued, after a look whether it still is what was issued.
Result<DigestValue> issued_value(const DigestRow& row) {
  if (sha256_hex(row.value) != row.hash) {
    return Error{Errc::store_corrupt, "the digest of " + format_day(row.date) +
                                          " is not what was issued; put a backup in its place"};
  }
  return read_kept_json(row.value);
}

}  // namespace

Result<DigestValue> build_value(const Reader& reader, const DigestOptions& options, DigestDays days,
                                Instant now) {
  const auto issued = load_chain(reader);
  if (!issued) {
    return issued.error();
  }
  const auto plan = preview_plan(issued->chain(options, now), options.zone, days, now);
  if (!plan) {
    return plan.error();
  }
  const bool next_link = plan->posts == Plan::Posts::chain;
  auto assembled =
      assemble(reader, options, *plan, next_link ? issued->previous() : Previous(), now);
  if (!assembled) {
    return assembled.error();
  }
  return std::move(assembled->value);
}

Result<Window> issue_window(const Reader& reader, const DigestOptions& options, Day date,
                            Instant now) {
  const auto issued = load_chain(reader);
  return issued ? issued->chain(options, now).issuable(date) : issued.error();
}

Result<DigestRow> issue(Writer& writer, const DigestOptions& options, Day date, Instant now,
                        bool issued_before) {
  const Reader& reader = writer.reader();
  const auto issued = load_chain(reader);
  if (!issued) {
    return issued.error();
  }
  const auto plan = issue_plan(issued->chain(options, now), options.zone, date);
  if (!plan) {
    return plan.error();
  }
  auto assembled = assemble(reader, options, *plan, issued->previous(), now);
  if (!assembled) {
    return assembled.error();
  }
  DigestValue& value = assembled->value;
  value.issued = true;
  value.issued_before = issued_before;
  Issue order;
  order.digest.date = value.date;
  order.digest.window = value.window;
  order.digest.as_of_txn = value.as_of_txn;
  order.digest.as_of = value.data_as_of;
  order.digest.timezone = value.timezone;
  order.digest.config = options.config;
  order.digest.software = value.software;
  order.digest.value = kept_json(value);
  order.digest.hash = sha256_hex(order.digest.value);
  order.posts = std::move(assembled->posts);
  order.counts = std::move(assembled->counts);
  order.attention = std::move(assembled->told_first);
  return writer.issue(order);
}

Result<DigestView> view(const DigestValue& value, const Reader& reader) {
  const auto zone = Zone::locate(value.timezone);
  if (!zone) {
    return zone.error();
  }
  DigestView shown;
  shown.value = value;
  std::vector<PostRecord> records;
  for (const ReportedPost& reported : value.posts) {
    auto record = value.issued ? reader.post_as_of(reported.uri, value.as_of_txn)
                               : reader.post_by_uri(reported.uri);
    if (!record) {
      return record.error();
    }
    if (*record) {
      records.push_back(std::move(**record));
    } else {
      ++shown.pruned;
    }
  }
  fill_in(shown, std::move(records));
  if (auto filled = fill_in_attention(shown, reader); !filled) {
    return filled.error();
  }
  if (value.issued) {
    shown.sha256 = sha256_hex(kept_json(value));
  } else {
    const auto issued = load_chain(reader);
    if (!issued) {
      return issued.error();
    }
    const auto holder = Chain(issued->rows, *zone, value.generated_at).holder(value.date);
    shown.held_by = holder ? format_day(*holder) : "";
  }
  find_words(shown, *zone);
  return shown;
}

Result<DigestView> issued_view(const Reader& reader, Day date) {
  const auto row = reader.digest(date);
  if (!row) {
    return row.error();
  }
  const auto value = issued_value(*row);
  return value ? view(*value, reader) : value.error();
}

Result<ArchiveEntry> archive_entry(const Reader& reader, Day date) {
  const auto row = reader.digest(date);
  if (!row) {
    return row.error();
  }
  const auto value = issued_value(*row);
  if (!value) {
    return value.error();
  }
  const auto zone = Zone::locate(value->timezone);
  if (!zone) {
    return zone.error();
  }
  Words words = sentences(*value, *zone, Since());
  return ArchiveEntry{value->date, value->digest_id, row->issued_at, std::move(words.subject),
                      std::move(words.headline)};
}

Result<std::vector<ArchiveEntry>> archive_entries(const Reader& reader) {
  const auto rows = reader.digests();
  if (!rows) {
    return rows.error();
  }
  std::vector<ArchiveEntry> entries;
  for (auto row = rows->rbegin(); row != rows->rend(); ++row) {
    auto entry = archive_entry(reader, row->date);
    if (!entry) {
      return entry.error();
    }
    entries.push_back(std::move(*entry));
  }
  return entries;
}

}  // namespace tagwatch
