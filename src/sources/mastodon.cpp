// The kind `mastodon`: servers that speak Mastodon's client API (Mastodon, GoToSocial, Pleroma,
// Akkoma, snac2). Requests, pages and their bounds; what one status says is read in
// mastodon_status.cpp.
//
// Ids are opaque text, ordered within one server by length, then bytewise. Addresses are built here
// and never taken from Link headers, which lose parameters.
// https://docs.joinmastodon.org/methods/timelines/#tag
#include <algorithm>

#include "id_time.hpp"
#include "json.hpp"
#include "mastodon_status.hpp"
#include "tagwatch/model/source.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

// The most that a tag timeline gives at once; servers with less cut it themselves.
constexpr std::string_view kPageLimit = "40";

// Mastodon's throttles for one address without a token: all requests, and those with max_id or
// min_id.
constexpr HostBudget kBudget{.requests_max = 300,
                             .requests_window = std::chrono::minutes(5),
                             .paging_max = 300,
                             .paging_window = std::chrono::minutes(15)};

// True when readers without a token see the feed; with one, those with an account do too.
bool is_open(const std::optional<std::string>& access, bool has_token) {
  return access == "public" || (has_token && access == "authenticated");
}

// Others that speak this API name themselves beside the version whose API they follow, or have
// versions of their own far below it; what they make of min_id differs.
bool reads_upwards(const AccessInfo& access) {
  const std::string& version = access.software;
  return version.size() > 1 && version[0] >= '3' && version[0] <= '9' && version[1] == '.' &&
         version.find("compatible") == std::string::npos;
}

Result<Page> parse_access(const HttpResponse& response, bool has_token) {
  auto document = JsonDocument::read(response.body);
  if (!document) {
    return document.error();
  }
  auto instance = (*document)->object();
  if (!instance) {
    return instance.error();
  }
  AccessInfo access;
  access.software = instance->text("version").value_or("");
  instance->with_object("configuration", [&](JsonObject& configuration) {
    configuration.with_object("timelines_access", [&](JsonObject& timelines) {
      timelines.with_object("hashtag_feeds", [&](JsonObject& feeds) {
        const auto local = feeds.text("local");
        const auto remote = feeds.text("remote");
        access.stated = local && remote;
        if (access.stated) {
          access.local_open = is_open(local, has_token);
          access.remote_open = is_open(remote, has_token);
        }
      });
    });
  });
  Page page;
  page.access = std::move(access);
  return page;
}

// Widens the page's bounds to an item, which counts even where its post is skipped.
void widen(Page& page, Bound bound) {
  if (!page.newest || !id_at_or_below(bound.id, page.newest->id)) {
    page.newest = bound;
  }
  if (!page.oldest || id_at_or_below(bound.id, page.oldest->id)) {
    page.oldest = std::move(bound);
  }
}

// Invalid for what is asked by id.
Hashtag timeline_of(const Task& task) {
  if (const auto* newest = std::get_if<Newest>(&task)) {
    return newest->tag;
  }
  if (const auto* below = std::get_if<Below>(&task)) {
    return below->tag;
  }
  const auto* above = std::get_if<Above>(&task);
  return above != nullptr ? above->tag : Hashtag();
}

// Counts a status into the page, and keeps it where it is a post.
void take(Page& page, MastodonStatus status) {
  ++page.items;
  if (!status.post.native_id.empty()) {
    widen(page, {status.post.native_id, status.post.created_at});
  }
  if (status.use == StatusUse::post) {
    page.posts.push_back(std::move(status.post));
    return;
  }
  ++page.skipped;
  page.unreadable += status.use == StatusUse::unreadable ? 1 : 0;
}

Result<Page> parse_statuses(const HttpResponse& response, const StatusContext& context) {
  auto document = JsonDocument::read(response.body);
  if (!document) {
    return document.error();
  }
  auto statuses = (*document)->array();
  if (!statuses) {
    return statuses.error();
  }
  Page page;
  for_each_object_in(
      *statuses, JsonPath(),
      [&](JsonObject& fields) { take(page, read_mastodon_status(fields, context)); },
      [&page](int) { take(page, {}); });
  // A server that gives something else than the tag's posts hides these.
  const Hashtag& tag = context.timeline;
  if (tag.valid() && !page.posts.empty() &&
      std::none_of(page.posts.begin(), page.posts.end(), [&](const Post& post) {
        return std::find(post.tags.begin(), post.tags.end(), tag) != post.tags.end();
      })) {
    return Error{Errc::wrong_shape, "none of the posts carries the hashtag"};
  }
  // Most servers answer newest first; the order of ids holds whatever they do.
  std::stable_sort(page.posts.begin(), page.posts.end(), [](const Post& a, const Post& b) {
    return !id_at_or_below(a.native_id, b.native_id);
  });
  // Servers differ in how many they give at most, so only an empty page is known to be the last.
  page.more = page.items > 0;
  if (page.newest && page.oldest) {
    page.newest_filed = time_of_id(page.newest->id);
    page.oldest_filed = time_of_id(page.oldest->id);
  }
  return page;
}

Result<Page> parse_status(const HttpResponse& response, const StatusContext& context) {
  auto document = JsonDocument::read(response.body);
  if (!document) {
    return document.error();
  }
  auto status = (*document)->object();
  if (!status) {
    return status.error();
  }
  Page page;
  take(page, read_mastodon_status(*status, context));
  return page;
}

// Ids are one plain word on every server.
bool is_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  });
}

class Mastodon final : public Source {
 public:
  explicit Mastodon(const SourceSettings& settings)
      : url_(settings.url), has_token_(!settings.token.empty()) {
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
    request.paging = std::holds_alternative<Below>(task) || std::holds_alternative<Above>(task);
    request.headers.emplace_back("Accept", "application/json");
    if (!state.token.empty()) {
      request.headers.emplace_back("Authorization", "Bearer " + state.token);
    }
    if (std::holds_alternative<Newest>(task)) {
      if (!state.validators.etag.empty()) {
        request.headers.emplace_back("If-None-Match", state.validators.etag);
      }
      if (!state.validators.last_modified.empty()) {
        request.headers.emplace_back("If-Modified-Since", state.validators.last_modified);
      }
    }
    return request;
  }

  [[nodiscard]] Result<Page> parse(const Task& task, const HttpResponse& response) const override {
    if (std::holds_alternative<Access>(task)) {
      return parse_access(response, has_token_);
    }
    const StatusContext context{url_, timeline_of(task)};
    // What is asked for by id comes alone; newer servers give several as a list.
    const bool alone = std::holds_alternative<Posts>(task) && !response.body.starts_with('[');
    return alone ? parse_status(response, context) : parse_statuses(response, context);
  }

 private:
  [[nodiscard]] Result<std::string> address_of(const Task& task) const {
    if (std::holds_alternative<Access>(task)) {
      return url_ + "/api/v2/instance";
    }
    if (const auto* posts = std::get_if<Posts>(&task)) {
      return posts_address(posts->ids);
    }
    if (const auto* below = std::get_if<Below>(&task)) {
      return timeline_address(below->tag, "max_id", &below->bound);
    }
    if (const auto* above = std::get_if<Above>(&task)) {
      return timeline_address(above->tag, "min_id", &above->bound);
    }
    return timeline_address(std::get<Newest>(task).tag, "", nullptr);
  }

  // `bound` null: the newest page.
  [[nodiscard]] Result<std::string> timeline_address(const Hashtag& tag, std::string_view parameter,
                                                     const Bound* bound) const {
    if (!tag.valid()) {
      return Error{Errc::not_found, "Mastodon gives the posts of one tag, and none was named"};
    }
    if (bound != nullptr && bound->id.empty()) {
      return Error{Errc::not_found, "Mastodon pages by id, not by time"};
    }
    std::string address = url_ + "/api/v1/timelines/tag/" + url_component(tag.spelled());
    address += "?limit=";
    address += kPageLimit;
    if (bound != nullptr) {
      address += "&";
      address += parameter;
      address += "=" + url_component(bound->id);
    }
    return address;
  }

  // One by one: several at once are known to the newest servers alone.
  [[nodiscard]] Result<std::string> posts_address(const std::vector<std::string>& ids) const {
    if (ids.size() != 1 || !is_id(ids.front())) {
      return Error{Errc::not_found, "Mastodon is asked for one post by its id"};
    }
    return url_ + "/api/v1/statuses/" + url_component(ids.front());
  }

  std::string url_;  // without a slash at the end
  bool has_token_;
};

std::unique_ptr<Source> make(const SourceSettings& settings) {
  return std::make_unique<Mastodon>(settings);
}

// Each server is its own network: it shows what its own people follow. Behind another port of one
// host is another server.
std::string default_network(const SourceSettings& settings) {
  return page_key(settings.url);
}

}  // namespace

const SourceKind& mastodon_source_kind();

const SourceKind& mastodon_source_kind() {
  static const SourceKind kind{
      .name = "mastodon",
      .platform = "Mastodon",
      .summary = "Tag timelines of Mastodon, GoToSocial, Pleroma, Akkoma or snac2",
      .order = Order::ids,
      .pages = true,
      .budget = kBudget,
      .make = make,
      .default_network = default_network,
      .options = {},
      .control_tag = "news",
      .posts_at_once = 1,
      .reads_upwards = reads_upwards};
  return kind;
}

}  // namespace tagwatch
