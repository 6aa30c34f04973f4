// Digests that are delivered into a folder, and what is mailed when there is none.
#include <gmock/gmock.h>

#include "clocked_office.hpp"
#include "support/smtp_server.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class FolderDelivery : public test::ClockedOffice {
 protected:
  FolderDelivery() {
    std::ofstream(folder / "tagwatch.toml", std::ios::app)
        << "[[delivery]]\nkind = \"directory\"\npath = \"www\"\n";
    poll("one.example", clock.now() - 84 * 24h);
    Post post = build::post("1", clock.now() - 13h);
    post.text = "A canary sings #TMSSW";
    show("one.example", post);
  }
  [[nodiscard]] Ended deliver() const { return run({"digest", "--issue", "--deliver"}); }
  [[nodiscard]] std::string file(const std::string& name) const {
    return contents(folder / "www" / name);
  }
};

TEST_F(FolderDelivery, HoldsTheFilesAndTheLatestPage) {
  const Ended first = deliver();
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("/www: sent (written)"));
  EXPECT_THAT(file("2026-11-23.html"), HasSubstr("canary"));
  EXPECT_THAT(file("2026-11-23.posts.ndjson"), HasSubstr("canary"));
  EXPECT_EQ(file("latest.html"), file("2026-11-23.html"));
  clock.advance(24h);
  EXPECT_EQ(deliver().code, 0);
  EXPECT_EQ(file("latest.html"), file("2026-11-24.html"));
  EXPECT_NE(file("latest.html"), file("2026-11-23.html"));
  fs::remove(folder / "www/2026-11-23.html");
  EXPECT_EQ(run({"digest", "--deliver", "--date", "2026-11-23"}).code, 0);
  EXPECT_EQ(file("2026-11-23.html"), "") << "it was delivered";
  EXPECT_EQ(run({"digest", "--deliver", "--again", "--date", "2026-11-23"}).code, 0);
  EXPECT_THAT(file("2026-11-23.html"), HasSubstr("canary"));
  EXPECT_EQ(file("latest.html"), file("2026-11-24.html"));
}

TEST_F(FolderDelivery, AFolderThatCannotBeWrittenIsToldAndTriedAgain) {
  std::ofstream(folder / "www") << "in the way";
  const Ended failed = deliver();
  EXPECT_EQ(failed.code, 3);
  EXPECT_THAT(failed.err, HasSubstr("/www: not sent yet ("));
  EXPECT_TRUE(fs::exists(folder / "digests/2026-11-23.html")) << "the rest is done";
  EXPECT_THAT(run({"status"}).out, HasSubstr("/www: not sent yet ("));
  fs::remove(folder / "www");
  EXPECT_EQ(run({"digest", "--deliver"}).code, 0);
  EXPECT_THAT(file("latest.html"), HasSubstr("canary"));
}

TEST_F(FolderDelivery, WhatIsLeftOfOtherDaysGoesOutInTheNightToo) {
  std::ofstream(folder / "www") << "in the way";
  EXPECT_EQ(deliver().code, 3);
  fs::remove(folder / "www");
  clock.set(build::at("2026-11-25T00:30:00Z"));  // yesterday's digest is not to be there yet
  const Ended night = run({"digest", "--deliver"});
  EXPECT_EQ(night.code, 0) << night.err;
  EXPECT_EQ(night.err, "");
  EXPECT_THAT(night.out, HasSubstr("digest of 2026-11-23  "));
  EXPECT_THAT(file("latest.html"), HasSubstr("canary"));
  clock.set(build::at("2026-11-25T07:00:00Z"));
  const Ended morning = run({"digest", "--deliver"});
  EXPECT_EQ(morning.code, 1);
  EXPECT_THAT(morning.err, HasSubstr("the digest of 2026-11-24 is not issued; add --issue"));
}

TEST_F(FolderDelivery, WhatIsGivenUpIsToldByTheCommandThatDoesSo) {
  std::ofstream(folder / "www") << "in the way";
  EXPECT_EQ(deliver().code, 3);
  for (int times = 0; times < 8; ++times) {
    clock.advance(1h);
    EXPECT_EQ(run({"digest", "--deliver", "--date", "2026-11-23"}).code, 3);
  }
  clock.advance(48h);
  const Ended later = deliver();
  EXPECT_EQ(later.code, 3);
  EXPECT_THAT(later.err, HasSubstr("tagwatch: digest of 2026-11-23  "));
  EXPECT_THAT(later.err, HasSubstr("given up (given up after two days"));
}

TEST_F(FolderDelivery, WhatIsErasedLeavesTheFolderToo) {
  EXPECT_EQ(deliver().code, 0);
  EXPECT_EQ(run({"db", "erase", "@ana@one.example"}).code, 0);
  for (const auto& entry : fs::directory_iterator(folder / "www")) {
    EXPECT_THAT(contents(entry.path()), Not(HasSubstr("canary"))) << entry.path();
  }
  EXPECT_EQ(file("latest.html"), file("2026-11-23.html"));
}

class MailDelivery : public test::ClockedOffice {
 protected:
  MailDelivery() {
    std::ofstream(folder / "tagwatch.toml", std::ios::app)
        << "[[delivery]]\nkind = \"email\"\nto = [\"press@office.example\"]\nfrom = "
           "\"digest@office.example\"\nhost = \"127.0.0.1\"\ntls = \"none\"\nport = "
        << server_.port() << "\n";
    poll("one.example", clock.now() - 84 * 24h);
  }
  test::SmtpServer server_;
};

TEST_F(MailDelivery, WhereThereIsNoDigestItIsSaidWhyOnceADay) {
  const std::vector<std::string> words{"digest", "--issue", "--deliver"};
  EXPECT_EQ(run(words).code, 0);
  clock.advance(9 * 24h);
  const Ended refused = run(words);
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("notice that there is no digest, sent (250"));
  clock.advance(1h);
  EXPECT_EQ(run(words).code, 1);
  ASSERT_THAT(server_.received(), SizeIs(2));
  const std::string notice = server_.received()[1].bytes;
  EXPECT_THAT(notice, HasSubstr("Subject: [tagwatch] No digest of Wed 2 Dec\r\n"));
  EXPECT_THAT(notice,
              HasSubstr("There is no digest of Wednesday 2 December 2026, because it could"));
  EXPECT_THAT(notice, HasSubstr("8 missed days"));
  clock.advance(24h);
  EXPECT_EQ(run(words).code, 1);
  EXPECT_THAT(server_.received(), SizeIs(3));
}

TEST_F(MailDelivery, AMistypedDayIsNobodysNews) {
  EXPECT_EQ(run({"digest", "--issue", "--deliver", "--date", "2026-11-20"}).code, 1);
  EXPECT_THAT(server_.received(), IsEmpty());
}

}  // namespace
}  // namespace tagwatch
