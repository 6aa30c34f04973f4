#include "tagwatch/render/json.hpp"

#include <algorithm>

#include "json_flags.hpp"
#include "referred.hpp"
#include "tagwatch/base/json_writer.hpp"

namespace tagwatch {
namespace {

constexpr std::string_view kSchema = "tagwatch.digest/1";
constexpr int kIndent = 1;  // readable by people, and half the bytes of two

void write_usual(JsonWriter& json, const std::optional<Usual>& usual) {
  json.key("usual");
  if (!usual) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("low", usual->low).member("high", usual->high);
  json.member("days", usual->days).member("counted", usual->counted);
  json.end_object();
}

void write_window(JsonWriter& json, std::string_view key, Window window) {
  json.key(key).begin_object();
  json.member("from", format_rfc3339(window.from)).member("to", format_rfc3339(window.to));
  json.end_object();
}

void write_strings(JsonWriter& json, std::string_view key, const std::vector<std::string>& items) {
  json.key(key).begin_array();
  for (const std::string& item : items) {
    json.value(item);
  }
  json.end_array();
}

// Where nothing was read, no post seen is not a zero.
std::optional<std::int64_t> known(std::int64_t posts, bool read) {
  return posts > 0 || read ? std::optional(posts) : std::nullopt;
}

// Whether anything was read for the rows whose `member` is `of`.
bool read_of(const CoverageReport& coverage, std::string CoverageRow::*member,
             const std::string& of) {
  return std::any_of(coverage.rows.begin(), coverage.rows.end(), [&](const CoverageRow& row) {
    return row.*member == of && anything_read(row.word);
  });
}

void write_tags(JsonWriter& json, const std::vector<TagCount>& tags,
                const CoverageReport& coverage) {
  json.key("tags").begin_array();
  for (const TagCount& tag : tags) {
    json.begin_object().member("tag", tag.tag);
    json.member("posts", known(tag.posts, read_of(coverage, &CoverageRow::tag, tag.tag)));
    json.member("authors", tag.authors);
    json.member("programme", tag.programme).member("own", tag.own).member("partner", tag.partner);
    write_usual(json, tag.usual);
    json.key("usual_reason");
    tag.usual ? json.null() : json.value(tag.usual_reason);
    json.key("unusual");
    tag.unusual == Unusual::none ? json.null() : json.value(name(tag.unusual));
    json.key("last_seen");
    tag.last_seen ? json.value(format_day(*tag.last_seen)) : json.null();
    json.end_object();
  }
  json.end_array();
}

void write_hours(JsonWriter& json, const std::vector<HourCount>& hours) {
  json.key("by_hour").begin_array();
  for (const HourCount& hour : hours) {
    json.begin_object();
    json.member("from", format_rfc3339(hour.from));
    json.member("posts", known(hour.posts, anything_read(hour.coverage)));
    json.member("coverage", name(hour.coverage));
    write_usual(json, hour.usual);
    json.end_object();
  }
  json.end_array();
}

void write_gaps(JsonWriter& json, const std::vector<Gap>& gaps) {
  json.key("gaps").begin_array();
  for (const Gap& gap : gaps) {
    json.begin_object();
    json.member("from", format_rfc3339(gap.window.from))
        .member("to", format_rfc3339(gap.window.to));
    json.member("reason", words(gap.reason)).key("refilled_at");
    gap.refilled_at ? json.value(format_rfc3339(*gap.refilled_at)) : json.null();
    json.end_object();
  }
  json.end_array();
}

void write_zero(JsonWriter& json, Zero zero) {
  json.key("zero");
  switch (zero) {
    case Zero::none:
      json.null();
      return;
    case Zero::verified:
      json.value("verified");
      return;
    case Zero::unverified:
      json.value("unverified");
      return;
  }
}

void write_rows(JsonWriter& json, const std::vector<CoverageRow>& rows) {
  json.key("rows").begin_array();
  for (const CoverageRow& row : rows) {
    json.begin_object();
    json.member("source", row.source).member("tag", row.tag).member("network", row.network);
    json.member("required", row.required).member("ordered", row.ordered);
    json.member("limited", row.limited).member("word", name(row.word));
    json.member("health", row.health).member("covered_seconds", row.covered_seconds);
    write_gaps(json, row.gaps);
    json.member("polls", row.polls).member("failures", row.failures).member("posts", row.posts);
    write_zero(json, row.zero);
    json.end_object();
  }
  json.end_array();
}

void write_coverage(JsonWriter& json, const CoverageReport& coverage) {
  json.key("coverage").begin_object().member("word", name(coverage.word));
  write_strings(json, "not_watched", coverage.not_watched);
  write_rows(json, coverage.rows);
  json.end_object();
}

void write_days(JsonWriter& json, std::string_view key, const std::vector<MissedDay>& days) {
  json.key(key).begin_array();
  for (const MissedDay& day : days) {
    json.begin_object().member("date", format_day(day.date));
    write_tags(json, day.tags, day.coverage);
    json.key("coverage").begin_object().member("word", name(day.coverage.word));
    write_rows(json, day.coverage.rows);
    json.end_object();
    write_hours(json, day.by_hour);
    json.end_object();
  }
  json.end_array();
}

void write_listed(JsonWriter& json, std::string_view key, const std::vector<TopPost>& posts) {
  json.key(key).begin_array();
  for (const TopPost& post : posts) {
    json.begin_object().member("uri", post.uri).member("score", post.score);
    json.key("parts").begin_object();
    for (const auto& [part, points] : post.parts) {
      json.member(part, points);
    }
    json.end_object().key("why").begin_array();
    for (const Why why : post.why) {
      json.value(name(why));
    }
    json.end_array().key("engagement").begin_object();
    json.member("likes", post.engagement.likes).member("reposts", post.engagement.reposts);
    json.member("replies", post.engagement.replies).member("quotes", post.engagement.quotes);
    json.key("as_of");
    post.engagement_as_of ? json.value(format_rfc3339(*post.engagement_as_of)) : json.null();
    json.end_object().end_object();
  }
  json.end_array();
}

void write_attention(JsonWriter& json, const DigestView& view) {
  json.key("attention");
  if (!view.value.attention) {
    json.null();
    return;
  }
  json.begin_array();
  for (const AttentionItem& item : *view.value.attention) {
    json.begin_object().member("uri", item.uri).member("number", item.number);
    json.key("reason").begin_array();
    for (const Why why : item.why) {
      json.value(name(why));
    }
    json.end_array().member("since", format_rfc3339(item.since)).key("told");
    item.told ? json.value(format_day(*item.told)) : json.null();
    json.end_object();
  }
  json.end_array();
}

void write_by_source(JsonWriter& json, const std::vector<SourceCount>& sources,
                     const CoverageReport& coverage) {
  json.key("by_source").begin_array();
  for (const SourceCount& source : sources) {
    const bool read = read_of(coverage, &CoverageRow::source, source.source);
    json.begin_object().member("source", source.source).member("platform", source.platform);
    json.member("posts", known(source.posts, read)).member("first", source.first);
    write_usual(json, source.usual);
    json.end_object();
  }
  json.end_array();
}

void write_events(JsonWriter& json, const std::vector<DayEvent>& events) {
  json.key("events").begin_array();
  for (const DayEvent& event : events) {
    json.begin_object().member("name", event.name);
    json.member("from", format_rfc3339(event.window.from));
    json.member("to", format_rfc3339(event.window.to)).end_object();
  }
  json.end_array();
}

// Writes each count behind what it refers to; `write_thing` writes the latter.
template <class WriteThing>
void write_referred(JsonWriter& json, std::string_view key,
                    const std::vector<ReferredCount>& counts, std::string_view thing_key,
                    WriteThing write_thing) {
  json.key(key).begin_array();
  for (const ReferredCount& count : counts) {
    json.begin_object().key(thing_key);
    write_thing(count);
    json.member("uri", count.uri).member("posts", count.posts);
    json.member("accounts", count.accounts).end_object();
  }
  json.end_array();
}

void write_referred_counts(JsonWriter& json, const DigestView& view) {
  const DigestValue& value = view.value;
  write_referred(json, "authors", value.authors, "handle", [&](const ReferredCount& count) {
    const Author* author = render::author_of(view, count);
    author == nullptr ? json.null() : json.value(author->handle);
  });
  write_referred(json, "links", value.links, "link",
                 [&](const ReferredCount& count) { render::write_link(json, view, count); });
  write_referred(json, "related_tags", value.related_tags, "tag", [&](const ReferredCount& count) {
    const Hashtag* tag = render::tag_of(view, count);
    tag == nullptr ? json.null() : json.value(tag->spelled());
  });
}

void write_named_counts(JsonWriter& json, std::string_view key,
                        const std::vector<NamedCount>& counts) {
  json.key(key).begin_array();
  for (const NamedCount& count : counts) {
    json.begin_object().member("name", count.name).member("posts", count.posts);
    if (count.guessed > 0) {
      json.member("guessed", count.guessed);
    }
    write_usual(json, count.usual);
    json.end_object();
  }
  json.end_array();
}

void write_late_arrivals(JsonWriter& json, const std::vector<LateDay>& days) {
  json.key("late_arrivals").begin_array();
  for (const LateDay& day : days) {
    json.begin_object().member("day", format_day(day.day)).member("late", day.late);
    json.member("own", day.own).member("reported", day.reported).member("now", day.now);
    json.end_object();
  }
  json.end_array();
}

void write_changed(JsonWriter& json, std::string_view key, const std::vector<ChangedPost>& posts) {
  json.key(key).begin_array();
  for (const ChangedPost& post : posts) {
    json.begin_object().member("uri", post.uri).member("reported", format_day(post.reported));
    json.key("tag");
    post.tag.empty() ? json.null() : json.value(post.tag);
    json.end_object();
  }
  json.end_array();
}

void write_changes(JsonWriter& json, const DigestValue& value) {
  json.key("changes").begin_object();
  write_changed(json, "edited", value.changes.edited);
  write_changed(json, "untagged", value.changes.untagged);
  write_changed(json, "deleted", value.changes.deleted);
  json.key("restated").begin_array();
  for (const LateDay& day : value.late_arrivals) {
    if (day.now != day.reported) {
      json.value(format_day(day.day));
    }
  }
  json.end_array().end_object();
}

void write_omitted(JsonWriter& json, const Omitted& omitted) {
  json.key("omitted").begin_object();
  json.member("shown", omitted.shown).member("clustered", omitted.clustered);
  json.member("hidden", omitted.hidden).member("own", omitted.own);
  json.member("total", omitted.total).end_object();
}

void write_posts(JsonWriter& json, const std::vector<ReportedPost>& posts) {
  json.key("posts").begin_array();
  for (const ReportedPost& post : posts) {
    json.begin_object().member("uri", post.uri).member("day", format_day(post.day));
    json.member("place", name(post.place)).end_object();
  }
  json.end_array();
}

void write_head(JsonWriter& json, const DigestView& view) {
  const DigestValue& value = view.value;
  json.member("schema", kSchema).member("digest_id", value.digest_id);
  json.member("software", value.software).member("config_hash", value.config_hash);
  json.key("previous_sha256");
  value.previous_sha256.empty() ? json.null() : json.value(value.previous_sha256);
  json.member("date", format_day(value.date));
  if (value.first_day) {
    json.member("first_day", format_day(*value.first_day));
    write_days(json, "days", value.days);
  }
  json.member("timezone", value.timezone);
  write_window(json, "window", value.window);
  write_days(json, "missed_days", value.missed_days);
  json.member("status", value.issued ? "issued" : "preview");
  if (value.issued_before) {
    json.member("issued_before", true);
  }
  json.member("generated_at", format_rfc3339(value.generated_at));
  json.member("data_as_of", format_rfc3339(value.data_as_of));
  json.member("contact", value.contact);
  json.member("subject", view.subject).member("heading", view.heading);
  write_strings(json, "headline", view.headline);
  write_strings(json, "earlier", view.earlier);
  json.member("sums", view.sums);
}

void write_body(JsonWriter& json, const DigestView& view) {
  const DigestValue& value = view.value;
  write_tags(json, value.tags, value.coverage);
  json.member("with_several_tags", value.with_several_tags);
  write_coverage(json, value.coverage);
  write_attention(json, view);
  write_listed(json, "top_posts", value.top_posts);
  if (!value.earlier_posts.empty()) {
    write_listed(json, "earlier_posts", value.earlier_posts);
  }
  render::write_flags(json, view);
  write_by_source(json, value.by_source, value.coverage);
  write_hours(json, value.by_hour);
  write_events(json, value.events);
  write_referred_counts(json, view);
  write_named_counts(json, "topics", value.topics);
  write_named_counts(json, "languages", value.languages);
  render::write_clusters(json, value);
  write_late_arrivals(json, value.late_arrivals);
  json.member("older", value.older);
  write_changes(json, value);
  json.member("blanked", view.blanked);
  write_omitted(json, value.omitted);
  write_posts(json, value.posts);
  json.member("posts_sha256", value.posts_sha256);
}

}  // namespace

std::string render_json(const DigestView& view) {
  JsonWriter json(kIndent);
  json.begin_object();
  write_head(json, view);
  write_body(json, view);
  json.end_object();
  return json.take() + "\n";
}

}  // namespace tagwatch
