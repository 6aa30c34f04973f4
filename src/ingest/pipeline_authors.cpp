// How many follow the authors of new posts, where posts themselves do not say: asked by the
// account, a handful a pass. What another post of the author told within a day is taken over.
#include "ingest/asker.hpp"
#include "ingest/turn.hpp"
#include "tagwatch/ingest/pipeline.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;

constexpr int kRequestsMax = 4;
// Older posts are history, which nobody ranks.
constexpr Duration kPlacedWithin = std::chrono::days(2);
// A count that old is asked for again.
constexpr Duration kKnownFor = std::chrono::days(1);

}  // namespace

asio::awaitable<Result<void>> Pipeline::ask_authors(const Timeline& timeline,
                                                    const TimelineState& state) {
  const int at_once = timeline.kind->authors_at_once;
  const Turn turn(asking_authors_, timeline.id.source);
  if (at_once == 0 || timeline.settings->account.empty() || !turn.mine()) {
    co_return Result<void>();
  }
  const Instant now = clock_.now();
  std::erase_if(authors_asked_, [now](const auto& asked) {
    return asked.second + kKnownFor <= now || asked.second > now;
  });
  auto read = [this, &timeline, now, limit = kRequestsMax * at_once]() {
    return writer_.reader().unknown_audiences(timeline.kind->name, now - kPlacedWithin,
                                              now - kKnownFor, limit);
  };
  Result<std::vector<Reader::UnknownAudience>> authors = co_await db_.run(std::move(read));
  if (!authors) {
    co_return authors.error();
  }
  Batch batch;
  std::vector<std::string> unknown;
  for (Reader::UnknownAudience& each : *authors) {
    if (each.known) {
      batch.followers.push_back({each.author, *each.known});
    } else if (authors_asked_.emplace(std::string(timeline.kind->name) + " " + each.author, now)
                   .second) {
      unknown.push_back(std::move(each.author));
    }
  }
  while (!unknown.empty()) {
    const auto count = std::min(unknown.size(), static_cast<std::size_t>(at_once));
    const auto end = unknown.begin() + static_cast<std::ptrdiff_t>(count);
    Task task = Authors(std::vector<std::string>(unknown.begin(), end));
    unknown.erase(unknown.begin(), end);
    Answer answer = co_await asker_->ask(timeline, std::move(task), state);
    batch.fetches.push_back(std::move(answer.record));
    batch.followers.insert(batch.followers.end(), answer.page.followers.begin(),
                           answer.page.followers.end());
    if (answer.error) {
      break;
    }
  }
  if (batch.followers.empty() && batch.fetches.empty()) {
    co_return Result<void>();
  }
  Result<Committed> committed = co_await commit(timeline, std::move(batch));
  co_return committed ? Result<void>() : committed.error();
}

}  // namespace tagwatch
