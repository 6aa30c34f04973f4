// `tagwatch digest --issue` in words and exit codes, and the clock of a machine that writes.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "clocked_office.hpp"
#include "store/sqlite.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class IssueCommand : public test::ClockedOffice {};

TEST_F(IssueCommand, ADayThatIsNotOverIsNoMistakeOfTheCommandLine) {
  const Ended today = run({"digest", "--date", "today", "--issue"});
  EXPECT_EQ(today.code, 1);
  EXPECT_THAT(today.err, StartsWith("tagwatch: cannot be issued: 2026-11-24 is not over"));
  EXPECT_EQ(today.out, "");
  const Ended nonsense = run({"digest", "--date", "tomorrow", "--issue"});
  EXPECT_EQ(nonsense.code, 2);
  EXPECT_THAT(nonsense.err, HasSubstr("\"tomorrow\" is no day"));
}

TEST_F(IssueCommand, ASecondIssueSaysThatNothingWasChanged) {
  poll("one.example", clock.now() - 84 * 24h);
  const Ended first = run({"digest", "--issue"});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(first.err, "");
  clock.advance(1h);
  const Ended second = run({"digest", "--issue"});
  EXPECT_EQ(second.code, 0);
  EXPECT_EQ(second.out, first.out);
  EXPECT_EQ(second.err,
            "tagwatch: the digest of 2026-11-23 was already issued on 2026-11-24 12:00 UTC; "
            "nothing was changed\n");
}

TEST_F(IssueCommand, AClockThatIsAheadPrunesNothing) {
  std::ofstream(folder / "tagwatch.toml", std::ios::binary | std::ios::app)
      << "[retention]\nposts = \"200d\"\n";
  Batch answered = build::batch("one.example", {build::matched(build::post("1", clock.now()))});
  answered.fetches = {{"newest", clock.now(), clock.now(), 200, 1, 1, "ok", clock.now()}};
  answered.state.emplace();
  answered.state->started = true;
  commit(answered);
  const Instant right = clock.now();
  clock.advance(365 * 24h);
  const Ended silent = run({"db", "prune"});
  EXPECT_EQ(silent.code, 1);
  EXPECT_THAT(silent.err, HasSubstr("nothing was pruned: no source has answered within 24 hours"));
  // One poll with the wrong clock is no proof that it is right.
  answered.fetches = {{"newest", clock.now(), clock.now(), 200, 1, 0, "ok", right}};
  commit(answered);
  const Ended polled = run({"db", "prune"});
  EXPECT_EQ(polled.code, 1);
  EXPECT_THAT(polled.err, HasSubstr("it is 2026-11-24 12:00 UTC; set the clock"));
  EXPECT_THAT(run({"export"}).out, HasSubstr("Meeting notes 1"));
}

// A store that is put back as it was before a digest, into a folder that has that digest's files.
class RestoredStore : public test::ClockedOffice {
 protected:
  RestoredStore() {
    poll("one.example", clock.now() - 84 * 24h);
    clock.set(build::at("2026-11-23T12:00:00Z"));
    show("one.example", build::post("1", clock.now()));
    clock.set(build::at("2026-11-24T12:00:00Z"));
    fs::copy_file(folder / "store.db", folder / "copy.db");
    first_ = issue();
    EXPECT_EQ(first_.err, "");
  }

  [[nodiscard]] Ended issue() const {
    const Ended ended = run({"digest", "--issue", "--format", "html,text,json,markdown"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended;
  }
  // After that a post that came in later is in the store's digest.
  void restore(const std::string& later) {
    fs::copy_file(folder / "copy.db", folder / "store.db", fs::copy_options::overwrite_existing);
    show("one.example", build::post(later, build::at("2026-11-23T13:00:00Z")));
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return contents(folder / "digests" / name);
  }

  Ended first_;
};

TEST_F(RestoredStore, KeepsTheFilesOfTheDigestThatItDoesNotKnow) {
  const std::map<std::string, std::string> before{
      {".html", file("2026-11-23.html")},
      {".txt", file("2026-11-23.txt")},
      {".json", file("2026-11-23.json")},
      {".md", file("2026-11-23.md")},
      {".posts.ndjson", file("2026-11-23.posts.ndjson")}};
  restore("2");
  const Ended second = issue();
  EXPECT_EQ(second.out, first_.out);
  EXPECT_THAT(second.err, StartsWith("tagwatch: there are files of another digest of 2026-11-23, "
                                     "which this store does not know; they are kept as "));
  EXPECT_THAT(second.err, HasSubstr("2026-11-23.earlier.html, "));
  EXPECT_THAT(second.err, HasSubstr("Probably the store was restored from a backup, or two stores "
                                    "write into one folder"));
  for (const auto& [extension, bytes] : before) {
    EXPECT_EQ(file("2026-11-23.earlier" + extension), bytes);
  }
  EXPECT_THAT(file("2026-11-23.json"), HasSubstr("\"issued_before\": true"));
  EXPECT_THAT(file("2026-11-23.txt"), HasSubstr("Another digest of Monday 23 November was issued"));
  EXPECT_THAT(before.at(".json"), Not(HasSubstr("issued_before")));
  // What the store knows is overwritten by the same.
  EXPECT_THAT(issue().err, HasSubstr("was already issued"));
  EXPECT_FALSE(fs::exists(folder / "digests/2026-11-23.earlier-2.html"));
  const std::string of_second = file("2026-11-23.html");
  restore("3");
  EXPECT_THAT(issue().err, HasSubstr("2026-11-23.earlier-2.html, "));
  EXPECT_EQ(file("2026-11-23.earlier.html"), before.at(".html"));
  EXPECT_EQ(file("2026-11-23.earlier-2.html"), of_second);
}

TEST_F(RestoredStore, LooksWhereFilesAreWritten) {
  fs::copy(folder / "digests", folder / "elsewhere");
  restore("2");
  EXPECT_EQ(run({"digest", "--issue", "--output", (folder / "elsewhere").string()}).code, 0);
  for (const char* place : {"digests", "elsewhere"}) {
    EXPECT_TRUE(fs::exists(folder / place / "2026-11-23.earlier.html")) << place;
  }
}

// Days that are made up for at once have files of their own from before the restore.
TEST_F(RestoredStore, SetsTheFilesOfMissedDaysAsideToo) {
  fs::copy_file(folder / "store.db", folder / "copy.db", fs::copy_options::overwrite_existing);
  clock.set(build::at("2026-11-25T12:00:00Z"));
  poll("one.example", clock.now() - 24h);
  (void)issue();
  const std::string before = file("2026-11-24.html");
  restore("2");
  clock.set(build::at("2026-11-26T12:00:00Z"));
  poll("one.example", clock.now() - 48h);
  const Ended both = issue();
  EXPECT_THAT(both.err, HasSubstr("2026-11-24.earlier.html"));
  EXPECT_EQ(file("2026-11-24.earlier.html"), before);
  EXPECT_FALSE(fs::exists(folder / "digests/2026-11-24.html"));
  EXPECT_THAT(file("2026-11-25.txt"), Not(HasSubstr("Another digest of")));
}

TEST_F(RestoredStore, ADayThatCannotBeIssuedLeavesItsFiles) {
  fs::create_directories(folder / "digests");
  std::ofstream(folder / "digests/2026-11-24.html") << "theirs";
  EXPECT_EQ(run({"digest", "--issue", "--date", "today"}).code, 1);
  EXPECT_EQ(file("2026-11-24.html"), "theirs");
}

TEST_F(RestoredStore, ADeletionTakesTheFilesThatNobodyCanWriteAgain) {
  restore("2");
  EXPECT_EQ(issue().code, 0);
  ASSERT_TRUE(fs::exists(folder / "digests/2026-11-23.earlier.html"));
  EXPECT_EQ(run({"db", "erase", "@ana@one.example"}).code, 0);
  EXPECT_FALSE(fs::exists(folder / "digests/2026-11-23.earlier.html"));
  EXPECT_FALSE(fs::exists(folder / "digests/2026-11-23.earlier.posts.ndjson"));
  EXPECT_TRUE(fs::exists(folder / "digests/2026-11-23.html"));
}

// A process that was killed between the commit of a digest and its files.
class UnwrittenDigest : public test::ClockedOffice {
 protected:
  UnwrittenDigest() {
    poll("one.example", clock.now() - 84 * 24h);
    EXPECT_EQ(run({"digest", "--issue"}).code, 0);
    was_ = contents(file());
    EXPECT_NE(was_, "");
    kill_before_the_files();
  }

  // Leaves the store as such a kill does.
  void kill_before_the_files() const {
    fs::remove_all(folder / "digests");
    const auto db = store::Db::open(folder / "store.db", store::Db::Access::write).value();
    EXPECT_TRUE(db->execute("INSERT INTO unwritten_digest SELECT n FROM digest"));
  }
  [[nodiscard]] fs::path file() const { return folder / "digests/2026-11-23.html"; }

  std::string was_;
};

TEST_F(UnwrittenDigest, IsWrittenByTheNextPoll) {
  (void)run({"poll"});  // where no source answers
  EXPECT_EQ(contents(file()), was_);
  fs::remove_all(folder / "digests");
  (void)run({"poll"});
  EXPECT_FALSE(fs::exists(file())) << "it was written, and is no longer the program's to write";
}

TEST_F(UnwrittenDigest, IsWrittenByTheNextIssue) {
  clock.advance(24h);
  const Ended next = run({"digest", "--issue"});
  EXPECT_EQ(next.code, 0) << next.err;
  EXPECT_THAT(next.out, HasSubstr("2026-11-24.html"));
  EXPECT_THAT(next.out, Not(HasSubstr("2026-11-23.html")));
  EXPECT_EQ(contents(file()), was_);
}

TEST_F(UnwrittenDigest, IsWrittenWhereItIsAskedForAgain) {
  const std::string elsewhere = (folder / "elsewhere").string();
  EXPECT_EQ(run({"digest", "--issue", "--output", elsewhere}).code, 0);
  EXPECT_EQ(contents(folder / "elsewhere/2026-11-23.html"), was_);
  (void)run({"poll"});
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(UnwrittenDigest, IsWrittenOnceItIsPrinted) {
  EXPECT_THAT(run({"digest", "--issue", "--output", "-"}).out, HasSubstr("Monday 23 November"));
  (void)run({"poll"});
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(UnwrittenDigest, WhatCannotBeWrittenStaysToBeWritten) {
  std::ofstream(folder / "digests") << "in the way";
  const Ended failed = run({"digest", "--issue"});
  EXPECT_EQ(failed.code, 1);
  fs::remove(folder / "digests");
  (void)run({"poll"});
  EXPECT_EQ(contents(file()), was_);
}

TEST_F(IssueCommand, OneFormatGoesToStdoutAndTheDayIsNotIssuedForMore) {
  poll("one.example", clock.now() - 84 * 24h);
  const std::vector<std::string> words{"digest", "--issue",  "--output",
                                       "-",      "--format", "text,html"};
  EXPECT_EQ(run(words).code, 2);
  EXPECT_THAT(run({"digest", "--issue"}).err, Not(HasSubstr("already issued")));
}

// What the servers' clocks say of ours.
class ClockAhead : public test::ClockedOffice {
 protected:
  // `source` answered now, and its clock was so much ahead of ours.
  void answered(const std::string& source, std::optional<Duration> ahead) {
    poll(source, clock.now() - 84 * 24h);
    Batch batch;
    batch.timeline = TimelineId(source, source == "news" ? "" : "tmssw");
    FetchRecord fetch;
    fetch.task = "newest";
    fetch.started = fetch.seen_as_of = clock.now();
    fetch.status = 200;
    if (ahead) {
      fetch.server_clock = clock.now() + *ahead;
    }
    batch.fetches = {fetch};
    commit(batch);
  }
  // Exit code 1 and these words, and nothing is issued.
  void expect_refused(const std::string& words) const {
    const Ended refused = run({"digest", "--issue"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.err, "tagwatch: cannot be issued: " + words + "\n");
    EXPECT_FALSE(fs::exists(folder / "digests"));
  }
  void expect_issued() const {
    const Ended issued = run({"digest", "--issue"});
    EXPECT_EQ(issued.code, 0) << issued.err;
  }
};

TEST_F(ClockAhead, ADayThatIsNotOverForTheServersIsNotIssued) {
  answered("one.example", -13h);
  expect_refused(
      "this machine's clock says 2026-11-24 12:00 UTC, but by the clocks of the servers that "
      "answered last it is 2026-11-23 23:00 UTC, and 2026-11-23 is not over; set the clock, run "
      "`tagwatch poll`, and try again");
  answered("one.example", -11h);
  expect_issued();
}

TEST_F(ClockAhead, OneServerOfTwoDecidesNothing) {
  answered("one.example", -30 * 24h);
  answered("two.example", 1s);
  expect_issued();
}

TEST_F(ClockAhead, MostServersDecide) {
  answered("one.example", -30 * 24h);
  answered("two.example", 1s);
  answered("news", -30 * 24h);
  EXPECT_EQ(run({"digest", "--issue"}).code, 1);
}

TEST_F(ClockAhead, OldAnswersSayNothing) {
  answered("one.example", -13h);
  clock.advance(24h + 1ms);
  expect_issued();
}

TEST_F(ClockAhead, ClocksDifferByMinutes) {
  clock.set(build::at("2026-11-24T00:00:05Z"));
  answered("one.example", -5min);
  expect_issued();
}

TEST_F(ClockAhead, AWeekIsMadeUpForOnlyOnceASourceHasAnswered) {
  answered("one.example", std::nullopt);
  expect_issued();
  fs::remove_all(folder / "digests");
  clock.advance(9 * 24h);
  expect_refused(
      "8 missed days would be made up for at once, and no source has answered within 24 hours by "
      "this machine's clock, which says 2026-12-03 12:00 UTC; see that it is right, and run "
      "`tagwatch poll` first");
  answered("news", std::nullopt);
  expect_issued();
}

TEST_F(ClockAhead, SevenMissedDaysAreMadeUpForAtOnce) {
  answered("one.example", std::nullopt);
  expect_issued();
  clock.advance(8 * 24h);
  expect_issued();
}

TEST_F(IssueCommand, AClockBehindTheStoreIsTold) {
  poll("one.example", clock.now() - 24h);
  const Instant written = clock.now();
  clock.set(written - 9min);
  EXPECT_THAT(run({"digest", "--issue", "--date", "today"}).err, Not(HasSubstr("set the clock")));
  clock.set(written - 1h);
  const std::string told =
      "tagwatch: this machine's clock says 2026-11-24 11:00 UTC, but the store's last commit is of "
      "2026-11-24 12:00 UTC: set the clock\n";
  EXPECT_THAT(run({"digest", "--issue", "--date", "today"}).err, StartsWith(told));
  EXPECT_THAT(run({"poll", "--source", "nosuch"}).err, StartsWith(told));
  EXPECT_EQ(run({"status"}).err, "") << "only what writes gives times";
}

}  // namespace
}  // namespace tagwatch
