// The daemon: it previews after its first round, and it stops when it is told to, wherever it is.
#include <gtest/gtest.h>

#include <filesystem>
#include <mutex>

#include "e2e/interposed.hpp"
#include "support/builders.hpp"
#include "support/process.hpp"
#include "support/raw_client.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/demo/server.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {
namespace {

constexpr const char* kProgram = TAGWATCH_BINARY_DIR "/tagwatch";

class RunTest : public ::testing::Test {
 protected:
  void write_config(const std::string& url, const std::string& listen = "127.0.0.1:0") {
    std::ofstream(config()) << "[monitor]\ntags = [\"TMSSW\"]\ntimezone = \"America/New_York\"\n"
                               "contact = \"test@example.org\"\n[store]\npath = \"store.db\"\n"
                               "[digest]\noutput = \"digests\"\n[archive]\nlisten = \""
                            << listen
                            << "\"\n"
                               "[[source]]\nname = \"social\"\nkind = \"mastodon\"\nurl = \""
                            << url << "\"\n";
  }
  [[nodiscard]] std::string config() const { return (folder / "tagwatch.toml").string(); }
  [[nodiscard]] std::vector<std::string> command(std::vector<std::string> words) const {
    std::vector<std::string> all{kProgram, "--config", config()};
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }
  void expect_valid(const std::string& schema, const std::string& json) {
    const std::string file = (folder / (schema + ".json")).string();
    std::ofstream(file) << json;
    const std::string source = TAGWATCH_SOURCE_DIR;
    const Ended checked = Process({"/usr/bin/python3", source + "/tests/support/validate.py",
                                   source + "/config/schema/" + schema + ".schema.json", file},
                                  folder.path())
                              .wait();
    EXPECT_EQ(checked.code, 0) << checked.out << checked.err;
  }
  TempDir folder;
  SystemClock clock;
};

TEST_F(RunTest, PreviewsAfterTheFirstRoundAndStopsOnRequest) {
  LoopbackServer server(clock, [](const ServerRequest&) { return ServerAnswer(200, "[]"); });
  write_config(server.url(""));
  Process daemon(command({"run", "--init"}), folder.path());
  const std::optional<std::string> path = daemon.next_line();
  ASSERT_TRUE(path.has_value());
  EXPECT_NE(path->find(".preview."), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(*path));
  daemon.signal(SIGTERM);
  const Ended ended = daemon.wait();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.err.find("stopped_hard"), std::string::npos) << ended.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "store.db-wal") &&
               std::filesystem::file_size(folder / "store.db-wal") > 0);
}

// A pass that was killed after its commit left the files to the next one.
TEST_F(RunTest, WhatWasDeletedLeavesTheFilesOfDigestsThatQuotedIt) {
  LoopbackServer server(clock, [](const ServerRequest&) { return ServerAnswer(200, "[]"); });
  write_config(server.url(""));
  const Zone zone = Zone::locate("America/New_York").value();
  const Day yesterday = zone.day_of(clock.now()) - std::chrono::days(1);
  const ManualClock noon(zone.at(yesterday, std::chrono::hours(12)));
  {
    Writer writer =
        Writer::open(folder / "store.db", Writer::Options(true, Duration{0}), noon).value();
    ASSERT_TRUE(writer.watch({Hashtag("TMSSW")}, {TimelineId("social", "tmssw")}));
    Post post = build::post("1", noon.now());
    post.text = "Canary words #TMSSW";
    ASSERT_TRUE(writer.commit(build::batch("social", {build::matched(post)})));
  }
  ASSERT_EQ(Process(command({"digest", "--issue"}), folder.path()).wait().code, 0);
  const std::string file = (folder / "digests").string() + "/" + format_day(yesterday) + ".txt";
  ASSERT_NE(contents(file).find("Canary words"), std::string::npos);
  {
    Writer writer =
        Writer::open(folder / "store.db", Writer::Options(false, Duration{0}), clock).value();
    Batch batch = build::batch("social", {});
    batch.askable = {"social"};
    batch.gone = {build::post("1", noon.now()).uri};
    ASSERT_EQ(writer.commit(batch)->gone_posts, 1);
  }
  Process daemon(command({"run"}), folder.path());
  for (std::optional<std::string> path = daemon.next_line(); path != file;
       path = daemon.next_line()) {
    ASSERT_TRUE(path.has_value()) << "the file is not written again";
  }
  EXPECT_EQ(contents(file).find("Canary words"), std::string::npos);
  EXPECT_NE(contents(file).find("no longer quoted"), std::string::npos);
  daemon.signal(SIGTERM);
  EXPECT_EQ(daemon.wait().code, 0);
}

TEST_F(RunTest, WritesTheDigestThatAKilledProcessIssued) {
  LoopbackServer server(clock, [](const ServerRequest&) { return ServerAnswer(200, "[]"); });
  write_config(server.url(""));
  {
    Writer writer =
        Writer::open(folder / "store.db", Writer::Options(true, Duration{0}), clock).value();
    ASSERT_TRUE(writer.watch({Hashtag("TMSSW")}, {TimelineId("social", "tmssw")}));
  }
  const test::Point first_file{"rename", "*/digests/*.html"};
  ASSERT_EQ(test::run_interposed(folder.path(), {"digest", "--issue"},
                                 {clock.now(), {}, &first_file, 1, {}})
                .signal,
            SIGKILL);
  const Zone zone = Zone::locate("America/New_York").value();
  const Day yesterday = zone.day_of(clock.now()) - std::chrono::days(1);
  const std::string file = (folder / "digests").string() + "/" + format_day(yesterday) + ".html";
  ASSERT_FALSE(std::filesystem::exists(file));
  Process daemon(command({"run"}), folder.path());
  for (std::optional<std::string> path = daemon.next_line(); path != file;
       path = daemon.next_line()) {
    ASSERT_TRUE(path.has_value()) << "the file is not written";
  }
  EXPECT_TRUE(std::filesystem::exists(file));
  daemon.signal(SIGTERM);
  const Ended ended = daemon.wait();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.err.find("digest.written_late"), std::string::npos) << ended.err;
}

TEST_F(RunTest, StopsInTheMiddleOfAnAnswerThatNeverComes) {
  LoopbackServer server(clock, [](const ServerRequest&) {
    ServerAnswer hanging(200, "[]");
    hanging.fault = Fault::hang;
    hanging.fault_after = 1;
    return hanging;
  });
  write_config(server.url(""));
  std::unique_ptr<Process> daemon;
  std::mutex started;
  {
    const std::lock_guard lock(started);
    server.call_at(1, 1, [&] {
      const std::lock_guard wait_for_start(started);
      daemon->signal(SIGTERM);
    });
    daemon = std::make_unique<Process>(command({"run", "--init"}), folder.path());
  }
  const Ended ended = daemon->wait();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.err.find("stopped_hard"), std::string::npos) << ended.err;
}

TEST_F(RunTest, ASecondWriterIsToldWhoHoldsTheStore) {
  LoopbackServer server(clock, [](const ServerRequest&) { return ServerAnswer(200, "[]"); });
  write_config(server.url(""));
  Process daemon(command({"run", "--init"}), folder.path());
  ASSERT_TRUE(daemon.next_line().has_value());
  const Ended poll = Process(command({"poll"}), folder.path()).wait();
  EXPECT_EQ(poll.code, 75) << poll.err;
  EXPECT_NE(poll.err.find(std::to_string(daemon.id())), std::string::npos) << poll.err;
  const Ended issue = Process(command({"digest", "--issue"}), folder.path()).wait();
  EXPECT_EQ(issue.code, 75) << issue.err;
  EXPECT_NE(issue.err.find("daemon"), std::string::npos) << issue.err;
  const Ended status = Process(command({"status"}), folder.path()).wait();
  EXPECT_EQ(status.code, 0) << status.err;
  daemon.signal(SIGTERM);
  EXPECT_EQ(daemon.wait().code, 0);
}

TEST_F(RunTest, ServesTheArchiveAndStatusSaysWhere) {
  LoopbackServer server(clock, [](const ServerRequest&) { return ServerAnswer(200, "[]"); });
  write_config(server.url(""));
  {
    Writer writer =
        Writer::open(folder / "store.db", Writer::Options(true, Duration{0}), clock).value();
    ASSERT_TRUE(writer.watch({Hashtag("TMSSW")}, {TimelineId("social", "tmssw")}));
  }
  ASSERT_EQ(Process(command({"digest", "--issue"}), folder.path()).wait().code, 0);
  const auto archive_line = [this] {
    const Ended status = Process(command({"status"}), folder.path()).wait();
    return status.out.substr(status.out.find("archive: "));
  };
  EXPECT_EQ(archive_line(), "archive: not served: no daemon runs\n");
  Process daemon(command({"run"}), folder.path());
  ASSERT_TRUE(daemon.next_line().has_value());
  const std::string line = archive_line();
  const std::string begin = "archive: http://127.0.0.1:";
  ASSERT_EQ(line.substr(0, begin.size()), begin);
  const int port = std::stoi(line.substr(begin.size()));
  EXPECT_NE(raw_get(port, "/").find("1 digest issued"), std::string::npos);
  const std::string latest = raw_get(port, "/latest.html");
  const std::size_t target = latest.find("Location: ") + 10;
  const std::string page = raw_get(port, latest.substr(target, latest.find('\r', target) - target));
  EXPECT_EQ(page.substr(0, 15), "HTTP/1.1 200 OK");
  EXPECT_NE(page.find("</html>"), std::string::npos);
  const RawClient slow(port);  // costs the end no time
  daemon.signal(SIGTERM);
  const Ended ended = daemon.wait();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.err.find("stopped_hard"), std::string::npos) << ended.err;
}

TEST_F(RunTest, APortThatIsTakenCostsOnlyTheArchive) {
  LoopbackServer server(clock, [](const ServerRequest&) { return ServerAnswer(200, "[]"); });
  const std::string taken = server.url("").substr(std::string("http://").size());
  write_config(server.url(""), taken);
  Process daemon(command({"run", "--init"}), folder.path());
  ASSERT_TRUE(daemon.next_line().has_value());
  const TempDir elsewhere;  // for its stderr
  const Ended status = Process(command({"status"}), elsewhere.path()).wait();
  EXPECT_NE(status.out.find("archive: not served: " + taken +
                            " cannot be listened on: Address "
                            "already in use"),
            std::string::npos)
      << status.out;
  daemon.signal(SIGTERM);
  const Ended ended = daemon.wait();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.err.find("archive.not_served"), std::string::npos) << ended.err;
}

TEST_F(RunTest, WithoutAStoreItSaysHowToMakeOne) {
  write_config("http://127.0.0.1:9");
  const Ended poll = Process(command({"poll"}), folder.path()).wait();
  EXPECT_EQ(poll.code, 1);
  EXPECT_NE(poll.err.find("--init"), std::string::npos) << poll.err;
  EXPECT_NE(poll.err.find("store.db"), std::string::npos) << poll.err;
}

TEST_F(RunTest, OneSourceDownIsToldInValidReportsAndCostsNoOther) {
  LoopbackServer server(clock, [](const ServerRequest&) { return ServerAnswer(200, "[]"); });
  write_config(server.url(""));
  std::ofstream(config(), std::ios::app)
      << "[[source]]\nname = \"gone\"\nkind = \"mastodon\"\nurl = \"http://127.0.0.1:9\"\n";
  const Ended poll = Process(command({"poll", "--init", "--json"}), folder.path()).wait();
  EXPECT_EQ(poll.code, 3) << poll.err;
  const Ended status = Process(command({"status", "--json"}), folder.path()).wait();
  EXPECT_EQ(status.code, 0) << status.err;
  EXPECT_NE(status.out.find("the server could not be reached"), std::string::npos);
  expect_valid("poll", poll.out);
  expect_valid("status", status.out);
  const Ended check = Process(command({"sources", "check"}), folder.path()).wait();
  EXPECT_EQ(check.code, 3) << check.err;
  EXPECT_NE(check.out.find("what to do"), std::string::npos) << check.out;
}

TEST_F(RunTest, PollReadsHistoryWhereItIsAskedTo) {
  LoopbackServer server(clock, [](const ServerRequest&) { return ServerAnswer(200, "[]"); });
  write_config(server.url(""));
  std::ofstream(config(), std::ios::app)
      << "[[source]]\nname = \"news\"\nkind = \"feed\"\nurl = \"" << server.url("/feed") << "\"\n";
  const Ended poll = Process(command({"poll", "--init", "--since", "30d"}), folder.path()).wait();
  EXPECT_NE(poll.err.find("--since changes nothing for feeds, which show only their newest items: "
                          "news\n"),
            std::string::npos)
      << poll.err;
  EXPECT_NE(poll.out.find("back to "), std::string::npos) << poll.out;
  const Ended future = Process(command({"poll", "--since", "2126-01-01"}), folder.path()).wait();
  EXPECT_EQ(future.code, 2) << future.err;
  EXPECT_NE(future.err.find("is still to come"), std::string::npos) << future.err;
}

TEST_F(RunTest, PollSaysWhatFailedAndWhatToDo) {
  write_config("http://127.0.0.1:9");
  const Ended poll = Process(command({"poll", "--init"}), folder.path()).wait();
  EXPECT_EQ(poll.code, 4);
  EXPECT_NE(poll.err.find("Check the network"), std::string::npos) << poll.err;
  const Ended digest = Process(command({"digest"}), folder.path()).wait();
  EXPECT_EQ(digest.code, 0) << digest.err;
  EXPECT_NE(digest.out.find("could be read"), std::string::npos)
      << "a day that could not be seen must not look like a day without posts\n"
      << digest.out;
}

}  // namespace
}  // namespace tagwatch
