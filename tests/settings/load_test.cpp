#include "tagwatch/settings/load.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "example.hpp"

namespace tagwatch {
namespace {

using example::kHead;
using example::kSource;
using example::mistakes;
using testing::HasSubstr;

TEST(Load, EveryMistakeOfMeaningIsToldAtOnceWithItsPlace) {
  EXPECT_EQ(mistakes(R"([monitor]
tags = ["TMSSW"]
timezone = "America/New_Yrok"
intervall = "2m"
pages_max = 0
max_age_seen = 10
[stroe]
path = "x"
[[source]]
name = "one"
kind = "pagde"
url = "https://one.example"
[digest]
formats = ["html", "word"]
)"),
            "1:1: [store] lacks \"path\": The database file\n"
            "3:12: the zone data has no time zone \"America/New_Yrok\"; write an IANA name such "
            "as \"America/New_York\" (and install tzdata if none is known)\n"
            "4:1: [monitor] has no key \"intervall\"; did you mean \"interval\"?\n"
            "5:13: \"pages_max\" must be 2 to 10000\n"
            "6:16: \"max_age_seen\" must be a duration such as \"90s\", \"5m\", \"2h\" or \"7d\", "
            "not a whole number\n"
            "7:2: there is no section \"stroe\"; did you mean \"store\"?\n"
            "11:8: there is no kind \"pagde\"; did you mean \"paged\"?\n"
            "14:20: \"word\" is no formats there is; known here: \"html\", \"text\", \"json\", "
            "\"markdown\", \"csv\", \"pdf\", \"atom\"\n");
}

TEST(Load, OfSyntaxTheFirstMistakeIsTold) {
  const LoadedConfig loaded = example::parse("[monitor]\ntags = [\"a\"\n[store]\npath = \n");
  ASSERT_TRUE(loaded.has_error());
  ASSERT_EQ(loaded.error().list.size(), 1U);
  EXPECT_GE(loaded.error().list[0].place.line, 2);
  EXPECT_FALSE(loaded.error().list[0].words.empty());
}

TEST(Load, WrongTypesAreToldInWords) {
  const std::string good =
      kHead + "[[source]]\nname = \"f\"\nkind = \"feed\"\nurl = \"https://f.example\"\n";
  for (const auto& [text, words] : std::initializer_list<std::pair<std::string, std::string>>{
           {"required = \"yes\"", "must be true or false, not a text"},
           {"connections = 2.5", "must be a whole number, not a number with a point"},
           {"connections = 17", "\"connections\" must be 1 to 16"},
           {"interval = \"5 minutes\"", "must be a duration such as"},
           {"interval = \"5s\"", "\"interval\" must be 10s to 1d"},
           {"tags = \"TMSSW\"", "must be a list of texts such as [\"one\", \"two\"], not a text"},
           {"tags = [1]", "this item is a whole number"},
           {"phrases = [\"\"]", "\"phrases\" has an empty item"},
           {"phrases = [\"a\", \"a\"]", "\"phrases\" has \"a\" twice"},
           {"terms_checked = \"20.11.2026\"", "must be a day such as \"2026-11-20\""},
           {"terms_checked = 2026-11-20", "not a bare date or time"},
           {"match = \"tag\"", "\"tag\" is no match there is; did you mean \"tags\"?"},
           {"network = \"a\\nb\"", "holds a line break"},
           {"[digest]\nready_by = \"6:15\"", "must be a time of day such as \"06:15\""}}) {
    EXPECT_THAT(mistakes(good + text + "\n"), HasSubstr(words)) << text;
  }
}

TEST(Load, SectionsHaveTheirForm) {
  EXPECT_THAT(
      mistakes(kHead + "[source]\nname = \"one\"\nkind = \"paged\"\nurl = \"https://a.b\"\n"),
      testing::Eq("6:1: write [[source]]: there may be several\n"));
  EXPECT_THAT(mistakes(kSource + "[[monitor]]\ntags = [\"a\"]\n"),
              HasSubstr("5:1: write [monitor]: there is only one\n"));
  EXPECT_THAT(mistakes("tags = [\"a\"]\n" + kHead + kSource),
              testing::Eq("1:1: \"tags\" stands outside of every section\n"));
}

TEST(Load, AKeyOfAnotherSectionIsSentThere) {
  EXPECT_EQ(mistakes(kHead + kSource + "timezone = \"UTC\"\n"),
            "10:1: [[source]] has no key \"timezone\"; it belongs to [monitor]\n");
}

TEST(Load, AKindsOwnKeysAreItsOwn) {
  EXPECT_EQ(mistakes(kHead + kSource + "window = \"2h\"\n"),
            "10:1: [[source]] has no key \"window\"; only sources of kind \"feed\" have it\n");
  const std::string feed =
      "[[source]]\nname = \"f\"\nkind = \"feed\"\nurl = \"https://f.example\"\n";
  EXPECT_EQ(mistakes(kHead + feed + "window = \"2h\"\n"), "");
  EXPECT_THAT(mistakes(kHead + feed + "window = 2\n"), HasSubstr("must be a duration"));
}

TEST(Load, MissingSectionsLackTheirRequiredKeys) {
  const std::string told = mistakes("");
  EXPECT_THAT(told, HasSubstr("1:1: [monitor] lacks \"tags\""));
  EXPECT_THAT(told, HasSubstr("1:1: [monitor] lacks \"timezone\""));
  EXPECT_THAT(told, HasSubstr("1:1: [store] lacks \"path\""));
  EXPECT_THAT(told, HasSubstr("1:1: there is no [[source]], so nothing would be watched"));
}

TEST(Load, MistakesAreWrittenAsCompilersDo) {
  const Mistakes told{"a.toml", {{{3, 7}, "wrong"}, {{}, "cannot be read"}}};
  EXPECT_EQ(describe(told), "a.toml:3:7: wrong\na.toml: cannot be read\n");
}

class LoadFile : public testing::Test {
 protected:
  LoadFile() { std::filesystem::create_directories(folder_); }
  ~LoadFile() override { std::filesystem::remove_all(folder_); }

  static std::optional<std::string> nothing(const std::string&) { return std::nullopt; }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("tagwatch-load-" + std::to_string(::getpid()));
};

TEST_F(LoadFile, ReadsWhatIsThereAndSaysWhatIsNot) {
  const auto file = folder_ / "tagwatch.toml";
  std::ofstream(file) << kHead << kSource;
  const LoadedConfig loaded = load_config(file, {example::kinds(), nothing});
  ASSERT_TRUE(loaded.has_value()) << describe(loaded.error());
  EXPECT_EQ(loaded->store.path, folder_.parent_path() / "data/tagwatch.db");

  const LoadedConfig missing = load_config(folder_ / "none.toml", {example::kinds(), nothing});
  ASSERT_TRUE(missing.has_error());
  EXPECT_EQ(describe(missing.error()),
            (folder_ / "none.toml").string() + ": cannot be read: No such file or directory\n");
  EXPECT_THAT(describe(load_config(folder_, {example::kinds(), nothing}).error()),
              HasSubstr("is a folder"));
}

TEST_F(LoadFile, ADamagedFileIsNeverMoreThanAMistake) {
  const std::string good = kHead + kSource;
  for (std::size_t length = 0; length < good.size(); ++length) {
    (void)example::parse(good.substr(0, length));
    std::string broken = good;
    broken[length] = static_cast<char>(broken[length] ^ 0x85);
    (void)example::parse(broken);
  }
  EXPECT_TRUE(example::parse(std::string(5000, '[')).has_error());
}

TEST_F(LoadFile, TheFirstPlaceThatNamesAConfigurationWins) {
  const auto variable = [](const std::string& name) -> std::optional<std::string> {
    return name == "TAGWATCH_CONFIG" ? std::optional<std::string>("/b.toml") : std::nullopt;
  };
  EXPECT_EQ(*find_config("/a.toml", variable), "/a.toml");
  EXPECT_EQ(*find_config("", variable), "/b.toml");

  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder_);
  const auto nowhere = find_config("", nothing);
  std::filesystem::create_directory("config");
  std::ofstream("config/tagwatch.toml") << kHead;
  const auto here = find_config("", nothing);
  std::filesystem::current_path(before);
  EXPECT_EQ(*here, "config/tagwatch.toml");
  if (!std::filesystem::exists("/etc/tagwatch/tagwatch.toml")) {
    ASSERT_TRUE(nowhere.has_error());
    EXPECT_THAT(nowhere.error().context, HasSubstr("config/tagwatch.toml"));
  }
}

}  // namespace
}  // namespace tagwatch
