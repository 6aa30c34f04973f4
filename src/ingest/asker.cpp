#include "ingest/asker.hpp"

#include "ingest/page_facts.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tagwatch/net/host_gate.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;

// A request waits its turn behind others, or for a moment; anything longer ends the pass instead.
constexpr Duration kShortWait = std::chrono::seconds(10);

Duration longest_wait(const Admission& admission) {
  return admission.only_spacing ? kQueueMax : kShortWait;
}

// The request for `task`: conditional and at the moved address where the newest page is asked for
// again at the URL that the validators belong to, and read for the same tags and phrases.
Result<HttpRequest> build_request(const Timeline& timeline, const Task& task,
                                  const TimelineState& state, std::optional<AccountSession> session,
                                  Answer& answer) {
  SourceState known;
  known.session = std::move(session);
  known.token = timeline.settings->token;
  Result<HttpRequest> request = timeline.source->request(task, known);
  if (!request) {
    return request;
  }
  answer.validators_for = request->url + " " + timeline.read_as;
  if (std::holds_alternative<Newest>(task) && state.validators_for == answer.validators_for) {
    known.validators = state.validators;
    answer.conditional = known.validators != Validators();
    request = timeline.source->request(task, known);
    if (request && !state.moved_to.empty()) {
      request->url = state.moved_to;
    }
  }
  return request;
}

Errc wait_code(GapReason reason) {
  return reason == GapReason::quota_spent ? Errc::quota_spent : Errc::rate_limited;
}

// What the server's clock showed when the answer came: its Date, and the Age where a cache gave it.
std::optional<Instant> server_clock(const HttpResponse& response) {
  const auto date = header(response, "date");
  const auto at = date ? parse_rfc822(*date) : std::nullopt;
  return at ? std::optional(*at + (response.started - seen_as_of(response))) : std::nullopt;
}

void read_response(const Timeline& timeline, const Task& task, const HttpResponse& response,
                   Answer& answer) {
  answer.record.status = response.status;
  answer.record.seen_as_of = seen_as_of(response);
  answer.record.server_clock = server_clock(response);
  answer.time_to_live = freshness(response);
  answer.error = timeline.source->failure(task, response);
  if (answer.error) {
    answer.not_before = not_before(response);
    return;
  }
  answer.not_modified = response.status == 304;
  if (answer.not_modified && !answer.conditional) {
    answer.error = Error{Errc::wrong_shape, "HTTP 304 to a request that was not conditional"};
    return;
  }
  answer.moved_to = response.moved_permanently_to;
  answer.validators = validators_of(response);
  if (answer.not_modified) {
    return;
  }
  Result<Page> page = timeline.source->parse(task, response);
  if (!page) {
    answer.error = page.error();
    return;
  }
  if (unreadable(*page)) {
    answer.error = Error{Errc::wrong_shape, std::to_string(page->unreadable) + " of " +
                                                std::to_string(page->items) +
                                                " posts in the answer could not be read"};
    return;
  }
  answer.page = std::move(*page);
  answer.record.items = answer.page.items;
  if (answer.page.time_to_live) {
    answer.time_to_live =
        std::max(answer.time_to_live.value_or(Duration{0}), *answer.page.time_to_live);
  }
}

}  // namespace

std::optional<Error> Asker::must_wait(const Timeline& timeline, const TimelineState& state,
                                      Instant& until) const {
  const Instant now = clock_.now();
  const Admission admission = admit(hosts_.at(timeline.host), timeline.kind->budget,
                                    timeline.settings->min_spacing, false, now);
  until = std::max(admission.at, state.not_before.value_or(now));
  const bool soon = state.not_before.value_or(now) <= now + kShortWait;
  if (soon && admission.at <= now + longest_wait(admission)) {
    return std::nullopt;
  }
  return Error{wait_code(admission.at > now ? admission.reason : GapReason::rate_limited),
               timeline.host};
}

asio::awaitable<Result<void>> Asker::admit_one(const Timeline& timeline, bool paging,
                                               Answer& answer) {
  HostState& host = hosts_.at(timeline.host);
  const Instant now = clock_.now();
  const Admission admission =
      admit(host, timeline.kind->budget, timeline.settings->min_spacing, paging, now);
  if (admission.at > now + longest_wait(admission)) {
    answer.not_before = admission.at;
    co_return Error{wait_code(admission.reason), timeline.host};
  }
  // Counted before the wait, so that others who ask meanwhile line up behind it.
  count_request(host, timeline.kind->budget, paging, std::max(now, admission.at));
  if (admission.at > now) {
    asio::steady_timer timer(co_await asio::this_coro::executor, admission.at - now);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    // What was answered to those before it counts for this one too.
    if (host.not_before && *host.not_before > clock_.now()) {
      answer.not_before = host.not_before;
      co_return Error{Errc::rate_limited, timeline.host};
    }
  }
  co_return Result<void>();
}

asio::awaitable<Answer> Asker::send(const Timeline& timeline, Task task, const TimelineState& state,
                                    std::optional<AccountSession> session) {
  Answer answer;
  answer.record.task = name(task);
  answer.record.started = clock_.now();
  answer.record.seen_as_of = answer.record.started;
  Result<HttpRequest> request = build_request(timeline, task, state, std::move(session), answer);
  if (!request) {
    answer.error = request.error();
  } else {
    Result<void> admitted = co_await admit_one(timeline, request->paging, answer);
    if (!admitted) {
      answer.error = admitted.error();
    } else {
      Result<HttpResponse> response = co_await http_.fetch(std::move(*request));
      if (response) {
        note_answer(hosts_.at(timeline.host), *response);
        read_response(timeline, task, *response, answer);
      } else {
        answer.error = response.error();
      }
    }
  }
  if (answer.error) {
    answer.record.outcome = traits(answer.error->code).name;
  }
  co_return answer;
}

}  // namespace tagwatch
