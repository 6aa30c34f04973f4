// The server that an account of the demo's Bluesky lives at: it signs the account in, and passes
// what the account asks on to the AppView. Also the AppView for those without an account.
//
// Source of its answers: the reference implementation of a PDS, asked.
#pragma once

#include <string>

#include "tagwatch/demo/bluesky_server.hpp"

namespace tagwatch::demo {

class BlueskyAccountServer {
 public:
  /// What becomes of whoever signs in with the right password.
  enum class Standing { active, deactivated, taken_down, wants_code };

  /// `app_view` is borrowed and must outlive the server.
  BlueskyAccountServer(const BlueskyServer& app_view, std::string account, std::string password);

  /// createSession and refreshSession; searchPosts and getProfiles for whoever has a session;
  /// getPosts for everybody. One thread at a time.
  [[nodiscard]] ServerAnswer answer(const ServerRequest& request);

  /// The DID document names this server; "": the answer has no such document.
  void live_at(std::string service) { service_ = std::move(service); }
  void set_standing(Standing standing) { standing_ = standing; }
  /// Every access token so far has expired.
  void expire_access() { oldest_access_ = sessions_ + 1; }
  /// No refresh token so far gives a session any more, as when the app password is revoked.
  void revoke() { oldest_refresh_ = sessions_ + 1; }

 private:
  [[nodiscard]] ServerAnswer create_session(const ServerRequest& request);
  [[nodiscard]] ServerAnswer refresh_session(const ServerRequest& request);
  [[nodiscard]] ServerAnswer next_session();

  const BlueskyServer& app_view_;
  std::string account_;
  std::string password_;
  std::string service_;
  Standing standing_ = Standing::active;
  int sessions_ = 0;        // given so far; the newest has this number
  int oldest_access_ = 1;   // that is still good
  int oldest_refresh_ = 1;  // the same
};

}  // namespace tagwatch::demo
