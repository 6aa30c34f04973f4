// The program from outside: exit codes, and what goes where. Scripts build on both.
#include <gmock/gmock.h>

#include "program.hpp"
#include "tagwatch/settings/write.hpp"

namespace tagwatch {
namespace {

using test::run_tagwatch;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Cli : public testing::Test {
 protected:
  Ended run(std::vector<std::string> words, std::vector<std::string> variables = {}) const {
    return run_tagwatch(folder_.path(), std::move(words), std::move(variables));
  }
  void write(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = folder_.path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }

  TempDir folder_;
};

TEST_F(Cli, HelpIsThereOnEveryLevel) {
  for (const auto& words : std::vector<std::vector<std::string>>{{},
                                                                 {"config"},
                                                                 {"config", "check"},
                                                                 {"config", "show"},
                                                                 {"config", "init"},
                                                                 {"sources"},
                                                                 {"sources", "list"},
                                                                 {"import"},
                                                                 {"db"},
                                                                 {"db", "backup"},
                                                                 {"db", "retopic"}}) {
    std::vector<std::string> asked = words;
    asked.emplace_back("--help");
    const Ended ended = run(asked);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("--help"));
    EXPECT_EQ(ended.err, "");
  }
}

TEST_F(Cli, VersionSaysWhatItStandsOn) {
  const Ended ended = run({"--version"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, StartsWith("tagwatch " TAGWATCH_VERSION "\nSQLite 3."));
  EXPECT_THAT(ended.out, Not(HasSubstr("\n\n")));
}

TEST_F(Cli, MistakesOfTheCommandLineEndWithTwo) {
  for (const auto& [words, told] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{}, "Usage: tagwatch"},
           {{"config"}, "Usage: tagwatch config"},
           {{"pol"}, "there is no command \"tagwatch pol\"\nSee `tagwatch --help`."},
           {{"config", "chek"}, "there is no command \"tagwatch config chek\""},
           {{"config", "check", "more"}, "more"},
           {{"config", "check", "--nope"}, "See `tagwatch config check --help`."},
           {{"--log-level", "loud", "config", "check"}, "--log-level"},
           {{"--config"}, "--config"}}) {
    const Ended ended = run(words);
    EXPECT_EQ(ended.code, 2) << testing::PrintToString(words);
    EXPECT_THAT(ended.err, HasSubstr(told));
    EXPECT_EQ(ended.out, "");
  }
}

TEST_F(Cli, GlobalOptionsMayStandBehindTheCommand) {
  write("a.toml", starting_toml());
  EXPECT_EQ(run({"config", "check", "--config", "a.toml"}).code, 0);
  EXPECT_EQ(run({"--config", "a.toml", "--log-level", "debug", "config", "check"}).code, 0);
  EXPECT_EQ(run({"config", "--no-color", "check", "--config=a.toml"}).code, 0);
}

TEST_F(Cli, TheConfigurationIsLookedForInOrder) {
  const Ended nowhere = run({"config", "show"});
  if (!std::filesystem::exists("/etc/tagwatch/tagwatch.toml")) {
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_THAT(nowhere.err, HasSubstr("tagwatch config init"));
  }
  const auto interval = [](const std::string& value) { return "interval = \"" + value + "\"\n"; };
  const auto config = [&](const std::string& value) {
    std::string text = starting_toml();
    text.replace(text.find("[monitor]\n"), 10, "[monitor]\n" + interval(value));
    return text;
  };
  write("config/tagwatch.toml", config("7m"));
  write("b.toml", config("8m"));
  write("c.toml", config("9m"));
  EXPECT_THAT(run({"config", "show"}).out, HasSubstr(interval("7m")));
  EXPECT_THAT(run({"config", "show"}, {"TAGWATCH_CONFIG=b.toml"}).out, HasSubstr(interval("8m")));
  EXPECT_THAT(run({"config", "show", "--config", "c.toml"}, {"TAGWATCH_CONFIG=b.toml"}).out,
              HasSubstr(interval("9m")));
}

TEST_F(Cli, ConfigCheckTellsEveryMistakeOnStdout) {
  write("bad.toml", "[monitor]\ntags = []\ntimezone = \"UTC\"\nintervall = \"5m\"\n");
  const Ended ended = run({"--config", "bad.toml", "config", "check"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.out, HasSubstr("bad.toml:2:8: \"tags\" must have 1 to 100\n"));
  EXPECT_THAT(ended.out, HasSubstr("bad.toml:4:1: [monitor] has no key \"intervall\"; did you "
                                   "mean \"interval\"?\n"));
  EXPECT_EQ(ended.err, "");

  const Ended other = run({"--config", "bad.toml", "sources", "list"});
  EXPECT_EQ(other.code, 2);
  EXPECT_EQ(other.out, "");
  EXPECT_EQ(other.err, ended.out);
}

TEST_F(Cli, ConfigCheckSaysWhatASyntaxMistakeMayComeFrom) {
  for (const auto& [value, told] : std::vector<std::pair<std::string, std::string>>{
           {"\"UTC", " is a closing quote missing?\n"},
           {"'UTC\r", " is a closing quote missing?\n"},
           {"\"UTC”", " is a closing quote missing? write straight quotes: \"\n"},
           {"“UTC”", "value type; write straight quotes: \"\n"},
           {"‘UTC’", "value type; write straight quotes: \"\n"},
           {"UTC", "value type\n"},
           {"\"“U\x01TC”\"", "prohibited\n"}}) {
    write("a.toml", "[monitor]\ntimezone = " + value + "\ntags = []\n");
    const Ended ended = run({"--config", "a.toml", "config", "check"});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.out, StartsWith("a.toml:2:"));
    EXPECT_THAT(ended.out, testing::EndsWith(told)) << value;
  }
}

TEST_F(Cli, ConfigCheckKnowsPhrasesAndTemplates) {
  write("a.toml", starting_toml() + "[[topic]]\nname = \"t\"\nany = [\"...\"]\n");
  EXPECT_THAT(run({"--config", "a.toml", "config", "check"}).out, HasSubstr("has no word in it"));
  std::string text = starting_toml();
  text.replace(text.find("[digest]\n"), 9, "[digest]\ntemplate = \"own.mustache\"\n");
  write("b.toml", text);
  EXPECT_THAT(run({"--config", "b.toml", "config", "check"}).out, HasSubstr("cannot be read"));
  write("own.mustache", "{{no_such_name}}");
  EXPECT_THAT(run({"--config", "b.toml", "config", "check"}).out, HasSubstr("no_such_name"));
}

TEST_F(Cli, ConfigInitWritesAGoodFileOnce) {
  const Ended first = run({"config", "init"});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(run({"config", "check"}).code, 0);
  write("config/tagwatch.toml", "mine");
  const Ended second = run({"config", "init"});
  EXPECT_EQ(second.code, 1);
  EXPECT_THAT(second.err,
              HasSubstr("config/tagwatch.toml is there already and is not overwritten; to write "
                        "another file: tagwatch --config FILE config init\n"));
  EXPECT_EQ(contents(folder_.path() / "config/tagwatch.toml"), "mine");
}

TEST_F(Cli, SourcesAndKindsAreListed) {
  write("a.toml", starting_toml());
  const Ended listed = run({"--config", "a.toml", "sources", "list"});
  EXPECT_EQ(listed.code, 0) << listed.err;
  EXPECT_THAT(listed.out, HasSubstr("\nmastodon.social  mastodon  5m     #GlobalSecurity #TMSSW"));
  const Ended kinds = run({"sources", "list", "--kinds"});
  EXPECT_EQ(kinds.code, 0);
  EXPECT_THAT(kinds.out, HasSubstr("\nmastodon "));
  EXPECT_THAT(kinds.out, HasSubstr("\nfeed "));
}

TEST_F(Cli, OutputThatIsLostIsAFailure) {
  const Ended ended =
      run_tagwatch(folder_.path(), {"config", "show", "--reference"}, {}, "/dev/full");
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.err, "tagwatch: the output could not be written: No space left on device\n");
}

}  // namespace
}  // namespace tagwatch
