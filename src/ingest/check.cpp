#include "tagwatch/ingest/check.hpp"

#include "ingest/asker.hpp"

namespace tagwatch {

namespace asio = boost::asio;

asio::awaitable<std::vector<CheckReport>> check_timelines(
    HttpFetcher& http, DbThread& db, const std::vector<const Timeline*>& timelines,
    const Watchlist& watchlist, const Clock& clock) {
  Asker asker(http, clock, db);
  const TimelineState nothing_known;
  std::vector<CheckReport> reports;
  for (const Timeline* timeline : timelines) {
    if (!asker.knows_host(timeline->host)) {
      HostState fresh;
      fresh.host = timeline->host;
      asker.note_host(std::move(fresh));
    }
    CheckReport report;
    report.timeline = timeline->id;
    Task newest = Newest(timeline->tag);
    Answer answer = co_await asker.ask(*timeline, std::move(newest), nothing_known);
    report.error = answer.error;
    report.items = answer.page.items;
    report.skipped = answer.page.skipped;
    report.newest = answer.page.newest ? answer.page.newest->at : std::nullopt;
    report.oldest = answer.page.oldest ? answer.page.oldest->at : std::nullopt;
    report.kept = static_cast<int>(
        watchlist.match(std::move(answer.page.posts), *timeline->settings, *timeline->phrases)
            .size());
    Task access = Access();
    Answer instance = co_await asker.ask(*timeline, std::move(access), nothing_known);
    report.access = instance.page.access;
    reports.push_back(std::move(report));
  }
  co_return reports;
}

}  // namespace tagwatch
