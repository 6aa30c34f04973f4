// Posts that go, from socket to store; and servers that only look as if all had gone.
#include <gmock/gmock.h>

#include <map>

#include "pipeline_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kById = "/api/v1/statuses/";

class DeletionPassTest : public PipelineFixture {
 protected:
  DeletionPassTest() {
    answer = [this](const ServerRequest& request) { return respond(request); };
    for (int id = 110; id < 130; ++id) {
      text[id] = "Notes " + std::to_string(id);
    }
    EXPECT_EQ(pass().new_posts, 20);
  }

  std::string status(int id) const {
    const std::string number = std::to_string(id);
    const bool tagged = !untagged.contains(id);
    return R"({"id":")" + number + R"(","created_at":"2026-11-23T0)" + std::to_string(id % 10) +
           R"(:00:00.000Z",)" +
           (edited.contains(id) ? R"("edited_at":"2026-11-23T11:30:00Z",)" : "") +
           R"("uri":"https://home.example/users/ana/statuses/)" + number +
           R"(","visibility":"public","favourites_count":)" + std::to_string(likes) +
           R"(,"content":"<p>)" + text.at(id) +
           R"(</p>","account":{"acct":"ana@home.example",)"
           R"("username":"ana"},"tags":)" +
           (tagged ? R"([{"name":"tmssw"}])" : "[]") + "}";
  }

  ServerAnswer respond(const ServerRequest& request) {
    if (request.path == "/api/v2/instance") {
      return stated_open
                 ? ServerAnswer(
                       200,
                       R"({"version":"4.5","configuration":)"
                       R"({"timelines_access":{"hashtag_feeds":{"local":"public","remote":"public"}}}})")
                 : ServerAnswer(404);
    }
    if (request.path.starts_with(kById)) {
      ++asked[request.path.substr(kById.size())];
      if (by_id_status != 0) {
        return ServerAnswer(by_id_status, R"({"error":"no"})");
      }
      const int id = std::stoi(request.path.substr(kById.size()));
      return text.contains(id) ? ServerAnswer(200, status(id))
                               : ServerAnswer(missing_status, R"({"error":"Record not found"})");
    }
    if (timeline_status != 200) {
      return ServerAnswer(timeline_status, "{}");
    }
    const auto max_id = request.query.find("max_id");
    const int below = max_id == request.query.end() ? 1000 : std::stoi(max_id->second);
    std::string page;
    for (auto each = text.rbegin(); each != text.rend() && !shows_nothing; ++each) {
      if (each->first < below && !hidden.contains(each->first) && !untagged.contains(each->first)) {
        page += (page.empty() ? "" : ",") + status(each->first);
      }
    }
    return ServerAnswer(200, "[" + page + "]");
  }

  PassReport next_pass(Duration sweep = {}) {
    clock.advance(2h);
    return pass(sweep);
  }
  PostRecord stored(int id) {
    return writer.reader()
        .post_by_uri("https://home.example/users/ana/statuses/" + std::to_string(id))
        .value()
        .value();
  }
  std::int64_t gone() { return writer.reader().contents().value().gone; }

  std::map<int, std::string> text;  // what is there, by id
  std::set<int> hidden;             // there, and not on timelines
  std::set<int> untagged;
  std::set<int> edited;
  std::map<std::string, int> asked;
  int likes = 0;
  int missing_status = 404;
  int by_id_status = 0;  // 0: the truth
  int timeline_status = 200;
  bool shows_nothing = false;
  bool stated_open = true;
};

TEST_F(DeletionPassTest, WhatIsAnsweredWith404Or410IsGone) {
  text.erase(115);
  EXPECT_EQ(next_pass().gone_posts, 1);
  EXPECT_TRUE(stored(115).deleted);
  EXPECT_EQ(stored(115).post.text, "");
  text.erase(129);  // the newest
  missing_status = 410;
  EXPECT_EQ(next_pass().gone_posts, 1);
  EXPECT_EQ(gone(), 2);
  text[115] = "It is back";
  EXPECT_EQ(next_pass().gone_posts, 0);
  EXPECT_EQ(stored(115).post.text, "");
}

TEST_F(DeletionPassTest, TheOldestPostIsMissedByASweepBelowIt) {
  text.erase(110);
  EXPECT_EQ(next_pass().gone_posts, 0);
  EXPECT_EQ(next_pass(48h).gone_posts, 1);
}

TEST_F(DeletionPassTest, ManyAreAskedForAHandfulAPass) {
  for (int id = 112; id < 127; ++id) {
    text.erase(id);
  }
  EXPECT_EQ(next_pass().gone_posts, 10);
  EXPECT_EQ(next_pass().gone_posts, 5);
  EXPECT_EQ(asked.size(), 16U) << "each once, and one that is known to be there";
}

TEST_F(DeletionPassTest, WhatIsThereGetsItsCountsAndEditsNoted) {
  hidden = {115};
  likes = 7;
  text[115] = "Corrected";
  edited = {115};
  EXPECT_EQ(next_pass().gone_posts, 0);
  EXPECT_FALSE(stored(115).deleted);
  EXPECT_EQ(stored(115).post.text, "Corrected");
  EXPECT_EQ(stored(115).post.engagement.likes, 7);
  for (int round = 0; round < 5; ++round) {
    EXPECT_EQ(next_pass().gone_posts, 0);
  }
  EXPECT_EQ(asked["115"], 4) << "ever more rarely";
}

TEST_F(DeletionPassTest, ATagThatIsEditedOutLeavesThePostWithoutThatMatch) {
  untagged = edited = {115};
  const PassReport report = next_pass();
  EXPECT_EQ(report.gone_posts, 0);
  EXPECT_EQ(report.changed_posts, 1);
  EXPECT_FALSE(stored(115).deleted);
  EXPECT_THAT(stored(115).matches, IsEmpty());
  EXPECT_THAT(stored(116).matches, Not(IsEmpty()));
  (void)next_pass();
  EXPECT_EQ(asked["115"], 1) << "it is looked for on that timeline no more";
}

TEST_F(DeletionPassTest, NoOtherAnswerMakesAPostGone) {
  text.erase(115);
  for (const int status : {401, 403, 422, 429, 500, 502, 503, 200}) {
    by_id_status = status;
    EXPECT_EQ(next_pass().gone_posts, 0) << status;
    EXPECT_FALSE(stored(115).deleted) << status;
    clock.advance(std::chrono::days(8));
  }
  by_id_status = 0;
  EXPECT_EQ(next_pass().gone_posts, 1) << "and then it is asked again";
}

TEST_F(DeletionPassTest, AServerThatFindsNothingByIdHasNotDeletedEverything) {
  hidden = {113, 114, 115, 116};
  for (const int status : {404, 410}) {
    by_id_status = status;
    for (int round = 0; round < 10; ++round) {
      EXPECT_EQ(next_pass().gone_posts, 0);
    }
  }
  EXPECT_EQ(gone(), 0);
}

TEST_F(DeletionPassTest, AServerThatIsDownOrRefusesMakesNothingGone) {
  text.clear();
  for (const int status : {401, 403, 404, 410, 429, 500, 503}) {
    timeline_status = status;
    (void)next_pass(48h);
    clock.advance(std::chrono::days(2));
  }
  EXPECT_THAT(asked, IsEmpty());
  EXPECT_EQ(gone(), 0);
}

TEST_F(DeletionPassTest, AnEmptyPageMakesNothingGone) {
  shows_nothing = true;
  EXPECT_EQ(next_pass(48h).gone_posts, 0) << "everything is there by id";
  EXPECT_EQ(gone(), 0);
  stated_open = false;
  text.clear();
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(next_pass(48h).gone_posts, 0) << "a closed feed may look like this";
  }
  EXPECT_EQ(gone(), 0);
}

TEST_F(DeletionPassTest, TheOnlyPostOfAServerThatStatesThatItIsOpenMayGo) {
  text.clear();
  EXPECT_GT(next_pass().gone_posts, 0);
}

TEST_F(DeletionPassTest, AnAnswerFromAnOldCacheMissesNothing) {
  const ServerAnswer old(200, "[" + status(110) + "," + status(129) + "]", {{"Age", "3600"}});
  answer = [&](const ServerRequest& request) {
    return request.path.starts_with(kById) ? respond(request) : old;
  };
  (void)next_pass();
  EXPECT_THAT(asked, IsEmpty());
}

class BlueskyDeletionTest : public PipelineFixture {
 protected:
  BlueskyDeletionTest() : PipelineFixture("bluesky") {
    answer = [this](const ServerRequest& request) { return respond(request); };
    for (int key = 10; key < 50; ++key) {
      there.insert(key);
    }
    EXPECT_EQ(pass().new_posts, 40);
  }

  static std::string uri(int key) {
    return "at://did:plc:ana/app.bsky.feed.post/" + std::to_string(key);
  }
  static std::string view(int key) {
    const std::string time = format_rfc3339(kNoon - std::chrono::hours(60 - key));
    return R"({"uri":")" + uri(key) +
           R"(","author":{"did":"did:plc:ana","handle":"ana.example.net"},"record":{"createdAt":")" +
           time + R"(","text":"Notes #TMSSW"},"indexedAt":")" + time + "\"}";
  }
  ServerAnswer respond(const ServerRequest& request) {
    const bool by_id = request.path.ends_with("getPosts");
    if (by_id && by_id_status != 200) {
      return ServerAnswer(by_id_status, "{}");
    }
    std::string posts;
    for (auto key = there.rbegin(); key != there.rend(); ++key) {
      const std::string end = std::to_string(*key);
      const bool named =
          request.target.find(end + "&") != std::string::npos || request.target.ends_with(end);
      const bool wanted = by_id ? finds_by_id && named : !hidden.contains(*key);
      if (wanted) {
        posts += (posts.empty() ? "" : ",") + view(*key);
      }
    }
    questions += by_id ? 1 : 0;
    return ServerAnswer(200, "{\"posts\":[" + posts + "]}");
  }
  PassReport next_pass() {
    clock.advance(2h);
    return pass();
  }

  std::set<int> there;
  std::set<int> hidden;
  bool finds_by_id = true;
  int by_id_status = 200;
  int questions = 0;
};

TEST_F(BlueskyDeletionTest, WhatGetPostsDoesNotGiveIsGone) {
  for (int key = 15; key < 45; ++key) {
    there.erase(key);
  }
  hidden = {12};
  EXPECT_EQ(next_pass().gone_posts, 30);
  EXPECT_EQ(questions, 2) << "24 and one that is known to be there at a time";
  EXPECT_FALSE(writer.reader().post_by_uri(uri(12)).value()->deleted);
  EXPECT_TRUE(writer.reader().post_by_uri(uri(15)).value()->deleted);
}

TEST_F(BlueskyDeletionTest, AnAnswerWithoutWhatIsKnownToBeThereSaysNothing) {
  hidden = {20, 21, 22};
  finds_by_id = false;
  for (int round = 0; round < 5; ++round) {
    EXPECT_EQ(next_pass().gone_posts, 0);
  }
  finds_by_id = true;
  for (const int status : {400, 401, 403, 429, 502}) {
    by_id_status = status;
    clock.advance(std::chrono::days(8));
    EXPECT_EQ(next_pass().gone_posts, 0) << status;
  }
  EXPECT_EQ(writer.reader().contents().value().gone, 0);
}

}  // namespace
}  // namespace tagwatch
