#include "tagwatch/demo/bluesky_account_server.hpp"

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "tagwatch/base/json_writer.hpp"
#include "wire.hpp"

namespace tagwatch::demo {
namespace {

constexpr std::string_view kMethods = "/xrpc/";
constexpr std::string_view kAccess = "access-";
constexpr std::string_view kRefresh = "refresh-";

ServerAnswer error_answer(int status, std::string_view error, std::string_view message) {
  JsonWriter json;
  json.begin_object().member("error", error).member("message", message).end_object();
  return make_answer(status, "application/json; charset=utf-8", json.take());
}

// The number of the token of `kind` that the request carries; nullopt: none of that kind.
std::optional<int> token_of(const ServerRequest& request, std::string_view kind) {
  const std::string header = request.header("authorization").value_or("");
  const std::string start = "Bearer " + std::string(kind);
  if (!header.starts_with(start)) {
    return std::nullopt;
  }
  int number = 0;
  const char* const end = header.data() + header.size();
  const auto read = std::from_chars(header.data() + start.size(), end, number);
  return read.ptr == end ? std::optional(number) : std::nullopt;
}

// nullopt: the token is good.
std::optional<ServerAnswer> refusal(const ServerRequest& request, std::string_view kind, int oldest,
                                    std::string_view ended) {
  if (!request.header("authorization")) {
    return error_answer(401, "AuthMissing", "Authentication Required");
  }
  const auto token = token_of(request, kind);
  if (!token) {
    return error_answer(400, "InvalidToken", "Token could not be verified");
  }
  return *token < oldest ? std::optional(error_answer(400, "ExpiredToken", ended)) : std::nullopt;
}

}  // namespace

BlueskyAccountServer::BlueskyAccountServer(const BlueskyServer& app_view, std::string account,
                                           std::string password)
    : app_view_(app_view), account_(std::move(account)), password_(std::move(password)) {}

ServerAnswer BlueskyAccountServer::answer(const ServerRequest& request) {
  const std::string_view path = request.path;
  const std::string_view method =
      path.starts_with(kMethods) ? path.substr(kMethods.size()) : std::string_view();
  if (request.method == "POST" && method == "com.atproto.server.createSession") {
    return create_session(request);
  }
  if (request.method == "POST" && method == "com.atproto.server.refreshSession") {
    return refresh_session(request);
  }
  if (request.method == "GET" && method == "app.bsky.feed.getPosts") {
    return app_view_.posts(request);
  }
  if (auto refused = refusal(request, kAccess, oldest_access_, "Token has expired")) {
    return *std::move(refused);
  }
  return method == "app.bsky.actor.getProfiles" ? app_view_.profiles(request)
                                                : app_view_.answer(request);
}

ServerAnswer BlueskyAccountServer::create_session(const ServerRequest& request) {
  const auto says = [&request](std::string_view name, const std::string& value) {
    const std::string member = json_string(name) + ":" + json_string(value);
    return request.body.find(member) != std::string::npos;
  };
  if (request.header("content-type") != "application/json") {
    return error_answer(400, "InvalidRequest", "Wrong request encoding (Content-Type)");
  }
  if (!says("identifier", account_) || !says("password", password_)) {
    return error_answer(401, "AuthenticationRequired", "Invalid identifier or password");
  }
  if (standing_ == Standing::wants_code) {
    return error_answer(401, "AuthFactorTokenRequired",
                        "A sign in code has been sent to your email address");
  }
  if (standing_ == Standing::taken_down) {
    return error_answer(401, "AccountTakedown", "Account has been taken down");
  }
  return next_session();
}

ServerAnswer BlueskyAccountServer::refresh_session(const ServerRequest& request) {
  if (auto refused = refusal(request, kRefresh, oldest_refresh_, "Token has been revoked")) {
    return *std::move(refused);
  }
  oldest_refresh_ = sessions_ + 1;  // each is good once
  return next_session();
}

ServerAnswer BlueskyAccountServer::next_session() {
  const std::string number = std::to_string(++sessions_);
  JsonWriter json;
  json.begin_object();
  json.member("accessJwt", std::string(kAccess) + number)
      .member("refreshJwt", std::string(kRefresh) + number)
      .member("did", "did:plc:reader");
  if (!service_.empty()) {
    json.key("didDoc").begin_object().member("id", "did:plc:reader");
    json.key("service").begin_array().begin_object();
    json.member("id", "#atproto_pds")
        .member("type", "AtprotoPersonalDataServer")
        .member("serviceEndpoint", service_);
    json.end_object().end_array().end_object();
  }
  json.member("handle", account_).member("active", standing_ != Standing::deactivated);
  if (standing_ == Standing::deactivated) {
    json.member("status", "deactivated");
  }
  json.end_object();
  return make_answer(200, "application/json; charset=utf-8", json.take());
}

}  // namespace tagwatch::demo
