// A look at each source without a store: does it answer, and with what?
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tagwatch/ingest/timeline.hpp"
#include "tagwatch/ingest/watchlist.hpp"
#include "tagwatch/net/fetcher.hpp"
#include "tagwatch/store/async.hpp"

namespace tagwatch {

/// What one timeline answered.
struct CheckReport {
  CheckReport() = default;
  TimelineId timeline;
  std::optional<Error> error;
  int items = 0;    ///< of the newest page
  int skipped = 0;  ///< of these, malformed or not public
  int kept = 0;     ///< of these, with a watched tag or a phrase of the source
  std::optional<Instant> newest;
  std::optional<Instant> oldest;
  std::optional<AccessInfo> access;
};

/// Asks each of `timelines` for its newest page, one after the other, and who may read it where the
/// platform says so. Stores nothing, but keeps the session of an account, on `db`. Everything
/// passed must outlive the call. Loop thread.
[[nodiscard]] boost::asio::awaitable<std::vector<CheckReport>> check_timelines(
    HttpFetcher& http, DbThread& db, const std::vector<const Timeline*>& timelines,
    const Watchlist& watchlist, const Clock& clock);

}  // namespace tagwatch
