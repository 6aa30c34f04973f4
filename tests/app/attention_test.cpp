// `tagwatch attention`: what waits for an answer, and that it is closed.
#include <gmock/gmock.h>

#include <fstream>

#include "clocked_office.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class AttentionCommand : public test::ClockedOffice {
 protected:
  AttentionCommand() {
    std::ofstream(folder / "tagwatch.toml", std::ios::binary | std::ios::app)
        << "[[account]]\nhandle = \"@office@example.social\"\nrole = \"own\"\n";
  }

  void mention(const std::string& id, std::string_view when, const std::string& text) {
    Post post = build::post(id, build::at(when));
    post.text = text;
    post.mentions = {"@office@example.social"};
    clock.set(build::at(when));
    show("one.example", post);
  }
  // The number at the begin of the line that holds `text`, or before it.
  static std::string number_of(const std::string& list, const std::string& reason) {
    const std::size_t line = list.rfind('\n', list.find(reason)) + 1;
    return list.substr(line, list.find(' ', line) - line);
  }
};

TEST_F(AttentionCommand, ListsWhatWaitsUntilItIsClosed) {
  poll("one.example", clock.now() - 84 * 24h);
  mention("1", "2026-11-23T15:00:00Z", "When will the report\ncome? \x1b[31m");
  mention("2", "2026-11-24T13:00:00Z", "Thank you");
  clock.set(build::at("2026-11-24T14:00:00Z"));
  // That of yesterday, whose digest is not issued yet, and that of today.
  const Ended both = run({"attention", "list"});
  EXPECT_EQ(both.code, 0) << both.err;
  EXPECT_THAT(both.out, HasSubstr("2026-11-23 15:00 UTC  mentions the office  "));
  EXPECT_THAT(both.out, HasSubstr("    When will the report come? "));
  EXPECT_THAT(both.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(both.out, HasSubstr("2026-11-24 13:00 UTC"));
  EXPECT_LT(both.out.find("2026-11-23"), both.out.find("2026-11-24"));

  ASSERT_EQ(run({"digest", "--issue"}).code, 0);
  const Ended after = run({"attention", "list"});
  EXPECT_THAT(after.out, HasSubstr("mentions the office, told 2026-11-23"));

  const std::string number = number_of(after.out, "told 2026-11-23");
  const Ended closed = run({"attention", "close", number});
  EXPECT_EQ(closed.code, 0) << closed.err;
  EXPECT_EQ(closed.out, "No. " + number + " is closed; no digest from now on tells it\n");
  EXPECT_THAT(run({"attention", "list"}).out, Not(HasSubstr("2026-11-23")));
  const Ended again = run({"attention", "close", number});
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, HasSubstr("nothing with the number " + number + " waits"));
}

TEST_F(AttentionCommand, SaysThatNothingWaits) {
  poll("one.example", clock.now() - 84 * 24h);
  EXPECT_EQ(run({"attention", "list"}).out, "Nothing waits for an answer.\n");
  EXPECT_EQ(run({"attention", "list", "--json"}).out, "[]\n");
}

TEST_F(AttentionCommand, TheListAsJsonHoldsTheWholePost) {
  poll("one.example", clock.now() - 84 * 24h);
  mention("1", "2026-11-24T13:00:00Z", "Thank you");
  const Ended list = run({"attention", "list", "--json"});
  EXPECT_THAT(list.out, HasSubstr("\"mentions_own\""));
  EXPECT_THAT(list.out, HasSubstr("\"text\": \"Thank you\""));
  EXPECT_THAT(list.out, HasSubstr("\"told\": null"));
}

TEST_F(AttentionCommand, TheDigestBeginsWithIt) {
  poll("one.example", clock.now() - 84 * 24h);
  mention("1", "2026-11-24T13:00:00Z", "Thank you");
  clock.set(build::at("2026-11-25T06:00:00Z"));
  const Ended text = run({"digest", "--format", "text"});
  EXPECT_THAT(text.out, HasSubstr("1 post waits for an answer; "));
  EXPECT_THAT(text.out, HasSubstr("To answer\n---------\n"));
  EXPECT_THAT(text.out, HasSubstr("No. "));
  const Ended json = run({"digest", "--format", "json"});
  EXPECT_THAT(json.out, HasSubstr(": 1 to answer; #TMSSW 1"));
}

class LookBack : public test::ClockedOffice {};

TEST_F(LookBack, CountsItsDaysTogetherAndTellsEachByItself) {
  clock.set(build::at("2026-11-21T01:00:00Z"));
  poll("one.example", clock.now() - 84 * 24h);
  for (const char* when :
       {"2026-11-21T15:00:00Z", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z"}) {
    clock.set(build::at(when));
    show("one.example", build::post(when, clock.now()));
  }
  clock.set(build::at("2026-11-24T12:00:00Z"));
  poll("one.example", build::at("2026-11-21T01:00:00Z"));
  const Ended text =
      run({"digest", "--from", "2026-11-21", "--to", "2026-11-23", "--format", "text"});
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out,
              testing::StartsWith("Look back, Saturday 21 Nov to Monday 23 November 2026, "
                                  "UTC\n"));
  EXPECT_THAT(text.out, HasSubstr("3 posts with #TMSSW; "));
  EXPECT_THAT(text.out, HasSubstr("Day by day\n----------\n"));
  EXPECT_THAT(text.out, HasSubstr("  Sat 21 Nov: #TMSSW 1."));
  EXPECT_THAT(text.out, HasSubstr("  Sun 22 Nov: #TMSSW "));
  EXPECT_THAT(text.out, HasSubstr("  Mon 23 Nov: #TMSSW 2."));
  EXPECT_THAT(text.out, Not(HasSubstr("answer")));
  const Ended json =
      run({"digest", "--from", "2026-11-21", "--to", "2026-11-23", "--format", "json"});
  EXPECT_THAT(json.out, HasSubstr("\"first_day\": \"2026-11-21\""));
  EXPECT_THAT(json.out, HasSubstr("[tagwatch] Preview, 21 Nov to 23 Nov: #TMSSW 3; "));
  // It issues nothing, and its files are no digest's.
  const Ended files = run({"digest", "--from", "2026-11-21", "--to", "2026-11-23", "--output",
                           (folder / "out").string()});
  EXPECT_THAT(files.out, HasSubstr("2026-11-21_2026-11-23.preview.html"));
}

}  // namespace
}  // namespace tagwatch
