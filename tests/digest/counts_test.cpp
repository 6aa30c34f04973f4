#include "digest/counts.hpp"

#include <gtest/gtest.h>

#include "digest/sums.hpp"
#include "facts_builder.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using build::day;
using build::fact;

const Instant kNoon = at("2026-11-23T17:00:00Z");
const std::vector<Hashtag> kTags{Hashtag("TMSSW"), Hashtag("GlobalSecurity")};

Scope scope(std::string_view from, std::string_view to) {
  const Window window{at(from), at(to)};
  return {window, days_of(window, build::zone())};
}

TEST(AgeOf, TheWindowTheDaysBeforeItAndWhatIsOlder) {
  const Scope three = scope("2026-11-21T05:00:00Z", "2026-11-24T05:00:00Z");
  const auto age = [&](std::string_view placed) {
    return age_of(at(placed), three, build::zone(), 7);
  };
  EXPECT_EQ(age("2026-11-24T04:59:59.999Z"), Age::of_date);
  EXPECT_EQ(age("2026-11-23T05:00:00Z"), Age::of_date);
  EXPECT_EQ(age("2026-11-23T04:59:59.999Z"), Age::missed);
  EXPECT_EQ(age("2026-11-21T05:00:00Z"), Age::missed);
  EXPECT_EQ(age("2026-11-21T04:59:59.999Z"), Age::late);
  EXPECT_EQ(age("2026-11-14T05:00:00Z"), Age::late);
  EXPECT_EQ(age("2026-11-14T04:59:59.999Z"), Age::older);
}

TEST(FactsOf, KnowsRoleProgrammeAndLocalDay) {
  DigestOptions options = build::options();
  options.programme.phrases = {"meeting notes"};
  const Accounts accounts({{"@ana@one.example", Role::partner}});
  const Programme programme = Programme::compile(options.programme, options.tags).value();
  const auto facts =
      facts_of({fact("1", at("2026-11-23T04:30:00Z")).record},
               scope("2026-11-22T05:00:00Z", "2026-11-24T05:00:00Z"), options, programme, accounts);
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0].day, day("2026-11-22"));
  EXPECT_EQ(facts[0].age, Age::missed);
  EXPECT_EQ(facts[0].role, Role::partner);
  EXPECT_TRUE(facts[0].apart());
  EXPECT_TRUE(facts[0].signs.phrase);
}

TEST(CountTag, OwnAndPartnerPostsAreCountedApart) {
  std::vector<PostFact> facts{fact("1", kNoon), fact("2", kNoon), fact("3", kNoon),
                              fact("4", kNoon), fact("5", kNoon, {"GlobalSecurity"})};
  facts[1].record.post.author.handle = "@bo@two.example";
  facts[1].signs.link = true;
  facts[2].role = Role::own;
  facts[2].signs.link = true;
  facts[3].role = Role::partner;
  const TagCount count = count_tag(build::all(facts), kTags[0]);
  EXPECT_EQ(count.tag, "TMSSW");
  EXPECT_EQ(count.posts, 2);
  EXPECT_EQ(count.authors, 2);
  EXPECT_EQ(count.programme, 1);
  EXPECT_EQ(count.own, 1);
  EXPECT_EQ(count.partner, 1);
}

TEST(CountTag, AuthorsWithoutANameAreNoAccount) {
  std::vector<PostFact> facts{fact("1", kNoon), fact("2", kNoon)};
  facts[0].record.post.author = {};
  facts[1].record.post.author = {"", "News desk", "", std::nullopt, false, std::nullopt};
  const TagCount count = count_tag(build::all(facts), kTags[0]);
  EXPECT_EQ(count.posts, 2);
  EXPECT_EQ(count.authors, 1);
}

TEST(WithSeveralTags, CountsThoseOfOthersOnly) {
  std::vector<PostFact> facts{fact("1", kNoon, {"TMSSW", "GlobalSecurity"}),
                              fact("2", kNoon, {"TMSSW", "GlobalSecurity"}), fact("3", kNoon)};
  facts[1].role = Role::own;
  EXPECT_EQ(with_several_tags(build::all(facts), kTags), 1);
}

TEST(ByHour, HasTheHoursOfTheLocalDay) {
  EXPECT_EQ(by_hour({}, day("2026-11-23"), build::zone()).size(), 24U);
  EXPECT_EQ(by_hour({}, day("2026-03-08"), build::zone()).size(), 23U);
  // 25 hours: 01:30 comes twice, and each has its own hour.
  const std::vector<PostFact> facts{fact("1", at("2026-11-01T05:30:00Z")),
                                    fact("2", at("2026-11-01T06:30:00Z")),
                                    fact("3", at("2026-11-02T04:59:59.999Z"))};
  const auto hours = by_hour(build::all(facts), day("2026-11-01"), build::zone());
  ASSERT_EQ(hours.size(), 25U);
  EXPECT_EQ(hours[1].posts, 1);
  EXPECT_EQ(hours[2].posts, 1);
  EXPECT_EQ(hours[24].posts, 1);
  EXPECT_EQ(hours[1].from, at("2026-11-01T05:00:00Z"));
  EXPECT_EQ(hours[24].from, at("2026-11-02T04:00:00Z"));
}

TEST(ByHour, ADayThatIsHalfAnHourLongerEndsWithAShortHour) {
  // Lord Howe Island moves its clocks by 30 minutes.
  const Zone lord_howe = build::zone("Australia/Lord_Howe");
  const Window whole = lord_howe.window(day("2026-04-05"));
  ASSERT_EQ(whole.to - whole.from, 24h + 30min);
  const std::vector<PostFact> facts{fact("1", whole.to - 1min)};
  const auto hours = by_hour(build::all(facts), day("2026-04-05"), lord_howe);
  ASSERT_EQ(hours.size(), 25U);
  EXPECT_EQ(hours.back().posts, 1);
}

TEST(BySource, OnlyFirstSightingsAddUp) {
  std::vector<PostFact> facts{fact("1", kNoon), fact("2", kNoon), fact("3", kNoon)};
  facts[0].record.sightings.push_back({"two.example", "9", kNoon});
  facts[1].record.sightings = {{"gone.example", "8", kNoon}, {"one.example", "2", kNoon}};
  const auto counts = by_source(build::all(facts), build::options().sources);
  ASSERT_EQ(counts.size(), 3U);
  EXPECT_EQ(counts[0], (SourceCount{"one.example", "mastodon", 3, 2, std::nullopt}));
  EXPECT_EQ(counts[1], (SourceCount{"two.example", "mastodon", 1, 0, std::nullopt}));
  // A source that is configured no more still showed what it showed.
  EXPECT_EQ(counts[2], (SourceCount{"gone.example", "mastodon", 1, 1, std::nullopt}));
}

TEST(Frequent, RefersToWhatTwoPostsShare) {
  std::vector<PostFact> facts{fact("1", kNoon), fact("2", kNoon), fact("3", kNoon)};
  facts[1].record.post.author.handle = "@bo@two.example";
  facts[0].record.post.links = {{"https://a.example/x", "A"}};
  facts[1].record.post.links = {{"https://b.example/", "B"}, {"http://www.a.example/x/", "A"}};
  for (PostFact& each : facts) {
    each.record.post.tags = {Hashtag("tmssw"), Hashtag("Summit")};
  }
  const auto authors = frequent_authors(build::all(facts));
  ASSERT_EQ(authors.size(), 1U);
  EXPECT_EQ(authors[0], (ReferredCount{facts[0].record.post.uri, 0, 2, 1}));
  const auto links = frequent_links(build::all(facts));
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links[0], (ReferredCount{facts[0].record.post.uri, 0, 2, 2}));
  const auto tags = frequent_tags(build::all(facts), kTags);
  ASSERT_EQ(tags.size(), 1U);
  EXPECT_EQ(tags[0], (ReferredCount{facts[0].record.post.uri, 1, 3, 2}));
}

TEST(Frequent, TakesNothingFromWhatIsNotQuoted) {
  std::vector<PostFact> facts{fact("1", kNoon), fact("2", kNoon), fact("3", kNoon)};
  facts[0].record.post.withheld = true;
  facts[1].role = Role::own;
  EXPECT_TRUE(frequent_authors(build::all(facts)).empty());
}

TEST(Frequent, TheSameThingTwiceInOnePostCountsOnce) {
  std::vector<PostFact> facts{fact("1", kNoon)};
  facts[0].record.post.links = {{"https://a.example/x", ""}, {"https://a.example/x/", ""}};
  EXPECT_TRUE(frequent_links(build::all(facts)).empty());
}

TEST(NamedCounts, TheMostFrequentFirstThenTheConfiguredOrder) {
  std::vector<PostFact> facts{fact("1", kNoon), fact("2", kNoon), fact("3", kNoon)};
  facts[0].record.topics = {"Cyber", "Borders"};
  facts[1].record.topics = {"Borders"};
  facts[2].record.topics = {"Climate"};
  facts[0].record.post.language = "fr";
  facts[1].record.post.language = "en";
  const auto topics = by_topic(build::all(facts), {"Climate", "Cyber", "Borders", "Drugs"});
  ASSERT_EQ(topics.size(), 3U);
  EXPECT_EQ(topics[0], (NamedCount{"Borders", 2, std::nullopt}));
  EXPECT_EQ(topics[1].name, "Climate");
  EXPECT_EQ(topics[2].name, "Cyber");
  facts[1].record.post.language = "EN-gb";
  const auto languages = by_language(build::all(facts));
  ASSERT_EQ(languages.size(), 3U);
  EXPECT_EQ(languages[0].name, "");
  EXPECT_EQ(languages[1].name, "en");
  facts[2].record.post.text = "L’atelier sur la sécurité des frontières commence demain matin.";
  const auto guessed = by_language(build::all(facts));
  ASSERT_EQ(guessed.size(), 2U);
  EXPECT_EQ(guessed[0], (NamedCount{"fr", 2, std::nullopt, 1}));
}

TEST(DayCounts, HaveARowForEachTagAndOneForAllOfThemOnce) {
  std::vector<PostFact> facts{fact("1", kNoon, {"TMSSW", "GlobalSecurity"}), fact("2", kNoon),
                              fact("3", kNoon, {"GlobalSecurity"})};
  facts[2].role = Role::partner;
  const auto counts = day_counts(build::all(facts), day("2026-11-23"), kTags);
  ASSERT_EQ(counts.size(), 3U);
  EXPECT_EQ(counts[0].tag_key, "tmssw");
  EXPECT_EQ(counts[0].posts, 2);
  EXPECT_EQ(counts[1].posts, 1);
  EXPECT_EQ(counts[1].partner, 1);
  EXPECT_EQ(counts[2].tag_key, "");
  EXPECT_EQ(counts[2].posts, 2);
  EXPECT_EQ(counts[2].partner, 1);
  EXPECT_EQ(counts[2].authors, 1);
}

DigestValue sound_value() {
  DigestValue value;
  value.date = day("2026-11-23");
  value.posts = {
      {"a", 1, value.date, Place::shown, false}, {"b", 1, value.date, Place::hidden, false},
      {"c", 1, value.date, Place::own, false},   {"d", 1, value.date, Place::late, false},
      {"e", 1, value.date, Place::older, false}, {"f", 1, value.date, Place::missed, false}};
  value.omitted = omitted_of(value.posts);
  value.top_posts.resize(1);
  value.by_source = {{"one", "mastodon", 5, 2, std::nullopt}, {"two", "feed", 1, 1, std::nullopt}};
  value.by_hour = {{kNoon, 2, CoverageWord::complete, std::nullopt}};
  value.late_arrivals = {{value.date, 1, 0, 3, 4}};
  value.older = 1;
  return value;
}

TEST(CheckSums, HoldForASoundValueAndNameTheOneThatDoesNot) {
  EXPECT_TRUE(check_sums(sound_value()));
  const auto broken = [](auto change) {
    DigestValue value = sound_value();
    change(value);
    const auto checked = check_sums(value);
    return checked ? std::string("sound") : checked.error().context;
  };
  EXPECT_EQ(
      broken([](DigestValue& value) { ++value.omitted.hidden; }),
      "the digest of 2026-11-23 does not add up: shown, clustered, hidden and own are 4, not 3");
  for (const std::string& what : {
           broken([](DigestValue& value) { value.posts[1].place = Place::missed; }),
           broken([](DigestValue& value) { value.top_posts.clear(); }),
           broken([](DigestValue& value) { value.by_source[1].first = 2; }),
           broken([](DigestValue& value) { value.by_hour[0].posts = 3; }),
           broken([](DigestValue& value) { value.late_arrivals.clear(); }),
           broken([](DigestValue& value) { value.older = 0; }),
           broken([](DigestValue& value) { value.posts[5].uri = "a"; }),
       }) {
    EXPECT_NE(what, "sound");
  }
}

TEST(PostsHash, DependsOnUrisRevisionsAndOrder) {
  const std::vector<ReportedPost> posts{{"a", 1, {}, Place::shown, false},
                                        {"b", 2, {}, Place::hidden, false}};
  const std::string hash = posts_hash(posts);
  auto other = posts;
  other[1].revision = 3;
  EXPECT_NE(posts_hash(other), hash);
  EXPECT_NE(posts_hash({posts[1], posts[0]}), hash);
  // printf 'a\t1\nb\t2\n' | sha256sum
  EXPECT_EQ(hash, "6d2d1bd0abaed39e891321f7fb19d3f21108674b420432e927ae2fb4d0b7fb73");
}

}  // namespace
}  // namespace tagwatch
