// The account that a source of kind `bluesky` may sign in with: its requests, and what its server
// says of it.
#pragma once

#include <optional>
#include <string>

#include "json.hpp"
#include "tagwatch/model/task.hpp"

namespace tagwatch {

struct BlueskyAccount {
  std::string login_url;  ///< without a slash at the end
  std::string name;       ///< handle, DID or address of e-mail; "" for none
  std::string password;
};

/// https://docs.bsky.app/docs/api/com-atproto-server-create-session
[[nodiscard]] Result<HttpRequest> login_request(const BlueskyAccount& account);
/// https://docs.bsky.app/docs/api/com-atproto-server-refresh-session
[[nodiscard]] HttpRequest refresh_request(const AccountSession& session);

/// The session in an answer to either. Its server is the one that the account's DID document names,
/// else the one that the account signs in at.
/// Errors: wrong_shape without tokens; login_refused where the account is not active.
[[nodiscard]] Result<AccountSession> read_session(JsonObject& answer,
                                                  const BlueskyAccount& account);

/// What an answer that is no 2xx means: of 4xx with an error's name, login_refused where it speaks
/// of the account, session_ended where it speaks of the token; else what the status means.
[[nodiscard]] std::optional<Error> account_failure(const Task& task, const HttpResponse& response);

}  // namespace tagwatch
