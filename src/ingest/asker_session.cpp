// The sessions of accounts: kept, refreshed when the server ends them, and only then begun anew.
//
// Servers allow few logins a day, so a login is the last resort: a session outlives the process in
// its file, all timelines of a source share it, and a login that was refused, or that did not help,
// is not repeated soon.
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "ingest/asker.hpp"
#include "tagwatch/base/log.hpp"
#include "tagwatch/base/sha256.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;

constexpr Duration kLoginsApart = std::chrono::minutes(10);
constexpr Duration kRefusedLoginsApart = std::chrono::hours(1);

// Short, so that it tells a change but no password.
std::string belongs_to(const SourceSettings& settings) {
  constexpr std::size_t kDigits = 8;
  return sha256_hex(settings.login_url + "\n" + settings.account + "\n" + settings.password)
      .substr(0, kDigits);
}

// Why the account does not log in now; nullopt: it may.
std::optional<Error> login_waits(const SourceSettings& settings, const KeptSession& kept,
                                 Instant now) {
  const Duration apart = kept.login_refused.empty() ? kLoginsApart : kRefusedLoginsApart;
  // A time in the future was stamped by a clock that was set back since.
  if (!kept.login_tried || *kept.login_tried > now || *kept.login_tried + apart <= now) {
    return std::nullopt;
  }
  const std::string why =
      kept.login_refused.empty() ? "its sessions end as soon as they begin" : kept.login_refused;
  return Error{Errc::login_refused, settings.account + ": " + why + " (it logs in again after " +
                                        format_rfc3339(*kept.login_tried + apart) + ")"};
}

}  // namespace

asio::awaitable<Answer> Asker::ask(const Timeline& timeline, Task task,
                                   const TimelineState& state) {
  std::optional<AccountSession> session;
  if (!timeline.source->needs_session(task)) {
    Answer answer = co_await send(timeline, std::move(task), state, std::move(session));
    co_return answer;
  }
  Answer answer;
  answer.record.task = name(task);
  answer.record.started = clock_.now();
  answer.record.seen_as_of = answer.record.started;
  std::string ended;
  for (int round = 0; round < 2; ++round) {
    Result<AccountSession> live = co_await session_of(timeline, ended);
    if (!live) {
      answer.error = live.error();
      answer.record.outcome = traits(answer.error->code).name;
      break;
    }
    session = *live;
    answer = co_await send(timeline, task, state, session);
    if (!answer.error || answer.error->code != Errc::session_ended) {
      break;
    }
    ended = session->access;
  }
  co_return answer;
}

// A session with another access token than `ended`, when it is the caller's turn.
asio::awaitable<Result<AccountSession>> Asker::session_of(const Timeline& timeline,
                                                          std::string ended) {
  Account& account = accounts_[timeline.id.source];
  if (!account.turn) {
    account.turn = std::make_unique<asio::steady_timer>(co_await asio::this_coro::executor,
                                                        asio::steady_timer::time_point::max());
  }
  while (account.busy) {
    boost::system::error_code ignored;
    co_await account.turn->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) {
      co_return Error{Errc::cancelled, timeline.host};
    }
  }
  const auto release = [](Account* held) {
    held->busy = false;
    held->turn->cancel();
  };
  account.busy = true;
  const std::unique_ptr<Account, decltype(release)> turn(&account, release);
  Result<AccountSession> session = co_await next_session(timeline, account, std::move(ended));
  co_return session;
}

asio::awaitable<Result<AccountSession>> Asker::next_session(const Timeline& timeline,
                                                            Account& account, std::string ended) {
  if (!account.loaded) {
    co_await load_session(timeline, account);
  }
  const std::optional<AccountSession> known = account.kept.session;
  if (known && known->access != ended) {
    co_return *known;
  }
  if (known) {
    const TimelineState nothing_known;
    Task refresh = Refresh();
    Answer answer = co_await send(timeline, std::move(refresh), nothing_known, known);
    if (!answer.error && answer.page.session) {
      account.kept.session = answer.page.session;
      co_await keep_session(timeline, account);
      log::info("session.refreshed", {{"source", timeline.id.source}});
      co_return *answer.page.session;
    }
    if (answer.error->code != Errc::session_ended) {
      co_return *answer.error;
    }
    account.kept.session.reset();
  }
  Result<AccountSession> session = co_await log_in(timeline, account);
  co_return session;
}

asio::awaitable<Result<AccountSession>> Asker::log_in(const Timeline& timeline, Account& account) {
  if (const auto wait = login_waits(*timeline.settings, account.kept, clock_.now())) {
    co_return *wait;
  }
  const TimelineState nothing_known;
  Task login = Login();
  std::optional<AccountSession> none;
  Answer answer = co_await send(timeline, std::move(login), nothing_known, std::move(none));
  const bool refused = answer.error && answer.error->code == Errc::login_refused;
  if (answer.error && !refused) {
    co_return *answer.error;
  }
  account.kept.login_tried = answer.record.started;
  account.kept.login_refused = refused ? answer.error->context : "";
  account.kept.session = refused ? std::nullopt : answer.page.session;
  co_await keep_session(timeline, account);
  if (refused) {
    co_return Error{Errc::login_refused, timeline.settings->account + ": " + answer.error->context};
  }
  log::info("session.begun", {{"source", timeline.id.source}});
  co_return *answer.page.session;
}

// A file that cannot be used costs a login, no more.
asio::awaitable<void> Asker::load_session(const Timeline& timeline, Account& account) {
  auto read = [path = timeline.session_file]() { return read_session_file(path); };
  Result<KeptSession> kept = co_await db_.run(std::move(read));
  if (!kept && kept.error().code != Errc::not_found) {
    log::warn("session.unreadable",
              {{"source", timeline.id.source}, {"err", describe(kept.error())}});
  }
  const std::string wanted = belongs_to(*timeline.settings);
  account.kept = kept && kept->belongs_to == wanted ? *kept : KeptSession();
  account.kept.belongs_to = wanted;
  account.loaded = true;
}

asio::awaitable<void> Asker::keep_session(const Timeline& timeline, const Account& account) {
  auto write = [path = timeline.session_file, kept = account.kept]() {
    return write_session_file(path, kept);
  };
  Result<void> written = co_await db_.run(std::move(write));
  if (!written) {
    log::warn("session.not_kept",
              {{"source", timeline.id.source}, {"err", describe(written.error())}});
  }
}

}  // namespace tagwatch
