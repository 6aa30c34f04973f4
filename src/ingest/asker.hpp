// Asks a source one task and reads the answer, within what its host allows.
//
// It knows budgets, conditional requests, redirects and errors; it does not know walks or posts'
// tags, and it stores nothing.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>

#include "tagwatch/ingest/timeline.hpp"
#include "tagwatch/net/fetcher.hpp"

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
  /// Both are borrowed and must outlive the asker.
  Asker(HttpFetcher& http, const Clock& clock) : http_(http), clock_(clock) {}

  /// True once `note_host` told what was spent on the timeline's host before.
  [[nodiscard]] bool knows_host(const std::string& host) const { return hosts_.contains(host); }
  void note_host(HostState state) { hosts_[state.host] = std::move(state); }
  [[nodiscard]] const HostState& host(const std::string& name) const { return hosts_.at(name); }

  /// Until when the timeline is left alone, and why; nullopt: it may be asked now.
  [[nodiscard]] std::optional<Error> must_wait(const Timeline& timeline, const TimelineState& state,
                                               Instant& until) const;

  /// Sends one request and reads the answer; every failure is in Answer::error. Waits for short
  /// spacings itself. The timeline and the state must outlive the call. Loop thread.
  [[nodiscard]] boost::asio::awaitable<Answer> ask(const Timeline& timeline, Task task,
                                                   const TimelineState& state);

 private:
  [[nodiscard]] boost::asio::awaitable<Result<void>> admit_one(const Timeline& timeline,
                                                               bool paging, Answer& answer);

  HttpFetcher& http_;
  const Clock& clock_;
  std::map<std::string, HostState> hosts_;
};

}  // namespace tagwatch
