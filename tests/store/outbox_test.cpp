#include "tagwatch/store/outbox.hpp"

#include <gmock/gmock.h>

#include "store_fixture.hpp"
#include "tagwatch/base/sha256.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

class Outbox : public StoreTest {
 protected:
  static OutboxRow row(const std::string& recipient, OutboxKind kind = OutboxKind::digest) {
    OutboxRow row;
    row.day = *parse_day("2026-11-22");
    row.kind = kind;
    row.delivery = "email";
    row.recipient = recipient;
    row.key = recipient + "-key";
    if (kind == OutboxKind::no_digest) {
      row.bytes = "why";
    }
    return row;
  }
  std::vector<OutboxRow> all() {
    return writer->reader().outbox(*parse_day("2026-11-22"), *parse_day("2026-11-22")).value();
  }
  void end(OutboxRow& row, OutboxState state) {
    row.state = state;
    row.tries += 1;
    row.answer = "an answer";
    row.next_try = clock.now() + 5min;
    ASSERT_TRUE(writer->note_outcome(row));
  }
};

TEST_F(Outbox, KeepsEachSendingOnceAndOverAReopening) {
  EXPECT_EQ(writer->add_to_outbox({row("ana"), row("bob")}).value(), 2);
  clock.advance(1h);
  OutboxRow again = row("ana");
  again.key = "other";
  EXPECT_EQ(writer->add_to_outbox({again, row("bob")}).value(), 0);
  reopen(Deletion::follow);
  ASSERT_THAT(all(), SizeIs(2));
  EXPECT_EQ(all()[0].key, "ana-key");
  EXPECT_EQ(all()[0].state, OutboxState::pending);
  EXPECT_EQ(all()[0].made, clock.now() - 1h);
  EXPECT_EQ(all()[0].bytes, std::nullopt);
  again.sending = 2;
  EXPECT_EQ(writer->add_to_outbox({again}).value(), 1);
  expect_sound();
}

TEST_F(Outbox, BytesAreThereWhileItIsInDoubtAndNoLonger) {
  ASSERT_TRUE(writer->add_to_outbox({row("ana")}));
  OutboxRow one = all()[0];
  ASSERT_TRUE(writer->note_in_doubt(one, "bytes"));
  EXPECT_EQ(all()[0].state, OutboxState::in_doubt);
  EXPECT_EQ(all()[0].bytes, "bytes");
  EXPECT_EQ(all()[0].sha256, sha256_hex("bytes"));
  EXPECT_EQ(all()[0].tries, 1);
  end(one, OutboxState::in_doubt);
  EXPECT_EQ(all()[0].bytes, "bytes");
  end(one, OutboxState::failed);
  EXPECT_EQ(all()[0].bytes, std::nullopt);
  ASSERT_TRUE(writer->note_in_doubt(all()[0], "bytes"));
  end(one, OutboxState::sent);
  EXPECT_EQ(all()[0].bytes, std::nullopt);
  EXPECT_EQ(all()[0].sha256, sha256_hex("bytes"));
  EXPECT_EQ(all()[0].answer, "an answer");
  EXPECT_THAT(writer->reader().open_outbox().value(), IsEmpty());
}

// A server may not have taken the mail: it is rendered anew without what is gone.
TEST_F(Outbox, BytesThatQuoteAPostGoWithIt) {
  const Post post = build::post("1", clock.now());
  ASSERT_TRUE(writer->commit(build::batch("one.example", {build::matched(post)})));
  Issue issue;
  issue.digest.date = *parse_day("2026-11-22");
  issue.digest.window = {clock.now() - 24h, clock.now() + 1h};
  issue.digest.as_of_txn = writer->reader().last_commit()->txn;
  issue.posts = {writer->reader().post_by_uri(post.uri).value()->id};
  ASSERT_TRUE(writer->issue(issue));
  ASSERT_TRUE(writer->add_to_outbox({row("ana")}));
  ASSERT_TRUE(writer->note_in_doubt(all()[0], post.text));
  EXPECT_EQ(writer->erase(post.author.handle).value(), 1);
  EXPECT_EQ(all()[0].state, OutboxState::in_doubt);
  EXPECT_EQ(all()[0].bytes, std::nullopt);
}

TEST_F(Outbox, WhatWasSentIsNotSentByWhoReadItBefore) {
  ASSERT_TRUE(writer->add_to_outbox({row("ana")}));
  const OutboxRow before = all()[0];
  OutboxRow one = before;
  end(one, OutboxState::sent);
  EXPECT_FALSE(writer->note_in_doubt(before, "bytes"));
  EXPECT_EQ(all()[0].state, OutboxState::sent);
}

TEST_F(Outbox, ADigestTakesTheNoticesBackThatWereNotSent) {
  ASSERT_TRUE(writer->add_to_outbox(
      {row("ana", OutboxKind::no_digest), row("bob", OutboxKind::no_digest)}));
  OutboxRow sent = all()[0];
  end(sent, OutboxState::sent);
  OutboxRow failed = all()[1];
  end(failed, OutboxState::failed);
  EXPECT_EQ(all()[1].bytes, "why") << "a notice is not rendered anew";
  ASSERT_TRUE(writer->add_to_outbox({row("ana")}));
  ASSERT_THAT(all(), SizeIs(2));
  EXPECT_EQ(all()[0].state, OutboxState::sent);
  EXPECT_EQ(all()[1].kind, OutboxKind::digest);
}

TEST_F(Outbox, ARowThatNobodyWroteIsDamage) {
  ASSERT_TRUE(writer->add_to_outbox({row("ana")}));
  close();
  {
    const auto db = store::Db::open(path, store::Db::Access::write).value();
    ASSERT_TRUE(db->execute("UPDATE outbox SET kind = 'other'"));
  }
  open();
  const auto rows = writer->reader().open_outbox();
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, Errc::store_corrupt);
}

}  // namespace
}  // namespace tagwatch
