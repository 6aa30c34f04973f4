// What waits for an answer: why, in which digests, and until when.
#include "digest/attention.hpp"

#include <gmock/gmock.h>

#include "store_world.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using build::day;
using build::fact;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant kNoon = at("2026-11-23T17:00:00Z");
const Accounts kAccounts({{"@office@example.social", Role::own},
                          {"@partner@example.social", Role::partner},
                          {"@press@paper.example", Role::media}});
constexpr std::int64_t kAudience = 10'000;

PostRecord record(std::string text, std::int64_t followers = 5) {
  PostRecord record = fact("1", kNoon).record;
  record.post.text = std::move(text);
  record.post.author.followers = followers;
  return record;
}

std::vector<Why> reasons(const PostRecord& record) {
  return reasons_to_answer(record, kAccounts, kAudience);
}

PostRecord replied(std::int64_t replies, Duration age, std::int64_t followers) {
  PostRecord post = record("Read this", followers);
  post.post.engagement.replies = replies;
  post.engagement_as_of = kNoon + age;
  return post;
}

TEST(ReasonsToAnswer, AMentionOfTheOfficeIsOne) {
  PostRecord post = record("Well done");
  post.post.mentions = {"@OFFICE@example.social"};
  EXPECT_THAT(reasons(post), ElementsAre(Why::mentions_own));
  post.post.mentions = {"@partner@example.social"};
  EXPECT_THAT(reasons(post), IsEmpty());
}

TEST(ReasonsToAnswer, AQuestionNeedsAnAudienceOrAListedAccount) {
  EXPECT_THAT(reasons(record("Who pays for it?", kAudience - 1)), IsEmpty());
  EXPECT_THAT(reasons(record("Who pays for it?", kAudience)),
              ElementsAre(Why::question, Why::audience));
  EXPECT_THAT(reasons(record("They pay for it.", kAudience)), IsEmpty());
  PostRecord listed = record("Who pays for it?");
  listed.post.author.handle = "@press@paper.example";
  EXPECT_THAT(reasons(listed), ElementsAre(Why::question, Why::listed));
}

TEST(ReasonsToAnswer, RepliesCountByTheHourAndTheAudience) {
  EXPECT_THAT(reasons(replied(10, 3h, 0)), ElementsAre(Why::replies_fast));
  EXPECT_THAT(reasons(replied(9, 1h, 0)), IsEmpty());
  EXPECT_THAT(reasons(replied(10, 4h, 0)), IsEmpty());
  // An account that half a million follow is always answered: 10 an hour.
  EXPECT_THAT(reasons(replied(20, 2h, 490'000)), ElementsAre(Why::replies_fast));
  EXPECT_THAT(reasons(replied(19, 2h, 490'000)), IsEmpty());
  // In its first hour a post is an hour old.
  EXPECT_THAT(reasons(replied(10, 1min, 490'000)), ElementsAre(Why::replies_fast));
  EXPECT_THAT(reasons(replied(10, 1min, 1'000'000)), IsEmpty());
}

TEST(ReasonsToAnswer, OwnDeletedAndWithheldPostsHaveNone) {
  for (const auto spoil : std::vector<void (*)(PostRecord&)>{
           [](PostRecord& post) { post.post.author.handle = "@office@example.social"; },
           [](PostRecord& post) { post.deleted = true; },
           [](PostRecord& post) { post.post.withheld = true; }}) {
    PostRecord post = record("Who pays for it?", kAudience);
    post.post.mentions = {"@office@example.social"};
    spoil(post);
    EXPECT_THAT(reasons(post), IsEmpty());
  }
}

// A chain of digests in which posts wait.
class AttentionChain : public testing::Test {
 protected:
  AttentionChain() : world(at("2026-11-23T06:00:00Z")) {
    world.options.accounts = {{"@office@example.social", Role::own}};
    world.watch();
    world.poll();
  }

  static Post mention(const std::string& id, Instant when, std::int64_t followers = 0) {
    Post post = build::post(id, when);
    post.mentions = {"@office@example.social"};
    post.author.followers = followers;
    return post;
  }
  void show_at(std::string_view when, Post (*make)(const std::string&, Instant, std::int64_t),
               const std::string& id, std::int64_t followers = 0) {
    world.clock.set(at(when));
    world.poll();
    world.show("one.example", make(id, world.clock.now() - 1min, followers));
  }
  DigestValue issue(std::string_view date) {
    world.clock.set(build::zone().window(day(date)).to + 6h);
    world.poll();
    return world.issued(day(date));
  }
  // The last part of each uri, '!' before those that were told before.
  static std::vector<std::string> told(const DigestValue& value) {
    std::vector<std::string> ids;
    for (const AttentionItem& item : value.attention.value()) {
      ids.push_back((item.told ? "!" : "") + item.uri.substr(item.uri.rfind('/') + 1));
    }
    return ids;
  }
  std::int64_t number(const std::string& id) {
    return world.reader().post_by_uri(build::post(id, kNoon).uri).value().value().id;
  }

  StoreWorld world;
};

TEST_F(AttentionChain, APostIsToldUntilItsDaysAreOver) {
  show_at("2026-11-23T15:00:00Z", mention, "1");
  EXPECT_THAT(told(issue("2026-11-23")), ElementsAre("1"));
  for (const char* date : {"2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"}) {
    const DigestValue value = issue(date);
    EXPECT_THAT(told(value), ElementsAre("!1")) << date;
    EXPECT_EQ(value.attention->front().told, day("2026-11-23"));
    EXPECT_EQ(value.attention->front().why, std::vector{Why::mentions_own});
    EXPECT_TRUE(value.posts.empty());
    // The page quotes it, though another digest reports it.
    EXPECT_EQ(world.shown(value).records.size(), 1U);
  }
  EXPECT_THAT(told(issue("2026-11-28")), IsEmpty());
}

TEST_F(AttentionChain, WhatIsClosedIsToldNoMore) {
  show_at("2026-11-23T15:00:00Z", mention, "1");
  show_at("2026-11-23T16:00:00Z", mention, "2");
  issue("2026-11-23");
  show_at("2026-11-24T18:00:00Z", mention, "3");
  ASSERT_TRUE(world.writer().close_attention(number("1")));
  ASSERT_TRUE(world.writer().close_attention(number("3")));  // before any digest told it
  ASSERT_TRUE(world.writer().close_attention(number("3")));
  EXPECT_THAT(told(issue("2026-11-24")), ElementsAre("!2"));
  const auto none = world.writer().close_attention(4711);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::not_found);
}

TEST_F(AttentionChain, WhatIsDeletedWaitsNoMoreAndLeavesEveryPageThatToldIt) {
  show_at("2026-11-23T15:00:00Z", mention, "1");
  issue("2026-11-23");
  issue("2026-11-24");
  world.tell_gone("one.example", {build::post("1", kNoon).uri});
  const StaleDigests stale = world.reader().stale_digests().value();
  EXPECT_THAT(stale.dates, ElementsAre(day("2026-11-23"), day("2026-11-24")));
  const DigestView page = world.shown(world.kept(day("2026-11-24")));
  EXPECT_TRUE(page.records.begin()->second.deleted);
  EXPECT_EQ(page.records.begin()->second.post.text, "");
  EXPECT_THAT(told(issue("2026-11-25")), IsEmpty());
}

TEST_F(AttentionChain, TheLargestAudienceComesFirstAndTheOthersAreInTheList) {
  for (int id = 1; id <= 7; ++id) {
    show_at("2026-11-23T15:0" + std::to_string(id) + ":00Z", mention, std::to_string(id),
            id == 6 ? 900 : 0);
  }
  const DigestValue value = issue("2026-11-23");
  EXPECT_THAT(told(value), ElementsAre("6", "1", "2", "3", "4", "5", "7"));
  // Five stand to be answered; of the others the best are listed as on any day.
  EXPECT_EQ(value.omitted.shown, static_cast<std::int64_t>(5 + value.top_posts.size()));
  for (const TopPost& top : value.top_posts) {
    EXPECT_FALSE(shown_attention(value).contains(top.uri)) << top.uri;
  }
  EXPECT_EQ(value.omitted.total, 7);
}

// Who copies a question before a large audience makes it one to be answered.
TEST_F(AttentionChain, OfTheSameTextThatWithTheLargestAudienceWaits) {
  for (int id = 1; id <= 4; ++id) {
    world.clock.set(at("2026-11-23T15:0" + std::to_string(id) + ":00Z"));
    world.poll();
    Post post = build::post(std::to_string(id), world.clock.now() - 1min);
    post.author.handle = "@account" + std::to_string(id) + "@one.example";
    post.author.followers = id == 3 ? 50'000 : id == 4 ? 20'000 : 3;
    post.text = "Why does the ministry pay for visits of officials that nobody ever hears of?";
    world.show("one.example", post);
  }
  const DigestValue value = issue("2026-11-23");
  ASSERT_EQ(value.clusters->size(), 1U);
  EXPECT_THAT(told(value), ElementsAre("3"));
  EXPECT_EQ(value.omitted.clustered, 3);
}

TEST_F(AttentionChain, RepliesThatComeAfterTheDigestAreToldByTheNext) {
  const auto plain = [](const std::string& id, Instant when, std::int64_t) {
    return build::post(id, when);
  };
  show_at("2026-11-24T03:00:00Z", plain, "1");
  EXPECT_THAT(told(issue("2026-11-23")), IsEmpty());
  world.clock.set(at("2026-11-24T12:00:00Z"));
  Post answered = build::post("1", at("2026-11-24T02:59:00Z"));
  answered.engagement.replies = 60;
  world.show("one.example", answered);
  const DigestValue value = issue("2026-11-24");
  EXPECT_THAT(told(value), ElementsAre("1"));
  EXPECT_EQ(value.attention->front().why, std::vector{Why::replies_fast});
}

TEST_F(AttentionChain, DaysThatArePastAskNobody) {
  show_at("2026-11-23T15:00:00Z", mention, "1");
  issue("2026-11-23");
  world.clock.set(at("2026-11-25T15:00:00Z"));
  EXPECT_EQ(world.preview(DigestDays(day("2026-11-22"), day("2026-11-23"))).attention,
            std::nullopt);
  EXPECT_THAT(told(world.preview(DigestDays(day("2026-11-25")))), ElementsAre("!1"));
}

TEST(KeptValue, WithoutAttentionIsThatOfAnEarlierVersion) {
  DigestValue value;
  EXPECT_EQ(kept_json(value).find("attention"), std::string::npos);
  value.attention.emplace();
  EXPECT_NE(kept_json(value).find("\"attention\":[]"), std::string::npos);
  AttentionItem item;
  item.uri = "https://one.example/1";
  item.number = 7;
  item.why = {Why::question, Why::audience};
  item.since = kNoon;
  item.told = day("2026-11-22");
  value.attention->push_back(item);
  const auto read = read_kept_json(kept_json(value));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->attention, value.attention);
}

}  // namespace
}  // namespace tagwatch
