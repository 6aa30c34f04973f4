// What signing in gives: where an account's requests go, and what they carry.
#pragma once

#include <string>

namespace tagwatch {

/// Neither token is ever logged, nor stored but in the session's own file.
struct AccountSession {
  std::string service;  ///< the account's own server, without a slash at the end
  std::string access;   ///< token of its requests; the server lets it expire after some hours
  std::string refresh;  ///< token that gives the next session
  friend bool operator==(const AccountSession&, const AccountSession&) = default;
};

}  // namespace tagwatch
