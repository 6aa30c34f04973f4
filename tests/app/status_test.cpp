// What status says of sources: never read and no longer polled look like nothing else.
#include <gmock/gmock.h>

#include "clocked_office.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class Status : public test::ClockedOffice {
 protected:
  /// What is said of one.example.
  std::string said() const { return first_of(run({"status"}).out); }
  std::string said_as_json() const { return first_of(run({"status", "--json"}).out); }

 private:
  static std::string first_of(const std::string& out) {
    return out.substr(0, out.find("two.example"));
  }
};

TEST_F(Status, ASourceThatNeverAnsweredWasNeverRead) {
  EXPECT_THAT(said(), HasSubstr("one.example  #TMSSW  never read\n"));
  EXPECT_THAT(said(), Not(HasSubstr("next poll")));
  EXPECT_THAT(said_as_json(), HasSubstr("\"overdue\": false"));

  Batch batch = build::batch("one.example", {});
  TimelineState state;
  state.failures = 1;
  state.last_attempt = clock.now();
  state.next_poll = clock.now() + 5min;
  state.last_error = "the server could not be reached";
  batch.state = state;
  commit(batch);
  EXPECT_THAT(said(), HasSubstr("one.example  #TMSSW  never read\n  last success   never\n"));
  EXPECT_THAT(said_as_json(), HasSubstr("\"last_success\": null"));
}

TEST_F(Status, BetweenTwoPollsNothingIsMissing) {
  poll("one.example", clock.now() - 84 * 24h);
  clock.advance(4min);
  EXPECT_THAT(said(), HasSubstr("one.example  #TMSSW  ok\n"));
  EXPECT_THAT(said(), HasSubstr("last 24 hours  complete\n"));
  EXPECT_THAT(said(), HasSubstr("next poll      2026-11-24 12:05 UTC\n"));
  EXPECT_THAT(said_as_json(), HasSubstr("\"overdue\": false"));
}

TEST_F(Status, APollThatIsALittleLateIsDue) {
  poll("one.example", clock.now() - 84 * 24h);
  clock.advance(15min);
  EXPECT_THAT(said(), HasSubstr("one.example  #TMSSW  ok\n"));
  EXPECT_THAT(said(), HasSubstr("next poll      due since 2026-11-24 12:05 UTC\n"));
  EXPECT_THAT(said_as_json(), HasSubstr("\"overdue\": false"));
}

TEST_F(Status, ASourceThatNobodyPollsIsNotOk) {
  poll("one.example", clock.now() - 84 * 24h);
  clock.advance(72h);
  EXPECT_THAT(said(), HasSubstr("one.example  #TMSSW  not polled since 2026-11-24 12:00 UTC\n"));
  EXPECT_THAT(said(), HasSubstr("last 24 hours  blind"));
  EXPECT_THAT(said(), HasSubstr("next poll      overdue since 2026-11-24 12:05 UTC\n"));
  EXPECT_THAT(said_as_json(), HasSubstr("\"overdue\": true"));
}

}  // namespace
}  // namespace tagwatch
