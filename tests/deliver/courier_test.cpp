// What is in the outbox reaches a real SMTP server once, over every fault that is not a kill.
#include "tagwatch/deliver/courier.hpp"

#include <gmock/gmock.h>

#include <set>

#include "store/store_fixture.hpp"
#include "support/smtp_server.hpp"
#include "tagwatch/base/sha256.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using test::SmtpServer;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class CourierTest : public StoreTest {
 protected:
  const Day kDay = *parse_day("2026-11-22");

  // What of `names` was not put there before.
  void put(const std::vector<std::string>& names, int sending = 1) {
    std::vector<OutboxRow> rows;
    for (const std::string& each : names) {
      OutboxRow row;
      row.day = kDay;
      row.delivery = "email";
      row.recipient = each + "@office.example";
      row.sending = sending;
      row.key = message_id("key", row.recipient + std::to_string(sending), "digest@office.example");
      rows.push_back(row);
    }
    ASSERT_TRUE(writer->add_to_outbox(rows));
    names_.insert(names.begin(), names.end());
  }

  [[nodiscard]] Courier courier() {
    Delivery delivery;
    delivery.name = "email";
    for (const std::string& each : names_) {
      delivery.recipients.push_back(each + "@office.example");
    }
    delivery.from = "digest@office.example";
    delivery.server.host = "127.0.0.1";
    delivery.server.port = port_.value_or(server_.port());
    delivery.server.tls = false;
    delivery.hold = hold_;
    Press press;
    press.letter = [this](const Reader&, Day) {
      ++rendered_;
      return letter_;
    };
    return {{delivery},
            press,
            [this](const std::function<void(Writer&)>& work) { work(*writer); },
            clock,
            7};
  }

  std::vector<OutboxRow> deliver_due() {
    Courier each = courier();
    return each.deliver(each.due(writer->reader().open_outbox().value(), clock.now()), false)
        .value();
  }
  std::vector<OutboxRow> deliver_all(bool held_too) {
    return courier().deliver(writer->reader().open_outbox().value(), held_too).value();
  }
  OutboxRow row() { return writer->reader().outbox(kDay, kDay).value().back(); }

  SmtpServer server_;
  std::optional<int> port_;
  std::set<std::string> names_;
  bool hold_ = false;
  int rendered_ = 0;
  Result<Letter> letter_ = Letter{"Subject", "Text\n", "<p>Text</p>\n", {}};
};

TEST_F(CourierTest, SendsEachRowOnceAndKeepsNoBytes) {
  put({"ana", "bob"});
  put({"ana", "bob"});
  EXPECT_THAT(deliver_due(), SizeIs(2));
  EXPECT_THAT(deliver_due(), IsEmpty());
  EXPECT_THAT(server_.received(), SizeIs(2));
  EXPECT_EQ(row().state, OutboxState::sent);
  EXPECT_EQ(row().bytes, std::nullopt);
  EXPECT_EQ(row().sha256, sha256_hex(server_.received()[1].bytes));
  EXPECT_EQ(row().answer, "250 2.0.0 queued as 2");
  expect_sound();
}

TEST_F(CourierTest, AskedForAgainItIsAnotherMail) {
  put({"ana"});
  deliver_due();
  put({"ana"}, 2);
  deliver_due();
  const auto mails = server_.received();
  ASSERT_THAT(mails, SizeIs(2));
  EXPECT_NE(mails[0].bytes, mails[1].bytes);
}

TEST_F(CourierTest, ATemporaryAnswerIsFollowedByARepeatWithinMinutes) {
  put({"greylisted", "tempbody"});
  EXPECT_THAT(deliver_due(), Each(Field(&OutboxRow::state, OutboxState::failed)));
  EXPECT_THAT(deliver_due(), IsEmpty()) << "not yet";
  EXPECT_EQ(row().bytes, std::nullopt);
  EXPECT_GE(row().next_try, clock.now() + 2min);
  EXPECT_LE(row().next_try, clock.now() + 8min);
  clock.advance(8min);
  EXPECT_THAT(deliver_due(), AllOf(SizeIs(2), Each(Field(&OutboxRow::state, OutboxState::sent)),
                                   Each(Field(&OutboxRow::tries, 2))));
  EXPECT_THAT(server_.received(), SizeIs(3)) << "one of them refused after it was read";
}

TEST_F(CourierTest, WhatIsRefusedForGoodIsGivenUpAtOnce) {
  put({"unknown", "spam"});
  EXPECT_THAT(deliver_due(), Each(Field(&OutboxRow::state, OutboxState::dead)));
  clock.advance(24h);
  EXPECT_THAT(deliver_due(), IsEmpty());
  EXPECT_EQ(row().answer, "the server said: 554 5.7.1 Message refused");
}

TEST_F(CourierTest, AServerThatStaysAwayIsGivenUpAfterTwoDays) {
  put({"ana"});
  port_ = 1;
  int tries = 0;
  const Instant start = clock.now();
  while (is_open(row().state) && clock.now() < start + 72h) {
    tries += static_cast<int>(deliver_due().size());
    clock.advance(1min);
  }
  EXPECT_EQ(row().state, OutboxState::dead);
  EXPECT_EQ(row().answer, "given up after two days; the last answer: 127.0.0.1:1: no connection");
  EXPECT_GE(clock.now(), start + 48h);
  EXPECT_LE(clock.now(), start + 48h + 2min);
  EXPECT_GT(tries, 20);
  EXPECT_LT(tries, 50);
}

TEST_F(CourierTest, AServerThatIsAwayIsAskedOnceForAll) {
  put({"ana", "bob"});
  port_ = 1;
  EXPECT_THAT(deliver_due(), AllOf(SizeIs(2), Each(Field(&OutboxRow::state, OutboxState::failed)),
                                   Each(Field(&OutboxRow::answer, HasSubstr("no connection")))));
  EXPECT_EQ(rendered_, 1);
}

TEST_F(CourierTest, WhatIsInDoubtGoesAgainTheSameAlthoughTheDigestLooksOtherwiseNow) {
  put({"dropped"});
  EXPECT_THAT(deliver_due(), ElementsAre(Field(&OutboxRow::state, OutboxState::in_doubt)));
  letter_ = Letter{"Subject", "Text of another template\n", "", {}};
  // A server that is away in between says nothing of what it took before.
  port_ = 1;
  clock.advance(8min);
  EXPECT_THAT(deliver_due(), ElementsAre(Field(&OutboxRow::state, OutboxState::in_doubt)));
  port_.reset();
  clock.advance(16min);
  EXPECT_THAT(deliver_due(), ElementsAre(Field(&OutboxRow::state, OutboxState::sent)));
  const auto mails = server_.received();
  ASSERT_THAT(mails, SizeIs(2));
  EXPECT_EQ(mails[0].bytes, mails[1].bytes);
  EXPECT_EQ(row().bytes, std::nullopt);
}

TEST_F(CourierTest, WhatIsHeldInDoubtWaitsForAPersonForTwoDays) {
  hold_ = true;
  put({"dropped", "dropped2"});
  deliver_due();
  clock.advance(24h);
  EXPECT_THAT(deliver_due(), IsEmpty());
  deliver_all(false);
  EXPECT_THAT(server_.received(), SizeIs(2));
  deliver_all(true);
  EXPECT_THAT(server_.received(), SizeIs(4));
  EXPECT_EQ(row().state, OutboxState::sent);
  put({"dropped3"});
  deliver_due();
  clock.advance(48h);
  EXPECT_THAT(deliver_due(), ElementsAre(Field(&OutboxRow::state, OutboxState::dead)));
  EXPECT_EQ(row().bytes, std::nullopt);
}

TEST_F(CourierTest, WhatWasDeletedMeanwhileIsNotSent) {
  put({"greylisted"});
  letter_ = Letter{"Subject", "A post\n", "", {}};
  deliver_due();
  letter_ = Letter{"Subject", "Nothing\n", "", {}};
  clock.advance(8min);
  deliver_due();
  ASSERT_THAT(server_.received(), SizeIs(1));
  EXPECT_THAT(server_.received()[0].bytes, HasSubstr("Nothing"));
}

TEST_F(CourierTest, WhoIsNoLongerConfiguredGetsNothing) {
  put({"ana", "bob"});
  names_ = {"ana"};
  EXPECT_THAT(deliver_due(), ElementsAre(Field(&OutboxRow::state, OutboxState::sent),
                                         Field(&OutboxRow::state, OutboxState::dead)));
  EXPECT_THAT(server_.received(), SizeIs(1));
}

TEST_F(CourierTest, ADigestThatCannotBeRenderedIsTriedLater) {
  put({"ana"});
  letter_ = Error{Errc::io, "no template"};
  EXPECT_THAT(deliver_due(),
              ElementsAre(AllOf(Field(&OutboxRow::state, OutboxState::failed),
                                Field(&OutboxRow::answer, HasSubstr("no template")))));
  EXPECT_THAT(server_.received(), IsEmpty());
}

TEST_F(CourierTest, ANoticeGoesOnlyWhereNoDigestCame) {
  OutboxRow notice;
  notice.day = kDay;
  notice.kind = OutboxKind::no_digest;
  notice.delivery = "email";
  notice.recipient = "ana@office.example";
  notice.key = "notice@office.example";
  notice.bytes = "Subject: none\r\n\r\nnone\r\n";
  names_ = {"ana"};
  ASSERT_TRUE(writer->add_to_outbox({notice}));
  put({"ana"});
  EXPECT_THAT(deliver_due(), SizeIs(1));
  ASSERT_THAT(server_.received(), SizeIs(1));
  EXPECT_THAT(server_.received()[0].bytes, HasSubstr("Subject: Subject"));
  notice.day += std::chrono::days(1);
  ASSERT_TRUE(writer->add_to_outbox({notice}));
  EXPECT_THAT(deliver_due(), SizeIs(1));
  EXPECT_EQ(server_.received().back().bytes, *notice.bytes);
}

}  // namespace
}  // namespace tagwatch
