#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "example.hpp"
#include "tagwatch/settings/load.hpp"

namespace tagwatch {
namespace {

using example::kHead;
using example::kSource;
using example::mistakes;
using testing::HasSubstr;
using testing::Not;

class Secrets : public testing::Test {
 protected:
  Secrets() { std::filesystem::create_directories(folder_); }
  ~Secrets() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return (folder_ / name).string();
  }
  static std::string source(const std::string& key, const std::string& value) {
    return kHead + kSource + key + " = \"" + value + "\"\n";
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("tagwatch-secrets-" + std::to_string(::getpid()));
};

TEST_F(Secrets, ComeFromEachOfTheThreePlaces) {
  const auto token = [](const std::string& text, const std::map<std::string, std::string>& env) {
    const LoadedConfig loaded = example::parse(text, env);
    return loaded.has_value() ? loaded->sources.at(0).token : describe(loaded.error());
  };
  EXPECT_EQ(token(source("token_env", "TOKEN"), {{"TOKEN", "s3cret"}}), "s3cret");
  EXPECT_EQ(token(source("token_file", file("token", "s3cret\r\n")), {}), "s3cret");
  (void)file("mastodon", "s3cret\n");
  EXPECT_EQ(
      token(source("token_credential", "mastodon"), {{"CREDENTIALS_DIRECTORY", folder_.string()}}),
      "s3cret");
}

TEST_F(Secrets, WhatIsMissingIsToldWithItsPlace) {
  EXPECT_EQ(mistakes(source("token_env", "TOKEN")),
            "10:13: \"token_env\": the environment variable TOKEN is not set\n");
  EXPECT_THAT(mistakes(source("token_env", "TOKEN"), {{"TOKEN", "\n"}}), HasSubstr("is empty"));
  EXPECT_EQ(mistakes(source("token_file", "/nowhere/token")),
            "10:14: \"token_file\": the file /nowhere/token cannot be read\n");
  EXPECT_THAT(mistakes(source("token_file", "token")),
              HasSubstr("the file /etc/office/token cannot be read"));
  EXPECT_THAT(mistakes(source("token_file", folder_.string())), HasSubstr("cannot be read"));
  EXPECT_THAT(mistakes(source("token_credential", "mastodon")),
              HasSubstr("LoadCredential=mastodon:… in the unit"));
  EXPECT_THAT(
      mistakes(source("token_credential", "../mastodon"), {{"CREDENTIALS_DIRECTORY", "/x"}}),
      HasSubstr("is no name of a credential"));
  EXPECT_THAT(mistakes(source("token_env", "A") + "token_file = \"b\"\n"),
              HasSubstr("6:1: write only one of token_env, token_file and token_credential"));
}

TEST_F(Secrets, AreNeverToldOrShown) {
  const std::string two_lines = mistakes(source("token_env", "TOKEN"), {{"TOKEN", "s3cret\nmore"}});
  EXPECT_THAT(two_lines, HasSubstr("holds more than one line"));
  EXPECT_THAT(two_lines, Not(HasSubstr("s3cret")));
  EXPECT_THAT(mistakes(source("token_file", file("large", std::string(10'000, 's')))),
              HasSubstr("so it is no secret"));

  const LoadedConfig loaded = example::parse(source("token_env", "TOKEN"), {{"TOKEN", "s3cret"}});
  ASSERT_TRUE(loaded.has_value());
  EXPECT_THAT(show_config(*loaded), HasSubstr("token_env = \"TOKEN\""));
  EXPECT_THAT(show_config(*loaded), Not(HasSubstr("s3cret")));
}

}  // namespace
}  // namespace tagwatch
