#include "sim/oracle_events.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "tagwatch/demo/feed_server.hpp"

namespace tagwatch::sim {
namespace {

using demo::WorldPost;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kAccountsEach = 40;
constexpr const char* kElsewhere = "observatory.example";
constexpr std::array kServers{kSocial, kCivic, kElsewhere, kSky};
// Few events are spread over less time, so that there is something on every page.
constexpr int kDaysMax = 20;
constexpr int kDaysMin = 3;
constexpr int kEventsADay = 5000;
// Events that one post stands for, with its changes and copies, in thousandths.
constexpr int kEventsAPost = 1660;
// Of a hundred times that there is news, so often it is more than the feed shows.
constexpr std::size_t kNewsBurstChance = 2;
constexpr std::size_t kNewsBurst = demo::kFeedItemsMax + 12;
// What a search shows is no older than this when it comes.
constexpr Duration kLateMax = hours(6);

}  // namespace

Events::Events(demo::World& world, int events, std::uint64_t seed, Instant start)
    : world_(world), dice_(seed), events_(events), next_(start) {
  const std::chrono::days length(std::clamp(events / kEventsADay, kDaysMin, kDaysMax));
  mean_gap_ = Duration(length) * kEventsAPost / (1000 * std::int64_t{events});
  add_accounts();
}

void Events::add_accounts() {
  for (const char* server : kServers) {
    for (std::size_t count = 1; count <= kAccountsEach; ++count) {
      demo::Account account;
      account.name = "voice" + std::to_string(count);
      account.server = server;
      account.display_name = "Voice " + std::to_string(count);
      account.followers = dice_.skewed(4000);
      account.created_on = kFirstDay - std::chrono::days(400);
      world_.add(account);
    }
  }
}

std::string Events::word(std::size_t number) {
  // Letters alone, so that a word is one wherever words are told apart.
  std::string word = "w";
  for (std::size_t left = number + 26; left > 0; left /= 26) {
    word += static_cast<char>('a' + left % 26);
  }
  return word + "ord";
}

void Events::play(Instant until) {
  while (!over() && next_ < until) {
    const std::size_t kind = dice_.below(100);
    if (kind < 52) {
      fediverse_post();
    } else if (kind < 95) {
      sky_post();
    } else {
      for (std::size_t left = chance(kNewsBurstChance) ? kNewsBurst : 1; left > 0; --left) {
        news_item();
      }
    }
    if (!burst_told_ && played_ > events_ / 2) {
      burst_told_ = true;
      sky_burst();
    }
    next_ += dice_.between(milliseconds(0), 2 * mean_gap_ + milliseconds(2));
  }
}

void Events::count(const char* kind) {
  ++counts_[kind];
  ++played_;
}

std::string Events::some_words() {
  std::string words;
  for (int left = 3; left > 0; --left) {
    words += " " + word(dice_.below(kWords));
  }
  return words;
}

WorldPost Events::note(std::size_t account) {
  WorldPost post;
  post.account = account;
  post.created = next_;
  post.language = "en";
  std::string typed;
  const std::size_t kind = dice_.below(20);
  for (std::size_t tag = 0; tag < kTags.size(); ++tag) {
    if (kind == 0 || (kind < 17) == (tag == 0)) {
      post.tags.emplace_back(kTags.at(tag));
      typed += std::string(" #") + kTags.at(tag);
    }
  }
  post.text = "Note " + std::to_string(world_.posts().size()) + some_words() + typed;
  post.finally.likes = chance(20) ? dice_.skewed(30) : 0;
  return post;
}

void Events::change(WorldPost& post, bool may_be_edited) {
  count("post");
  if (may_be_edited && chance(9)) {
    const std::size_t typed = post.text.find(" #");
    post.edit = demo::Edit{post.created + dice_.between(seconds(40), kChangesWithin),
                           "Edited" + some_words() + post.text.substr(typed)};
    count("edit");
  }
  if (chance(6)) {
    post.deleted = post.created + dice_.between(minutes(2), kChangesWithin);
    count("deletion");
  }
}

// Another server hears of a post sooner or later, and files it under the time when it was written
// or when it came.
void Events::arrive(WorldPost& post, const char* server, bool home) {
  Duration after{0};
  bool filed_late = false;
  if (!home) {
    const std::size_t kind = dice_.below(100);
    after = kind < 55   ? dice_.between(seconds(1), minutes(1))
            : kind < 80 ? dice_.between(minutes(1), hours(1))
                        : dice_.between(hours(1), kLateMax);
    filed_late = chance(30);
    count(kind >= 80 ? "late copy" : "copy");
  }
  const Instant at = post.created + after;
  const auto number = static_cast<std::uint16_t>(world_.posts().size());
  post.arrivals.push_back({server, at, demo::snowflake(filed_late ? at : post.created, number)});
}

void Events::fediverse_post() {
  const std::size_t home = dice_.below(100) < 45 ? 0 : dice_.below(100) < 80 ? 1 : 2;
  const std::size_t account = home * kAccountsEach + dice_.below(kAccountsEach);
  const demo::Account author = world_.accounts().at(account);
  WorldPost post = note(account);
  const std::string number = std::to_string(world_.posts().size());
  post.uri = "https://" + author.server + "/users/" + author.name + "/statuses/" + number;
  post.url = "https://" + author.server + "/@" + author.name + "/" + number;
  change(post, true);
  for (std::size_t server = 0; server < 2; ++server) {
    if (server == home || chance(55)) {
      arrive(post, kServers.at(server), server == home);
    }
  }
  world_.add(std::move(post));
}

// The search sorts by the author's time, or by its own where that is to come.
void Events::sky_post() {
  const std::size_t account = 3 * kAccountsEach + dice_.below(kAccountsEach);
  WorldPost post = note(account);
  const std::size_t number = world_.posts().size();
  post.uri = "at://did:plc:" + world_.accounts().at(account).name + "/app.bsky.feed.post/3k" +
             std::to_string(number);
  change(post, false);
  Instant at = next_ + dice_.between(milliseconds(1), seconds(3));
  if (chance(12)) {
    at = next_ + dice_.between(seconds(3), kLateMax);
    count("late arrival");
  } else if (chance(4)) {
    post.created = at + dice_.between(seconds(1), minutes(9));
    count("clock ahead");
  }
  post.arrivals.push_back(
      {kSky, at, demo::snowflake(std::min(post.created, at), static_cast<std::uint16_t>(number))});
  world_.add(std::move(post));
}

void Events::sky_burst() {
  for (int left = kTiedPosts; left > 0; --left) {
    const std::size_t number = world_.posts().size();
    WorldPost post = note(3 * kAccountsEach);
    post.tags = {Hashtag(kTags.front())};
    post.text = "Burst " + std::to_string(number) + " #" + kTags.front();
    post.uri = "at://did:plc:voice1/app.bsky.feed.post/3k" + std::to_string(number);
    post.arrivals.push_back(
        {kSky, next_, demo::snowflake(next_, static_cast<std::uint16_t>(number))});
    world_.add(std::move(post));
    count("post");
  }
}

void Events::news_item() {
  demo::NewsItem item;
  const std::string number = std::to_string(world_.news().size());
  item.guid = std::string("https://") + kNews + "/" + number;
  item.title = "Report " + number + " #" + kTags.at(chance(15) ? 1 : 0);
  item.summary = "It says" + some_words() + ".";
  item.published = std::chrono::floor<seconds>(next_);
  if (chance(8)) {
    item.edit =
        demo::Edit{next_ + dice_.between(minutes(1), hours(3)), "Corrected:" + some_words() + "."};
    count("edit");
  }
  world_.add(std::move(item));
  count("news item");
}

}  // namespace tagwatch::sim
