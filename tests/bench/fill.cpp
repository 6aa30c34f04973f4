// Makes the store of an office that has watched two tags on eight servers for 90 days, by the
// store's own writer.
//
//   bench_fill FILE POSTS LAST_DAY
//
// A server shows a quarter of what its neighbour shows, too, so there are more sightings than
// posts. Days differ by a fifth, nights are quiet.
#include <array>
#include <iostream>

#include "bench/samples.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kDays = 90;
constexpr std::uint64_t kSources = 8;
// Of a thousand posts of a day, those of each poll. A small store is polled once a day, so that its
// commits do not take longer than its posts.
const std::vector<std::int64_t> kShares{140, 440, 420};
const std::vector<std::int64_t> kSmallShares{1000};
constexpr std::int64_t kSmall = 100'000;

struct Tag {
  std::string_view spelled;
  std::int64_t percent;
};
constexpr std::array<Tag, 2> kTags{{{"GlobalSecurity", 70}, {"TMSSW", 30}}};

class Filler {
 public:
  Filler(Writer& writer, ManualClock& clock, Window window, std::int64_t posts)
      : writer_(writer),
        clock_(clock),
        window_(window),
        posts_(posts),
        shares_(posts > kSmall ? kShares : kSmallShares),
        slot_(Duration(24h) / static_cast<int>(shares_.size())) {}

  void run() {
    for (const Tag& tag : kTags) {
      tags_.emplace_back(tag.spelled);
    }
    std::vector<TimelineId> timelines;
    for (std::uint64_t source = 0; source < kSources; ++source) {
      for (const Hashtag& tag : tags_) {
        timelines.emplace_back(name_of(source), tag.key());
      }
    }
    writer_.watch(tags_, timelines).value();
    for (std::size_t slot = 0; slot < kDays * shares_.size(); ++slot) {
      clock_.set(window_.from + static_cast<int>(slot + 1) * slot_);
      for (std::uint64_t source = 0; source < kSources; ++source) {
        for (std::size_t tag = 0; tag < tags_.size(); ++tag) {
          poll(slot, source, tag);
        }
      }
    }
  }

 private:
  static std::string name_of(std::uint64_t source) { return "server" + std::to_string(source); }

  [[nodiscard]] std::uint64_t posts_of(std::size_t slot, std::size_t tag) const {
    const auto day = static_cast<std::int64_t>(slot / shares_.size());
    const std::int64_t percent = 80 + (day * 37) % 41;
    const auto source_share = posts_ / kDays / static_cast<std::int64_t>(kSources);
    return static_cast<std::uint64_t>(source_share * percent / 100 *
                                      shares_.at(slot % shares_.size()) / 1000 *
                                      kTags.at(tag).percent / 100);
  }

  // Post `at` of a slot of a timeline: the same number for whoever shows it.
  [[nodiscard]] MatchedPost post(std::size_t slot, std::uint64_t source, std::size_t tag,
                                 std::uint64_t at, std::uint64_t count) const {
    constexpr std::uint64_t kSlotPosts = 10'000;
    const std::uint64_t number =
        ((slot * kSources + source) * tags_.size() + tag) * kSlotPosts + at;
    const Instant created = clock_.now() - slot_ + slot_ * static_cast<int>(at) / (count + 1);
    MatchedPost matched;
    matched.post = sample(number, kTags.at(tag).spelled, created).post;
    matched.matches.push_back({tags_.at(tag).key(), tags_.at(tag).spelled(), false});
    return matched;
  }

  void poll(std::size_t slot, std::uint64_t source, std::size_t tag) {
    Batch batch;
    batch.timeline = TimelineId(name_of(source), tags_.at(tag).key());
    batch.covered_tags = {tags_.at(tag).key()};
    const std::uint64_t count = posts_of(slot, tag);
    for (std::uint64_t at = 0; at < count; ++at) {
      batch.posts.push_back(post(slot, source, tag, at, count));
      if (at % 4 == 0) {
        batch.posts.push_back(post(slot, (source + 1) % kSources, tag, at, count));
      }
    }
    FetchRecord fetch;
    fetch.task = "newest";
    fetch.started = clock_.now();
    fetch.seen_as_of = clock_.now();
    fetch.status = 200;
    fetch.items = static_cast<int>(batch.posts.size());
    batch.fetches.push_back(fetch);
    batch.coverage.push_back({{clock_.now() - slot_, clock_.now()}, std::nullopt, {}});
    TimelineState state;
    state.started = true;
    state.lookback_from = window_.from;
    state.covered_to = clock_.now();
    state.last_success = clock_.now();
    state.last_attempt = clock_.now();
    state.newest_page_had_posts = true;
    batch.state = state;
    writer_.commit(batch).value();
  }

  Writer& writer_;
  ManualClock& clock_;
  Window window_;
  std::int64_t posts_;
  const std::vector<std::int64_t>& shares_;
  Duration slot_;
  std::vector<Hashtag> tags_;
};

int run(const std::vector<std::string>& words) {
  const auto last_day = words.size() == 3 ? parse_day(words[2]) : std::nullopt;
  if (!last_day) {
    std::cerr << "usage: bench_fill FILE POSTS LAST_DAY\n";
    return 2;
  }
  const Instant to{std::chrono::sys_days(last_day->time_since_epoch()) + std::chrono::days(1)};
  ManualClock clock(to - std::chrono::days(kDays));
  Writer writer = Writer::open(words[0], Writer::Options(true, 0s), clock).value();
  Filler(writer, clock, {clock.now(), to}, std::stoll(words[1])).run();
  std::cout << writer.reader().stats().value().posts << " posts\n";
  return 0;
}

}  // namespace
}  // namespace tagwatch::bench

int main(int count, char** words) {
  return tagwatch::bench::run({words + 1, words + count});
}
