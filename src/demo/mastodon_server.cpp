#include "tagwatch/demo/mastodon_server.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "status_json.hpp"
#include "wire.hpp"

namespace tagwatch::demo {
namespace {

constexpr std::size_t kLimitDefault = 20;
constexpr std::size_t kLimitMax = 40;
// Ids that one request for statuses may name.
constexpr std::size_t kStatusIdsMax = 20;
// Requests of each window that a visitor without a token may send.
constexpr int kThrottleMax = 300;

constexpr std::string_view kTimelinePath = "/api/v1/timelines/tag/";
constexpr std::string_view kStatusesPath = "/api/v1/statuses";
constexpr std::string_view kInstancePath = "/api/v2/instance";

ServerAnswer json_answer(int status, std::string body) {
  return make_answer(status, "application/json; charset=utf-8", std::move(body));
}

ServerAnswer error_answer(int status, std::string_view what) {
  JsonWriter json;
  json.begin_object().member("error", what).end_object();
  ServerAnswer answer = json_answer(status, json.take());
  answer.headers.emplace_back("Cache-Control", "private, no-store");
  return answer;
}

std::optional<std::uint64_t> number_from(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

std::optional<std::uint64_t> parameter(const ServerRequest& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::nullopt : number_from(found->second);
}

std::size_t limit_of(const ServerRequest& request) {
  const auto limit = parameter(request, "limit");
  return limit ? std::clamp<std::size_t>(*limit, 1, kLimitMax) : kLimitDefault;
}

bool is_paging(const ServerRequest& request) {
  return request.query.contains("max_id") || request.query.contains("min_id") ||
         request.query.contains("since_id");
}

// What is asked for: below max_id, above since_id, or the posts directly above min_id.
World::Part part_of(const ServerRequest& request) {
  World::Part part;
  part.below = parameter(request, "max_id").value_or(part.below);
  part.above = std::max(parameter(request, "min_id").value_or(0),
                        parameter(request, "since_id").value_or(0));
  part.from_below = request.query.contains("min_id");
  part.limit = limit_of(request);
  return part;
}

void add_links(ServerAnswer& answer, const std::vector<World::Filed>& page,
               const std::string& address, std::size_t limit) {
  if (page.empty()) {
    return;
  }
  const std::string base = "<" + address + "?limit=" + std::to_string(limit);
  answer.headers.emplace_back(
      "Link", base + "&max_id=" + std::to_string(page.back().arrival->id) + ">; rel=\"next\", " +
                  base + "&min_id=" + std::to_string(page.front().arrival->id) + ">; rel=\"prev\"");
}

}  // namespace

MastodonServer::MastodonServer(const World& world, std::string host)
    : world_(world), host_(std::move(host)) {}

bool MastodonServer::Throttle::count(Instant now) {
  if (now >= since + window) {
    since = now;
    spent = 0;
  }
  ++spent;
  return spent <= kThrottleMax;
}

ServerAnswer MastodonServer::answer(const ServerRequest& request) {
  const bool admitted = requests_.count(request.at);
  const bool page_admitted = !is_paging(request) || paging_.count(request.at);
  ServerAnswer answer =
      admitted && page_admitted ? route(request) : error_answer(429, "Too many requests");
  const Throttle& shown = page_admitted ? requests_ : paging_;
  answer.headers.emplace_back("X-RateLimit-Limit", std::to_string(kThrottleMax));
  answer.headers.emplace_back("X-RateLimit-Remaining",
                              std::to_string(std::max(0, kThrottleMax - shown.spent)));
  answer.headers.emplace_back("X-RateLimit-Reset", format_rfc3339(shown.since + shown.window));
  return answer;
}

ServerAnswer MastodonServer::route(const ServerRequest& request) const {
  ServerAnswer answer = error_answer(404, "The requested resource could not be found");
  if (request.method != "GET") {
    return answer;
  }
  if (request.path.starts_with(kTimelinePath)) {
    answer = tag_timeline(request);
  } else if (request.path == kStatusesPath) {
    answer = statuses(request);
  } else if (request.path.starts_with(std::string(kStatusesPath) + "/")) {
    answer = status(request);
  } else if (request.path == kInstancePath) {
    answer = instance();
  }
  if (answer.status == 200) {
    make_conditional(request, answer);
    answer.headers.emplace_back("Cache-Control", "max-age=15, public, stale-while-revalidate=30");
    answer.headers.emplace_back("Vary", "Authorization, Origin");
  }
  return answer;
}

ServerAnswer MastodonServer::tag_timeline(const ServerRequest& request) const {
  const std::string tag = request.path.substr(kTimelinePath.size());
  const std::vector<World::Filed> page =
      world_.timeline(host_, tag_key(tag), request.at, part_of(request));
  JsonWriter json;
  json.begin_array();
  for (const World::Filed& filed : page) {
    write_status(json, world_, filed, host_, request.at);
  }
  json.end_array();
  ServerAnswer answer = json_answer(200, json.take());
  add_links(answer, page, "https://" + host_ + std::string(kTimelinePath) + tag, limit_of(request));
  return answer;
}

ServerAnswer MastodonServer::statuses(const ServerRequest& request) const {
  const std::vector<std::string> ids = list_parameter(request.target, "id[]");
  if (ids.size() > kStatusIdsMax) {
    return error_answer(422, "Too many ids");
  }
  JsonWriter json;
  json.begin_array();
  for (const std::string& each : ids) {
    const auto id = number_from(each);
    const auto filed = id ? world_.find(host_, *id, request.at) : std::nullopt;
    if (filed) {
      write_status(json, world_, *filed, host_, request.at);
    }
  }
  json.end_array();
  return json_answer(200, json.take());
}

ServerAnswer MastodonServer::status(const ServerRequest& request) const {
  const auto id = number_from(request.path.substr(kStatusesPath.size() + 1));
  const auto filed = id ? world_.find(host_, *id, request.at) : std::nullopt;
  if (!filed) {
    return error_answer(404, "Record not found");
  }
  JsonWriter json;
  write_status(json, world_, *filed, host_, request.at);
  return json_answer(200, json.take());
}

ServerAnswer MastodonServer::instance() const {
  JsonWriter json;
  json.begin_object()
      .member("domain", host_)
      .member("title", host_)
      .member("version", "4.5.2")
      .member("source_url", "https://" + host_ + "/source")
      .member("description", "A server of the demo.");
  json.key("languages").begin_array().value("en").end_array();
  json.key("configuration").begin_object().key("timelines_access").begin_object();
  for (const char* feed : {"live_feeds", "hashtag_feeds", "trending_link_feeds"}) {
    json.key(feed).begin_object().member("local", "public").member("remote", "public").end_object();
  }
  json.end_object().end_object();
  json.key("registrations").begin_object().member("enabled", false).end_object();
  json.key("api_versions").begin_object().member("mastodon", 8).end_object();
  json.end_object();
  return json_answer(200, json.take());
}

}  // namespace tagwatch::demo
