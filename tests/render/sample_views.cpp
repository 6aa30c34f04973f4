#include "sample_views.hpp"

#include <algorithm>

#include "sample_builder.hpp"

namespace tagwatch::sample {

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

namespace {

void list_peak_posts(DigestView& view) {
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
}

void count_peak_day(DigestView& view) {
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
}

void watch_peak_day(DigestView& view) {
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
}

}  // namespace

DigestView peak_day() {
  DigestView view = empty_view("2026-11-23");
  view.value.tags = {tag("TMSSW", 9, 8, 9, {0, 3, 11, 9}),
                     tag("GlobalSecurity", 80, 66, 13, {40, 66, 11, 80})};
  view.value.tags[0].own = 4;
  view.value.tags[0].partner = 2;
  view.value.with_several_tags = 1;
  view.value.events = {
      {"Tampa workshop", {on(view.value.date, "13:00"), on(view.value.date, "16:00")}}};
  list_peak_posts(view);
  count_peak_day(view);
  watch_peak_day(view);
  view.value.coverage.word = CoverageWord::blind;
  put_into_words(view);
  return view;
}

DigestView storm_day() {
  DigestView view = peak_day();
  DigestValue& value = view.value;
  value.tags[0].unusual = Unusual::rise;
  Flag rise;
  rise.tag = "TMSSW";
  rise.observed = 9;
  rise.expected = value.tags[0].usual;
  rise.threshold = 8;
  rise.per_million = 4'100;
  Driver hours;
  hours.hours = {on(value.date, "13:00"), on(value.date, "15:00")};
  hours.posts = 6;
  Driver link;
  link.kind = DriverKind::link;
  link.uri = "https://think.example/posts/24";
  link.posts = 5;
  rise.drivers = {hours, link};
  value.flags = {rise};
  // Of the posts that are not listed, those of two texts.
  const auto cluster = [&](std::size_t first, std::size_t posts, std::int64_t accounts) {
    Cluster same;
    same.accounts = accounts;
    for (std::size_t at = first; at < first + posts; ++at) {
      same.uris.push_back("https://social.example/posts/hiddeno" + std::to_string(at));
    }
    same.from = view.records.at(same.uris.front()).placed;
    same.to = view.records.at(same.uris.back()).placed;
    for (ReportedPost& post : value.posts) {
      const auto copy = std::find(std::next(same.uris.begin()), same.uris.end(), post.uri);
      if (copy != same.uris.end()) {
        post.place = Place::clustered;
        ++value.omitted.clustered;
        --value.omitted.hidden;
      }
    }
    Flag flag;
    flag.kind = FlagKind::same_text;
    flag.uri = same.uris.front();
    flag.observed = static_cast<std::int64_t>(posts);
    value.flags->push_back(flag);
    value.clusters->push_back(same);
  };
  value.clusters.emplace();
  cluster(10, 31, 7);
  cluster(50, 4, 3);
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
  for (HourCount& hour : view.value.by_hour) {
    hour.coverage = CoverageWord::blind;
  }
  put_into_words(view);
  return view;
}

namespace {

void lose_all_but_the_morning(MissedDay& missed) {
  missed.coverage.word = CoverageWord::partial;
  const Window unread{on(missed.date, "06:00"), on(missed.date + std::chrono::days(1), "00:00")};
  for (CoverageRow& row : missed.coverage.rows) {
    row.word = CoverageWord::partial;
    row.zero = Zero::none;
    row.covered_seconds = 6 * 60 * 60;
    row.gaps = {{unread, GapReason::not_running, std::nullopt}};
  }
  for (int hour = 0; hour < 24; ++hour) {
    missed.by_hour.push_back({on(missed.date, "00:00") + std::chrono::hours(hour), 0,
                              hour < 6 ? CoverageWord::complete : CoverageWord::blind,
                              std::nullopt});
  }
}

}  // namespace

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
    missed.tags[1].posts = back == 2 ? 0 : 7;
    missed.coverage.word = CoverageWord::complete;
    missed.coverage.rows = view.value.coverage.rows;
    for (CoverageRow& row : missed.coverage.rows) {
      row.posts = row.tag == "GlobalSecurity" && row.posts > 0 && back == 1 ? 7 : 0;
      row.zero = row.posts > 0 ? Zero::none : Zero::verified;
    }
    if (back == 2) {
      lose_all_but_the_morning(missed);
    }
    view.value.missed_days.push_back(missed);
  }
  view.value.older = 2;
  put_into_words(view);
  return view;
}

std::vector<Named> all() {
  return {{"zero", zero_day()},     {"four", four_post_day()}, {"ordinary", ordinary_day()},
          {"peak", peak_day()},     {"storm", storm_day()},    {"blind", blind_day()},
          {"missed", days_missed()}};
}

}  // namespace tagwatch::sample
