#include "tagwatch/demo/bluesky_server.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "tagwatch/base/json_writer.hpp"
#include "wire.hpp"

namespace tagwatch::demo {
namespace {

constexpr std::string_view kSearchPath = "/xrpc/app.bsky.feed.searchPosts";
constexpr std::string_view kPostsPath = "/xrpc/app.bsky.feed.getPosts";
constexpr std::size_t kLimitDefault = 25;
constexpr std::size_t kLimitMax = 100;
// Posts that one request may name.
constexpr std::size_t kUrisMax = 25;

ServerAnswer json_answer(int status, std::string body) {
  return make_answer(status, "application/json; charset=utf-8", std::move(body));
}

ServerAnswer error_answer(int status, std::string_view error, std::string_view message) {
  JsonWriter json;
  json.begin_object().member("error", error).member("message", message).end_object();
  return json_answer(status, json.take());
}

std::string parameter(const ServerRequest& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string() : found->second;
}

std::size_t limit_of(const ServerRequest& request) {
  const std::string text = parameter(request, "limit");
  std::size_t limit = kLimitDefault;
  std::from_chars(text.data(), text.data() + text.size(), limit);
  return std::clamp<std::size_t>(limit, 1, kLimitMax);
}

void write_facets(JsonWriter& json, const WorldPost& post, const std::string& text) {
  json.key("facets").begin_array();
  for (const Hashtag& tag : post.tags) {
    const std::string typed = "#" + tag.spelled();
    const std::size_t at = text.find(typed);
    if (at == std::string::npos) {
      continue;
    }
    json.begin_object().key("features").begin_array().begin_object();
    json.member("$type", "app.bsky.richtext.facet#tag").member("tag", tag.spelled());
    json.end_object().end_array().key("index").begin_object();
    json.member("byteEnd", static_cast<std::int64_t>(at + typed.size()))
        .member("byteStart", static_cast<std::int64_t>(at));
    json.end_object().end_object();
  }
  json.end_array();
}

void write_post(JsonWriter& json, const World& world, const World::Filed& filed, Instant now) {
  const WorldPost& post = *filed.post;
  const Account& account = world.accounts().at(post.account);
  const Engagement engagement = post.engagement_at(now);
  const std::string& text = post.text_at(now);
  json.begin_object().member("uri", post.uri);
  json.key("author").begin_object();
  json.member("did", "did:plc:" + account.name)
      .member("handle", account.name + "." + account.server)
      .member("displayName", account.display_name)
      .member("createdAt", format_day(account.created_on) + "T00:00:00.000Z");
  json.end_object().key("record").begin_object();
  json.member("$type", "app.bsky.feed.post").member("createdAt", format_rfc3339(post.created));
  write_facets(json, post, text);
  json.key("langs").begin_array().value(post.language).end_array();
  json.member("text", text).end_object();
  json.member("replyCount", engagement.replies)
      .member("repostCount", engagement.reposts)
      .member("likeCount", engagement.likes)
      .member("quoteCount", engagement.quotes)
      .member("indexedAt", format_rfc3339(filed.arrival->at));
  json.key("labels").begin_array().end_array();
  json.end_object();
}

}  // namespace

BlueskyServer::BlueskyServer(const World& world, std::string host)
    : world_(world), host_(std::move(host)) {}

ServerAnswer BlueskyServer::answer(const ServerRequest& request) const {
  const bool by_uri = request.path == kPostsPath;
  if (request.method != "GET" || (!by_uri && request.path != kSearchPath)) {
    return error_answer(404, "XRPCNotSupported", "XRPCNotSupported");
  }
  ServerAnswer answer = by_uri ? posts(request) : search(request);
  if (answer.status == 200) {
    make_conditional(request, answer);
  }
  return answer;
}

ServerAnswer BlueskyServer::profiles(const ServerRequest& request) const {
  const std::vector<std::string> actors = list_parameter(request.target, "actors");
  JsonWriter json;
  json.begin_object().key("profiles").begin_array();
  for (const Account& account : world_.accounts()) {
    const std::string handle = account.name + "." + account.server;
    if (std::find(actors.begin(), actors.end(), handle) != actors.end()) {
      json.begin_object().member("did", "did:plc:" + account.name).member("handle", handle);
      json.member("followersCount", account.followers).end_object();
    }
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

ServerAnswer BlueskyServer::search(const ServerRequest& request) const {
  const std::string query = parameter(request, "q");
  const std::string until = parameter(request, "until");
  const auto before = parse_rfc3339(until);
  if (!query.starts_with('#') || parameter(request, "sort") != "latest" ||
      (!until.empty() && !before)) {
    return error_answer(400, "InvalidRequest", "The demo plays searches for one hashtag, latest");
  }
  if (request.query.contains("cursor")) {
    return error_answer(403, "Forbidden", "Forbidden");
  }
  const std::size_t limit = limit_of(request);
  World::Part part;
  part.below = before ? snowflake(*before, 0) : part.below;
  part.limit = limit + 1;
  std::vector<World::Filed> found = world_.timeline(host_, tag_key(query), request.at, part);
  const bool more = found.size() > limit;
  found.resize(std::min(found.size(), limit));
  JsonWriter json;
  json.begin_object();
  if (more) {
    json.member("cursor", std::to_string(limit));
  }
  json.key("posts").begin_array();
  for (const World::Filed& filed : found) {
    write_post(json, world_, filed, request.at);
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

ServerAnswer BlueskyServer::posts(const ServerRequest& request) const {
  const std::vector<std::string> uris = list_parameter(request.target, "uris");
  if (uris.empty() || uris.size() > kUrisMax) {
    return error_answer(400, "InvalidRequest", "1 to 25 uris are given at once");
  }
  JsonWriter json;
  json.begin_object().key("posts").begin_array();
  for (const std::string& uri : uris) {
    if (const auto filed = world_.find(host_, uri, request.at)) {
      write_post(json, world_, *filed, request.at);
    }
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

}  // namespace tagwatch::demo
