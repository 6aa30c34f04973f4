#include "tagwatch/render/post_json.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/digest/value.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

constexpr std::string_view kSchema = "tagwatch.post/1";

// The record as it may be written: of a deleted post the identity alone unless it is kept as a
// record, of a withheld one what is counted.
PostRecord disclosed(const PostRecord& record, Disclosure disclosure) {
  PostRecord shown = record;
  Post& post = shown.post;
  if (record.deleted && !record.held) {
    Post bare;
    bare.uri = post.uri;
    bare.platform = post.platform;
    bare.kind = post.kind;
    bare.edited_at = post.edited_at;
    post = std::move(bare);
    shown.topics.clear();
    shown.engagement_as_of.reset();
  } else if (post.withheld && disclosure == Disclosure::quoted) {
    post.url.clear();
    post.author = Author{};
    post.text.clear();
    post.content_warning.reset();
    post.mentions.clear();
    post.links.clear();
    post.media.clear();
  }
  return shown;
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::optional<std::string> time_text(const std::optional<Instant>& at) {
  return at ? std::optional<std::string>(format_rfc3339(*at)) : std::nullopt;
}

std::optional<std::string> day_text(const std::optional<Day>& day) {
  return day ? std::optional<std::string>(format_day(*day)) : std::nullopt;
}

std::string kept_by(const PostRecord& record) {
  const bool by_tag = std::any_of(record.matches.begin(), record.matches.end(),
                                  [](const Match& match) { return !match.by_phrase; });
  return by_tag || record.matches.empty() ? "tag" : "phrase";
}

std::vector<std::string> matched(const PostRecord& record) {
  std::vector<std::string> tags;
  for (const Match& match : record.matches) {
    tags.push_back(match.spelled);
  }
  return tags;
}

std::vector<std::string> tag_keys(const Post& post) {
  std::vector<std::string> keys;
  for (const Hashtag& tag : post.tags) {
    keys.push_back(tag.key());
  }
  return keys;
}

void write_strings(JsonWriter& json, std::string_view name, const std::vector<std::string>& items) {
  json.key(name).begin_array();
  for (const std::string& item : items) {
    json.value(item);
  }
  json.end_array();
}

void write_author(JsonWriter& json, const Author& author) {
  json.key("author").begin_object();
  json.member("handle", author.handle);
  json.member("name", author.name);
  json.member("url", author.url);
  json.member("followers", author.followers);
  json.member("bot", author.bot);
  json.member("created_at", day_text(author.created_on));
  json.end_object();
}

void write_times(JsonWriter& json, const PostRecord& record) {
  json.member("created_at", format_rfc3339(record.created));
  json.member("created_at_known", record.created_known);
  json.member("edited_at", time_text(record.post.edited_at));
  json.member("first_seen_at", format_rfc3339(record.first_seen));
  json.member("last_seen_at", format_rfc3339(record.last_seen));
}

void write_content(JsonWriter& json, const PostRecord& record) {
  const Post& post = record.post;
  json.member("text", post.text);
  json.member("content_warning", post.content_warning);
  json.member("language", post.language);
  write_strings(json, "tags", tag_keys(post));
  write_strings(json, "matched", matched(record));
  json.member("kept_by", kept_by(record));
  write_strings(json, "topics", record.topics);
  write_strings(json, "mentions", post.mentions);
  json.key("links").begin_array();
  for (const Link& link : post.links) {
    json.begin_object().member("url", link.url).member("title", link.title).end_object();
  }
  json.end_array().key("media").begin_array();
  for (const Media& media : post.media) {
    json.begin_object().member("kind", media.kind).member("url", media.url);
    json.member("alt", media.alt).end_object();
  }
  json.end_array();
}

void write_standing(JsonWriter& json, const PostRecord& record) {
  const Engagement& engagement = record.post.engagement;
  json.key("engagement").begin_object();
  json.member("likes", engagement.likes);
  json.member("reposts", engagement.reposts);
  json.member("replies", engagement.replies);
  json.member("quotes", engagement.quotes);
  json.member("as_of", time_text(record.engagement_as_of));
  json.end_object();
  json.member("in_reply_to", record.post.in_reply_to);
  json.member("repost_of", record.post.repost_of);
  json.key("sightings").begin_array();
  for (const Sighting& sighting : record.sightings) {
    json.begin_object().member("source", sighting.source).member("id", sighting.native_id);
    json.member("first_seen_at", format_rfc3339(sighting.first_seen)).end_object();
  }
  json.end_array();
}

// One column of the CSV: its name, and its cell of a record.
struct Column {
  std::string_view name;
  std::string (*cell)(const PostRecord& record);
};

std::string spaced(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) {
    out += (out.empty() ? "" : " ") + item;
  }
  return out;
}

template <class Item>
std::string spaced_by(const std::vector<Item>& items, std::string Item::*member) {
  std::vector<std::string> texts;
  texts.reserve(items.size());
  for (const Item& item : items) {
    texts.push_back(item.*member);
  }
  return spaced(texts);
}

std::string count_text(const std::optional<std::int64_t>& count) {
  return count ? std::to_string(*count) : std::string();
}

std::string truth(bool is_true) {
  return is_true ? "true" : "false";
}

constexpr std::array kColumns{
    Column{"uri", [](const PostRecord& r) { return r.post.uri; }},
    Column{"url", [](const PostRecord& r) { return r.post.url; }},
    Column{"platform", [](const PostRecord& r) { return r.post.platform; }},
    Column{"kind", [](const PostRecord& r) { return std::string(name(r.post.kind)); }},
    Column{"author_handle", [](const PostRecord& r) { return r.post.author.handle; }},
    Column{"author_name", [](const PostRecord& r) { return r.post.author.name; }},
    Column{"author_url", [](const PostRecord& r) { return r.post.author.url; }},
    Column{"author_followers",
           [](const PostRecord& r) { return count_text(r.post.author.followers); }},
    Column{"author_bot", [](const PostRecord& r) { return truth(r.post.author.bot); }},
    Column{"author_created_at",
           [](const PostRecord& r) { return day_text(r.post.author.created_on).value_or(""); }},
    Column{"created_at", [](const PostRecord& r) { return format_rfc3339(r.created); }},
    Column{"created_at_known", [](const PostRecord& r) { return truth(r.created_known); }},
    Column{"edited_at",
           [](const PostRecord& r) { return time_text(r.post.edited_at).value_or(""); }},
    Column{"first_seen_at", [](const PostRecord& r) { return format_rfc3339(r.first_seen); }},
    Column{"last_seen_at", [](const PostRecord& r) { return format_rfc3339(r.last_seen); }},
    Column{"text", [](const PostRecord& r) { return r.post.text; }},
    Column{"content_warning",
           [](const PostRecord& r) { return r.post.content_warning.value_or(""); }},
    Column{"language", [](const PostRecord& r) { return r.post.language.value_or(""); }},
    Column{"tags", [](const PostRecord& r) { return spaced(tag_keys(r.post)); }},
    Column{"matched", [](const PostRecord& r) { return spaced(matched(r)); }},
    Column{"kept_by", kept_by},
    Column{"topics", [](const PostRecord& r) { return spaced(r.topics); }},
    Column{"mentions", [](const PostRecord& r) { return spaced(r.post.mentions); }},
    Column{"links", [](const PostRecord& r) { return spaced_by(r.post.links, &Link::url); }},
    Column{"media", [](const PostRecord& r) { return spaced_by(r.post.media, &Media::url); }},
    Column{"likes", [](const PostRecord& r) { return count_text(r.post.engagement.likes); }},
    Column{"reposts", [](const PostRecord& r) { return count_text(r.post.engagement.reposts); }},
    Column{"replies", [](const PostRecord& r) { return count_text(r.post.engagement.replies); }},
    Column{"quotes", [](const PostRecord& r) { return count_text(r.post.engagement.quotes); }},
    Column{"engagement_as_of",
           [](const PostRecord& r) { return time_text(r.engagement_as_of).value_or(""); }},
    Column{"in_reply_to", [](const PostRecord& r) { return r.post.in_reply_to.value_or(""); }},
    Column{"repost_of", [](const PostRecord& r) { return r.post.repost_of.value_or(""); }},
    Column{"sightings",
           [](const PostRecord& r) { return spaced_by(r.sightings, &Sighting::source); }},
    Column{"deleted", [](const PostRecord& r) { return truth(r.deleted); }},
    Column{"withheld", [](const PostRecord& r) { return truth(r.post.withheld); }},
};

// RFC 4180: lines end in CR LF.
constexpr std::string_view kCsvLineEnd = "\r\n";

std::string csv_header() {
  std::string line;
  for (const Column& column : kColumns) {
    line += (line.empty() ? "" : ",") + std::string(column.name);
  }
  return line.append(kCsvLineEnd);
}

std::string csv_line(const PostRecord& record) {
  std::string line;
  for (const Column& column : kColumns) {
    if (&column != kColumns.data()) {
      line += ',';
    }
    line += csv_cell(column.cell(record));
  }
  return line.append(kCsvLineEnd);
}

// A post that a digest reports, and what is known of it.
struct Listed {
  const ReportedPost* reported;
  const PostRecord* record;
};

std::vector<Listed> in_order_of_exports(const DigestView& view) {
  std::vector<Listed> posts;
  for (const ReportedPost& reported : view.value.posts) {
    const auto found = view.records.find(reported.uri);
    if (found != view.records.end()) {
      posts.push_back({&reported, &found->second});
    }
  }
  std::sort(posts.begin(), posts.end(), [](const Listed& a, const Listed& b) {
    return std::tie(a.record->created, a.record->post.uri) <
           std::tie(b.record->created, b.record->post.uri);
  });
  return posts;
}

}  // namespace

std::string post_json(const PostRecord& record, Disclosure disclosure) {
  const PostRecord shown = disclosed(record, disclosure);
  JsonWriter json;
  json.begin_object();
  json.member("schema", kSchema);
  json.member("uri", shown.post.uri);
  json.member("url", unless_empty(shown.post.url));
  json.member("platform", shown.post.platform);
  json.member("kind", name(shown.post.kind));
  write_author(json, shown.post.author);
  write_times(json, shown);
  write_content(json, shown);
  write_standing(json, shown);
  json.member("deleted", shown.deleted);
  json.member("withheld", shown.post.withheld);
  json.end_object();
  return json.take();
}

std::string PostListWriter::begin() const {
  switch (format_) {
    case PostFormat::ndjson:
      return {};
    case PostFormat::json:
      return "[";
    case PostFormat::csv:
      return csv_header();
  }
  return {};
}

std::string PostListWriter::next(const PostRecord& record) {
  const bool first = std::exchange(first_, false);
  switch (format_) {
    case PostFormat::ndjson:
      return post_json(record, disclosure_) + "\n";
    case PostFormat::json:
      return (first ? "\n" : ",\n") + post_json(record, disclosure_);
    case PostFormat::csv:
      return csv_line(disclosed(record, disclosure_));
  }
  return {};
}

std::string PostListWriter::end() const {
  return format_ != PostFormat::json ? "" : first_ ? "]\n" : "\n]\n";
}

std::string posts_ndjson(const DigestView& view) {
  PostListWriter writer(PostFormat::ndjson, Disclosure::quoted);
  std::string lines = writer.begin();
  for (const Listed& post : in_order_of_exports(view)) {
    lines += writer.next(*post.record);
  }
  return lines + writer.end();
}

std::string posts_csv(const DigestView& view) {
  std::string lines = "day,place," + csv_header();
  for (const Listed& post : in_order_of_exports(view)) {
    lines += format_day(post.reported->day) + ',' + std::string(name(post.reported->place)) + ',';
    lines += csv_line(disclosed(*post.record, Disclosure::quoted));
  }
  return lines;
}

}  // namespace tagwatch
