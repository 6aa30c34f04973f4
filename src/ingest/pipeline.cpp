// The story: task -> fetch -> parse -> match -> commit, until the walk has nothing left to ask.
//
// Values go forward, errors come back. The walk (walk.cpp) decides what is asked next, the asker
// (asker.cpp) turns a task into a read answer, the watchlist keeps what is watched, and the store
// makes posts, edge, holes and coverage durable in one transaction.
#include "tagwatch/ingest/pipeline.hpp"

#include <array>

#include "ingest/asker.hpp"
#include "ingest/page_facts.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;

// A server is asked at most this often who may read its tag feeds, and for its control tag.
constexpr Duration kAccessInterval = std::chrono::hours(1);
// A person who polls by hand may try again after one failure; a source that fails twice in a row is
// left alone by everybody.
constexpr int kFailuresBeforeBackOff = 2;

// A server whose clock is ahead of ours by so much is a witness that ours is behind.
constexpr Duration kServerAheadMin = std::chrono::hours(1);
// So far the store's last commit may be ahead of us without being another one.
constexpr Duration kCommitAheadMax = std::chrono::minutes(10);

// Whether the store, too, shows that the clock is behind.
Result<bool> written_later(const Reader& reader, Instant now) {
  const auto last = reader.last_commit();
  return last ? Result<bool>(last->at > now + kCommitAheadMax) : last.error();
}

void keep_validators(const Answer& answer, TimelineState& state) {
  // An empty page proves nothing about the next one: it is read again in full.
  state.validators = answer.page.items > 0 ? answer.validators : Validators{};
  state.validators_for = answer.validators_for;
  state.moved_to = answer.moved_to;
}

PassReport report_of(const Timeline& timeline) {
  PassReport report;
  report.timeline = timeline.id;
  report.tag = timeline.tag.spelled();
  return report;
}

void add_up(const Answer& answer, PassReport& report) {
  report.seen += answer.page.items;
  if (answer.error) {
    report.error = answer.error;
  }
}

PassOutcome outcome_of(const Walk& walk, const PassReport& report) {
  if (report.error) {
    return walk.pages() > 0 ? PassOutcome::partial : PassOutcome::failed;
  }
  return walk.holes_left() ? PassOutcome::partial : PassOutcome::ok;
}

std::vector<SweepDue> sweeps_of(const Timeline& timeline, const PassOptions& options, Instant now) {
  std::vector<SweepDue> due =
      timeline.sweeps ? sweeps_due(*timeline.sweeps, now) : std::vector<SweepDue>();
  if (options.sweep > Duration{0}) {
    std::erase_if(due, [&](const SweepDue& each) { return each.window == options.sweep; });
    due.push_back({options.sweep, now + Duration{1}});
  }
  return due;
}

// The walk takes the page, unless it does not believe it; the batch takes its posts.
void take_page(const Timeline& timeline, const Watchlist& watchlist, const Task& task, Instant now,
               Walk& walk, Answer& answer, Batch& batch) {
  walk.take(answer.page, answer.record.seen_as_of, now);
  answer.error = walk.refused();
  if (std::holds_alternative<Newest>(task) && !answer.error) {
    keep_validators(answer, walk.state());
  }
  if (!answer.error && answer.record.seen_as_of + timeline.walk.max_age_seen >= now) {
    batch.shown = shown_stretch(task, answer.page, timeline.walk.order, walk.stated_open());
  }
  batch.posts =
      watchlist.match(std::move(answer.page.posts), *timeline.settings, *timeline.phrases);
}

// Ids are a server's own: those that one gave are other posts, or none, at another one.
std::optional<Error> other_server(const Timeline& timeline, const TimelineState& state) {
  const std::string before =
      host_of(state.validators_for.substr(0, state.validators_for.find(' ')));
  const bool asked_by_own_ids = timeline.kind->posts_at_once == 1;
  if (!asked_by_own_ids || before.empty() || before == timeline.host) {
    return std::nullopt;
  }
  return Error{Errc::config_invalid, "the source \"" + timeline.settings->name +
                                         "\" was the server " + before +
                                         " before; give another server another name"};
}

// Nothing of such an answer, or of its failure, is kept.
bool proves_nothing(const Error& error) {
  return error.code == Errc::cancelled || error.code == Errc::clock_wrong;
}

// Once a day: the hour at which it is asked who may read the feed, though posts come.
bool long_sweep_begins(const std::vector<Sweep>& sweeps, std::vector<SweepDue> due) {
  std::erase_if(due, [](const SweepDue& each) { return each.window < std::chrono::days(1); });
  return sweep_begins(sweeps, due);
}

}  // namespace

std::string_view name(PassOutcome outcome) {
  constexpr std::array<std::string_view, 4> kNames{"ok", "partial", "waiting", "failed"};
  return kNames.at(static_cast<std::size_t>(outcome));
}

Pipeline::Pipeline(HttpFetcher& http, DbThread& db, Writer& writer, const Watchlist& watchlist,
                   const Clock& clock, std::uint64_t seed)
    : asker_(std::make_unique<Asker>(http, clock, db)),
      db_(db),
      writer_(writer),
      watchlist_(watchlist),
      clock_(clock),
      random_(seed) {}

Pipeline::~Pipeline() = default;

asio::awaitable<Result<PassReport>> Pipeline::pass(const Timeline& timeline, PassOptions options) {
  PassReport report = report_of(timeline);
  Result<TimelineState> loaded = co_await load(timeline);
  if (!loaded) {
    co_return loaded.error();
  }
  Instant until{};
  if (const auto wait = asker_->must_wait(timeline, *loaded, until)) {
    report.outcome = PassOutcome::waiting;
    report.waiting_until = until;
    report.next_poll = until;
    co_return report;
  }
  WalkExtras extras{sweeps_of(timeline, options, clock_.now()), options.since};
  bool asks_daily = !loaded->access || long_sweep_begins(loaded->sweeps, extras.sweeps);
  Walk walk(std::move(*loaded), timeline.walk, timeline.tag, clock_.now(), std::move(extras));
  std::optional<Task> task = walk.next(clock_.now() < options.lookback_deadline);
  while (task) {
    Answer answer = co_await ask(timeline, *task, walk.state());
    if (answer.error && proves_nothing(*answer.error)) {
      report.error = answer.error;
      break;
    }
    Batch batch;
    walk.note_server_clock(answer.record.server_clock);
    if (answer.error) {
      walk.failed(*answer.error, clock_.now());
      walk.state().not_before = answer.not_before;
    } else if (answer.not_modified) {
      walk.unchanged(answer.record.seen_as_of, clock_.now());
    } else {
      if (answer.page.items == 0 || asks_daily) {
        co_await learn_access(timeline, answer.page, walk.state(), batch);
        co_await ask_whether_gone(timeline, answer.page, walk, batch);
        asks_daily = false;
      }
      take_page(timeline, watchlist_, *task, clock_.now(), walk, answer, batch);
    }
    add_up(answer, report);
    task = walk.next(clock_.now() < options.lookback_deadline);
    if (!task) {
      if (!report.error) {
        walk.stop(GapReason::page_limit);
      }
      schedule(timeline, answer, walk.state());
    }
    batch.fetches.push_back(std::move(answer.record));
    batch.state = walk.state();
    batch.coverage = walk.take_spans();
    Result<Committed> committed = co_await commit(timeline, std::move(batch));
    if (!committed) {
      co_return committed.error();
    }
    report.new_posts += committed->new_posts;
    report.changed_posts += committed->changed_posts;
  }
  if (!report.error) {
    Result<void> asked = co_await ask_by_name(timeline, walk.state(), report);
    if (!asked) {
      co_return asked.error();
    }
  }
  report.pages = walk.pages();
  report.reached_back_to = walk.reached_back_to();
  report.next_poll = walk.state().next_poll;
  report.waiting_until = walk.state().not_before;
  report.outcome = outcome_of(walk, report);
  co_return report;
}

asio::awaitable<Result<TimelineState>> Pipeline::load(const Timeline& timeline) {
  if (!asker_->knows_host(timeline.host)) {
    auto read_host = [this, &timeline]() { return writer_.host(timeline.host); };
    Result<HostState> host = co_await db_.run(std::move(read_host));
    if (!host) {
      co_return host.error();
    }
    host->host = timeline.host;
    asker_->note_host(std::move(*host));
  }
  auto read_state = [this, &timeline]() -> Result<TimelineState> {
    auto followed = writer_.follow_clock();
    return followed ? writer_.reader().timeline(timeline.id) : followed.error();
  };
  Result<TimelineState> state = co_await db_.run(std::move(read_state));
  co_return state;
}

// A page that is read at a time that is past would claim, later, all the time since: two witnesses
// are enough to leave it alone, as a server's clock may be wrong, and so may the last commit's.
asio::awaitable<Answer> Pipeline::ask(const Timeline& timeline, Task task,
                                      const TimelineState& state) {
  if (const auto other = other_server(timeline, state)) {
    Answer refused;
    refused.record.started = refused.record.seen_as_of = clock_.now();
    refused.record.task = name(task);
    refused.error = other;
    co_return refused;
  }
  Answer answer = co_await asker_->ask(timeline, std::move(task), state);
  const auto& theirs = answer.record.server_clock;
  const Instant now = clock_.now();
  if (!theirs || *theirs - now < kServerAheadMin) {
    co_return answer;
  }
  auto look = [this, now]() { return written_later(writer_.reader(), now); };
  const Result<bool> behind = co_await db_.run(std::move(look));
  if (!behind) {
    answer.error = behind.error();
  } else if (*behind) {
    answer.error = Error{Errc::clock_wrong, "this machine's clock says " + format_rfc3339(now) +
                                                ", the server's " + format_rfc3339(*theirs) +
                                                "; the store was written later, too: "
                                                "set the clock"};
  }
  co_return answer;
}

asio::awaitable<void> Pipeline::learn_access(const Timeline& timeline, const Page& page,
                                             TimelineState& state, Batch& batch) {
  KnownAccess& known = access_[timeline.id.source];
  // A feed that showed posts may show none now: that is asked about at once.
  const bool showed_posts = state.newest_page_had_posts;
  if (!known.asked || showed_posts || clock_.now() >= *known.asked + kAccessInterval) {
    known.asked = clock_.now();
    Task task = Access();
    Answer answer = co_await asker_->ask(timeline, std::move(task), state);
    const bool not_asked = answer.error && answer.error->code == Errc::not_found;
    const bool older_server = answer.error && answer.error->code == Errc::gone;
    if (!not_asked && !older_server) {
      batch.fetches.push_back(answer.record);
    }
    if (!not_asked) {
      // What a server stated once and does not state now is not known any more.
      known.access = answer.error ? AccessInfo{} : answer.page.access;
    }
  }
  if (known.access) {
    state.access = known.access;
  }
  if (page.items == 0) {
    co_await ask_control(timeline, state, batch);
  }
}

// An empty page of a server that does not say who may read it may be that of a closed feed: a tag
// that always has posts tells.
asio::awaitable<void> Pipeline::ask_control(const Timeline& timeline, TimelineState& state,
                                            Batch& batch) {
  const Hashtag& tag = timeline.settings->control_tag;
  const auto& access = state.access;
  const bool stated = access && (access->stated || !access->all_open());
  if (!tag.valid() || stated || state.newest_page_had_posts) {
    state.control_had_posts = false;
    co_return;
  }
  KnownControl& known = controls_[timeline.id.source];
  if (!known.asked) {
    known = {state.control_asked, state.control_had_posts};
  }
  const Instant now = clock_.now();
  if (!known.asked || now >= *known.asked + kAccessInterval) {
    Task task = Newest(tag);
    Answer answer = co_await asker_->ask(timeline, std::move(task), state);
    answer.record.task = "control";
    batch.fetches.push_back(answer.record);
    known = {now, !answer.error && !answer.page.posts.empty()};
  }
  state.control_asked = known.asked;
  state.control_had_posts = known.had_posts;
}

asio::awaitable<void> Pipeline::ask_whether_gone(const Timeline& timeline, const Page& page,
                                                 Walk& walk, Batch& batch) {
  const std::optional<std::string> left_out = walk.left_out(page);
  if (!left_out) {
    co_return;
  }
  Task task = Posts({*left_out});
  Answer answer = co_await asker_->ask(timeline, std::move(task), walk.state());
  batch.fetches.push_back(answer.record);
  const bool not_found = answer.error && answer.error->code == Errc::gone;
  const bool left_out_again = !answer.error && answer.page.items == 0;
  if (not_found || left_out_again) {
    walk.note_gone();
  }
}

asio::awaitable<Result<void>> Pipeline::ask_by_name(const Timeline& timeline,
                                                    const TimelineState& state,
                                                    PassReport& report) {
  Result<void> asked = co_await ask_candidates(timeline, state, report);
  if (asked) {
    asked = co_await ask_authors(timeline, state);
  }
  co_return asked;
}

asio::awaitable<Result<Committed>> Pipeline::commit(const Timeline& timeline, Batch batch) {
  batch.timeline = timeline.id;
  batch.covered_tags = timeline.tag_keys;
  batch.askable = *timeline.askable;
  batch.host = asker_->host(timeline.host);
  auto write = [this, batch = std::move(batch)]() { return writer_.commit(batch); };
  Result<Committed> committed = co_await db_.run(std::move(write));
  co_return committed;
}

void Pipeline::schedule(const Timeline& timeline, const Answer& answer, TimelineState& state) {
  const bool nothing_there = answer.error && answer.error->code == Errc::gone;
  const Instant now = clock_.now();
  state.next_poll =
      next_poll(state, timeline.schedule, answer.time_to_live, nothing_there, now, random_);
  const bool backs_off = nothing_there || state.failures >= kFailuresBeforeBackOff;
  const Instant asked_by_source =
      backs_off ? state.next_poll : now + answer.time_to_live.value_or(Duration{0});
  if (asked_by_source > now) {
    state.not_before = std::max(asked_by_source, state.not_before.value_or(now));
  }
}

}  // namespace tagwatch
