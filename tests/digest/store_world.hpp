// A store in which time passes: servers show posts, polls cover time, digests are issued.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "facts_builder.hpp"
#include "support/temp_dir.hpp"

namespace tagwatch {

class StoreWorld {
 public:
  explicit StoreWorld(Instant start, Deletion deletion = Deletion::follow)
      : clock(start),
        writer_(open(directory_ / "tagwatch.db", clock, deletion)),
        options(build::options()) {}

  /// Makes the configured timelines known, as a poll does first.
  void watch() {
    std::vector<TimelineId> timelines;
    for (const DigestSource& source : options.sources) {
      for (const Hashtag& tag : source.tags) {
        timelines.emplace_back(source.name, tag.key());
      }
    }
    const auto watched = writer_.watch(options.tags, timelines);
    EXPECT_TRUE(watched) << describe(watched.error());
  }

  /// `source` shows `post` under `tags`.
  void show(const std::string& source, Post post, const std::vector<std::string>& tags = {"TMSSW"},
            Origin origin = Origin::polled) {
    Batch batch;
    batch.timeline = TimelineId(source, Hashtag(tags.front()).key());
    batch.origin = origin;
    batch.posts = {build::matched(std::move(post), tags)};
    commit(batch);
  }

  /// `source` was asked for posts and told that they are gone.
  void tell_gone(const std::string& source, const std::vector<std::string>& uris) {
    Batch batch;
    batch.timeline = TimelineId(source, Hashtag("TMSSW").key());
    batch.askable = {source};
    batch.gone = uris;
    commit(batch);
  }

  /// Every configured timeline reads on to now without a hole, `back` at its first time.
  void poll(Duration back = std::chrono::hours(24 * 84)) {
    for (const DigestSource& source : options.sources) {
      poll(source, back);
    }
  }

  void poll(const DigestSource& source, Duration back = std::chrono::hours(24 * 84)) {
    for (const Hashtag& tag : source.tags) {
      Batch batch;
      batch.timeline = TimelineId(source.name, tag.key());
      batch.covered_tags = {tag.key()};
      const auto known = covered_to_.find(batch.timeline);
      const Instant from = known == covered_to_.end() ? clock.now() - back : known->second;
      batch.coverage = {{{from, clock.now()}, std::nullopt, clock.now()}};
      TimelineState state;
      state.started = true;
      state.newest_page_had_posts = true;
      state.covered_to = clock.now();
      state.lookback_from = lookback_from_.try_emplace(batch.timeline, from).first->second;
      state.last_success = state.last_attempt = clock.now();
      batch.state = state;
      batch.fetches = {{"newest", clock.now(), clock.now(), 200, 0, 0, "ok"}};
      covered_to_[batch.timeline] = clock.now();
      commit(batch);
    }
  }

  Result<DigestRow> issue(Day date) { return tagwatch::issue(writer_, options, date, clock.now()); }

  DigestValue issued(Day date) {
    const auto row = issue(date);
    EXPECT_TRUE(row) << describe(row.error());
    return row ? kept(date) : DigestValue();
  }

  /// The kept value of an issued digest.
  DigestValue kept(Day date) {
    const auto value = read_kept_json(reader().digest(date).value().value);
    EXPECT_TRUE(value) << describe(value.error());
    return value ? *value : DigestValue();
  }

  DigestValue preview(DigestDays days) {
    const auto value = build_value(reader(), options, days, clock.now());
    EXPECT_TRUE(value) << describe(value.error());
    return value ? *value : DigestValue();
  }

  DigestView shown(const DigestValue& value) {
    auto view = tagwatch::view(value, reader());
    EXPECT_TRUE(view) << describe(view.error());
    return view ? std::move(*view) : DigestView();
  }

  [[nodiscard]] const Reader& reader() const { return writer_.reader(); }
  [[nodiscard]] Writer& writer() { return writer_; }

 private:
  static Writer open(const std::filesystem::path& path, const Clock& clock, Deletion deletion) {
    auto writer = Writer::open(
        path, Writer::Options(true, Duration{0}, Lock::Holder::command, deletion), clock);
    EXPECT_TRUE(writer) << describe(writer.error());
    return std::move(writer).value();
  }

  void commit(const Batch& batch) {
    const auto committed = writer_.commit(batch);
    EXPECT_TRUE(committed) << describe(committed.error());
  }

  TempDir directory_;

 public:
  ManualClock clock;

 private:
  Writer writer_;
  std::map<TimelineId, Instant> covered_to_;
  std::map<TimelineId, Instant> lookback_from_;

 public:
  DigestOptions options;
};

}  // namespace tagwatch
