// The demo is played once, and then looked at from all sides: it is also the longest test of the
// whole program that needs no network.
#include "app/demo.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "app/demo_folder.hpp"
#include "app/session.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/base/log.hpp"
#include "tagwatch/base/sha256.hpp"
#include "tagwatch/demo/script.hpp"
#include "tagwatch/digest/build.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// A change that is meant: run the test with this variable set, look at the difference, and say in
// the commit why.
constexpr const char* kRewrite = "TAGWATCH_REWRITE_GOLDEN";
constexpr std::uint64_t kSeed = 7;

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void expect_golden(const fs::path& file, const std::string& bytes) {
  const fs::path golden = fs::path(TAGWATCH_SOURCE_DIR) / "tests/fixtures/demo" / file;
  if (std::getenv(kRewrite) != nullptr) {
    std::ofstream(golden, std::ios::binary) << bytes;
  }
  EXPECT_EQ(bytes_of(golden), bytes) << golden << " (" << kRewrite << "=1 writes it anew)";
}

Config demo_config(const fs::path& folder) {
  const fs::path file = fs::path(TAGWATCH_SOURCE_DIR) / "config/demo.toml";
  std::ostringstream out;
  const SystemClock clock;
  const Session session{out, out, clock, [](const std::string&) { return std::nullopt; }};
  LoadedConfig config = load_config(file, config_rules(session));
  EXPECT_TRUE(config.has_value()) << describe(config.error());
  config->store.path = folder / "tagwatch.db";
  config->digest.output = folder / "digests";
  return std::move(*config);
}

// Text and JSON of the days that are shown first, and one hash over all files of all days.
void expect_the_same_bytes(const std::vector<DemoDigest>& digests) {
  const std::set<Day> named{demo::kFourPosts, demo::kNoPost, demo::kOrdinary, demo::kPeak};
  std::string hashes;
  for (const DemoDigest& digest : digests) {
    for (const fs::path file : digest.files) {
      const std::string bytes = bytes_of(file);
      hashes += sha256_hex(bytes) + "  " + file.filename().string() + "\n";
      if (named.contains(digest.day) &&
          (file.extension() == ".txt" || file.extension() == ".json")) {
        expect_golden(file.filename(), bytes);
      }
    }
  }
  expect_golden("sha256", hashes);
}

// By uri, every post of the store.
std::map<std::string, PostRecord> stored_posts(const Reader& reader) {
  std::map<std::string, PostRecord> posts;
  const Result<void> visited = reader.visit_posts(PostQuery(), [&](const PostRecord& record) {
    posts.emplace(record.post.uri, record);
    return true;
  });
  EXPECT_TRUE(visited.has_value());
  return posts;
}

// The monitor found what the servers showed: each post, its last text unless it was deleted, and on
// which servers.
void expect_the_truth(const demo::World& world, const std::map<std::string, PostRecord>& stored) {
  std::size_t found = 0;
  for (const demo::WorldPost& post : world.posts()) {
    SCOPED_TRACE(post.uri);
    const auto at = stored.find(post.uri);
    ASSERT_NE(at, stored.end()) << "a post was lost";
    ++found;
    const PostRecord& record = at->second;
    EXPECT_EQ(record.post.created_at, post.created);
    EXPECT_EQ(record.post.edited_at.has_value(), post.edit.has_value());
    EXPECT_EQ(record.deleted, post.deleted.has_value());
    EXPECT_EQ(record.post.text.empty(), post.deleted.has_value());
    std::set<std::string> servers;
    std::set<std::string> sources;
    for (const demo::Arrival& arrival : post.arrivals) {
      servers.insert(arrival.server);
    }
    for (const Sighting& sighting : record.sightings) {
      sources.insert(sighting.source);
    }
    EXPECT_EQ(sources, servers);
  }
  const auto articles = std::count_if(stored.begin(), stored.end(), [](const auto& each) {
    return each.second.post.platform == "feed";
  });
  EXPECT_EQ(articles, 5) << "what the desk reported of the programme";
  EXPECT_EQ(stored.size(), found + 5);
}

// Every post from the first watched day on is in exactly one digest, none from before it.
void expect_each_reported_once(const Reader& reader,
                               const std::map<std::string, PostRecord>& stored,
                               const Config& config) {
  const Instant start = config.monitor.timezone.window(demo::kFirstWatched).from;
  std::map<std::string, int> reported;
  for (const DigestRow& row : *reader.digests()) {
    const Result<DigestView> view = issued_view(reader, row.date);
    ASSERT_TRUE(view.has_value()) << describe(view.error());
    for (const ReportedPost& post : view->value.posts) {
      ++reported[post.uri];
    }
  }
  for (const auto& [uri, record] : stored) {
    EXPECT_EQ(reported[uri], record.placed >= start ? 1 : 0) << uri;
  }
}

void expect_outages_told(const Reader& reader) {
  const auto row = [&](Day day, const char* source) {
    const DigestView view = *issued_view(reader, day);
    return *std::find_if(view.value.coverage.rows.begin(), view.value.coverage.rows.end(),
                         [&](const CoverageRow& each) { return each.source == source; });
  };
  const CoverageRow caught_up = row(demo::kOrdinary, demo::kSocialServer);
  EXPECT_EQ(caught_up.word, CoverageWord::complete);
  ASSERT_EQ(caught_up.gaps.size(), 1u);
  EXPECT_EQ(caught_up.gaps.front().reason, GapReason::down);
  EXPECT_TRUE(caught_up.gaps.front().refilled_at);
  const CoverageRow lost = row(demo::kFeedOutage, demo::kNewsServer);
  EXPECT_EQ(lost.word, CoverageWord::partial);
  EXPECT_TRUE(std::any_of(lost.gaps.begin(), lost.gaps.end(), [](const Gap& gap) {
    return gap.reason == GapReason::window_scrolled_away && !gap.refilled_at;
  }));
}

TEST(Demo, PlaysTheSameDigestsAndFindsTheTruth) {
  log::set_level(log::Level::error);
  const TempDir folder;
  ASSERT_TRUE(make_demo_folder(folder.path()).has_value());
  const Config config = demo_config(folder.path());
  const demo::World world = *demo::play_script(kSeed);
  const Result<std::vector<DemoDigest>> digests = play_demo(world, config);
  ASSERT_TRUE(digests.has_value()) << describe(digests.error());
  EXPECT_EQ(digests->size(), 40u);

  expect_the_same_bytes(*digests);
  const Result<Reader> reader = Reader::open(config.store.path);
  ASSERT_TRUE(reader.has_value()) << describe(reader.error());
  const std::map<std::string, PostRecord> stored = stored_posts(*reader);
  expect_the_truth(world, stored);
  expect_each_reported_once(*reader, stored, config);
  expect_outages_told(*reader);
}

TEST(DemoFolder, IsMadeAndEmptiedAgain) {
  const TempDir parent;
  const fs::path folder = parent / "new/demo";
  ASSERT_TRUE(make_demo_folder(folder).has_value());
  const std::string key = bytes_of(folder / "site.key");
  std::ofstream(folder / "left over") << "x";
  ASSERT_TRUE(make_demo_folder(folder).has_value());
  EXPECT_FALSE(fs::exists(folder / "left over"));
  EXPECT_EQ(bytes_of(folder / "site.key"), key) << "digest ids stay the same";
}

TEST(DemoFolder, NobodysFilesAreRemoved) {
  const TempDir parent;
  std::ofstream(parent / "report.txt") << "x";
  const Result<void> made = make_demo_folder(parent.path());
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code, Errc::usage);
  EXPECT_TRUE(fs::exists(parent / "report.txt"));
  EXPECT_FALSE(make_demo_folder(parent / "report.txt").has_value()) << "a file is no folder";
}

}  // namespace
}  // namespace tagwatch
