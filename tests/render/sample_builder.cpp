#include "sample_builder.hpp"

#include "support/builders.hpp"
#include "tagwatch/base/sha256.hpp"
#include "tagwatch/digest/sentences.hpp"

namespace tagwatch::sample {
namespace {

constexpr std::string_view kZone = "America/New_York";
constexpr std::int64_t kDaySeconds = 86'400;

Zone zone() {
  return Zone::locate(kZone).value();
}

CoverageRow watched(std::string source, std::string tag, std::int64_t posts) {
  CoverageRow row;
  row.source = std::move(source);
  row.tag = std::move(tag);
  row.network = row.source;
  row.word = CoverageWord::complete;
  row.health = "ok";
  row.covered_seconds = kDaySeconds;
  row.polls = 288;
  row.posts = posts;
  row.zero = posts == 0 ? Zero::verified : Zero::none;
  return row;
}

PostRecord record_of(const DigestView& view, const Listing& listing) {
  PostRecord record;
  const std::size_t host_at = listing.handle.rfind('@') + 1;
  const std::string host =
      listing.platform == "bluesky" ? "bsky.app" : listing.handle.substr(host_at);
  record.post = build::post(listing.id, on(view.value.date, listing.clock));
  record.post.uri = "https://" + host + "/posts/" + listing.id;
  record.post.url = "https://" + host + "/@sample/" + listing.id;
  record.post.platform = listing.platform;
  record.post.author.handle = listing.handle;
  record.post.author.name = listing.name;
  record.post.text = listing.text;
  record.post.language = "en";
  record.post.tags.clear();
  for (const std::string& each : listing.tags) {
    record.post.tags.emplace_back(each);
    if (each == "TMSSW" || each == "GlobalSecurity") {
      record.matches.push_back({Hashtag(each).key(), each, false});
    }
  }
  record.post.engagement = listing.engagement;
  record.engagement_as_of = view.value.data_as_of;
  record.created = record.placed = *record.post.created_at;
  record.first_seen = record.created + std::chrono::minutes(2);
  record.last_seen = view.value.data_as_of;
  record.sightings = {{"mastodon.social", listing.id, record.first_seen}};
  return record;
}

}  // namespace

Instant on(Day day, std::string_view clock) {
  return zone().at(day, parse_time_of_day(clock).value());
}

DigestView empty_view(std::string_view date) {
  DigestView view;
  DigestValue& value = view.value;
  value.date = parse_day(date).value();
  value.timezone = kZone;
  value.window = zone().window(value.date);
  value.digest_id = std::string(date) + "-5f1c09ab";
  value.software = "tagwatch 0.1.0";
  value.config_hash = sha256_hex("config");
  value.previous_sha256 = sha256_hex("the digest before");
  value.issued = true;
  value.generated_at = on(value.date + std::chrono::days(1), "06:05");
  value.data_as_of = on(value.date + std::chrono::days(1), "06:02");
  value.contact = "press-office@example.org";
  value.coverage.not_watched = {"X",       "Facebook", "Instagram", "LinkedIn",
                                "Threads", "TikTok",   "YouTube"};
  value.coverage.word = CoverageWord::complete;
  for (int hour = 0; hour < 24; ++hour) {
    value.by_hour.push_back(
        {value.window.from + std::chrono::hours(hour), 0, CoverageWord::complete, std::nullopt});
  }
  view.sha256 = sha256_hex(date);
  return view;
}

TagCount tag(std::string name, std::int64_t posts, std::int64_t authors, std::int64_t programme,
             Usual usual) {
  TagCount count;
  count.tag = std::move(name);
  count.posts = posts;
  count.authors = authors;
  count.programme = programme;
  count.usual = usual;
  return count;
}

void add_source(DigestView& view, const std::string& name, const std::string& platform,
                std::int64_t tmssw, std::int64_t security) {
  view.value.coverage.rows.push_back(watched(name, "TMSSW", tmssw));
  view.value.coverage.rows.push_back(watched(name, "GlobalSecurity", security));
  view.value.by_source.push_back(
      {name, platform, tmssw + security, tmssw + security, std::nullopt});
}

void add_quiet_servers(DigestView& view, int count) {
  for (int index = 1; index <= count; ++index) {
    add_source(view, "server" + std::to_string(index) + ".example", "mastodon", 0, 0);
  }
}

std::vector<CoverageRow*> rows_of(DigestView& view, std::string_view source) {
  std::vector<CoverageRow*> rows;
  for (CoverageRow& row : view.value.coverage.rows) {
    if (row.source == source) {
      rows.push_back(&row);
    }
  }
  return rows;
}

void add_gap(DigestView& view, std::string_view source, Gap gap) {
  for (CoverageRow* row : rows_of(view, source)) {
    row->gaps.push_back(gap);
    row->failures = 9;
    if (!gap.refilled_at) {
      const auto missing =
          std::chrono::floor<std::chrono::seconds>(gap.window.to - gap.window.from);
      row->covered_seconds -= missing.count();
      row->word = row->covered_seconds > 0 ? CoverageWord::partial : CoverageWord::blind;
      row->zero = Zero::none;
    }
  }
}

void list(DigestView& view, const Listing& listing) {
  PostRecord record = record_of(view, listing);
  TopPost top;
  top.uri = record.post.uri;
  top.why = listing.why;
  top.parts["likes"] = listing.engagement.likes.value_or(0) * 10;
  top.parts["reposts"] = listing.engagement.reposts.value_or(0) * 30;
  top.score = top.parts["likes"] + top.parts["reposts"];
  top.engagement = listing.engagement;
  top.engagement_as_of = record.engagement_as_of;
  view.value.top_posts.push_back(top);
  view.value.posts.push_back(
      {record.post.uri, 1, view.value.date, Place::shown, listing.programme});
  ++view.value.omitted.shown;
  ++view.value.omitted.total;
  view.records[record.post.uri] = std::move(record);
}

void add_hidden(DigestView& view, int count, Place place, bool programme) {
  for (int index = 0; index < count; ++index) {
    Listing listing;
    listing.id = std::string(name(place)) + (programme ? "p" : "o") + std::to_string(index);
    listing.name = "Sample Account " + std::to_string(index);
    listing.handle = "@account" + std::to_string(index % 7) + "@social.example";
    listing.platform = "mastodon";
    listing.clock = "12:" + std::string(index % 60 < 10 ? "0" : "") + std::to_string(index % 60);
    listing.text = "A post of that day, number " + std::to_string(index) + " #GlobalSecurity";
    listing.tags = {"GlobalSecurity", "DefenceForum", "الأمن"};
    PostRecord record = record_of(view, listing);
    view.value.posts.push_back({record.post.uri, 1, view.value.date, place, programme});
    view.records[record.post.uri] = std::move(record);
    ++(place == Place::own ? view.value.omitted.own : view.value.omitted.hidden);
    ++view.value.omitted.total;
  }
}

void set_hours(DigestView& view, const std::vector<std::int64_t>& posts) {
  for (std::size_t hour = 0; hour < posts.size(); ++hour) {
    view.value.by_hour.at(hour).posts = posts[hour];
  }
}

Engagement counts(std::int64_t likes, std::int64_t reposts, std::int64_t replies) {
  Engagement engagement;
  engagement.likes = likes;
  engagement.reposts = reposts;
  engagement.replies = replies;
  return engagement;
}

void put_into_words(DigestView& view) {
  view.value.posts_sha256 = sha256_hex(std::to_string(view.value.posts.size()));
  Words words = sentences(view.value, zone(), Since{view.blanked, view.held, view.pruned});
  view.subject = std::move(words.subject);
  view.heading = std::move(words.heading);
  view.headline = std::move(words.headline);
  view.hours = std::move(words.hours);
  view.earlier = std::move(words.earlier);
  view.sums = std::move(words.sums);
}

}  // namespace tagwatch::sample
