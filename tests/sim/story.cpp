#include "sim/story.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "demo/dice.hpp"

namespace tagwatch::sim {
namespace {

using demo::Arrival;
using demo::Dice;
using demo::WorldPost;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kHistoryDays = 2;
constexpr int kSilentDays = 2;
// Every so many days almost nobody posts.
constexpr int kQuietEvery = 6;
constexpr std::size_t kAccountsEach = 12;
// Posts of an ordinary day.
constexpr std::size_t kFediversePosts = 45;
constexpr std::size_t kSkyPosts = 25;
constexpr std::size_t kNewsItems = 14;
// More than one pass reads: the configuration allows it six pages.
constexpr std::size_t kBurstPosts = 320;
constexpr std::size_t kNewsBurst = 26;
constexpr Duration kLieLength = hours(36);
constexpr Duration kNewsOutage = hours(44);
constexpr const char* kElsewhere = "observatory.example";

/// Tells the story day by day.
class Teller {
 public:
  Teller(int days_, std::uint64_t seed, Zone zone)
      : dice_(seed), zone_(std::move(zone)), posting_days_(std::max(1, days_ - kSilentDays)) {}

  Story tell() {
    for (const char* server : {kSocial, kCivic, kElsewhere, kSky}) {
      add_accounts(server);
    }
    for (int day = -kHistoryDays; day < posting_days_; ++day) {
      tell_day(day);
    }
    tell_bursts(at_share(33));
    tell_troubles();
    return std::move(story_);
  }

 private:
  [[nodiscard]] Instant start_of(int day) const { return zone_.window(kFirstDay + days(day)).from; }
  [[nodiscard]] Instant end() const { return start_of(posting_days_); }
  /// The day at so many hundredths of the story.
  [[nodiscard]] int at_share(int hundredths) const { return posting_days_ * hundredths / 100; }
  [[nodiscard]] bool chance(std::size_t hundredths) { return dice_.below(100) < hundredths; }

  void add_accounts(const char* server) {
    for (std::size_t count = 1; count <= kAccountsEach; ++count) {
      demo::Account account;
      account.name = "voice" + std::to_string(count);
      account.server = server;
      account.display_name = "Voice " + std::to_string(count);
      account.followers = dice_.skewed(4000);
      account.created_on = kFirstDay - days(400);
      story_.world.add(account);
    }
  }
  [[nodiscard]] std::size_t somebody_at(std::size_t server) {
    return server * kAccountsEach + dice_.below(kAccountsEach);
  }

  // People post by day more than by night.
  [[nodiscard]] Instant moment_of(int day) {
    const Instant by_day = start_of(day) + dice_.between(hours(7), hours(22));
    const Instant any = start_of(day) + dice_.between(Duration{0}, hours(23));
    return chance(75) ? by_day : any;
  }

  void tell_day(int day) {
    const bool quiet = (day + kQuietEvery) % kQuietEvery == kQuietEvery - 1;
    for (std::size_t left = quiet ? dice_.below(4) : kFediversePosts + dice_.below(30); left > 0;
         --left) {
      fediverse_post(moment_of(day));
    }
    for (std::size_t left = quiet ? dice_.below(3) : kSkyPosts + dice_.below(20); left > 0;
         --left) {
      sky_post(moment_of(day));
    }
    for (std::size_t left = quiet ? 5 : kNewsItems; left > 0; --left) {
      news_item(moment_of(day));
    }
  }

  WorldPost note(std::size_t account, Instant created) {
    WorldPost post;
    post.account = account;
    post.created = created;
    post.language = "en";
    post.tags = {Hashtag(kTags.at(chance(5) ? 1 : 0))};
    post.text =
        "Note " + std::to_string(story_.world.posts().size()) + " #" + post.tags[0].spelled();
    post.finally.likes = chance(20) ? dice_.skewed(20) : 0;
    if (chance(4)) {
      post.edit =
          demo::Edit{created + dice_.between(minutes(2), hours(30)), post.text + " Edited."};
    }
    return post;
  }

  /// Some posts are taken back: most of them later, some within minutes.
  void maybe_delete(WorldPost& post) {
    if (chance(3)) {
      post.deleted = post.created + dice_.between(hours(8), hours(60));
    } else if (chance(3)) {
      post.deleted = post.created + dice_.between(minutes(2), minutes(40));
    }
  }

  void arrive(WorldPost& post, const char* server, Duration after, Instant filed_under) {
    const auto number = static_cast<std::uint16_t>(story_.world.posts().size());
    post.arrivals.push_back({server, post.created + after, demo::snowflake(filed_under, number)});
  }

  // How long another server takes to hear of a post.
  [[nodiscard]] Duration delay() {
    return chance(70)   ? dice_.between(seconds(5), minutes(1))
           : chance(65) ? dice_.between(minutes(1), hours(1))
                        : dice_.between(hours(1), hours(5));
  }

  void fediverse_post(Instant created) {
    const std::size_t home = chance(45) ? 0 : chance(45) ? 1 : 2;
    WorldPost post = note(somebody_at(home), created);
    const demo::Account& author = story_.world.accounts().at(post.account);
    const std::string number = std::to_string(story_.world.posts().size());
    post.uri = "https://" + author.server + "/users/" + author.name + "/statuses/" + number;
    post.url = "https://" + author.server + "/@" + author.name + "/" + number;
    if (const auto late = late_by(created)) {
      arrive(post, chance(50) ? kSocial : kCivic, *late, created);
    } else {
      const bool to_social = home == 0 || chance(70);
      if (to_social) {
        arrive(post, kSocial, home == 0 ? Duration{0} : delay(), created);
      }
      if (home == 1 || !to_social || chance(50)) {
        arrive(post, kCivic, home == 1 ? Duration{0} : delay(), created);
      }
      maybe_delete(post);
    }
    story_.world.add(std::move(post));
  }

  /// One post in thirty is fetched hours later, or days where a Sunday's sweep is still to come.
  [[nodiscard]] std::optional<Duration> late_by(Instant created) {
    if (!chance(4)) {
      return std::nullopt;
    }
    const Duration days_later = dice_.between(days(3), days(6));
    if (chance(30) && posting_days_ >= 14 && created + days_later < end() - days(8)) {
      return days_later;
    }
    return dice_.between(hours(2), hours(30));
  }

  void sky_post(Instant created) {
    WorldPost post = note(somebody_at(3), created);
    const demo::Account& author = story_.world.accounts().at(post.account);
    const std::string key = "3k" + std::to_string(story_.world.posts().size());
    post.uri = "at://did:plc:" + author.name + "/app.bsky.feed.post/" + key;
    if (chance(5)) {
      arrive(post, kSky, dice_.between(hours(1), hours(20)), created);
    } else {
      arrive(post, kSky, dice_.between(seconds(1), seconds(20)), created);
      maybe_delete(post);
    }
    story_.world.add(std::move(post));
  }

  void news_item(Instant published) {
    demo::NewsItem item;
    const std::string number = std::to_string(story_.world.news().size());
    item.guid = std::string("https://") + kNews + "/" + number;
    item.title = "Report " + number + " #" + kTags.at(chance(5) ? 1 : 0);
    item.summary = "A summary.";
    item.published = std::chrono::floor<seconds>(published);
    story_.world.add(std::move(item));
  }

  /// More posts at once than fit a page, and than a pass reads.
  void tell_bursts(int day) {
    const Instant noon = start_of(day) + hours(12);
    for (std::size_t count = 0; count < kBurstPosts; ++count) {
      WorldPost post = note(somebody_at(0), noon + dice_.between(Duration{0}, minutes(25)));
      post.uri = std::string("https://") + kSocial + "/burst/" + std::to_string(count);
      post.url = post.uri;
      arrive(post, kSocial, Duration{0}, post.created);
      story_.world.add(std::move(post));
      sky_post(noon + dice_.between(Duration{0}, minutes(25)));
    }
    const Instant evening = start_of(at_share(75)) + hours(18);
    for (std::size_t count = 0; count < kNewsBurst; ++count) {
      news_item(evening + dice_.between(Duration{0}, minutes(20)));
    }
  }

  void tell_troubles() {
    for (const auto& [source, share] : {std::pair{kSocial, 50}, std::pair{kSky, 60},
                                        std::pair{kCivic, 67}, std::pair{kNews, 83}}) {
      int day = std::max(1, at_share(share));
      // A lie about a day without posts would be none.
      day -= (day + 1) % kQuietEvery == 0 ? 1 : 0;
      story_.lies.push_back({source, {start_of(day), start_of(day) + kLieLength}});
    }
    for (const char* source : kSources) {
      for (int count = 0; count < 2; ++count) {
        const Instant from = start_of(0) + dice_.between(hours(8), end() - start_of(0) - hours(10));
        story_.world.add(demo::Outage{source, {from, from + dice_.between(hours(1), hours(9))}});
      }
    }
    const Instant from = start_of(at_share(40)) - hours(posting_days_ > 4 ? 0 : 4);
    story_.world.add(demo::Outage{kNews, {from, from + kNewsOutage}});
  }

  Dice dice_;
  Zone zone_;
  int posting_days_;
  Story story_;
};

}  // namespace

bool Story::lies_at(std::string_view source, Instant at) const {
  return std::any_of(lies.begin(), lies.end(), [&](const Lie& lie) {
    return lie.source == source && lie.window.from <= at && at < lie.window.to;
  });
}

Result<Story> tell_story(int days, std::uint64_t seed) {
  Result<Zone> zone = Zone::locate(kZone);
  if (!zone) {
    return zone.error();
  }
  return Teller(days, seed, *std::move(zone)).tell();
}

}  // namespace tagwatch::sim
