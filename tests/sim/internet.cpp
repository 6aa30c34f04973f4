#include "sim/internet.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace tagwatch::sim {
namespace {

constexpr Duration kAnswerTakes = std::chrono::milliseconds(150);
// Of a thousand answers, so many meet each fault.
struct FaultRate {
  const char* name;
  std::uint64_t per_mille;
};
constexpr std::array kRates{FaultRate{"500", 6}, FaultRate{"502", 6}, FaultRate{"503", 6},
                            FaultRate{"cut", 12}, FaultRate{"reset", 6}};
constexpr std::string_view kTimeline = "/api/v1/timelines/tag/";
constexpr const char* kDown = "down";
constexpr const char* kLies = "lies";

// Whose newest page a request asks for: a tag's key, "" for all tags; nullopt: something else.
std::optional<std::string> newest_page(const ServerRequest& request) {
  if (request.query.contains("max_id") || request.query.contains("until")) {
    return std::nullopt;
  }
  if (request.path.starts_with(kTimeline)) {
    return tag_key(request.path.substr(kTimeline.size()));
  }
  if (const auto query = request.query.find("q"); query != request.query.end()) {
    return tag_key(query->second);
  }
  return request.path.ends_with(".rss") ? std::optional<std::string>("") : std::nullopt;
}

ServerAnswer empty_list(std::string_view source) {
  const bool feed = source == kNews;
  ServerAnswer answer(200, feed             ? "<rss version=\"2.0\"><channel><title>News"
                                              "</title></channel></rss>"
                           : source == kSky ? "{\"posts\":[]}"
                                            : "[]");
  answer.headers.emplace_back("Content-Type", feed ? "application/rss+xml" : "application/json");
  return answer;
}

}  // namespace

Internet::Internet(const Story& story, SharedClock& clock, std::uint64_t seed)
    : story_(story),
      clock_(clock),
      seed_(seed),
      social_(story.world, kSocial),
      civic_(story.world, kCivic),
      sky_(story.world, kSky),
      news_(story.world, kNews) {
  for (const std::string source : kSources) {
    servers_[source] = std::make_unique<LoopbackServer>(
        clock_, [this, source](const ServerRequest& request) { return answer(source, request); });
  }
}

std::string Internet::url(std::string_view source) const {
  return servers_.find(source)->second->url(source == kNews ? "/world.rss" : "");
}

void Internet::begin_pass(int number) {
  const std::lock_guard lock(mutex_);
  pass_ = number;
  asked_.clear();
  for (auto& [source, server] : servers_) {
    server->forget_requests();
  }
}

std::map<std::string, Asked, std::less<>> Internet::asked_in_pass() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

std::map<std::string, int> Internet::faults() const {
  const std::lock_guard lock(mutex_);
  return faults_;
}

void Internet::call_at(std::string_view source, int answer, std::size_t bytes,
                       std::function<void()> hook) {
  const std::lock_guard lock(mutex_);
  servers_.find(source)->second->call_at(
      answers_[std::string(source)] + static_cast<std::size_t>(answer), bytes, std::move(hook));
}

void Internet::forget_hooks() {
  for (auto& [source, server] : servers_) {
    server->call_at(0, 0, {});
  }
}

ServerAnswer Internet::answer_aside(std::string_view source, ServerRequest request) {
  const std::lock_guard lock(mutex_);
  request.at = clock_.now();
  const std::string fault = hit_by(source, request);
  return fault.empty() ? route(source, request) : faulty(source, request, fault);
}

ServerAnswer Internet::answer(const std::string& source, const ServerRequest& request) {
  const std::lock_guard lock(mutex_);
  ++answers_[source];
  Asked& asked = asked_[source];
  ++asked.answers;
  const std::string fault = hit_by(source, request);
  clock_.advance(kAnswerTakes);
  if (!fault.empty()) {
    asked.faults = true;
    ++faults_[fault];
    return faulty(source, request, fault);
  }
  ServerAnswer answer = route(source, request);
  if (const auto tag = newest_page(request); tag && answer.status < 400) {
    asked.tags.insert(*tag);
  }
  return answer;
}

ServerAnswer Internet::route(std::string_view source, const ServerRequest& request) {
  if (source == kSky) {
    return sky_.answer(request);
  }
  if (source == kNews) {
    return news_.answer(request);
  }
  if (source == kCivic && request.path.starts_with("/api/v2/")) {
    return ServerAnswer(404, "{\"error\":\"Not found\"}");  // an older server
  }
  return source == kCivic ? civic_.answer(request) : social_.answer(request);
}

// The fault that `request` meets; "" for none.
std::string Internet::hit_by(std::string_view source, const ServerRequest& request) const {
  if (!story_.world.answers(source, request.at)) {
    return kDown;
  }
  if (story_.lies_at(source, request.at)) {
    // Who may read, and single posts, are told as they are.
    const bool lists = !request.path.starts_with("/api/") || request.path.starts_with(kTimeline);
    return lists ? kLies : "";
  }
  const std::size_t mixed =
      std::hash<std::string>{}(std::to_string(seed_) + " " + std::to_string(pass_) + " " +
                               std::string(source) + request.target);
  std::uint64_t dice = mixed % 1000;
  for (const FaultRate& rate : kRates) {
    if (dice < rate.per_mille) {
      return rate.name;
    }
    dice -= rate.per_mille;
  }
  return {};
}

ServerAnswer Internet::faulty(std::string_view source, const ServerRequest& request,
                              const std::string& fault) {
  if (fault == kLies) {
    return empty_list(source);
  }
  if (fault == kDown) {
    ServerAnswer nothing;
    nothing.fault = Fault::close;
    return nothing;
  }
  if (fault == "cut" || fault == "reset") {
    ServerAnswer answer = route(source, request);
    answer.fault = fault == "cut" ? Fault::close : Fault::reset;
    answer.fault_after = answer.body.size() / 2;
    return answer;
  }
  return ServerAnswer(std::stoi(fault), "<!DOCTYPE html><title>Error</title>");
}

}  // namespace tagwatch::sim
