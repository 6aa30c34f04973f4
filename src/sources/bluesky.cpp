// The kind `bluesky`: app.bsky.feed.searchPosts of an AppView. Requests, pages and their bounds;
// what one post says is read in bluesky_post.cpp.
//
// Pages are in order of time, by the earlier of the author's and the server's. Older ones are asked
// for by `until`: a cursor is an offset, which shifts with each new post, and servers refuse it to
// readers without an account.
//
// With an account the search is asked for through the account's own server, which passes it on to
// the AppView. Posts by id are asked of the AppView itself all the same, by nobody in particular:
// what it keeps from one reader, because the author blocks them, is not deleted.
// https://docs.bsky.app/docs/api/app-bsky-feed-search-posts
#include <array>

#include "bluesky_account.hpp"
#include "bluesky_post.hpp"
#include "json.hpp"
#include "tagwatch/model/source.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

// The most that a search gives at once.
constexpr int kPageLimit = 100;
// The most that is given by identity at once.
constexpr int kIdsMax = 25;
// The most profiles that are given at once.
constexpr int kAuthorsMax = 25;
// Servers refuse whoever asks faster without an account.
constexpr Duration kMinSpacing = std::chrono::seconds(4);

// What servers of accounts allow one address.
constexpr HostBudget kBudget{.requests_max = 3000,
                             .requests_window = std::chrono::minutes(5),
                             .paging_max = 0,
                             .paging_window = {}};

void add_item(Page& page, JsonObject* item) {
  ++page.items;
  if (item == nullptr) {
    ++page.skipped;
    ++page.unreadable;
    return;
  }
  BlueskyPost read = read_bluesky_post(*item);
  if (read.sorted_at) {
    const Bound bound(read.post.native_id, read.sorted_at);
    // The newest is that of all, whatever their order; the oldest is the last one, below which the
    // next page begins.
    if (!page.newest || *bound.at > *page.newest->at) {
      page.newest = bound;
    }
    page.oldest = bound;
  }
  if (read.usable) {
    page.posts.push_back(std::move(read.post));
  } else {
    ++page.skipped;
    ++page.unreadable;
  }
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) {
    url.pop_back();
  }
  return url;
}

void add_profile(Page& page, JsonObject& profile) {
  const std::string handle = bluesky_handle(profile);
  const auto followers = profile.integer("followersCount");
  ++page.items;
  if (!handle.empty() && followers && *followers >= 0) {
    page.followers.push_back({handle, *followers});
  }
}

class Bluesky final : public Source {
 public:
  explicit Bluesky(const SourceSettings& settings)
      : url_(without_slash(settings.url)),
        account_{without_slash(settings.login_url), settings.account, settings.password} {}

  [[nodiscard]] Result<HttpRequest> request(const Task& task,
                                            const SourceState& state) const override {
    if (std::holds_alternative<Login>(task)) {
      return login_request(account_);
    }
    if (needs_session(task) && !state.session) {
      return Error{Errc::not_found, "Bluesky is asked by a session, and there is none"};
    }
    if (std::holds_alternative<Refresh>(task)) {
      return refresh_request(*state.session);
    }
    auto address = address_of(task, needs_session(task) ? state.session->service : url_);
    if (!address) {
      return address.error();
    }
    HttpRequest request(*std::move(address));
    request.paging = std::holds_alternative<Below>(task);
    request.headers.emplace_back("Accept", "application/json");
    if (needs_session(task)) {
      request.headers.emplace_back("Authorization", "Bearer " + state.session->access);
    }
    if (std::holds_alternative<Newest>(task) && !state.validators.etag.empty()) {
      request.headers.emplace_back("If-None-Match", state.validators.etag);
    }
    return request;
  }

  [[nodiscard]] Result<Page> parse(const Task& task, const HttpResponse& response) const override {
    auto document = JsonDocument::read(response.body);
    if (!document) {
      return document.error();
    }
    auto answer = (*document)->object();
    if (!answer) {
      return answer.error();
    }
    Page page;
    if (std::holds_alternative<Login>(task) || std::holds_alternative<Refresh>(task)) {
      auto session = read_session(*answer, account_);
      if (!session) {
        return session.error();
      }
      page.session = *std::move(session);
      return page;
    }
    if (std::holds_alternative<Authors>(task)) {
      const bool good = answer->for_each_element("profiles", [&page](JsonObject* profile) {
        if (profile != nullptr) {
          add_profile(page, *profile);
        }
      });
      return good ? Result<Page>(std::move(page))
                  : Error{Errc::wrong_shape, "no array at profiles"};
    }
    if (!answer->for_each_element("posts", [&page](JsonObject* item) { add_item(page, item); })) {
      return Error{Errc::wrong_shape, "no array at posts"};
    }
    if (const auto* below = std::get_if<Below>(&task)) {
      if (page.oldest && below->bound.at && *page.oldest->at > *below->bound.at) {
        return Error{Errc::wrong_shape, "the server gives newer posts than it was asked for"};
      }
    }
    // A page may be short, or empty, because its posts are not shown to everybody: then a cursor
    // says that there are more.
    page.more = answer->has("cursor") || page.items >= kPageLimit;
    return page;
  }

  [[nodiscard]] std::optional<Error> failure(const Task& task,
                                             const HttpResponse& response) const override {
    return account_failure(task, response);
  }

  [[nodiscard]] bool needs_session(const Task& task) const override {
    const bool of_account = std::holds_alternative<Newest>(task) ||
                            std::holds_alternative<Below>(task) ||
                            std::holds_alternative<Authors>(task);
    return std::holds_alternative<Refresh>(task) || (of_account && !account_.name.empty());
  }

 private:
  // At `server`, without a slash at the end.
  [[nodiscard]] static Result<std::string> address_of(const Task& task, const std::string& server) {
    if (const auto* posts = std::get_if<Posts>(&task)) {
      return list_address(server + "/xrpc/app.bsky.feed.getPosts", "uris", posts->ids, kIdsMax);
    }
    if (const auto* authors = std::get_if<Authors>(&task)) {
      std::vector<std::string> actors = authors->handles;
      for (std::string& actor : actors) {
        actor.erase(0, actor.starts_with('@') ? 1 : 0);
      }
      return list_address(server + "/xrpc/app.bsky.actor.getProfiles", "actors", actors,
                          kAuthorsMax);
    }
    if (const auto* newest = std::get_if<Newest>(&task)) {
      return search_address(server, newest->tag, nullptr);
    }
    if (const auto* below = std::get_if<Below>(&task)) {
      return search_address(server, below->tag, &below->bound);
    }
    return Error{Errc::not_found,
                 "Bluesky is asked for the newest posts, for older ones, or by id"};
  }

  // `bound` null: the newest page.
  [[nodiscard]] static Result<std::string> search_address(const std::string& server,
                                                          const Hashtag& tag, const Bound* bound) {
    if (!tag.valid()) {
      return Error{Errc::not_found, "Bluesky gives the posts of one tag, and none was named"};
    }
    if (bound != nullptr && !bound->at) {
      return Error{Errc::not_found, "Bluesky pages by time, not by id"};
    }
    std::string address = server + "/xrpc/app.bsky.feed.searchPosts?q=%23";
    address += url_component(tag.spelled());
    address += "&sort=latest&limit=" + std::to_string(kPageLimit);
    if (bound != nullptr) {
      // Exclusive: others of the very same time come once more.
      address += "&until=" + url_component(format_rfc3339(*bound->at + Duration(1)));
    }
    return address;
  }

  [[nodiscard]] static Result<std::string> list_address(std::string address, std::string_view name,
                                                        const std::vector<std::string>& items,
                                                        int most) {
    if (items.empty() || items.size() > static_cast<std::size_t>(most)) {
      return Error{Errc::not_found, "Bluesky gives 1 to " + std::to_string(most) +
                                        " by name, not " + std::to_string(items.size())};
    }
    char sign = '?';
    for (const std::string& item : items) {
      address += sign + std::string(name) + "=" + url_component(item);
      sign = '&';
    }
    return address;
  }

  std::string url_;  // without a slash at the end
  BlueskyAccount account_;
};

constexpr std::array kOptions{
    OptionRow{"source", "account", OptionType::text, "",
              "The handle of an account that searches; without one the public search is asked"},
    OptionRow{"source", "password_env", OptionType::text, "",
              "The environment variable that holds an app password of the account"},
    OptionRow{"source", "password_file", OptionType::path, "",
              "The file that holds an app password of the account"},
    OptionRow{"source", "password_credential", OptionType::text, "",
              "The systemd credential that holds an app password of the account"},
    OptionRow{"source", "login_url", OptionType::url, "",
              "The server that the account signs in at, where that is not https://bsky.social; it "
              "names the account's own"},
};

std::unique_ptr<Source> make(const SourceSettings& settings) {
  return std::make_unique<Bluesky>(settings);
}

// Every server shows the same network.
std::string default_network(const SourceSettings& /*settings*/) {
  return "bluesky";
}

}  // namespace

const SourceKind& bluesky_source_kind();

const SourceKind& bluesky_source_kind() {
  static const SourceKind kind{
      .name = "bluesky",
      .platform = "Bluesky",
      .summary = "Posts of Bluesky, by its search (app.bsky.feed.searchPosts)",
      .order = Order::times,
      .pages = true,
      .budget = kBudget,
      .make = make,
      .default_network = default_network,
      .options = kOptions,
      .min_spacing = kMinSpacing,
      .terms = "https://bsky.social/about/support/tos",
      .login_url = "https://bsky.social",
      .control_tag = "news",
      .posts_at_once = kIdsMax,
      .authors_at_once = kAuthorsMax};
  return kind;
}

}  // namespace tagwatch
