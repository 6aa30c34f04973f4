// The program inside the test: on a clock that the test sets, on a store that the test fills.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "support/builders.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch::test {

/// Watches #TMSSW at two servers of one network and in a feed of its own.
class ClockedOffice : public testing::Test {
 protected:
  ClockedOffice() : clock(build::at("2026-11-24T12:00:00Z")) {
    std::ofstream(folder / "tagwatch.toml", std::ios::binary)
        << "[monitor]\ntags = [\"TMSSW\"]\ntimezone = \"UTC\"\ncontact = \"test@example.org\"\n"
           "[store]\npath = \"store.db\"\n[digest]\noutput = \"digests\"\n"
           "[[source]]\nname = \"one.example\"\nkind = \"mastodon\"\nurl = "
           "\"https://one.example\"\nnetwork = \"both\"\n"
           "[[source]]\nname = \"two.example\"\nkind = \"mastodon\"\nurl = "
           "\"https://two.example\"\nnetwork = \"both\"\n"
           "[[source]]\nname = \"news\"\nkind = \"feed\"\nurl = "
           "\"https://news.example/feed.xml\"\n";
    commit(Batch());
  }

  [[nodiscard]] Ended run(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--config", config()});
    std::ostringstream out;
    std::ostringstream err;
    const auto nothing = [](const std::string&) { return std::optional<std::string>(); };
    Session session{out, err, clock, nothing};
    Ended ended;
    ended.code = static_cast<int>(run_command_line(words, session));
    ended.out = out.str();
    ended.err = err.str();
    return ended;
  }

  /// `source` showed `post`.
  void show(const std::string& source, Post post, const std::string& tag = "TMSSW") const {
    Batch batch = build::batch(source, {build::matched(std::move(post), {tag})});
    batch.timeline.tag_key = Hashtag(tag).key();
    batch.covered_tags = {batch.timeline.tag_key};
    commit(batch);
  }

  /// `source` was polled and has now read back to `from`, the first time as far as its lookback
  /// goes but for `holes`.
  void poll(const std::string& source, Instant from, std::vector<Hole> holes = {}) {
    Batch batch;
    batch.timeline = TimelineId(source, source == "news" ? "" : "tmssw");
    batch.covered_tags = {"tmssw"};
    batch.coverage = {{{from, clock.now()}, std::nullopt, clock.now()}};
    TimelineState state;
    state.started = true;
    state.newest_page_had_posts = true;
    state.covered_to = clock.now();
    const Instant oldest = holes.empty() ? from : holes.back().missing.from;
    state.lookback_from = lookback_from_.try_emplace(source, oldest).first->second;
    state.holes = std::move(holes);
    state.last_success = state.last_attempt = clock.now();
    state.next_poll = clock.now() + std::chrono::minutes(5);
    batch.state = state;
    commit(batch);
  }

  /// Makes the store when there is none; a batch without a source stores nothing.
  void commit(const Batch& batch) const {
    auto writer = Writer::open(folder / "store.db", Writer::Options(true, Duration{0}), clock);
    ASSERT_TRUE(writer) << describe(writer.error());
    if (!batch.timeline.source.empty()) {
      const auto committed = writer->commit(batch);
      ASSERT_TRUE(committed) << describe(committed.error());
    }
  }

  [[nodiscard]] std::string config() const { return (folder / "tagwatch.toml").string(); }

  TempDir folder;
  ManualClock clock;

 private:
  std::map<std::string, Instant> lookback_from_;
};

}  // namespace tagwatch::test
