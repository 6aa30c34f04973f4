// What a post is about, and which posts are listed.
#include "digest/rank.hpp"

#include <gtest/gtest.h>

#include "facts_builder.hpp"

namespace tagwatch {
namespace {

using build::at;
using build::fact;

const Instant kNoon = at("2026-11-23T17:00:00Z");

Programme programme() {
  ProgrammeRules rules;
  rules.phrases = {"International Visitor Leadership Program"};
  rules.also_tags = {"IVLP", "TMSSW"};
  rules.link_hosts = {"state.gov"};
  rules.places = {"Tampa"};
  return Programme::compile(rules, {Hashtag("TMSSW")}).value();
}

const Accounts kAccounts({{"@office@example.social", Role::own},
                          {"@press@paper.example", Role::media}});

Post post(std::string text) {
  Post post = build::post("1", kNoon);
  post.text = std::move(text);
  return post;
}

TEST(Programme, ThePhraseTheTagTheLinkAndTheAccountAreSigns) {
  EXPECT_TRUE(
      programme().signs_of(post("the international visitor leadership program"), kAccounts).phrase);
  Post tagged = post("hello");
  tagged.tags.emplace_back("ivlp");
  EXPECT_TRUE(programme().signs_of(tagged, kAccounts).tag);
  Post linking = post("read this");
  linking.links.push_back({"https://exchanges.state.gov/page", ""});
  EXPECT_TRUE(programme().signs_of(linking, kAccounts).link);
  Post other = post("read this");
  other.links.push_back({"https://notstate.gov/page", ""});
  EXPECT_FALSE(programme().signs_of(other, kAccounts).about());
  Post mentioning = post("hello");
  mentioning.mentions = {"@Office@Example.social"};
  EXPECT_TRUE(programme().signs_of(mentioning, kAccounts).account);
  Post listed = post("hello");
  listed.author.handle = "@press@paper.example";
  EXPECT_TRUE(programme().signs_of(listed, kAccounts).account);
}

TEST(Programme, TheWatchedTagAndThePlaceAloneProveNothing) {
  const ProgrammeSigns signs = programme().signs_of(post("Tampa today #TMSSW"), kAccounts);
  EXPECT_FALSE(signs.about());
  EXPECT_FALSE(signs.place);
  const ProgrammeSigns both = programme().signs_of(
      post("International Visitor Leadership Program in Tampa #TMSSW"), kAccounts);
  EXPECT_TRUE(both.about());
  EXPECT_TRUE(both.place);
}

TEST(Programme, ABadPhraseIsAnErrorInTheConfiguration) {
  ProgrammeRules rules;
  rules.places = {""};
  const auto compiled = Programme::compile(rules, {});
  ASSERT_FALSE(compiled);
  EXPECT_EQ(compiled.error().code, Errc::config_invalid);
}

TEST(Accounts, KnowNoCaseAndNoEmptyHandle) {
  EXPECT_EQ(kAccounts.role_of("OFFICE@example.social"), Role::own);
  EXPECT_EQ(kAccounts.role_of("@office@example.socia"), std::nullopt);
  EXPECT_EQ(kAccounts.role_of(""), std::nullopt);
  EXPECT_EQ(Accounts({{"", Role::own}}).role_of(""), std::nullopt);
  EXPECT_EQ(kAccounts.counted_apart(), std::vector<std::string>{"@office@example.social"});
}

TEST(Asks, WhereAQuestionMarkStandsOutsideOfAddresses) {
  EXPECT_TRUE(asks("Is there a public programme?"));
  EXPECT_TRUE(asks("هل هناك برنامج؟"));
  EXPECT_TRUE(asks("公開ですか？ #TMSSW"));
  EXPECT_FALSE(asks("See https://a.example/?q=1 #TMSSW"));
  EXPECT_FALSE(asks(""));
  EXPECT_TRUE(asks("https://a.example/?q=1\nreally?"));
}

std::vector<std::string> uris(const std::vector<TopPost>& listed) {
  std::vector<std::string> uris;
  for (const TopPost& top : listed) {
    uris.push_back(top.uri.substr(top.uri.rfind('/') + 1));
  }
  return uris;
}

std::vector<PostFact> ordinary(int count) {
  std::vector<PostFact> facts;
  for (int at_id = 0; at_id < count; ++at_id) {
    facts.push_back(fact("o" + std::to_string(at_id), kNoon));
  }
  return facts;
}

TEST(Listed, UpToFivePostsAreListedWholeInOrderOfTime) {
  std::vector<PostFact> facts = ordinary(5);
  facts[3].record.post.engagement.reposts = 100;
  const auto listed = listed_posts(build::all(facts), kAccounts, 10000, {}, {});
  EXPECT_EQ(uris(listed), (std::vector<std::string>{"o0", "o1", "o2", "o3", "o4"}));
  EXPECT_EQ(listed[3].why, std::vector{Why::many_reposts});
  EXPECT_TRUE(listed[0].why.empty());
  EXPECT_EQ(listed[3].score, 0);
  EXPECT_EQ(listed[3].engagement.reposts, 100);
}

TEST(Listed, TheOnlyPostSaysSo) {
  const auto facts = ordinary(1);
  const auto listed = listed_posts(build::all(facts), kAccounts, 10000, {}, {});
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].why, std::vector{Why::only_post});
}

TEST(Listed, WithheldDeletedAndOwnPostsNever) {
  std::vector<PostFact> facts = ordinary(4);
  facts[0].record.post.withheld = true;
  facts[1].record.deleted = true;
  facts[2].role = Role::own;
  EXPECT_EQ(uris(listed_posts(build::all(facts), kAccounts, 10000, {}, {})),
            std::vector<std::string>{"o3"});
  // It is not the only post: two others are counted, only not quoted.
  EXPECT_TRUE(listed_posts(build::all(facts), kAccounts, 10000, {}, {})[0].why.empty());
}

TEST(Listed, TheProgrammeComesFirstThenWhatWasNoticedForItsAudience) {
  std::vector<PostFact> facts = ordinary(20);
  facts[4].signs.phrase = true;                  // nobody noticed it
  facts[7].record.post.engagement.reposts = 90;  // of a large account
  facts[7].record.post.author.followers = 1'000'000;
  facts[9].record.post.engagement.reposts = 40;  // of a small one
  facts[9].record.post.author.followers = 100;
  facts[12].record.post.engagement.likes = 3;  // no reason to list it
  const auto listed = listed_posts(build::all(facts), kAccounts, 10'000, {}, {});
  EXPECT_EQ(uris(listed), (std::vector<std::string>{"o4", "o9", "o7"}));
  EXPECT_TRUE(listed[0].why.empty());
  EXPECT_EQ(listed[1].why, std::vector{Why::many_reposts});
  EXPECT_EQ(listed[2].why, (std::vector{Why::audience, Why::many_reposts}));
  EXPECT_EQ(listed[1].parts.at("reposts"), 40 * 1000 * 2 / (10 + 10));
  EXPECT_EQ(listed[2].parts.at("reposts"), 90 * 1000 * 2 / (10 + 1000));
}

TEST(Listed, ADayWithoutReasonsStillShowsThreePosts) {
  std::vector<PostFact> facts = ordinary(8);
  facts[6].record.post.engagement.likes = 4;
  facts[5].record.post.engagement.likes = 2;
  facts[7].record.post.engagement.likes = 9;
  facts[7].record.post.withheld = true;
  const auto none = listed_posts(build::all(facts), kAccounts, 10'000, {}, {});
  EXPECT_EQ(uris(none), (std::vector<std::string>{"o6", "o5", "o0"}));
  EXPECT_TRUE(none[0].why.empty());
  // Those with a reason are in any case among them, each in its place by score.
  facts[3].record.post.text = "When does it begin?";
  facts[4].signs.phrase = true;
  EXPECT_EQ(uris(listed_posts(build::all(facts), kAccounts, 10'000, {}, {})),
            (std::vector<std::string>{"o4", "o6", "o3"}));
}

TEST(Listed, AQuestionBeforeALargeAudienceRanksAboveWhatWasNoticedMore) {
  std::vector<PostFact> facts = ordinary(20);
  facts[3].record.post.text = "Where is the list published?";
  facts[3].record.post.author.followers = 41'000;
  facts[5].record.post.text = "Where is the list published?";  // few would see the answer
  facts[5].record.post.author.followers = 410;
  facts[8].record.post.engagement.reposts = 50;
  facts[8].record.post.author.followers = 41'000;
  const auto listed = listed_posts(build::all(facts), kAccounts, 10'000, {}, {});
  EXPECT_EQ(uris(listed), (std::vector<std::string>{"o3", "o8", "o5"}));
  EXPECT_EQ(listed[0].parts.at("question"), 5000);
  EXPECT_FALSE(listed[2].parts.contains("question"));
}

TEST(Listed, TheOrderCanBeComputedAgainFromTheParts) {
  std::vector<PostFact> facts = ordinary(40);
  for (std::size_t index = 0; index < facts.size(); ++index) {
    Post& post = facts[index].record.post;
    post.engagement = {static_cast<std::int64_t>(index * 7 % 11), 12, 3, 1};
    post.author.followers = static_cast<std::int64_t>(index * 997);
    facts[index].signs.link = index % 3 == 0;
    facts[index].role = index % 5 == 0 ? std::optional(Role::media) : std::nullopt;
  }
  const auto listed = listed_posts(build::all(facts), kAccounts, 10000, {}, {});
  ASSERT_EQ(listed.size(), kShownMax);
  for (std::size_t index = 0; index < listed.size(); ++index) {
    std::int64_t sum = 0;
    for (const auto& [part, thousandths] : listed[index].parts) {
      sum += thousandths;
    }
    EXPECT_EQ(listed[index].score, sum);
    if (index > 0) {
      const TopPost& before = listed[index - 1];
      EXPECT_TRUE(before.score > listed[index].score ||
                  (before.score == listed[index].score && before.uri < listed[index].uri));
    }
  }
}

TEST(Listed, OfOneTextOnlyTheFirstIs) {
  std::vector<PostFact> facts = ordinary(8);
  const std::set<std::string_view> copies{facts[2].record.post.uri, facts[3].record.post.uri,
                                          facts[5].record.post.uri};
  const auto listed = listed_posts(build::all(facts), kAccounts, 10000, copies, {});
  EXPECT_EQ(uris(listed), (std::vector<std::string>{"o0", "o1", "o4", "o6", "o7"}))
      << "what is left is few enough to be listed whole";
  facts.resize(4);
  const std::set<std::string_view> all_others{facts[1].record.post.uri, facts[2].record.post.uri,
                                              facts[3].record.post.uri};
  const auto first = listed_posts(build::all(facts), kAccounts, 10000, all_others, {});
  ASSERT_EQ(first.size(), 1U);
  EXPECT_TRUE(first[0].why.empty()) << "it is not the only post";
}

TEST(Listed, AbsurdCountsDoNoHarm) {
  std::vector<PostFact> facts = ordinary(6);
  facts[1].record.post.engagement = {INT64_MAX, INT64_MAX, INT64_MIN, INT64_MAX};
  facts[1].record.post.author.followers = -5;
  facts[2].record.post.author.followers = INT64_MAX;
  facts[3].signs.tag = true;
  const auto listed = listed_posts(build::all(facts), kAccounts, 10000, {}, {});
  ASSERT_GE(listed.size(), 3U);
  EXPECT_EQ(uris(listed)[0], "o3");  // no count outweighs the programme
  EXPECT_EQ(listed[1].score, 3'000'000);
}

}  // namespace
}  // namespace tagwatch
