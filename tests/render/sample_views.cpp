#include "sample_views.hpp"

#include "support/builders.hpp"
#include "tagwatch/base/sha256.hpp"
#include "tagwatch/digest/sentences.hpp"

namespace tagwatch::sample {
namespace {

using build::at;

constexpr std::string_view kZone = "America/New_York";
constexpr std::int64_t kDaySeconds = 86'400;

Zone zone() {
  return Zone::locate(kZone).value();
}

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
    value.by_hour.push_back({value.window.from + std::chrono::hours(hour), 0, std::nullopt});
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

// The rows of one source.
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

struct Listing {
  std::string id;
  std::string name;
  std::string handle;
  std::string platform;
  std::string clock;
  std::string text;
  std::vector<std::string> tags;
  bool programme = false;
  std::vector<Why> why;
  Engagement engagement;
};

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

// Posts that are reported and not listed, so many of each kind.
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

}  // namespace

void put_into_words(DigestView& view) {
  view.value.posts_sha256 = sha256_hex(std::to_string(view.value.posts.size()));
  Words words = sentences(view.value, zone(), view.blanked);
  view.subject = std::move(words.subject);
  view.heading = std::move(words.heading);
  view.headline = std::move(words.headline);
  view.hours = std::move(words.hours);
  view.earlier = std::move(words.earlier);
  view.sums = std::move(words.sums);
}

DigestView zero_day() {
  DigestView view = empty_view("2026-12-06");
  view.value.tags = {tag("TMSSW", 0, 0, 0, {0, 0, 11, 0}),
                     tag("GlobalSecurity", 0, 0, 0, {0, 3, 11, 0})};
  view.value.tags[0].last_seen = parse_day("2026-11-28");
  view.value.tags[1].last_seen = parse_day("2026-12-05");
  add_source(view, "mastodon.social", "mastodon", 0, 0);
  add_source(view, "state-dept-news", "feed", 0, 0);
  add_quiet_servers(view, 12);
  put_into_words(view);
  return view;
}

DigestView four_post_day() {
  DigestView view = empty_view("2026-12-07");
  view.value.tags = {tag("TMSSW", 0, 0, 0, {0, 0, 11, 0}),
                     tag("GlobalSecurity", 4, 4, 0, {2, 9, 11, 4})};
  view.value.tags[0].last_seen = parse_day("2026-11-28");
  const std::vector<std::string> tags{"GlobalSecurity"};
  list(view, {"1",
              "Sample Analyst",
              "@analyst@social.example",
              "mastodon",
              "10:12",
              "Reading list on maritime interdiction: five papers worth an evening.\n\n"
              "#GlobalSecurity",
              tags,
              false,
              {Why::only_post},
              counts(2, 0, 0)});
  list(view, {"2",
              "Sample Institute",
              "@institute@think.example",
              "mastodon",
              "11:40",
              "New brief: how precursor-chemical notices travel between ministries. "
              "https://think.example/briefs/notices #GlobalSecurity",
              tags,
              false,
              {Why::only_post},
              counts(14, 6, 1)});
  list(view, {"3",
              "Sample Student",
              "@student.example",
              "bluesky",
              "15:40",
              "Exam on #GlobalSecurity tomorrow, wish me luck",
              tags,
              false,
              {Why::only_post},
              counts(0, 0, 0)});
  list(view, {"4",
              "عينة قارئ",
              "@reader@arabic.example",
              "mastodon",
              "21:05",
              "مؤتمر عن الأمن العالمي في نيويورك الأسبوع القادم #GlobalSecurity",
              tags,
              false,
              {Why::only_post},
              counts(1, 0, 0)});
  view.records.rbegin()->second.post.language = "ar";
  for (auto& [uri, record] : view.records) {
    if (record.post.author.handle == "@reader@arabic.example") {
      record.post.language = "ar";
    }
  }
  set_hours(view, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1});
  add_source(view, "mastodon.social", "mastodon", 0, 3);
  add_source(view, "bluesky", "bluesky", 0, 1);
  add_source(view, "state-dept-news", "feed", 0, 0);
  add_quiet_servers(view, 11);
  put_into_words(view);
  return view;
}

DigestView ordinary_day() {
  DigestView view = empty_view("2026-11-18");
  view.value.tags = {tag("TMSSW", 2, 2, 2, {0, 3, 11, 2}),
                     tag("GlobalSecurity", 57, 41, 1, {40, 66, 11, 57})};
  view.value.with_several_tags = 1;
  list(view, {"11",
              "Sample Observer",
              "@observer@social.example",
              "mastodon",
              "14:06",
              "Delegates toured the Tampa task force today. Short thread on what "
              "multijurisdictional means in practice. #TMSSW",
              {"TMSSW"},
              true,
              {Why::many_reposts},
              counts(21, 8, 2)});
  list(view, {"12",
              "Sample Institute",
              "@institute@think.example",
              "mastodon",
              "09:41",
              "72 officials begin a three-week exchange #TMSSW #GlobalSecurity",
              {"TMSSW", "GlobalSecurity"},
              true,
              {Why::link},
              counts(6, 2, 0)});
  list(view, {"13",
              "Sample Newspaper",
              "@newspaper.example",
              "bluesky",
              "16:50",
              "The harbour authority will publish its security review on Friday. #GlobalSecurity",
              {"GlobalSecurity"},
              false,
              {Why::audience},
              counts(38, 29, 17)});
  add_hidden(view, 55, Place::hidden, false);
  set_hours(view, {0, 0, 1, 0, 0, 1, 2, 3, 5, 4, 6, 3, 4, 5, 8, 4, 3, 2, 2, 1, 2, 1, 1, 0});
  view.records.at("https://think.example/posts/12").post.links = {
      {"https://www.state.gov/exchange", "72 officials begin three-week exchange"}};
  view.value.links = {{"https://think.example/posts/12", 0, 4, 4}};
  view.value.topics = {{"Border security", 9, Usual{4, 12, 11, 9}}};
  view.value.languages = {{"en", 50, std::nullopt}, {"es", 8, std::nullopt}};
  add_source(view, "mastodon.social", "mastodon", 2, 40);
  add_source(view, "bluesky", "bluesky", 1, 22);
  add_source(view, "state-dept-news", "feed", 0, 0);
  add_quiet_servers(view, 4);
  add_gap(view, "bluesky",
          {{on(view.value.date, "03:10"), on(view.value.date, "04:25")},
           GapReason::down,
           on(view.value.date, "04:31")});
  put_into_words(view);
  return view;
}

DigestView peak_day() {
  DigestView view = empty_view("2026-11-23");
  view.value.tags = {tag("TMSSW", 9, 8, 9, {0, 3, 11, 9}),
                     tag("GlobalSecurity", 80, 66, 13, {40, 66, 11, 80})};
  view.value.tags[0].own = 4;
  view.value.tags[0].partner = 2;
  view.value.with_several_tags = 1;
  view.value.events = {
      {"Tampa workshop", {on(view.value.date, "13:00"), on(view.value.date, "16:00")}}};
  list(view, {"21",
              "Sample Newspaper",
              "@newspaper.example",
              "bluesky",
              "16:50",
              "We asked for the participant list of #TMSSW two weeks ago. Still nothing.",
              {"TMSSW"},
              true,
              {Why::audience, Why::many_reposts},
              counts(38, 29, 17)});
  view.records.at("https://bsky.app/posts/21").post.author.followers = 41'000;
  list(view, {"22",
              "Sample Reader",
              "@reader@social.example",
              "mastodon",
              "11:18",
              "@office is there a public programme for the #TMSSW conference in New York? "
              "Local press would like to attend.",
              {"TMSSW"},
              true,
              {Why::mentions_own, Why::question},
              counts(3, 0, 4)});
  list(view, {"23",
              "Sample Observer",
              "@observer@social.example",
              "mastodon",
              "14:06",
              "Delegates toured the Tampa task force today. Short thread on what "
              "multijurisdictional means in practice. #TMSSW",
              {"TMSSW"},
              true,
              {Why::many_reposts},
              counts(212, 87, 12)});
  list(view, {"24",
              "Sample Institute",
              "@institute@think.example",
              "mastodon",
              "09:41",
              "New brief: how precursor-chemical notices travel between ministries. #TMSSW "
              "#GlobalSecurity",
              {"TMSSW", "GlobalSecurity"},
              true,
              {Why::link},
              counts(61, 20, 3)});
  list(view, {"25",
              "Sample Network",
              "@network@defence.example",
              "mastodon",
              "18:22",
              "Long read: what the port reviews of four countries have in common, and what they "
              "leave out. The first part is about people, the second about money, the third about "
              "the law that ties both together, and the last about what a harbour town can do on "
              "its own when nobody else comes to help. #GlobalSecurity",
              {"GlobalSecurity"},
              false,
              {Why::many_reposts},
              counts(140, 55, 21)});
  add_hidden(view, 17, Place::hidden, true);
  add_hidden(view, 66, Place::hidden, false);
  add_hidden(view, 6, Place::own, true);
  set_hours(view, {0, 0, 1, 0, 0, 1, 2, 3, 5, 4, 6, 7, 5, 8, 14, 9, 6, 5, 3, 2, 3, 2, 1, 1});
  PostRecord& brief = view.records.at("https://think.example/posts/24");
  brief.post.links = {{"https://www.state.gov/exchange", "72 officials begin three-week exchange"},
                      {"https://think.example/briefs/notices", ""}};
  view.value.links = {{"https://think.example/posts/24", 0, 14, 12},
                      {"https://think.example/posts/24", 1, 5, 5}};
  view.value.topics = {{"Synthetic drugs", 31, Usual{8, 20, 11, 31}},
                       {"Border security", 22, Usual{12, 25, 11, 22}},
                       {"Trafficking", 9, Usual{3, 10, 11, 9}},
                       {"Cyber", 0, Usual{0, 2, 11, 0}}};
  view.value.related_tags = {{"https://social.example/posts/hiddeno0", 1, 17, 6},
                             {"https://social.example/posts/hiddeno0", 2, 8, 5}};
  view.value.authors = {{"https://social.example/posts/hiddeno0", 0, 5, 1},
                        {"https://social.example/posts/hiddeno1", 0, 3, 1}};
  view.value.languages = {{"en", 70, std::nullopt},
                          {"es", 11, std::nullopt},
                          {"ar", 4, std::nullopt},
                          {"", 3, std::nullopt}};
  view.value.late_arrivals = {{view.value.date - std::chrono::days(1), 3, 0, 41, 44}};
  view.blanked = 1;
  add_source(view, "mastodon.social", "mastodon", 6, 51);
  add_source(view, "bluesky", "bluesky", 3, 30);
  add_source(view, "fosstodon.org", "mastodon", 1, 4);
  add_source(view, "news-search", "feed", 0, 6);
  add_source(view, "closed.example", "mastodon", 0, 0);
  add_quiet_servers(view, 9);
  add_gap(view, "bluesky",
          {{on(view.value.date, "03:10"), on(view.value.date, "04:25")},
           GapReason::down,
           on(view.value.date, "04:31")});
  for (CoverageRow* row : rows_of(view, "news-search")) {
    row->ordered = false;
    row->word = CoverageWord::partial;
  }
  add_gap(view, "closed.example", {view.value.window, GapReason::refused, std::nullopt});
  view.value.coverage.word = CoverageWord::blind;
  put_into_words(view);
  return view;
}

DigestView blind_day() {
  DigestView view = empty_view("2026-12-08");
  view.value.tags = {tag("TMSSW", 0, 0, 0, {}), tag("GlobalSecurity", 0, 0, 0, {})};
  for (TagCount& count : view.value.tags) {
    count.usual.reset();
    count.usual_reason = "cannot tell yet (3 of 7)";
  }
  add_source(view, "mastodon.social", "mastodon", 0, 0);
  add_source(view, "bluesky", "bluesky", 0, 0);
  add_source(view, "state-dept-news", "feed", 0, 0);
  add_quiet_servers(view, 6);
  for (const CoverageRow& row : std::vector<CoverageRow>(view.value.coverage.rows)) {
    if (row.source != "mastodon.social" && row.source != "state-dept-news" && row.tag == "TMSSW") {
      add_gap(view, row.source, {view.value.window, GapReason::down, std::nullopt});
    }
  }
  add_gap(view, "mastodon.social",
          {{on(view.value.date, "08:00"), on(view.value.date, "19:30")},
           GapReason::rate_limited,
           std::nullopt});
  for (CoverageRow* row : rows_of(view, "state-dept-news")) {
    row->zero = Zero::unverified;
  }
  view.value.coverage.word = CoverageWord::blind;
  put_into_words(view);
  return view;
}

DigestView days_missed() {
  DigestView view = four_post_day();
  view.value.issued = false;
  view.sha256.clear();
  view.value.previous_sha256.clear();
  view.value.window.from -= std::chrono::days(2);
  for (int back = 2; back >= 1; --back) {
    MissedDay missed;
    missed.date = view.value.date - std::chrono::days(back);
    missed.tags = view.value.tags;
    missed.tags[1].posts = 7 * (2 - back);
    missed.coverage = back == 2 ? CoverageWord::blind : CoverageWord::complete;
    view.value.missed_days.push_back(missed);
  }
  view.value.older = 2;
  put_into_words(view);
  return view;
}

std::vector<Named> all() {
  return {{"zero", zero_day()}, {"four", four_post_day()}, {"ordinary", ordinary_day()},
          {"peak", peak_day()}, {"blind", blind_day()},    {"missed", days_missed()}};
}

}  // namespace tagwatch::sample
