#include "tagwatch/demo/script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include "demo/asking.hpp"
#include "tagwatch/demo/feed_server.hpp"
#include "tagwatch/demo/mastodon_server.hpp"

namespace tagwatch::demo {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::Ge;
using ::testing::Le;

constexpr std::uint64_t kSeed = 7;

class ScriptTest : public ::testing::Test {
 protected:
  static bool listed(const Account& account) {
    return account.name == "office" || account.name == "exchange";
  }
  bool carries(const WorldPost& post, const char* tag) const {
    return std::find(post.tags.begin(), post.tags.end(), Hashtag(tag)) != post.tags.end();
  }
  // Posts of a day, those of the office and its partner aside.
  std::vector<const WorldPost*> posts_of(Day day, const char* tag = nullptr) const {
    std::vector<const WorldPost*> found;
    for (const WorldPost& post : world_.posts()) {
      if (zone_.day_of(post.created) == day && !listed(world_.accounts().at(post.account)) &&
          (tag == nullptr || carries(post, tag))) {
        found.push_back(&post);
      }
    }
    return found;
  }

  const World world_ = *play_script(kSeed);
  const Zone zone_ = *Zone::locate(kZoneName);
};

TEST_F(ScriptTest, QuietWeeksAreQuiet) {
  std::size_t with_programme_tag = 0;
  for (Day day = kFirstPosts; day < kFourPosts; day += std::chrono::days(1)) {
    SCOPED_TRACE(format_day(day));
    const std::chrono::weekday weekday(day);
    const bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
    const std::size_t security = posts_of(day, "GlobalSecurity").size();
    const std::size_t programme = posts_of(day, "TMSSW").size();
    // A post may carry both tags, and one of 5 November is fetched much later.
    EXPECT_THAT(security, AllOf(Ge(weekend ? 0u : 3u), Le(weekend ? 4u : 11u)));
    EXPECT_LE(programme, 3u);
    with_programme_tag += programme;
  }
  EXPECT_THAT(with_programme_tag, AllOf(Ge(5u), Le(25u)));
}

TEST_F(ScriptTest, TheNamedDaysAreWhatTheyPromise) {
  EXPECT_EQ(posts_of(kFourPosts).size(), 4u);
  EXPECT_EQ(posts_of(kFourPosts, "TMSSW").size(), 0u);
  EXPECT_EQ(posts_of(kNoPost).size(), 0u);
  for (const WorldPost& post : world_.posts()) {
    EXPECT_NE(zone_.day_of(post.created), kNoPost) << "not even the office posts";
  }
  EXPECT_EQ(posts_of(kPeak).size(), 90u);
  for (const Day day : {kProgrammeStart, kOrdinary, kFeedOutage, kLastDay}) {
    EXPECT_THAT(posts_of(day, "TMSSW").size(), AllOf(Ge(5u), Le(13u))) << format_day(day);
  }
}

TEST_F(ScriptTest, ThePeakIsHighestDuringTheWorkshop) {
  std::array<int, 24> hours{};
  for (const WorldPost* post : posts_of(kPeak)) {
    ++hours.at(static_cast<std::size_t>(zone_.local(post->created).since_midnight.count() / 60));
  }
  EXPECT_EQ(std::max_element(hours.begin(), hours.end()) - hours.begin(), 14);
  EXPECT_EQ(hours.at(14), 15);
}

TEST_F(ScriptTest, SevenAccountsPostOneTextWithinTwelveMinutes) {
  std::map<std::string, std::vector<const WorldPost*>> by_text;
  for (const WorldPost* post : posts_of(kPeak)) {
    by_text[post->text].push_back(post);
  }
  std::vector<std::size_t> repeated;
  for (const auto& [text, posts] : by_text) {
    if (posts.size() > 1) {
      repeated.push_back(posts.size());
      std::set<std::size_t> accounts;
      for (const WorldPost* post : posts) {
        accounts.insert(post->account);
      }
      EXPECT_EQ(accounts.size(), posts.size());
      EXPECT_LE(posts.back()->created - posts.front()->created, std::chrono::minutes(12));
    }
  }
  EXPECT_THAT(repeated, ::testing::ElementsAre(7u)) << "and nothing else is said twice";
}

TEST_F(ScriptTest, ServersHearOfAPostAFewSecondsLaterOrFetchItMuchLater) {
  int both = 0;
  int late = 0;
  for (const WorldPost& post : world_.posts()) {
    both += post.arrivals.size() == 2 ? 1 : 0;
    for (const Arrival& arrival : post.arrivals) {
      const Duration delay = arrival.at - post.created;
      const auto filed_at = from_ms(static_cast<std::int64_t>(arrival.id >> 16));
      if (delay > std::chrono::hours(1)) {
        ++late;
        EXPECT_EQ(filed_at, post.created) << "below posts that are newer";
      } else {
        EXPECT_EQ(filed_at, arrival.at);
        EXPECT_TRUE(delay == Duration(0) ||
                    (delay >= std::chrono::seconds(8) && delay <= std::chrono::seconds(15)));
      }
    }
  }
  EXPECT_GT(both, 300);
  EXPECT_EQ(late, 7) << "four posts, one of them on one server only";
}

TEST_F(ScriptTest, NewsScrollsAwayWhileTheDeskIsDown) {
  const auto outage = std::find_if(world_.outages().begin(), world_.outages().end(),
                                   [](const Outage& each) { return each.server == kNewsServer; });
  ASSERT_NE(outage, world_.outages().end());
  const auto missed =
      std::count_if(world_.news().begin(), world_.news().end(), [&](const NewsItem& item) {
        return outage->window.from <= item.published && item.published < outage->window.to;
      });
  EXPECT_GT(missed, static_cast<std::ptrdiff_t>(kFeedItemsMax));
  EXPECT_FALSE(world_.answers(kNewsServer, outage->window.from));
  EXPECT_TRUE(world_.answers(kNewsServer, outage->window.to));
  EXPECT_TRUE(world_.answers(kSocialServer, outage->window.from));
}

TEST_F(ScriptTest, OnePostIsEditedAndOneDeleted) {
  const auto edited = std::count_if(world_.posts().begin(), world_.posts().end(),
                                    [](const WorldPost& post) { return post.edit.has_value(); });
  const auto deleted =
      std::count_if(world_.posts().begin(), world_.posts().end(),
                    [](const WorldPost& post) { return post.deleted.has_value(); });
  EXPECT_EQ(edited, 1);
  EXPECT_EQ(deleted, 1);
}

// Everything that the servers of the world ever say on the evening of the last day.
std::string all_pages(const World& world) {
  const Instant evening = Zone::locate(kZoneName)->window(kLastDay).to;
  std::string all = FeedServer(world, kNewsServer).answer(get("/world.rss", evening)).body;
  for (const char* host : {kSocialServer, kCivicServer}) {
    MastodonServer server(world, host);
    for (const char* tag : {"GlobalSecurity", "TMSSW"}) {
      const auto shown = world.timeline(host, tag_key(tag), evening);
      for (std::size_t from = 0; from < shown.size(); from += 40) {
        all += server
                   .answer(get("/api/v1/timelines/tag/" + std::string(tag) + "?limit=40&max_id=" +
                                   std::to_string(shown.at(from).arrival->id + 1),
                               evening))
                   .body;
      }
    }
  }
  return all;
}

TEST_F(ScriptTest, TheSameSeedGivesTheSameBytes) {
  const std::string first = all_pages(world_);
  EXPECT_EQ(first, all_pages(*play_script(kSeed)));
  EXPECT_NE(first, all_pages(*play_script(kSeed + 1)));
}

}  // namespace
}  // namespace tagwatch::demo
