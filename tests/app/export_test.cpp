// Posts for other programs and for a person who looks: what was not read is told, wrong names too,
// and an output that takes no more.
#include <gmock/gmock.h>

#include "clocked_office.hpp"
#include "program.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kNobody =
    "tagwatch: not all of this time was read: 3 of 3 sources with gaps, one.example first "
    "(tagwatch status says why)\n";
constexpr const char* kBoth =
    "tagwatch: not all of this time was read: 2 of 3 sources with gaps, one.example first "
    "(tagwatch status says why)\n";

class Export : public test::ClockedOffice {
 protected:
  void poll_all() {
    poll("one.example", clock.now() - 84 * 24h);
    poll("news", clock.now() - 48h);
  }
  std::string complaint(std::vector<std::string> words) const {
    words.insert(words.begin(), "export");
    const Ended ended = run(std::move(words));
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.err;
  }
};

TEST_F(Export, SaysThatNobodyReadAnything) {
  EXPECT_EQ(complaint({}), kNobody);
  EXPECT_EQ(complaint({"--from", "36h"}), kNobody);
  EXPECT_EQ(complaint({"--source", "two.example"}),
            "tagwatch: not all of this time was read: two.example has gaps (tagwatch status says "
            "why)\n");
}

TEST_F(Export, SaysNothingWhereAllWasRead) {
  poll_all();
  clock.advance(10min);
  EXPECT_EQ(complaint({}), "") << "the feed offers no more, and the other server stands for both";
  EXPECT_EQ(complaint({"--from", "36h"}), "");
  EXPECT_EQ(complaint({"--from", "2026-10-01", "--tag", "tmssw", "--source", "one.example"}), "");
}

TEST_F(Export, SaysWhoHasGapsInTheTimeThatIsAskedFor) {
  poll("one.example", clock.now() - 84 * 24h);
  poll("news", clock.now() - 84 * 24h);
  clock.advance(5 * 24h);
  poll("one.example", clock.now() - 24h);
  poll("news", clock.now() - 6 * 24h);
  EXPECT_EQ(complaint({"--from", "7d"}), kBoth);
  EXPECT_EQ(complaint({"--from", "20h"}), "");
  EXPECT_EQ(complaint({"--from", "2026-11-20", "--to", "2026-11-24"}), "");
  clock.advance(72h);
  EXPECT_EQ(complaint({"--from", "2d"}), kNobody) << "nobody polled since";
}

TEST_F(Export, HistoryThatIsStillToBeReadIsMissing) {
  Hole hole;
  hole.lookback = true;
  hole.high = Bound("5", {});
  hole.missing = {clock.now() - 84 * 24h, clock.now() - 24h};
  poll("one.example", clock.now() - 24h, {hole});
  poll("news", clock.now() - 48h);
  EXPECT_EQ(complaint({}), kBoth);
  EXPECT_EQ(complaint({"--from", "20h"}), "");
  EXPECT_THAT(complaint({"--from", "2026-11-01"}), StartsWith("tagwatch: not all of this time"));
}

TEST_F(Export, AWrongNameIsAMistake) {
  for (const auto& [option, name] : std::vector<std::pair<std::string, std::string>>{
           {"--source", "nosuch"}, {"--tag", "Nosuch"}, {"--tag", "#"}}) {
    const Ended ended = run({"export", option, name});
    EXPECT_EQ(ended.code, 2) << name;
    EXPECT_THAT(ended.err, HasSubstr("\"" + name + "\""));
    EXPECT_EQ(ended.out, "");
  }
}

TEST_F(Export, NamesOfTheStoreAreGoodEvenIfTheyAreConfiguredNoMore) {
  show("old.example", build::post("1", clock.now() - 1h), "OldTag");
  for (const auto& [option, name] : std::vector<std::pair<std::string, std::string>>{
           {"--source", "old.example"}, {"--tag", "#oldtag"}}) {
    const Ended ended = run({"export", option, name});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("statuses/1"));
  }
  EXPECT_THAT(run({"export", "--source", "old.example"}).err, HasSubstr("old.example has gaps"));
}

TEST_F(Export, ASearchThatFindsNothingSaysWhatWasNotRead) {
  show("one.example", build::post("1", clock.now() - 1h));
  EXPECT_EQ(run({"search", "meeting"}).err, "");
  const std::string nothing = "tagwatch: no stored post holds all of these words\n";
  EXPECT_EQ(run({"search", "zebra"}).err, nothing + kNobody);
  EXPECT_EQ(run({"search", "zebra", "--json"}).err, nothing + kNobody);
  poll_all();
  EXPECT_EQ(run({"search", "zebra", "--from", "20h"}).err, nothing);
}

TEST_F(Export, OutputThatIsLostIsToldOnceWithItsReason) {
  show("one.example", build::post("1", clock.now() - 1h));
  const Ended ended =
      test::run_tagwatch(folder.path(), {"--config", config(), "export"}, {}, "/dev/full");
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.err, "tagwatch: the output could not be written: No space left on device\n");

  const Ended nowhere = run({"export", "--output", (folder / "no/posts.csv").string()});
  EXPECT_EQ(nowhere.code, 1);
  EXPECT_THAT(nowhere.err, HasSubstr("posts.csv.unfinished: No such file or directory\n"));
}

TEST_F(Export, AFileIsWrittenAsAWhole) {
  poll_all();
  show("one.example", build::post("1", clock.now() - 1h));
  const Ended written = run({"export", "--output", (folder / "posts.ndjson").string()});
  EXPECT_EQ(written.code, 0) << written.err;
  EXPECT_EQ(contents(folder / "posts.ndjson"), run({"export"}).out);
  EXPECT_FALSE(std::filesystem::exists(folder / "posts.ndjson.unfinished"));
}

TEST_F(Export, AReaderThatHasEnoughIsNoFailure) {
  Batch batch = build::batch("one.example", {});
  for (int number = 0; number < 800; ++number) {
    Post post = build::post(std::to_string(number), clock.now() - 1h);
    post.text += std::string(500, 'x');
    batch.posts.push_back(build::matched(std::move(post)));
  }
  commit(batch);
  const std::string program = TAGWATCH_BINARY_DIR "/tagwatch";
  const Ended ended =
      Process({"/bin/sh", "-c", "{ $program export; echo $? >code; } | head -n 1"}, folder.path(),
              {std::vector<std::string>{"PATH=/usr/bin:/bin", "TAGWATCH_CONFIG=" + config(),
                                        "program=" + program},
               ""})
          .wait();
  EXPECT_EQ(contents(folder / "code"), "0\n");
  EXPECT_EQ(ended.err, "");
  EXPECT_THAT(ended.out, HasSubstr("tagwatch.post/1"));
}

}  // namespace
}  // namespace tagwatch
