// `tagwatch digest --issue` in words and exit codes, and the clock of a machine that writes.
#include <gmock/gmock.h>

#include "clocked_office.hpp"

namespace tagwatch {
namespace {

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
