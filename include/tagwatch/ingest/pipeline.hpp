// The story of a post: a task is fetched, parsed, matched and committed. Read pipeline.cpp first.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>

#include "tagwatch/ingest/timeline.hpp"
#include "tagwatch/ingest/watchlist.hpp"
#include "tagwatch/net/fetcher.hpp"
#include "tagwatch/store/async.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {

struct Answer;

class Asker;
struct Answer;

enum class PassOutcome {
  ok,
  partial,  ///< the newest page was read, but something is left or failed later
  waiting,  ///< left alone until a time: Retry-After, a spent budget, back-off
  failed,
};
[[nodiscard]] std::string_view name(PassOutcome outcome);

/// What came of one pass over one timeline.
struct PassReport {
  PassReport() = default;
  TimelineId timeline;
  std::string tag;  ///< as the configuration spells it; "" where one answer serves every tag
  PassOutcome outcome = PassOutcome::ok;
  int pages = 0;
  int seen = 0;       ///< items in the answers
  int new_posts = 0;  ///< posts stored for the first time
  int changed_posts = 0;
  int gone_posts = 0;                      ///< posts that are known to be deleted now
  std::optional<Instant> reached_back_to;  ///< the earliest moment that the pass covered
  std::optional<Instant> waiting_until;
  std::optional<Error> error;
  Instant next_poll{};
};

/// What a pass does beside the newest page and the holes.
struct PassOptions {
  Instant lookback_deadline{};     ///< holes of history are read until then
  Duration sweep{};                ///< a window to sweep, due or not; zero: only what is due
  std::optional<Instant> since{};  ///< history is read down to here, also where it was read
};

class Pipeline {
 public:
  /// Everything is borrowed and must outlive the pipeline. `seed` feeds the jitter of back-off.
  Pipeline(HttpFetcher& http, DbThread& db, Writer& writer, const Watchlist& watchlist,
           const Clock& clock, std::uint64_t seed);
  ~Pipeline();

  /// One pass: the newest page, then the holes that may be read now, then the sweeps that are due,
  /// then a handful of the posts that may be deleted, asked for by id, and of the authors whose
  /// followers nobody told yet.
  /// Never more than one pass at a time for a timeline: that is the caller's duty. `timeline` must
  /// outlive the call. Loop thread.
  ///
  /// What a source does wrong is in the report. Errors: only those of the store; what was committed
  /// before stays.
  [[nodiscard]] boost::asio::awaitable<Result<PassReport>> pass(const Timeline& timeline,
                                                                PassOptions options);

 private:
  [[nodiscard]] boost::asio::awaitable<Result<TimelineState>> load(const Timeline& timeline);
  /// As Asker::ask; clock_wrong where the answer shows that this machine's clock is behind.
  [[nodiscard]] boost::asio::awaitable<Answer> ask(const Timeline& timeline, Task task,
                                                   const TimelineState& state);
  [[nodiscard]] boost::asio::awaitable<void> learn_access(const Timeline& timeline,
                                                          const Page& page, TimelineState& state,
                                                          Batch& batch);
  [[nodiscard]] boost::asio::awaitable<void> ask_control(const Timeline& timeline,
                                                         TimelineState& state, Batch& batch);
  [[nodiscard]] boost::asio::awaitable<void> ask_whether_gone(const Timeline& timeline,
                                                              const Page& page, Walk& walk,
                                                              Batch& batch);
  [[nodiscard]] boost::asio::awaitable<Result<Committed>> commit(const Timeline& timeline,
                                                                 Batch batch);
  [[nodiscard]] boost::asio::awaitable<Result<void>> ask_by_name(const Timeline& timeline,
                                                                 const TimelineState& state,
                                                                 PassReport& report);
  [[nodiscard]] boost::asio::awaitable<Result<void>> ask_candidates(const Timeline& timeline,
                                                                    const TimelineState& state,
                                                                    PassReport& report);
  [[nodiscard]] boost::asio::awaitable<Result<void>> ask_authors(const Timeline& timeline,
                                                                 const TimelineState& state);
  void schedule(const Timeline& timeline, const Answer& answer, TimelineState& state);

  std::unique_ptr<Asker> asker_;
  DbThread& db_;
  Writer& writer_;
  const Watchlist& watchlist_;
  const Clock& clock_;
  std::mt19937_64 random_;
  struct KnownAccess {
    std::optional<Instant> asked;
    std::optional<AccessInfo> access;
  };
  std::map<std::string, KnownAccess> access_;  ///< by source
  struct KnownControl {
    std::optional<Instant> asked;
    bool had_posts = false;
  };
  std::map<std::string, KnownControl> controls_;  ///< by source
  std::set<std::string> asking_;          ///< sources that are asked for posts by id just now
  std::set<std::string> asking_authors_;  ///< the same, for their authors
  std::map<std::string, Instant> authors_asked_;  ///< by platform and author, within a day
};

}  // namespace tagwatch
