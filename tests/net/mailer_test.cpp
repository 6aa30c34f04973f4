// Mail to a real SMTP server on loopback.
#include "tagwatch/net/mailer.hpp"

#include <gmock/gmock.h>

#include "support/smtp_server.hpp"

namespace tagwatch {
namespace {

using test::SmtpServer;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

const std::string kMessage =
    "From: digest@office.example\r\nTo: press@office.example\r\nSubject: Test\r\n\r\n"
    ".a line that begins with a dot\r\n..two\r\nend\r\n";

Mail mail_to(const std::string& name) {
  return {"digest@office.example", name + "@office.example", kMessage};
}

MailServer on(const SmtpServer& server) {
  MailServer settings;
  settings.host = "127.0.0.1";
  settings.port = server.port();
  settings.tls = false;
  return settings;
}

class PlainMail : public ::testing::Test {
 protected:
  [[nodiscard]] MailOutcome send(const std::string& name, const MailHooks& hooks = {}) const {
    return send_mail(on(server_), mail_to(name), hooks);
  }
  SmtpServer server_;
};

TEST_F(PlainMail, ArrivesAsItWasWritten) {
  const MailOutcome sent = send("press");
  EXPECT_EQ(sent.answer, MailAnswer::accepted) << sent.words;
  EXPECT_EQ(sent.words, "250 2.0.0 queued as 1");
  ASSERT_THAT(server_.received(), SizeIs(1));
  EXPECT_EQ(server_.received()[0].to, "press@office.example");
  EXPECT_EQ(server_.received()[0].bytes, kMessage);
}

TEST_F(PlainMail, WhatTheServerSaysDecides) {
  EXPECT_EQ(send("greylisted").answer, MailAnswer::temporary);
  EXPECT_EQ(send("greylisted").answer, MailAnswer::accepted);
  const MailOutcome unknown = send("unknown");
  EXPECT_EQ(unknown.answer, MailAnswer::permanent);
  EXPECT_EQ(unknown.words, "the server said: 550 5.1.1 No such mailbox");
  EXPECT_FALSE(unknown.of_server);
  EXPECT_EQ(send("tempbody").answer, MailAnswer::temporary);
  EXPECT_EQ(send("busy").answer, MailAnswer::temporary);
  EXPECT_EQ(send("spam").answer, MailAnswer::permanent);
}

TEST_F(PlainMail, AConnectionLostAfterTheMessageLeavesDoubt) {
  const MailOutcome lost = send("dropped");
  EXPECT_EQ(lost.answer, MailAnswer::in_doubt) << lost.words;
  EXPECT_THAT(lost.words, HasSubstr("no answer came after the message"));
  EXPECT_THAT(server_.received(), SizeIs(1));
}

TEST_F(PlainMail, IsNotSentBeforeTheCallerIsReady) {
  std::size_t before = 7;
  MailHooks hooks;
  hooks.before_message = [&]() -> Result<void> {
    before = server_.received().size();
    return Error{Errc::store_full, "no room"};
  };
  const MailOutcome outcome = send("press", hooks);
  EXPECT_EQ(outcome.answer, MailAnswer::temporary);
  EXPECT_THAT(outcome.words, HasSubstr("no room"));
  EXPECT_EQ(before, 0U);
  EXPECT_THAT(server_.received(), IsEmpty());
  // And not asked where the server refuses the recipient.
  before = 7;
  EXPECT_EQ(send("unknown", hooks).answer, MailAnswer::permanent);
  EXPECT_EQ(before, 7U);
}

TEST_F(PlainMail, NoAddressBecomesACommand) {
  Mail mail = mail_to("press");
  mail.to = "press@office.example>\r\nRCPT TO:<other@office.example";
  EXPECT_EQ(send_mail(on(server_), mail).answer, MailAnswer::permanent);
  EXPECT_THAT(server_.received(), IsEmpty());
}

TEST_F(PlainMail, WithoutTlsNothingIsSentWhereItIsWanted) {
  MailServer wants_tls = on(server_);
  wants_tls.tls = true;
  const MailOutcome refused = send_mail(wants_tls, mail_to("press"));
  EXPECT_EQ(refused.answer, MailAnswer::temporary);
  EXPECT_THAT(refused.words, HasSubstr("offers no TLS (STARTTLS); nothing was sent"));
  EXPECT_THAT(server_.received(), IsEmpty());
}

TEST(Mailer, AServerThatIsNotThereIsTriedLater) {
  MailServer nobody;
  nobody.host = "127.0.0.1";
  nobody.port = 1;
  const MailOutcome outcome = send_mail(nobody, mail_to("press"));
  EXPECT_EQ(outcome.answer, MailAnswer::temporary);
  EXPECT_EQ(outcome.words, "127.0.0.1:1: no connection");
  EXPECT_TRUE(outcome.of_server);
}

class SafeMail : public ::testing::Test {
 protected:
  SafeMail() : server_(SmtpServer::Options{true, "office", "right", false}) {
    settings_ = on(server_);
    settings_.tls = true;
    settings_.user = "office";
    settings_.password = "right";
    settings_.ca_file = server_.certificate();
  }
  [[nodiscard]] MailOutcome send() const { return send_mail(settings_, mail_to("press")); }

  SmtpServer server_;
  MailServer settings_;
};

TEST_F(SafeMail, IsSentWithTlsAndPassword) {
  const MailOutcome sent = send();
  EXPECT_EQ(sent.answer, MailAnswer::accepted) << sent.words;
  EXPECT_THAT(server_.received(), SizeIs(1));
}

TEST_F(SafeMail, AWrongPasswordIsToldAndNotShown) {
  settings_.password = "wrong-one";
  const MailOutcome refused = send();
  EXPECT_EQ(refused.answer, MailAnswer::temporary);
  EXPECT_THAT(refused.words, HasSubstr("does not accept the user or the password (535"));
  EXPECT_THAT(refused.words, Not(HasSubstr("wrong-one")));
}

TEST_F(SafeMail, WithoutAUserTheServerAsksForOne) {
  settings_.user = "";
  const MailOutcome refused = send();
  EXPECT_EQ(refused.answer, MailAnswer::temporary) << "a setting mends it";
  EXPECT_THAT(refused.words, StartsWith("the server said: 530"));
}

TEST_F(SafeMail, AnUnknownCertificateEndsIt) {
  settings_.ca_file = "";
  const MailOutcome refused = send();
  EXPECT_EQ(refused.answer, MailAnswer::temporary);
  EXPECT_THAT(refused.words, HasSubstr("no safe connection"));
  EXPECT_THAT(refused.words, HasSubstr("certificate"));
  EXPECT_THAT(server_.received(), IsEmpty());
}

}  // namespace
}  // namespace tagwatch
