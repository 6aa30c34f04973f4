// The kind `bluesky`: app.bsky.feed.searchPosts of an AppView. Requests, pages and their bounds;
// what one post says is read in bluesky_post.cpp.
//
// Pages are in order of time, by the earlier of the author's and the server's. Older ones are asked
// for by `until`: a cursor is an offset, which shifts with each new post, and servers refuse it to
// readers without an account.
// https://docs.bsky.app/docs/api/app-bsky-feed-search-posts
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

class Bluesky final : public Source {
 public:
  explicit Bluesky(const SourceSettings& settings) : url_(settings.url) {
    while (url_.ends_with('/')) {
      url_.pop_back();
    }
  }

  [[nodiscard]] Result<HttpRequest> request(const Task& task,
                                            const SourceState& state) const override {
    auto address = address_of(task);
    if (!address) {
      return address.error();
    }
    HttpRequest request(*std::move(address));
    request.paging = std::holds_alternative<Below>(task);
    request.headers.emplace_back("Accept", "application/json");
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

 private:
  [[nodiscard]] Result<std::string> address_of(const Task& task) const {
    if (const auto* posts = std::get_if<Posts>(&task)) {
      return posts_address(posts->ids);
    }
    if (const auto* newest = std::get_if<Newest>(&task)) {
      return search_address(newest->tag, nullptr);
    }
    if (const auto* below = std::get_if<Below>(&task)) {
      return search_address(below->tag, &below->bound);
    }
    return Error{Errc::not_found,
                 "Bluesky is asked for the newest posts, for older ones, or by id"};
  }

  // `bound` null: the newest page.
  [[nodiscard]] Result<std::string> search_address(const Hashtag& tag, const Bound* bound) const {
    if (!tag.valid()) {
      return Error{Errc::not_found, "Bluesky gives the posts of one tag, and none was named"};
    }
    if (bound != nullptr && !bound->at) {
      return Error{Errc::not_found, "Bluesky pages by time, not by id"};
    }
    std::string address = url_ + "/xrpc/app.bsky.feed.searchPosts?q=%23";
    address += url_component(tag.spelled());
    address += "&sort=latest&limit=" + std::to_string(kPageLimit);
    if (bound != nullptr) {
      // Exclusive: others of the very same time come once more.
      address += "&until=" + url_component(format_rfc3339(*bound->at + Duration(1)));
    }
    return address;
  }

  [[nodiscard]] Result<std::string> posts_address(const std::vector<std::string>& ids) const {
    if (ids.empty() || ids.size() > static_cast<std::size_t>(kIdsMax)) {
      return Error{Errc::not_found,
                   "Bluesky gives 1 to 25 posts by id, not " + std::to_string(ids.size())};
    }
    std::string address = url_ + "/xrpc/app.bsky.feed.getPosts";
    for (const std::string& id : ids) {
      address += address.ends_with("getPosts") ? "?" : "&";
      address += "uris=" + url_component(id);
    }
    return address;
  }

  std::string url_;  // without a slash at the end
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
      .options = {},
      .min_spacing = kMinSpacing,
      .terms = "https://bsky.social/about/support/tos",
      .control_tag = "news",
      .posts_at_once = kIdsMax};
  return kind;
}

}  // namespace tagwatch
