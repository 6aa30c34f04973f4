// The real program hands digests to a real SMTP server, and is killed exactly before and after each
// thing that it asks of the system meanwhile: no mail is lost, and one that comes twice is the same
// to the byte.
#include <gmock/gmock.h>

#include <csignal>
#include <map>

#include "deliver/parsed_mail.hpp"
#include "e2e/mailing.hpp"
#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/demo/server.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::Mailing;
using test::NotedCall;
using test::Point;
using test::SmtpServer;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

TEST_F(Mailing, TheMorningsCommandSendsADigestOnce) {
  fill({"ana", "bob"}, kPlain);
  const std::vector<std::string> words{"digest", "--issue", "--deliver"};
  const Ended first = run(folder.path(), words);
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out,
              AllOf(HasSubstr("2026-11-23.html\n"),
                    HasSubstr("email ana@office.example: sent (250 2.0.0 queued as 1)"),
                    HasSubstr("email bob@office.example: sent (250 2.0.0 queued as 2)")));
  const Ended second = run(folder.path(), words);
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(deliver().code, 0);
  ASSERT_THAT(server_.received(), SizeIs(2));
  const std::string read = test::parsed(server_.received()[0].bytes);
  EXPECT_THAT(read, HasSubstr("\"defects\": []"));
  EXPECT_THAT(read, HasSubstr("\"subject\": \"[tagwatch] Mon 23 Nov"));
  EXPECT_THAT(read, HasSubstr(json_string(contents(folder / "digests/2026-11-23.txt"))));
  EXPECT_THAT(read, HasSubstr(json_string(contents(folder / "digests/2026-11-23.html"))));
  EXPECT_THAT(run(folder.path(), {"status"}).out,
              HasSubstr("digest of 2026-11-23  email bob@office.example: sent (250"));
  EXPECT_THAT(run(folder.path(), {"status", "--json"}).out,
              HasSubstr("\"recipient\": \"ana@office.example\",\n      \"sending\": 1,\n      "
                        "\"state\": \"sent\""));
  std::ofstream(folder / "status.json") << run(folder.path(), {"status", "--json"}).out;
  Process python(
      {"/usr/bin/python3", TAGWATCH_SOURCE_DIR "/tests/support/validate.py",
       TAGWATCH_SOURCE_DIR "/config/schema/status.schema.json", (folder / "status.json").string()},
      folder.path());
  const Ended checked = python.wait();
  EXPECT_EQ(checked.code, 0) << checked.out;
  const Ended again = run(folder.path(), {"digest", "--deliver", "--again"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(server_.received(), SizeIs(4));
}

TEST_F(Mailing, WhatIsNotSentYetIsToldAndSentLater) {
  fill({"ana", "greylisted", "unknown"}, kPlain);
  issue();
  const Ended first = deliver();
  EXPECT_EQ(first.code, 3);
  EXPECT_THAT(first.out, HasSubstr("ana@office.example: sent"));
  EXPECT_THAT(first.err, HasSubstr("greylisted@office.example: not sent yet (the server said: 451 "
                                   "4.7.1 Greylisted, try again later); tried again from "));
  EXPECT_THAT(first.err, HasSubstr("unknown@office.example: given up (the server said: 550"));
  const Ended second = deliver(kMorning + 10min);
  EXPECT_EQ(second.code, 3) << "one of them was given up";
  EXPECT_THAT(second.out, HasSubstr("greylisted@office.example: sent"));
  EXPECT_THAT(server_.received(), SizeIs(2));
}

TEST_F(Mailing, AMistakeOfTheCommandIsToldBeforeAnythingIsDone) {
  fill({"ana"}, kPlain);
  EXPECT_THAT(deliver().err, HasSubstr("the digest of 2026-11-23 is not issued; add --issue"));
  test::write_config(folder / "tagwatch.toml", "https://social.example");
  const Ended nobody = run(folder.path(), {"digest", "--issue", "--deliver"});
  EXPECT_EQ(nobody.code, 2);
  EXPECT_THAT(nobody.err, HasSubstr("there is no [[delivery]] in "));
  EXPECT_FALSE(fs::exists(folder / "digests"));
}

class SafeMailing : public Mailing {
 protected:
  SafeMailing() : Mailing({true, "office", "right", false}) {}
  void fill_with_password(const std::string& password) {
    std::ofstream(folder / "password") << password << "\n";
    fill({"ana"}, "user = \"office\"\npassword_file = \"password\"\nca_file = \"" +
                      server_.certificate() + "\"\n");
    issue();
  }
};

TEST_F(SafeMailing, ByStarttlsAndPassword) {
  fill_with_password("right");
  const Ended sent = deliver();
  EXPECT_EQ(sent.code, 0) << sent.err;
  EXPECT_THAT(server_.received(), SizeIs(1));
}

TEST_F(SafeMailing, AWrongPasswordIsToldAndNothingIsLost) {
  fill_with_password("wrong-one");
  const Ended refused = deliver();
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("does not accept the user or the password"));
  EXPECT_THAT(refused.err + contents(folder / "store.db"), Not(HasSubstr("wrong-one")));
  std::ofstream(folder / "password") << "right\n";
  EXPECT_EQ(deliver().code, 0);
  EXPECT_THAT(server_.received(), SizeIs(1));
}

// Which of its name and place each call on the server and on the store's journal is.
std::vector<std::pair<Point, int>> calls_in(const fs::path& log) {
  std::vector<std::pair<Point, int>> calls;
  std::map<std::pair<std::string, std::string>, int> times;
  for (const NotedCall& call : test::noted_calls(log)) {
    const bool of_journal = call.where.ends_with("/store.db-wal") && call.call == "sync";
    if (!of_journal && call.where != "tcp") {
      continue;
    }
    const std::string where = of_journal ? "*/store.db-wal" : "tcp";
    const int nth = ++times[{call.call, where}];
    calls.push_back({Point{call.call, where, false}, nth});
    calls.push_back({Point{call.call, where, true}, nth});
  }
  return calls;
}

TEST_F(Mailing, AKillBeforeOrAfterAnyCallLosesNoMail) {
  fill({"ana"}, kPlain);
  issue();
  std::vector<std::pair<Point, int>> calls;
  {
    const TempDir copy;
    const TempDir notes;
    fs::copy(folder.path(), copy.path(), fs::copy_options::recursive);
    ASSERT_EQ(run(copy.path(), {"digest", "--deliver"}, kMorning, notes / "calls").code, 0);
    calls = calls_in(notes / "calls");
  }
  ASSERT_GT(calls.size(), 30U);
  const std::string bytes = server_.received().front().bytes;
  int twice = 0;
  std::size_t never_came = 0;
  for (const auto& [point, nth] : calls) {
    SCOPED_TRACE((point.after ? "after " : "before ") + point.call + " " + point.where + ", " +
                 std::to_string(nth));
    const TempDir copy;
    fs::copy(folder.path(), copy.path(), fs::copy_options::recursive);
    const std::size_t before = server_.received().size();
    const Ended killed = run(copy.path(), {"digest", "--deliver"}, kMorning, {}, &point, nth);
    if (killed.signal == 0) {  // the server's answers came in fewer pieces than before
      EXPECT_EQ(killed.code, 0) << killed.err;
      ++never_came;
      continue;
    }
    ASSERT_EQ(killed.signal, SIGKILL);
    for (int times = 0; times < 2; ++times) {
      const Ended ended = run(copy.path(), {"digest", "--deliver"});
      EXPECT_EQ(ended.code, 0) << ended.err;
    }
    const auto mails = server_.received();
    const std::size_t came = mails.size() - before;
    EXPECT_TRUE(came == 1 || came == 2) << came;
    EXPECT_EQ(mails.back().bytes, bytes);
    twice += came == 2 ? 1 : 0;
  }
  EXPECT_LT(never_came, calls.size() / 4);
  EXPECT_GT(twice, 0) << "no kill came between the end of the message and its commit";
  EXPECT_LT(twice, 8) << "mail came twice where it need not";
  for (const SmtpServer::Received& mail : server_.received()) {
    EXPECT_EQ(mail.bytes, bytes);
  }
  std::cout << calls.size() << " kills, " << twice << " mails came twice\n";
}

class ToldMailing : public Mailing {
 protected:
  ToldMailing()
      : Mailing({false, "", "", true}),
        source_(clock_, [](const ServerRequest&) { return ServerAnswer(200, "[]"); }) {}
  ManualClock clock_{kMorning};
  LoopbackServer source_;
};

TEST_F(ToldMailing, TheDaemonSendsWhatACommandIssued) {
  fill({"ana"}, kPlain, 1, source_.url(""));
  issue();
  Process daemon = test::start_interposed(folder.path(), {"run"}, {kMorning, {}, nullptr, 0, {}});
  EXPECT_THAT(server_.next_mail(), HasSubstr("ana@office.example"));
  daemon.signal(SIGTERM);
  EXPECT_EQ(daemon.wait().code, 0);
  const Ended sent = deliver();
  EXPECT_EQ(sent.code, 0) << sent.err;
}

}  // namespace
}  // namespace tagwatch
