// Random histories of a real store against a model that knows no windows, only the promise: each
// post of the chain is in exactly one issued digest, that of its day's window, or, where it came
// later, the next.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "store_world.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using build::day;

constexpr std::array<std::string_view, 4> kZones{"America/New_York", "Asia/Tokyo",
                                                 "America/Los_Angeles", "Australia/Lord_Howe"};

struct ModelPost {
  std::string uri;
  Instant placed;
  bool imported = false;
  std::vector<std::size_t> sources;  // by number, those that showed it so far
  std::optional<std::size_t> digest;
};

class History {
 public:
  explicit History(unsigned seed) : random_(seed), world_(at("2026-10-28T12:00:00Z")) {
    world_.options.tags = {Hashtag("TMSSW")};
    world_.options.sources.resize(1);
    world_.options.sources[0].tags = world_.options.tags;
    watch();
  }

  void run(int steps) {
    for (int step = 0; step < steps && !testing::Test::HasFatalFailure(); ++step) {
      world_.clock.advance(std::chrono::minutes(below(600)) + 1min);
      const unsigned what = below(20);
      if (what < 13) {
        show();
      } else if (what < 18) {
        issue();
      } else if (what == 18 && world_.options.sources.size() < 4) {
        add_source();
      } else if (what == 19 && below(3) == 0) {
        world_.options.zone = build::zone(kZones[below(kZones.size())]);
      }
    }
  }

  // Every post is where the model has it, and nowhere else.
  void check() {
    std::map<std::string, std::size_t> reported;
    for (std::size_t number = 0; number < values_.size(); ++number) {
      // What was issued stays.
      ASSERT_TRUE(world_.kept(values_[number].date) == values_[number]);
      for (const ReportedPost& post : values_[number].posts) {
        ASSERT_TRUE(reported.emplace(post.uri, number).second) << post.uri << " is reported twice";
      }
    }
    for (const ModelPost& post : posts_) {
      const auto found = reported.find(post.uri);
      const auto is = found == reported.end() ? std::nullopt : std::optional(found->second);
      ASSERT_EQ(is, post.digest) << post.uri << " placed " << format_rfc3339(post.placed);
    }
    for (const DigestValue& value : values_) {
      for (const ReportedPost& post : value.posts) {
        check_place(value, post);
      }
    }
  }

  [[nodiscard]] std::size_t issued() const { return values_.size(); }

 private:
  unsigned below(std::size_t limit) {
    return static_cast<unsigned>(random_() % static_cast<std::uint32_t>(limit));
  }

  void watch() {
    world_.watch();
    reported_to_.resize(world_.options.sources.size(),
                        values_.empty() ? Instant::min() : values_.back().window.to);
  }

  void add_source() {
    DigestSource source = world_.options.sources[0];
    source.name = source.network = "added" + std::to_string(world_.options.sources.size());
    world_.options.sources.push_back(source);
    watch();
  }

  // A new post, mostly of now, sometimes late, or an old one at another source.
  void show() {
    const std::size_t source = below(world_.options.sources.size());
    const std::string& name = world_.options.sources[source].name;
    if (!posts_.empty() && below(4) == 0) {
      ModelPost& old = posts_[below(posts_.size())];
      world_.show(name, post_of(old));
      old.sources.push_back(source);
      old.imported = false;
      return;
    }
    const unsigned age = below(10);
    const auto back = age < 6   ? std::chrono::minutes(below(120))
                      : age < 9 ? std::chrono::minutes(below(4 * 24 * 60))
                                : std::chrono::minutes(below(20 * 24 * 60));
    ModelPost post;
    post.uri = std::to_string(posts_.size() + 1);
    const bool ahead = below(12) == 0;  // dated ahead: its place is when it was first seen
    post.placed = ahead ? world_.clock.now() : world_.clock.now() - back;
    post.imported = below(10) == 0;
    created_[post.uri] = ahead ? post.placed + 7h : post.placed;
    post.sources = {source};
    const Post shown = post_of(post);
    world_.show(name, shown, {"TMSSW"}, post.imported ? Origin::imported : Origin::polled);
    posts_.push_back(post);
    posts_.back().uri = shown.uri;
    created_[shown.uri] = created_[post.uri];
  }

  Post post_of(const ModelPost& model) {
    const std::string id = model.uri.substr(model.uri.rfind('/') + 1);
    return build::post(id, created_.at(model.uri));
  }

  void issue() {
    const Zone& zone = world_.options.zone;
    const Day asked = zone.day_of(world_.clock.now()) - std::chrono::days(below(4));
    const auto row = world_.issue(asked);
    if (!row) {
      ASSERT_EQ(row.error().code, Errc::usage) << describe(row.error());
      return;
    }
    const DigestValue value = world_.kept(asked);
    if (values_.empty()) {
      start_ = value.window.from;
    } else {
      ASSERT_EQ(value.window.from, values_.back().window.to);
    }
    for (ModelPost& post : posts_) {
      if (!post.digest && !post.imported && post.placed >= start_ &&
          post.placed < value.window.to && !is_history(post)) {
        post.digest = values_.size();
      }
    }
    values_.push_back(value);
  }

  // Placed in time that was reported when the first of its sources was added.
  [[nodiscard]] bool is_history(const ModelPost& post) const {
    Instant reported_to = Instant::max();
    for (const std::size_t source : post.sources) {
      reported_to = std::min(reported_to, reported_to_[source]);
    }
    return post.placed < reported_to;
  }

  static void check_place(const DigestValue& value, const ReportedPost& post) {
    const bool of_date = post.place == Place::shown || post.place == Place::hidden;
    if (of_date) {
      ASSERT_EQ(post.day, value.date);
    } else if (post.place == Place::missed) {
      ASSERT_LT(post.day, value.date);
    } else {
      ASSERT_LE(post.day, value.date);
    }
  }

  std::mt19937 random_;
  StoreWorld world_;
  std::vector<Instant> reported_to_;  // the end of the chain when each source was first watched
  std::map<std::string, Instant> created_;
  std::vector<ModelPost> posts_;
  std::vector<DigestValue> values_;
  Instant start_{};
};

TEST(ChainHistory, EachPostIsInExactlyOneDigest) {
  std::size_t issued = 0;
  for (unsigned seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    History history(seed);
    history.run(120);
    history.check();
    issued += history.issued();
    if (HasFatalFailure()) {
      return;
    }
  }
  EXPECT_GT(issued, 40U);
}

}  // namespace
}  // namespace tagwatch
