// What is kept of a digest, and in which order: one list of fields for writing and for reading.
//
// `fields(archive, value)` calls `archive(name, member)` for each member, in the order of the JSON.
#pragma once

#include <concepts>
#include <type_traits>

#include "tagwatch/digest/value.hpp"

namespace tagwatch::kept {

/// The version of the kept form, its first member.
inline constexpr std::string_view kForm = "tagwatch.kept/1";

/// `Value` is a `Type`, const (to be written) or not (to be read).
template <class Value, class Type>
concept A = std::same_as<std::remove_const_t<Value>, Type>;

template <class Archive>
void fields(Archive& archive, A<Window> auto& value) {
  archive("from", value.from);
  archive("to", value.to);
}

template <class Archive>
void fields(Archive& archive, A<ReportedPost> auto& value) {
  archive("uri", value.uri);
  archive("revision", value.revision);
  archive("day", value.day);
  archive("place", value.place);
  archive("programme", value.programme);
}

template <class Archive>
void fields(Archive& archive, A<Usual> auto& value) {
  archive("low", value.low);
  archive("high", value.high);
  archive("days", value.days);
  archive("counted", value.counted);
}

template <class Archive>
void fields(Archive& archive, A<TagCount> auto& value) {
  archive("tag", value.tag);
  archive("posts", value.posts);
  archive("authors", value.authors);
  archive("programme", value.programme);
  archive("own", value.own);
  archive("partner", value.partner);
  archive("usual", value.usual);
  archive("usual_reason", value.usual_reason);
  archive("last_seen", value.last_seen);
  archive.unless_default("unusual", value.unusual);
}

template <class Archive>
void fields(Archive& archive, A<Gap> auto& value) {
  archive("window", value.window);
  archive("reason", value.reason);
  archive("refilled_at", value.refilled_at);
}

template <class Archive>
void fields(Archive& archive, A<CoverageRow> auto& value) {
  archive("source", value.source);
  archive("tag", value.tag);
  archive("network", value.network);
  archive("required", value.required);
  archive("ordered", value.ordered);
  archive("limited", value.limited);
  archive("word", value.word);
  archive("health", value.health);
  archive("covered_seconds", value.covered_seconds);
  archive("gaps", value.gaps);
  archive("polls", value.polls);
  archive("failures", value.failures);
  archive("posts", value.posts);
  archive("zero", value.zero);
}

template <class Archive>
void fields(Archive& archive, A<CoverageReport> auto& value) {
  archive("word", value.word);
  archive("not_watched", value.not_watched);
  archive("rows", value.rows);
}

template <class Archive>
void fields(Archive& archive, A<Engagement> auto& value) {
  archive("likes", value.likes);
  archive("reposts", value.reposts);
  archive("replies", value.replies);
  archive("quotes", value.quotes);
}

template <class Archive>
void fields(Archive& archive, A<TopPost> auto& value) {
  archive("uri", value.uri);
  archive("why", value.why);
  archive("score", value.score);
  archive("parts", value.parts);
  archive("engagement", value.engagement);
  archive("engagement_as_of", value.engagement_as_of);
}

template <class Archive>
void fields(Archive& archive, A<AttentionItem> auto& value) {
  archive("uri", value.uri);
  archive("number", value.number);
  archive("revision", value.revision);
  archive("why", value.why);
  archive("since", value.since);
  archive("told", value.told);
  archive("engagement", value.engagement);
}

template <class Archive>
void fields(Archive& archive, A<SourceCount> auto& value) {
  archive("source", value.source);
  archive("platform", value.platform);
  archive("posts", value.posts);
  archive("first", value.first);
  archive("usual", value.usual);
}

template <class Archive>
void fields(Archive& archive, A<HourCount> auto& value) {
  archive("from", value.from);
  archive("posts", value.posts);
  archive("coverage", value.coverage);
  archive("usual", value.usual);
}

template <class Archive>
void fields(Archive& archive, A<ReferredCount> auto& value) {
  archive("uri", value.uri);
  archive("index", value.index);
  archive("posts", value.posts);
  archive("accounts", value.accounts);
}

template <class Archive>
void fields(Archive& archive, A<NamedCount> auto& value) {
  archive("name", value.name);
  archive("posts", value.posts);
  archive("usual", value.usual);
  archive.unless_default("guessed", value.guessed);
}

template <class Archive>
void fields(Archive& archive, A<MissedDay> auto& value) {
  archive("date", value.date);
  archive("tags", value.tags);
  archive("coverage", value.coverage);
  archive("by_hour", value.by_hour);
}

template <class Archive>
void fields(Archive& archive, A<LateDay> auto& value) {
  archive("day", value.day);
  archive("late", value.late);
  archive("own", value.own);
  archive("reported", value.reported);
  archive("now", value.now);
}

template <class Archive>
void fields(Archive& archive, A<ChangedPost> auto& value) {
  archive("uri", value.uri);
  archive("reported", value.reported);
  archive("tag", value.tag);
}

template <class Archive>
void fields(Archive& archive, A<Changes> auto& value) {
  archive("edited", value.edited);
  archive("untagged", value.untagged);
  archive("deleted", value.deleted);
}

template <class Archive>
void fields(Archive& archive, A<Omitted> auto& value) {
  archive("shown", value.shown);
  archive("clustered", value.clustered);
  archive("hidden", value.hidden);
  archive("own", value.own);
  archive("total", value.total);
  archive("withheld", value.withheld);
  archive.unless_default("deleted", value.deleted);
}

template <class Archive>
void fields(Archive& archive, A<DayEvent> auto& value) {
  archive("name", value.name);
  archive("window", value.window);
}

template <class Archive>
void fields(Archive& archive, A<Driver> auto& value) {
  archive("kind", value.kind);
  archive.unless_default("hours", value.hours);
  archive("name", value.name);
  archive("uri", value.uri);
  archive("index", value.index);
  archive("posts", value.posts);
  archive("usual", value.usual);
}

template <class Archive>
void fields(Archive& archive, A<Cluster> auto& value) {
  archive("uris", value.uris);
  archive("accounts", value.accounts);
  archive("from", value.from);
  archive("to", value.to);
}

template <class Archive>
void fields(Archive& archive, A<Flag> auto& value) {
  archive("kind", value.kind);
  archive("tag", value.tag);
  archive("source", value.source);
  archive("uri", value.uri);
  archive("observed", value.observed);
  archive("expected", value.expected);
  archive("threshold", value.threshold);
  archive("per_million", value.per_million);
  archive("drivers", value.drivers);
}

template <class Archive>
void fields(Archive& archive, A<DigestValue> auto& value) {
  archive("digest_id", value.digest_id);
  archive("software", value.software);
  archive("config_hash", value.config_hash);
  archive("previous_sha256", value.previous_sha256);
  archive("date", value.date);
  archive.unless_default("first_day", value.first_day);
  archive("timezone", value.timezone);
  archive("window", value.window);
  archive("issued", value.issued);
  archive.unless_default("issued_before", value.issued_before);
  archive("generated_at", value.generated_at);
  archive("data_as_of", value.data_as_of);
  archive("as_of_txn", value.as_of_txn);
  archive("contact", value.contact);
  archive("missed_days", value.missed_days);
  archive.unless_default("days", value.days);
  archive("tags", value.tags);
  archive("programme_known", value.programme_known);
  archive("with_several_tags", value.with_several_tags);
  archive("coverage", value.coverage);
  archive.unless_default("attention", value.attention);
  archive("top_posts", value.top_posts);
  archive.unless_default("earlier_posts", value.earlier_posts);
  archive.unless_default("flags", value.flags);
  archive.unless_default("clusters", value.clusters);
  archive("by_source", value.by_source);
  archive("by_hour", value.by_hour);
  archive("events", value.events);
  archive("authors", value.authors);
  archive("links", value.links);
  archive("related_tags", value.related_tags);
  archive("topics", value.topics);
  archive("languages", value.languages);
  archive("late_arrivals", value.late_arrivals);
  archive("older", value.older);
  archive.unless_default("changes", value.changes);
  archive("deleted", value.deleted);
  archive("omitted", value.omitted);
  archive("posts", value.posts);
  archive("posts_sha256", value.posts_sha256);
}

}  // namespace tagwatch::kept
