// A small fediverse and a news desk on virtual time, and the whole truth about them.
//
// Owns what was written, edited and deleted, and when each server came to know of it. Does not know
// how a server tells it (mastodon_server, feed_server) nor who wrote the story (script).
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tagwatch/base/time.hpp"
#include "tagwatch/model/hashtag.hpp"
#include "tagwatch/model/post.hpp"

namespace tagwatch::demo {

struct Account {
  std::string name;    ///< "office"
  std::string server;  ///< its own: "social.example"
  std::string display_name;
  std::int64_t followers = 0;
  Day created_on{};
  bool bot = false;
  bool noindex = false;  ///< asks not to be quoted
};

/// "@office@social.example".
[[nodiscard]] std::string handle(const Account& account);

/// When a server came to know of a post, and the id that it gave it.
struct Arrival {
  std::string server;
  Instant at{};
  std::uint64_t id = 0;  ///< milliseconds since 1970, shifted left by 16, and 16 bits of number
};

/// The id that a server gives to what it files under `at`.
[[nodiscard]] std::uint64_t snowflake(Instant at, std::uint16_t number);

struct Edit {
  Instant at{};
  std::string text;
};

struct WorldPost {
  std::string uri;
  std::string url;
  std::size_t account = 0;  ///< index into World::accounts()
  Instant created{};
  std::string text;  ///< plain; hashtags, mentions and links stand in it as they are typed
  std::string language;
  std::vector<Hashtag> tags;
  std::vector<std::size_t> mentions;  ///< accounts that the text names
  std::optional<Link> card;
  std::optional<Media> picture;
  std::optional<std::size_t> reply_to;  ///< index into World::posts()
  Engagement finally;                   ///< what its counts come to in the end
  std::optional<Edit> edit;
  std::optional<Instant> deleted;
  std::vector<Arrival> arrivals;

  [[nodiscard]] const std::string& text_at(Instant at) const;
  /// Counts grow fast at first and slower later: half of the end after two hours.
  [[nodiscard]] Engagement engagement_at(Instant at) const;
  /// Where and when `server` filed it; nullptr while it does not know of it, or no longer.
  [[nodiscard]] const Arrival* shown_on(std::string_view server, Instant at) const;
};

struct NewsItem {
  std::string guid;  ///< an absolute URL
  std::string title;
  std::string summary;
  std::vector<std::string> categories;
  Instant published{};
  std::optional<Edit> edit;  ///< of its summary

  [[nodiscard]] const std::string& summary_at(Instant at) const;
};

/// A time in which a server answers nobody.
struct Outage {
  std::string server;
  Window window;
};

class World {
 public:
  /// A post as one server shows it.
  struct Filed {
    const WorldPost* post;
    const Arrival* arrival;
  };

  /// A part of a timeline: what a page shows of it.
  struct Part {
    std::uint64_t below = std::numeric_limits<std::uint64_t>::max();  ///< ids under this one
    std::uint64_t above = 0;                                          ///< and over this one
    std::size_t limit = std::numeric_limits<std::size_t>::max();
    bool from_below = false;  ///< where there are more: those of the lowest ids
  };

  std::size_t add(Account account);
  std::size_t add(WorldPost post);
  void add(NewsItem item);
  void add(Outage outage);

  [[nodiscard]] const std::vector<Account>& accounts() const { return accounts_; }
  [[nodiscard]] const std::vector<WorldPost>& posts() const { return posts_; }
  [[nodiscard]] const std::vector<NewsItem>& news() const { return news_; }
  [[nodiscard]] const std::vector<Outage>& outages() const { return outages_; }
  /// To be changed before the world is asked again.
  [[nodiscard]] WorldPost& post(std::size_t index);

  [[nodiscard]] bool answers(std::string_view server, Instant at) const;
  /// What `server` shows of a tag at `at`, by its ids, newest first. One thread at a time.
  [[nodiscard]] std::vector<Filed> timeline(std::string_view server, std::string_view tag_key,
                                            Instant at) const;
  [[nodiscard]] std::vector<Filed> timeline(std::string_view server, std::string_view tag_key,
                                            Instant at, const Part& part) const;
  /// nullopt when `server` shows no post of that id at `at`. One thread at a time.
  [[nodiscard]] std::optional<Filed> find(std::string_view server, std::uint64_t id,
                                          Instant at) const;
  /// The same by its uri.
  [[nodiscard]] std::optional<Filed> find(std::string_view server, const std::string& uri,
                                          Instant at) const;
  /// What the news desk had published by `at`, newest first.
  [[nodiscard]] std::vector<const NewsItem*> news_by(Instant at) const;

 private:
  using ById = std::multimap<std::uint64_t, std::size_t>;  // to indices into posts_
  // Where the posts of a server and a tag stand, "" for all its posts; kept up with when asked.
  struct Index {
    std::size_t posts = 0;  // so many of posts_ are in it
    std::map<std::pair<std::string, std::string>, ById> timelines;
    std::unordered_map<std::string, std::size_t> by_uri;
  };
  [[nodiscard]] const Index& index() const;
  [[nodiscard]] const ById& filed(std::string_view server, std::string_view tag_key) const;

  std::vector<Account> accounts_;
  std::vector<WorldPost> posts_;
  mutable Index index_;
  std::vector<NewsItem> news_;
  std::vector<Outage> outages_;
};

}  // namespace tagwatch::demo
