// Mails, read back by Python's email package.
#include "tagwatch/deliver/message.hpp"

#include <gmock/gmock.h>

#include "deliver/parsed_mail.hpp"
#include "render/sample_views.hpp"
#include "support/builders.hpp"
#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/render/files.hpp"

namespace tagwatch {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::size_t kOrdinaryMailMax = 90'000;

const Envelope kEnvelope{"digest@office.example", "press@office.example",
                         "0123456789@office.example"};

Letter letter(std::string subject, std::string text, std::string html = "") {
  return {std::move(subject), std::move(text), std::move(html), build::at("2026-11-24T11:15:09Z")};
}

std::string composed(const Letter& what) {
  const auto mail = compose(what, kEnvelope);
  EXPECT_TRUE(mail) << describe(mail.error());
  return mail ? *mail : "";
}

// "name": "text" as it stands in the parser's answer.
std::string said(const std::string& name, const std::string& text) {
  return "\"" + name + "\": " + json_string(text);
}

TEST(Message, EveryFormOfADigestIsReadBackWhole) {
  for (const sample::Named& each : sample::all()) {
    SCOPED_TRACE(each.name);
    const std::string text = render_digest(each.view, DigestFormat::text, "").value();
    const std::string html = render_digest(each.view, DigestFormat::html, "").value();
    const std::string mail = composed(letter(each.view.subject, text, html));
    const std::string read = test::parsed(mail);
    EXPECT_THAT(read, HasSubstr(said("subject", each.view.subject)));
    EXPECT_THAT(read, HasSubstr("\"type\": \"multipart/alternative\""));
    const std::string parts = "[{\"type\": \"text/plain\", " + said("text", text) +
                              "}, {\"type\": \"text/html\", " + said("text", html) + "}]";
    EXPECT_NE(read.find(parts), std::string::npos) << "a part was changed on its way";
    EXPECT_THAT(read, HasSubstr("\"defects\": []"));
    EXPECT_THAT(read, HasSubstr("\"bare_breaks\": 0, \"ascii\": true"));
    EXPECT_THAT(read, HasSubstr("\"longest_line\": 76"));
  }
}

TEST(Message, AnOrdinaryDayIsSmall) {
  const DigestView view = sample::ordinary_day();
  const std::string mail =
      composed(letter(view.subject, render_digest(view, DigestFormat::text, "").value(),
                      render_digest(view, DigestFormat::html, "").value()));
  EXPECT_LT(mail.size(), kOrdinaryMailMax);
  EXPECT_GT(mail.size(), 5'000U);
  std::cout << mail.size() << " bytes\n";
}

TEST(Message, HasTheHeadersOfAMailThatAMachineSends) {
  const std::string read = test::parsed(composed(letter("[tagwatch] Mon 23 Nov", "Nothing\n")));
  for (const char* header :
       {"[\"From\", \"tagwatch <digest@office.example>\"]", "[\"To\", \"press@office.example\"]",
        "[\"Message-ID\", \"<0123456789@office.example>\"]",
        "[\"List-Id\", \"tagwatch digest <tagwatch.office.example>\"]",
        "[\"Auto-Submitted\", \"auto-generated\"]"}) {
    EXPECT_THAT(read, HasSubstr(header));
  }
  EXPECT_THAT(read, HasSubstr("\"date\": \"2026-11-24T11:15:09+00:00\""));
  EXPECT_THAT(read, HasSubstr("\"type\": \"text/plain\""));
  EXPECT_THAT(composed(letter("s", "t")), HasSubstr("Date: Tue, 24 Nov 2026 11:15:09 +0000\r\n"));
}

TEST(Message, ASubjectOfAnyScriptAndLengthIsReadBack) {
  std::string longest;
  for (int each = 0; each < 40; ++each) {
    longest += "Прага 安全 🌍 ";
  }
  for (const std::string& subject :
       {std::string("Sûreté"), std::string("#TMSSW 9 (usually 0–3); كامل"), longest + "end",
        std::string(200, 'x'), std::string("=?UTF-8?B?QQ==?= as it stands"), std::string("a")}) {
    const std::string read = test::parsed(composed(letter(subject, "t\n")));
    EXPECT_THAT(read, HasSubstr(said("subject", subject)));
    EXPECT_THAT(read, HasSubstr("\"defects\": []"));
  }
}

TEST(Message, NoTextBecomesAHeaderOrAPart) {
  const std::string clean = test::parsed(composed(letter("s", "t\n")));
  const auto headers = [](const std::string& read) {
    return std::count(read.begin(), read.end(), '[');
  };
  for (const std::string& hostile :
       {std::string("x\r\nBcc: all@office.example"), std::string("x\nBcc: all@office.example"),
        std::string("x\rBcc: a@b.example\r\n\r\nbody"), std::string("x\0y\r\n", 5),
        std::string("x\r\n\tcontinued"), std::string("\xff\xfe\r\nBcc: a@b.example")}) {
    const std::string read = test::parsed(composed(letter(hostile, "t\n")));
    EXPECT_EQ(headers(read), headers(clean));
    EXPECT_THAT(read, Not(HasSubstr("[\"Bcc\"")));
  }
  const std::string body = ".\r\n--=_x\r\nFrom here\n.\n--=_boundary--\n" + std::string(3000, 'y');
  const std::string mail = composed(letter("s", body, body));
  EXPECT_THAT(mail, Not(HasSubstr("\r\n.")));
  EXPECT_THAT(mail, Not(HasSubstr("\r\nFrom here")));
  EXPECT_THAT(test::parsed(mail), HasSubstr("\"longest_line\": 76"));
}

TEST(Message, AddressesAreAddressesAlone) {
  for (const char* good : {"press@example.org", "a.b+c@x-y.example", "o'neil@sub.example.org"}) {
    EXPECT_TRUE(is_mail_address(good)) << good;
  }
  for (const char* bad :
       {"", "press", "@example.org", "press@", "a b@example.org", "Press <press@example.org>",
        "a@b@c.example", "a@b.example\r\nBcc: x@y.example", "a@b..example", ".a@b.example",
        "\"a b\"@example.org", "a@b.example,c@d.example", "é@example.org", "a@[127.0.0.1]"}) {
    EXPECT_FALSE(is_mail_address(bad)) << bad;
    EXPECT_FALSE(compose(letter("s", "t"), {kEnvelope.from, bad, kEnvelope.message_id}));
  }
}

TEST(Message, TheIdIsStableAndTellsNobodyWhomItIsFor) {
  const std::string id = message_id("key", "2026-11-23 press@office.example", kEnvelope.from);
  EXPECT_EQ(id, message_id("key", "2026-11-23 press@office.example", kEnvelope.from));
  EXPECT_NE(id, message_id("key", "2026-11-23 other@office.example", kEnvelope.from));
  EXPECT_NE(id, message_id("other", "2026-11-23 press@office.example", kEnvelope.from));
  EXPECT_TRUE(id.ends_with("@office.example")) << id;
  EXPECT_TRUE(is_mail_address(id)) << id;
}

}  // namespace
}  // namespace tagwatch
