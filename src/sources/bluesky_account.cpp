#include "bluesky_account.hpp"

#include <algorithm>
#include <array>

#include "post_fields.hpp"
#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

// Tokens have about 400 bytes; what is longer is none.
constexpr std::size_t kTokenBytesMax = 8 * 1024;
// Enough of what a server says for a person to understand it.
constexpr std::size_t kMessageBytesMax = 200;

struct ErrorWords {
  std::string_view name;
  std::string_view words;
};

// Errors that no new session mends.
constexpr std::array kRefusals{
    ErrorWords{"AuthFactorTokenRequired",
               "it wants a code that it sent by mail: give an app password, not the account's own"},
    ErrorWords{"AccountTakedown", "the account was taken down"},
    ErrorWords{"AccountSuspended", "the account is suspended"},
    ErrorWords{"AccountDeactivated", "the account is deactivated"},
    ErrorWords{"AccountNotFound", "there is no such account"},
};

bool is_token(const std::string& text) {
  return text.size() <= kTokenBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// "" where the document names none that can be asked.
std::string own_server(JsonObject& answer) {
  std::string server;
  answer.with_object("didDoc", [&server](JsonObject& document) {
    document.for_each_object("service", [&server](JsonObject& service) {
      if (service.text("id").value_or("").ends_with("#atproto_pds")) {
        server = resolve_url("", service.text("serviceEndpoint").value_or("")).value_or("");
      }
    });
  });
  while (server.ends_with('/')) {
    server.pop_back();
  }
  return server;
}

struct ServerError {
  std::string name;
  std::string message;
};

std::optional<ServerError> read_error(const HttpResponse& response) {
  const auto document = JsonDocument::read(response.body);
  auto answer = document ? (*document)->object() : Result<JsonObject>(document.error());
  if (!answer) {
    return std::nullopt;
  }
  ServerError error;
  error.name = one_line_of(answer->text("error"));
  error.message = valid_utf8(one_line_of(answer->text("message")).substr(0, kMessageBytesMax));
  return error.name.empty() ? std::nullopt : std::optional(error);
}

std::string server_words(const ServerError& error) {
  return error.message.empty() ? error.name : error.message;
}

}  // namespace

Result<HttpRequest> login_request(const BlueskyAccount& account) {
  if (account.name.empty()) {
    return Error{Errc::not_found, "Bluesky is asked without an account"};
  }
  HttpRequest request(account.login_url + "/xrpc/com.atproto.server.createSession");
  request.method = "POST";
  request.headers.emplace_back("Accept", "application/json");
  request.headers.emplace_back("Content-Type", "application/json");
  JsonWriter body;
  body.begin_object().member("identifier", account.name).member("password", account.password);
  body.end_object();
  request.body = body.take();
  return request;
}

HttpRequest refresh_request(const AccountSession& session) {
  HttpRequest request(session.service + "/xrpc/com.atproto.server.refreshSession");
  request.method = "POST";
  request.headers.emplace_back("Accept", "application/json");
  request.headers.emplace_back("Authorization", "Bearer " + session.refresh);
  return request;
}

Result<AccountSession> read_session(JsonObject& answer, const BlueskyAccount& account) {
  AccountSession session;
  session.access = answer.text("accessJwt").value_or("");
  session.refresh = answer.text("refreshJwt").value_or("");
  session.service = own_server(answer);
  if (session.service.empty()) {
    session.service = account.login_url;
  }
  if (!answer.boolean("active").value_or(true)) {
    const std::string status = one_line_of(answer.text("status"));
    return Error{Errc::login_refused,
                 "the account is " + (status.empty() ? std::string("not active") : status)};
  }
  if (session.access.empty() || session.refresh.empty() || !is_token(session.access) ||
      !is_token(session.refresh)) {
    return Error{Errc::wrong_shape, "no tokens at accessJwt and refreshJwt"};
  }
  return session;
}

std::optional<Error> account_failure(const Task& task, const HttpResponse& response) {
  const auto by_status = status_error(response);
  const bool of_us = response.status == 400 || response.status == 401 || response.status == 403;
  const auto error = of_us ? read_error(response) : std::nullopt;
  if (!error) {
    return by_status;
  }
  for (const ErrorWords& refusal : kRefusals) {
    if (error->name == refusal.name) {
      return Error{Errc::login_refused, std::string(refusal.words)};
    }
  }
  if (std::holds_alternative<Login>(task)) {
    return Error{Errc::login_refused, "it answers: " + server_words(*error)};
  }
  const bool of_token = error->name == "ExpiredToken" || error->name == "InvalidToken";
  if (of_token || std::holds_alternative<Refresh>(task)) {
    return Error{Errc::session_ended, "it answers: " + server_words(*error)};
  }
  return Error{by_status->code, by_status->context + ", " + error->name};
}

}  // namespace tagwatch
