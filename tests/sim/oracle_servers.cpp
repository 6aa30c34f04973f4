#include "sim/oracle_servers.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tagwatch::sim {
namespace {

using std::chrono::seconds;

constexpr std::string_view kTimelines = "/api/v1/timelines/tag/";
constexpr std::string_view kStatuses = "/api/v1/statuses/";
constexpr std::string_view kSearch = "/xrpc/app.bsky.feed.searchPosts";
constexpr std::string_view kGetPosts = "/xrpc/app.bsky.feed.getPosts";
constexpr std::string_view kFeed = "/world.rss";

// Of a thousand pages, so many meet each fault.
struct FaultRate {
  const char* name;
  std::size_t per_mille;
};
constexpr std::array kRates{FaultRate{"500", 8},    FaultRate{"503", 8},   FaultRate{"429", 6},
                            FaultRate{"cut", 10},   FaultRate{"reset", 5}, FaultRate{"twice", 15},
                            FaultRate{"cached", 10}};

bool is_newest(const ServerRequest& request) {
  return !request.query.contains("max_id") && !request.query.contains("min_id") &&
         !request.query.contains("until");
}

bool is_page(const ServerRequest& request) {
  return request.path.starts_with(kTimelines) || request.path == kSearch || request.path == kFeed;
}

bool is_by_id(const ServerRequest& request) {
  return request.path.starts_with(kStatuses) || request.path == kGetPosts;
}

std::string timeline_of(const std::string& host, const ServerRequest& request) {
  const auto query = request.query.find("q");
  return host + request.path + (query == request.query.end() ? "" : query->second);
}

std::vector<std::string> tag_keys(const std::vector<Hashtag>& tags) {
  std::vector<std::string> keys;
  for (const Hashtag& tag : tags) {
    keys.push_back(tag.key());
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace

OracleServers::OracleServers(const demo::World& world, Events& events, ManualClock& clock,
                             Model& model, std::uint64_t seed)
    : world_(world),
      events_(events),
      clock_(clock),
      model_(model),
      dice_(seed),
      social_(world, kSocial),
      civic_(world, kCivic),
      sky_(world, kSky),
      news_(world, kNews) {}

ServerAnswer OracleServers::answer(const ServerRequest& request) {
  ++answers_;
  const std::size_t slash = std::min(request.path.find('/', 1), request.path.size());
  const std::string host = request.path.substr(std::min<std::size_t>(1, slash), slash - 1);
  ServerRequest rest = request;
  rest.path = request.path.substr(slash);
  rest.target = request.target.substr(std::min(slash, request.target.size()));
  if (!is_page(rest)) {
    rest.at = clock_.now();
    ServerAnswer answer = route(host, rest);
    if (is_by_id(rest) && answer.status == 200) {
      for (const Said& said : read(host, answer.body, rest.at)) {
        model_.show(said, rest.at, true);
      }
    }
    return answer;
  }
  clock_.advance(dice_.between(seconds(1), seconds(20)));
  rest.at = clock_.now();
  events_.play(rest.at);
  return page(host, rest);
}

ServerAnswer OracleServers::route(const std::string& host, const ServerRequest& request) {
  if (host == kCivic && request.path.starts_with("/api/v2/")) {
    return ServerAnswer(404, "{\"error\":\"Not found\"}");  // an older server
  }
  return host == kSocial  ? social_.answer(request)
         : host == kCivic ? civic_.answer(request)
         : host == kSky   ? sky_.answer(request)
                          : news_.answer(request);
}

const char* OracleServers::pick_fault(const std::string& host, const ServerRequest& request) {
  if (!faulty_) {
    return "";
  }
  std::size_t left = dice_.below(1000);
  for (const FaultRate& rate : kRates) {
    if (left < rate.per_mille) {
      const std::string_view name = rate.name;
      const std::string timeline = timeline_of(host, request);
      // A feed that shows an old answer is believed: it dates nothing that it corrects.
      const bool cached = host != kNews && is_newest(request) && newest_.contains(timeline);
      const bool possible = name == "twice"    ? may_come_twice(timeline, request)
                            : name == "cached" ? cached
                                               : true;
      return possible ? rate.name : "";
    }
    left -= rate.per_mille;
  }
  return "";
}

// Instead of the page that is next to it. Where a server skips others nobody can tell.
bool OracleServers::may_come_twice(const std::string& timeline,
                                   const ServerRequest& request) const {
  const auto sent = below_.find(timeline);
  return sent != below_.end() &&
         std::any_of(request.query.begin(), request.query.end(), [&](const auto& parameter) {
           return sent->second.leads_to.contains(parameter.first + "=" + parameter.second);
         });
}

std::set<std::string> OracleServers::bounds_of(const std::vector<Said>& said, Instant at) const {
  if (said.empty() || said.front().source == kNews) {
    return {};
  }
  const Said& last = said.back();
  const std::uint64_t id = world_.find(last.source, last.uri, at)->arrival->id;
  const Instant filed = from_ms(static_cast<std::int64_t>(id >> 16));
  return {"max_id=" + last.native_id, "min_id=" + said.front().native_id,
          "until=" + format_rfc3339(filed + Duration(1))};
}

ServerAnswer OracleServers::page(const std::string& host, const ServerRequest& request) {
  const std::string fault = pick_fault(host, request);
  const std::string timeline = timeline_of(host, request);
  if (!fault.empty()) {
    ++faults_[fault];
  }
  if (fault == "500" || fault == "503" || fault == "429") {
    ServerAnswer answer(std::stoi(fault), "<!DOCTYPE html><title>Error</title>");
    if (fault == "429") {
      answer.headers.emplace_back("Retry-After", "120");
    }
    return answer;
  }
  if (fault == "twice") {
    return deliver(below_.find(timeline)->second);
  }
  if (fault == "cached") {
    const Sent& sent = newest_.find(timeline)->second;
    ServerAnswer answer = deliver(sent);
    answer.headers.emplace_back(
        "Age", std::to_string(std::chrono::ceil<seconds>(request.at - sent.at).count()));
    return answer;
  }
  ServerAnswer answer = route(host, request);
  if (answer.status != 200) {
    return answer;
  }
  if (!fault.empty()) {
    answer.fault = fault == "cut" ? Fault::close : Fault::reset;
    answer.fault_after = answer.body.size() / 2;
    return answer;
  }
  Sent& sent = (is_newest(request) ? newest_ : below_)[timeline];
  sent = {answer, read(host, answer.body, request.at), request.at, {}};
  sent.leads_to = bounds_of(sent.said, request.at);
  return deliver(sent);
}

ServerAnswer OracleServers::deliver(const Sent& sent) {
  for (const Said& said : sent.said) {
    model_.show(said, clock_.now(), false);
  }
  return sent.answer;
}

std::vector<Said> OracleServers::read(const std::string& host, const std::string& body,
                                      Instant at) {
  std::vector<Said> said;
  if (host == kNews) {
    constexpr std::string_view kOpen = "<guid isPermaLink=\"true\">";
    for (std::size_t from = body.find(kOpen); from != std::string::npos;
         from = body.find(kOpen, from)) {
      from += kOpen.size();
      said.push_back(said_by_feed(body.substr(from, body.find('<', from) - from), at));
    }
    return said;
  }
  simdjson::dom::parser parser;
  const simdjson::dom::element json = parser.parse(body);
  if (json.is_object() && host != kSky) {
    said.push_back(said_by(host, std::string(std::string_view(json["id"])), json["uri"], at));
    return said;
  }
  const simdjson::dom::array posts = host == kSky ? json["posts"].get_array() : json.get_array();
  for (const simdjson::dom::element each : posts) {
    const std::string_view uri = each["uri"];
    said.push_back(
        said_by(host, std::string(host == kSky ? uri : std::string_view(each["id"])), uri, at));
  }
  return said;
}

Said OracleServers::said_by(const std::string& host, std::string native_id, std::string_view uri,
                            Instant at) const {
  const demo::WorldPost& post = *world_.find(host, std::string(uri), at)->post;
  const bool edited = post.edit && post.edit->at <= at;
  Said said;
  said.source = host;
  said.native_id = std::move(native_id);
  said.uri = post.uri;
  said.platform = host == kSky ? "bluesky" : "mastodon";
  said.created = post.created;
  said.claimed = edited ? post.edit->at : post.created;
  said.text = post.text_at(at);
  said.tags = tag_keys(post.tags);
  said.likes = post.engagement_at(at).likes;
  said.by_own = world_.accounts().at(post.account).server == host && host != kSky;
  return said;
}

Said OracleServers::said_by_feed(const std::string& guid, Instant at) {
  for (std::size_t next = items_.size(); next < world_.news().size(); ++next) {
    items_.emplace(world_.news()[next].guid, next);
  }
  const demo::NewsItem& item = world_.news().at(items_.at(guid));
  Said said;
  said.source = kNews;
  said.native_id = said.uri = guid;
  said.platform = "feed";
  said.created = said.claimed = item.published;
  said.text = item.title + "\n" + item.summary_at(at);
  said.tags = {tag_key(item.title.substr(item.title.find('#')))};
  return said;
}

}  // namespace tagwatch::sim
