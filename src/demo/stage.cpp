#include "stage.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "tagwatch/demo/script.hpp"

namespace tagwatch::demo {
namespace {

constexpr std::array<std::string_view, 2> kWatchedServers{kSocialServer, kCivicServer};
constexpr Duration kSpreadMin = std::chrono::seconds(8);
constexpr Duration kSpreadMax = std::chrono::seconds(15);
// One post in so many from elsewhere reaches only one of the watched servers.
constexpr std::size_t kOneServerOnly = 4;

constexpr std::array<std::string_view, 5> kPorts{"Port Almira", "Norhaven", "Saltmere",
                                                 "Cape Linden", "Eastwick Sound"};
// Numbers that read well before a noun and before "th".
constexpr std::array<std::string_view, 10> kNumbers{"12", "14", "15", "16", "18",
                                                    "19", "24", "26", "27", "34"};

std::string replaced(std::string_view text, std::string_view slot, std::string_view by) {
  std::string result(text);
  for (std::size_t at = result.find(slot); at != std::string::npos;
       at = result.find(slot, at + by.size())) {
    result.replace(at, slot.size(), by);
  }
  return result;
}

// What follows each `mark` at the start of a word, up to a space or punctuation.
std::vector<std::string> marked_words(std::string_view text, char mark, std::string_view stops) {
  std::vector<std::string> words;
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at)) {
    const bool starts_word = at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n';
    const std::size_t end = std::min(text.find_first_of(stops, at + 1), text.size());
    if (starts_word && end > at + 1) {
      words.emplace_back(text.substr(at + 1, end - at - 1));
    }
    at = end;
  }
  return words;
}

std::string link_in(std::string_view text) {
  const std::size_t at = text.find("https://");
  if (at == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = text.substr(at);
  return std::string(rest.substr(0, rest.find_first_of(" \n")));
}

}  // namespace

Stage::Stage(std::uint64_t seed, Zone zone) : dice_(seed), zone_(std::move(zone)) {
  for (const Person& person : people()) {
    Account account;
    account.name = person.name;
    account.server = person.server;
    account.display_name = person.display_name;
    account.followers = person.followers;
    account.created_on =
        kFirstPosts - std::chrono::days(static_cast<std::int64_t>(90 + dice_.below(2000)));
    account.noindex = person.noindex;
    account_by_name_.emplace(account.name, world_.add(account));
  }
}

Instant Stage::at(Day day, int hour, int minute, int second) const {
  return zone_.at(day, std::chrono::hours(hour) + std::chrono::minutes(minute)) +
         std::chrono::seconds(second);
}

Instant Stage::within(Day day, std::size_t hour) {
  return at(day, static_cast<int>(hour), static_cast<int>(dice_.below(60))) +
         dice_.between(Duration(0), std::chrono::minutes(1));
}

std::size_t Stage::post(std::string_view by, Instant created, std::string text, Reception reception,
                        std::string_view language, std::string_view page_title) {
  const auto number = static_cast<std::uint16_t>(world_.posts().size() + 1);
  WorldPost post;
  post.account = account_by_name_.find(by)->second;
  post.created = created;
  post.text = std::move(text);
  post.language = language;
  for (const std::string& tag : marked_words(post.text, '#', " \n.,;:!?)")) {
    post.tags.emplace_back(tag);
  }
  for (const std::string& mention : marked_words(post.text, '@', " \n,;:!?)")) {
    post.mentions.push_back(account_by_name_.find(mention.substr(0, mention.find('@')))->second);
  }
  if (!page_title.empty()) {
    post.card = Link{link_in(post.text), std::string(page_title)};
  }
  post.finally.likes = reception.likes;
  post.finally.reposts = reception.reposts;
  post.finally.replies = reception.replies;
  post.finally.quotes = reception.reposts / 10;
  const Account& account = world_.accounts().at(post.account);
  const std::string id = std::to_string(snowflake(created, number));
  post.uri = "https://" + account.server + "/users/" + account.name + "/statuses/" + id;
  post.url = "https://" + account.server + "/@" + account.name + "/" + id;
  spread(post, account.server, number);
  return world_.add(std::move(post));
}

void Stage::spread(WorldPost& post, std::string_view home, std::uint16_t number) {
  const bool from_elsewhere =
      std::find(kWatchedServers.begin(), kWatchedServers.end(), home) == kWatchedServers.end();
  const bool one_only = from_elsewhere && dice_.below(kOneServerOnly) == 0;
  const std::string_view left_out =
      one_only ? kWatchedServers.at(dice_.below(kWatchedServers.size())) : std::string_view{};
  for (const std::string_view server : kWatchedServers) {
    const Duration delay = server == home ? Duration(0) : dice_.between(kSpreadMin, kSpreadMax);
    if (server != left_out) {
      const Instant at = post.created + delay;
      post.arrivals.push_back({std::string(server), at, snowflake(at, number)});
    }
  }
}

std::size_t Stage::post(const Wording& wording, Instant created) {
  const std::string_view by = someone(wording);
  Reception reception;
  reception.likes = dice_.skewed(16);
  reception.reposts = dice_.skewed(7);
  reception.replies = dice_.skewed(4);
  return post(by, created, filled_in(wording.text), reception, wording.language,
              wording.page_title);
}

std::string_view Stage::someone(const Wording& wording) {
  if (!wording.by.empty()) {
    return wording.by;
  }
  std::vector<std::string_view> names;
  for (const Person& person : people()) {
    if (person.voice == wording.voice && person.language == wording.language) {
      names.push_back(person.name);
    }
  }
  // Of two who might, the one who has said less: nobody talks all day.
  const std::string_view one = names.at(dice_.below(names.size()));
  const std::string_view other = names.at(dice_.below(names.size()));
  return posts_of(one) <= posts_of(other) ? one : other;
}

std::ptrdiff_t Stage::posts_of(std::string_view name) const {
  const std::size_t account = account_by_name_.find(name)->second;
  return std::count_if(world_.posts().begin(), world_.posts().end(),
                       [&](const WorldPost& post) { return post.account == account; });
}

std::string Stage::filled_in(std::string_view text) {
  const std::string_view number = kNumbers.at(dice_.below(kNumbers.size()));
  const std::string_view port = kPorts.at(dice_.below(kPorts.size()));
  return replaced(replaced(text, "{number}", number), "{port}", port);
}

void Stage::fetch_late(std::size_t post, Instant fetched, std::string_view server) {
  WorldPost& late = world_.post(post);
  const auto number = static_cast<std::uint16_t>(post + 1);
  late.arrivals.clear();
  for (const std::string_view each : kWatchedServers) {
    if (server.empty() || server == each) {
      late.arrivals.push_back({std::string(each), fetched, snowflake(late.created, number)});
    }
  }
}

void Stage::report(const Headline& headline, Instant published) {
  NewsItem item;
  item.guid = "https://" + std::string(kNewsServer) + "/" + format_day(zone_.day_of(published)) +
              "/" + std::to_string(world_.news().size() + 1);
  item.title = filled_in(headline.title);
  item.summary = headline.summary;
  item.categories = {std::string(headline.category)};
  item.published = std::chrono::floor<std::chrono::seconds>(published);
  world_.add(std::move(item));
}

}  // namespace tagwatch::demo
