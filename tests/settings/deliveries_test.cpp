#include <gmock/gmock.h>

#include "example.hpp"
#include "tagwatch/settings/load.hpp"

namespace tagwatch {
namespace {

using example::kHead;
using example::kSource;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kMail =
    "[[delivery]]\nkind = \"email\"\nto = [\"press@example.org\", \"ana@example.org\"]\n"
    "from = \"digest@example.org\"\nhost = \"smtp.example.org\"\n";
const std::string kFolder = "[[delivery]]\nkind = \"directory\"\npath = \"www\"\n";

LoadedConfig parse(const std::string& text) {
  return example::parse(kHead + kSource + text, {{"PASSWORD", "s3cret"}});
}

std::string mistakes(const std::string& text) {
  return example::mistakes(kHead + kSource + text, {{"PASSWORD", "s3cret"}});
}

TEST(Deliveries, MailIsSafeAndGoesAgainWhereNothingElseIsSaid) {
  const LoadedConfig config = parse(kMail + "user = \"office\"\npassword_env = \"PASSWORD\"\n");
  ASSERT_TRUE(config.has_value()) << describe(config.error());
  const DeliverySettings& mail = config->deliveries.at(0);
  EXPECT_EQ(mail.name, "email");
  EXPECT_EQ(mail.kind, DeliverySettings::Kind::email);
  EXPECT_THAT(mail.to, ElementsAre("press@example.org", "ana@example.org"));
  EXPECT_EQ(mail.port, 587);
  EXPECT_TRUE(mail.tls);
  EXPECT_EQ(mail.password, "s3cret");
  EXPECT_FALSE(mail.hold);
  EXPECT_THAT(show_config(*config), Not(HasSubstr("s3cret")));
}

TEST(Deliveries, AFolderIsRelativeToTheFile) {
  const LoadedConfig config = parse(kMail + kFolder);
  ASSERT_TRUE(config.has_value()) << describe(config.error());
  EXPECT_EQ(config->deliveries.at(1).path, "/etc/office/www");
  EXPECT_EQ(config->deliveries.at(1).name, "directory");
}

TEST(Deliveries, WhatIsShownIsReadAgain) {
  const LoadedConfig config = parse(kMail + kFolder);
  ASSERT_TRUE(config.has_value());
  const LoadedConfig again = example::parse(show_config(*config));
  ASSERT_TRUE(again.has_value()) << describe(again.error());
  EXPECT_EQ(show_config(*again), show_config(*config));
}

TEST(Deliveries, EachKindHasItsOwnKeys) {
  EXPECT_EQ(mistakes("[[delivery]]\nkind = \"email\"\n"),
            "10:1: a delivery of kind \"email\" needs \"to\"\n"
            "10:1: a delivery of kind \"email\" needs \"from\"\n"
            "10:1: a delivery of kind \"email\" needs \"host\"\n");
  EXPECT_EQ(mistakes("[[delivery]]\nkind = \"directory\"\n"),
            "10:1: a delivery of kind \"directory\" needs \"path\"\n");
  EXPECT_EQ(mistakes(kFolder + "port = 25\n"),
            "13:8: \"port\" does nothing in a delivery of kind \"directory\"\n");
  EXPECT_EQ(mistakes(kMail + "path = \"www\"\n"),
            "15:8: \"path\" does nothing in a delivery of kind \"email\"\n");
  EXPECT_THAT(mistakes("[[delivery]]\nkind = \"fax\"\n"), HasSubstr("email"));
}

TEST(Deliveries, NoTwoShareAName) {
  EXPECT_EQ(mistakes(kMail + kMail),
            "15:1: there are two deliveries called \"email\"; give one a name\n");
  EXPECT_EQ(mistakes(kMail + kMail + "name = \"second\"\n"), "");
}

TEST(Deliveries, AddressesAndServersAreThat) {
  EXPECT_EQ(mistakes("[[delivery]]\nkind = \"email\"\nto = [\"a@b.example\", \"all\"]\n"
                     "from = \"nobody\"\nhost = \"smtp://b.example\"\n"),
            "12:22: \"all\" is no address such as \"press@example.org\"; write it alone, without a "
            "name\n"
            "13:8: \"nobody\" is no address such as \"press@example.org\"; write it alone, without "
            "a name\n"
            "14:8: \"host\" is the server's name alone, such as \"smtp.example.org\", not "
            "\"smtp://b.example\"\n");
}

TEST(Deliveries, APasswordBelongsToAUserAndGoesNowhereInClear) {
  EXPECT_THAT(mistakes(kMail + "user = \"office\"\n"),
              HasSubstr("15:8: \"user\" needs its password"));
  EXPECT_THAT(mistakes(kMail + "password_env = \"PASSWORD\"\n"),
              HasSubstr("a password needs the user that it is of"));
  EXPECT_THAT(mistakes(kMail + "user = \"office\"\npassword_env = \"PASSWORD\"\ntls = \"none\"\n"),
              HasSubstr("17:7: tls = \"none\" would send the password in clear"));
  EXPECT_EQ(mistakes(kMail + "tls = \"none\"\n"), "");
}

}  // namespace
}  // namespace tagwatch
