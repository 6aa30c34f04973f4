// Asking for posts that a page lacked: by their ids, a handful a pass.
//
// Only an answer to that question makes a post gone, and only where the source still finds another
// post that it is known to show: a server that finds nothing by id has not deleted everything.
#include <algorithm>

#include "ingest/asker.hpp"
#include "ingest/turn.hpp"
#include "tagwatch/ingest/pipeline.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;

constexpr int kRequestsMax = 10;

std::optional<ShownPost> find(const Page& page, const std::string& id) {
  const auto found = std::find_if(page.posts.begin(), page.posts.end(),
                                  [&id](const Post& post) { return post.native_id == id; });
  return found == page.posts.end()
             ? std::nullopt
             : std::optional(ShownPost{found->native_id, found->uri, found->created_at});
}

// What the answer says of each of `ids`. `proven`: the source finds what it is known to show.
std::vector<CandidateAnswer> standings(const std::vector<std::string>& ids, const Answer& answer,
                                       bool one_by_one, bool proven) {
  std::vector<CandidateAnswer> answers;
  for (const std::string& id : ids) {
    Standing standing = Standing::unknown;
    std::optional<ShownPost> shown = answer.error ? std::nullopt : find(answer.page, id);
    if (answer.error) {
      const bool not_found = one_by_one && answer.error->code == Errc::gone;
      standing = not_found && proven ? Standing::gone : Standing::unknown;
    } else if (one_by_one || shown) {
      standing = Standing::there;
    } else if (proven && answer.page.unreadable == 0) {
      standing = Standing::gone;
    }
    answers.push_back({id, standing, std::move(shown)});
  }
  return answers;
}

// Ids that one request asks for; with the control among them where there is room for several.
std::vector<std::string> next_ids(std::vector<std::string>& left, const Timeline& timeline) {
  const auto room = static_cast<std::size_t>(std::max(1, timeline.kind->posts_at_once - 1));
  const auto end = left.begin() + static_cast<std::ptrdiff_t>(std::min(room, left.size()));
  std::vector<std::string> ids(left.begin(), end);
  left.erase(left.begin(), end);
  return ids;
}

// The server did not hear the question: it is down, or its budget is spent.
bool not_heard(const Answer& answer) {
  return answer.record.status == 0 && answer.error && answer.error->code != Errc::not_found;
}

// Whether the source still finds a post by its id that it shows.
asio::awaitable<bool> finds_control(Asker& asker, const Timeline& timeline,
                                    const TimelineState& state,
                                    const std::optional<std::string>& control,
                                    std::vector<FetchRecord>& fetches) {
  if (!control) {
    co_return state.access&& state.access->stated&& state.access->all_open();
  }
  Task task = Posts({*control});
  Answer known = co_await asker.ask(timeline, std::move(task), state);
  fetches.push_back(std::move(known.record));
  co_return !known.error && !known.page.posts.empty();
}

}  // namespace

asio::awaitable<Result<void>> Pipeline::ask_candidates(const Timeline& timeline,
                                                       const TimelineState& state,
                                                       PassReport& report) {
  const Turn turn(asking_, timeline.id.source);
  if (timeline.kind->posts_at_once == 0 || !turn.mine()) {
    co_return Result<void>();
  }
  const bool one_by_one = timeline.kind->posts_at_once == 1;
  auto read = [this, &timeline]() {
    return writer_.reader().candidates(timeline.id, clock_.now(),
                                       kRequestsMax * timeline.kind->posts_at_once);
  };
  Result<Candidates> candidates = co_await db_.run(std::move(read));
  if (!candidates) {
    co_return candidates.error();
  }
  std::optional<bool> proven;  // where posts are asked for one by one: once for all
  for (int requests = 0; requests < kRequestsMax && !candidates->ids.empty(); ++requests) {
    const std::vector<std::string> ids = next_ids(candidates->ids, timeline);
    std::vector<std::string> asked = ids;
    if (!one_by_one && candidates->control) {
      asked.push_back(*candidates->control);
    }
    Task task = Posts(std::move(asked));
    Answer answer = co_await asker_->ask(timeline, std::move(task), state);
    if (not_heard(answer)) {
      break;
    }
    const bool not_found = answer.error && answer.error->code == Errc::gone;
    Batch batch;
    if (!one_by_one) {
      proven = !answer.error && candidates->control && find(answer.page, *candidates->control);
    } else if (not_found && !proven) {
      proven = co_await finds_control(*asker_, timeline, state, candidates->control, batch.fetches);
    }
    batch.answers = standings(ids, answer, one_by_one, proven.value_or(false));
    batch.posts =
        watchlist_.match_known(std::move(answer.page.posts), *timeline.settings, *timeline.phrases);
    batch.fetches.push_back(std::move(answer.record));
    Result<Committed> committed = co_await commit(timeline, std::move(batch));
    if (!committed) {
      co_return committed.error();
    }
    report.new_posts += committed->new_posts;
    report.changed_posts += committed->changed_posts;
    report.gone_posts += committed->gone_posts;
    const bool refused = answer.error && !not_found && answer.error->code != Errc::not_found;
    if (refused || (proven && !*proven)) {
      break;
    }
  }
  co_return Result<void>();
}

}  // namespace tagwatch
