// Asks a source one task and reads the answer, within what its host allows.
//
// It knows budgets, conditional requests, redirects, sessions and errors; it does not know walks or
// posts' tags, and of what it learns it keeps nothing but sessions.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <string>

#include "tagwatch/ingest/timeline.hpp"
#include "tagwatch/net/fetcher.hpp"
#include "tagwatch/store/async.hpp"
#include "tagwatch/store/session_file.hpp"

namespace tagwatch {

/// One answer, read; or why there is none.
struct Answer {
  Answer() = default;
  FetchRecord record;
  std::optional<Error> error;
  std::optional<Instant> not_before;  ///< set with some errors: nothing is asked until then
  std::optional<Duration> time_to_live;
  bool conditional = false;  ///< the request was sent with validators
  bool not_modified = false;
  Page page;
  std::string moved_to;  ///< where a permanent redirect led
  Validators validators;
  /// The configured URL, and the tags and phrases that it is read for: with others the same bytes
  /// hold other posts.
  std::string validators_for;
};

class Asker {
 public:
  /// All are borrowed and must outlive the asker. Files are read and written on `db`.
  Asker(HttpFetcher& http, const Clock& clock, DbThread& db)
      : http_(http), clock_(clock), db_(db) {}

  /// True once `note_host` told what was spent on the timeline's host before.
  [[nodiscard]] bool knows_host(const std::string& host) const { return hosts_.contains(host); }
  void note_host(HostState state) { hosts_[state.host] = std::move(state); }
  [[nodiscard]] const HostState& host(const std::string& name) const { return hosts_.at(name); }

  /// Until when the timeline is left alone, and why; nullopt: it may be asked now.
  [[nodiscard]] std::optional<Error> must_wait(const Timeline& timeline, const TimelineState& state,
                                               Instant& until) const;

  /// Sends one request and reads the answer; every failure is in Answer::error. Waits for short
  /// spacings itself. Where the task goes by the account's session, it first makes sure that there
  /// is one, and asks once more by the next one when the server has ended it. The timeline and the
  /// state must outlive the call. Loop thread.
  [[nodiscard]] boost::asio::awaitable<Answer> ask(const Timeline& timeline, Task task,
                                                   const TimelineState& state);

 private:
  // The account of a source: one coroutine at a time makes its session, and others wait for it.
  struct Account {
    bool loaded = false;
    bool busy = false;
    KeptSession kept;
    std::unique_ptr<boost::asio::steady_timer> turn;  // never expires; cancelled when it is free
  };

  [[nodiscard]] boost::asio::awaitable<Answer> send(const Timeline& timeline, Task task,
                                                    const TimelineState& state,
                                                    std::optional<AccountSession> session);
  [[nodiscard]] boost::asio::awaitable<Result<AccountSession>> session_of(const Timeline& timeline,
                                                                          std::string ended);
  [[nodiscard]] boost::asio::awaitable<Result<AccountSession>> next_session(
      const Timeline& timeline, Account& account, std::string ended);
  [[nodiscard]] boost::asio::awaitable<Result<AccountSession>> log_in(const Timeline& timeline,
                                                                      Account& account);
  [[nodiscard]] boost::asio::awaitable<void> load_session(const Timeline& timeline,
                                                          Account& account);
  [[nodiscard]] boost::asio::awaitable<void> keep_session(const Timeline& timeline,
                                                          const Account& account);
  [[nodiscard]] boost::asio::awaitable<Result<void>> admit_one(const Timeline& timeline,
                                                               bool paging, Answer& answer);

  HttpFetcher& http_;
  const Clock& clock_;
  DbThread& db_;
  std::map<std::string, HostState> hosts_;
  std::map<std::string, Account> accounts_;  // by source
};

}  // namespace tagwatch
