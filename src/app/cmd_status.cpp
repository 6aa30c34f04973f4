#include "app/cmd_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "app/delivery_desk.hpp"
#include "app/moment.hpp"
#include "app/options.hpp"
#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/digest/watch.hpp"
#include "tagwatch/sources/registry.hpp"
#include "tagwatch/store/lock.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

constexpr Duration kSpan = std::chrono::hours(24);
// A poll that is due for so long is not under way: nobody polls.
constexpr Duration kOverdueFrom = std::chrono::hours(1);

// Beyond every day; days are compared as they are written.
constexpr Day kLastDay{std::chrono::local_days(std::chrono::year(9999) / 12 / 31)};

struct StatusRow {
  const WatchedTimeline* timeline;
  Coverage coverage;  ///< of the last 24 hours
  std::string health;
  Instant now;
};

bool overdue(const StatusRow& row) {
  const TimelineState& state = row.timeline->state;
  return state.last_attempt && state.next_poll + kOverdueFrom < row.now;
}

// What a person must know first. Health speaks of the last poll, however long ago that is.
std::string state_words(const StatusRow& row, const Zone& zone) {
  const TimelineState& state = row.timeline->state;
  if (!state.last_success) {
    return "never read";
  }
  return overdue(row) ? "not polled since " + local_moment(*state.last_attempt, zone) : row.health;
}

std::string next_poll_words(const StatusRow& row, const Zone& zone) {
  const Instant next = row.timeline->state.next_poll;
  const std::string_view when = overdue(row)     ? "overdue since "
                                : next < row.now ? "due since "
                                                 : "";
  return std::string(when) + local_moment(next, zone);
}

std::string moment_or_never(const std::optional<Instant>& at, const Zone& zone) {
  return at ? local_moment(*at, zone) : "never";
}

std::int64_t minutes_missing(const Coverage& coverage) {
  Duration missing{};
  for (const Gap& gap : coverage.gaps) {
    missing += gap.refilled_at ? Duration{} : gap.window.to - gap.window.from;
  }
  return std::chrono::ceil<std::chrono::minutes>(missing).count();
}

// "complete", or "partial, 75 minutes missing (down)".
std::string coverage_words(const Coverage& coverage) {
  std::string text(name(coverage.word));
  for (const Gap& gap : coverage.gaps) {
    if (!gap.refilled_at) {
      const std::int64_t minutes = minutes_missing(coverage);
      return fmt::format("{}, {} {} missing ({})", text, minutes,
                         minutes == 1 ? "minute" : "minutes", words(gap.reason));
    }
  }
  return text;
}

void write_line(std::ostream& out, const StatusRow& row, const Zone& zone) {
  const TimelineState& state = row.timeline->state;
  out << for_terminal(fmt::format("{}  #{}  {}\n", row.timeline->source.name,
                                  row.timeline->tag.spelled(), state_words(row, zone)));
  out << fmt::format("  last success   {}\n", moment_or_never(state.last_success, zone));
  out << fmt::format("  last 24 hours  {}\n", coverage_words(row.coverage));
  const bool reads_history = std::any_of(state.holes.begin(), state.holes.end(),
                                         [](const Hole& hole) { return hole.lookback; });
  const auto holes = static_cast<std::ptrdiff_t>(state.holes.size()) - (reads_history ? 1 : 0);
  if (holes > 0) {
    out << fmt::format("  holes          {}, oldest from {}\n", holes,
                       local_moment(state.holes.back().missing.from, zone));
  }
  if (reads_history) {
    out << fmt::format("  history        read back to {}\n",
                       local_moment(state.holes.back().missing.to, zone));
  }
  if (state.last_attempt) {
    out << fmt::format("  next poll      {}\n", next_poll_words(row, zone));
  }
  if (!state.last_error.empty()) {
    out << for_terminal(fmt::format("  last error     {}\n", state.last_error));
  }
}

void write_bound(JsonWriter& json, std::string_view key, const Bound& bound) {
  json.key(key);
  if (bound.id.empty() && !bound.at) {
    json.null();
    return;
  }
  json.begin_object().member("id", bound.id).key("at");
  bound.at ? json.value(format_rfc3339(*bound.at)) : json.null();
  json.end_object();
}

void write_row(JsonWriter& json, const StatusRow& row) {
  const TimelineState& state = row.timeline->state;
  const auto time = [](const std::optional<Instant>& at) {
    return at ? std::optional<std::string>(format_rfc3339(*at)) : std::nullopt;
  };
  json.begin_object();
  json.member("source", row.timeline->source.name).member("tag", row.timeline->tag.spelled());
  json.member("health", row.health).member("last_success", time(state.last_success));
  write_bound(json, "edge", state.edge);
  write_bound(json, "top", state.top);
  json.key("holes").begin_array();
  for (const Hole& hole : state.holes) {
    json.begin_object().member("from", format_rfc3339(hole.missing.from));
    json.member("to", format_rfc3339(hole.missing.to)).member("history", hole.lookback);
    json.end_object();
  }
  json.end_array();
  json.key("coverage_24h").begin_object().member("word", name(row.coverage.word));
  json.member("covered_seconds", static_cast<std::int64_t>(row.coverage.covered.count()));
  json.key("gaps").begin_array();
  for (const Gap& gap : row.coverage.gaps) {
    json.begin_object().member("from", format_rfc3339(gap.window.from));
    json.member("to", format_rfc3339(gap.window.to)).member("reason", words(gap.reason));
    json.member("refilled_at", time(gap.refilled_at)).end_object();
  }
  json.end_array().end_object();
  json.key("next_poll");
  state.last_attempt ? json.value(format_rfc3339(state.next_poll)) : json.null();
  json.member("overdue", overdue(row)).key("last_error");
  state.last_error.empty() ? json.null() : json.value(state.last_error);
  json.end_object();
}

// Where the archive is read, or why it is not.
std::string archive_words(const Config& config) {
  const std::string noted = Lock::noted(config.store.path);
  return !config.archive.listen ? "switched off"
         : noted.empty()        ? "not served: no daemon runs"
                                : noted;
}

// The latest digest that was to be delivered, and what came after it.
Result<std::vector<OutboxRow>> load_outbox(const Reader& reader) {
  const auto digests = reader.digests();
  if (!digests) {
    return digests.error();
  }
  const Day first = digests->empty() ? Day() : digests->back().date;
  return reader.outbox(first, kLastDay);
}

void write_delivery(JsonWriter& json, const OutboxRow& row) {
  json.begin_object().member("date", format_day(row.day)).member("kind", name(row.kind));
  json.member("delivery", row.delivery).member("recipient", row.recipient);
  json.member("sending", row.sending).member("state", name(row.state)).member("tries", row.tries);
  json.member("changed_at", format_rfc3339(row.changed)).key("next_try");
  is_open(row.state) ? json.value(format_rfc3339(row.next_try)) : json.null();
  json.key("sha256");
  row.sha256.empty() ? json.null() : json.value(row.sha256);
  json.key("answer");
  row.answer.empty() ? json.null() : json.value(row.answer);
  json.end_object();
}

ExitCode status(Session& session, const Config& config, const StatusArguments& arguments) {
  Result<Reader> reader = Reader::open(config.store.path);
  if (!reader) {
    return complain(session, reader.error());
  }
  const Instant now = session.clock.now();
  const DigestOptions options = digest_options(config, source_kinds(), "");
  // The window still runs: the time since the last look is no gap while the next one is not late.
  const Judged judged{{now - kSpan, now + Duration{1}}, now, options.interval_max};
  Result<std::vector<WatchedTimeline>> watch = load_watch(*reader, options, judged.window);
  Result<StoreStats> stats = reader->stats();
  if (!watch || !stats) {
    return complain(session, watch ? stats.error() : watch.error());
  }
  const Result<std::vector<OutboxRow>> outbox = load_outbox(*reader);
  if (!outbox) {
    return complain(session, outbox.error());
  }
  JsonWriter json(2);
  json.begin_object().member("schema", "tagwatch.status/1");
  json.member("at", format_rfc3339(now)).member("posts", stats->posts);
  json.member("digests", stats->digests).key("timelines").begin_array();
  for (const WatchedTimeline& timeline : *watch) {
    const StatusRow row{&timeline, coverage_in(timeline, judged), health_of(timeline.state, now),
                        now};
    if (arguments.json) {
      write_row(json, row);
    } else {
      write_line(session.out, row, config.monitor.timezone);
    }
  }
  json.end_array().key("deliveries").begin_array();
  for (const OutboxRow& row : *outbox) {
    if (arguments.json) {
      write_delivery(json, row);
    } else {
      session.out << for_terminal(
          fmt::format("digest of {}  {}\n", format_day(row.day), delivery_words(row, config)));
    }
  }
  const std::string archive = archive_words(config);
  json.end_array().member("archive", archive).end_object();
  if (arguments.json) {
    session.out << json.take() << '\n';
  } else {
    session.out << fmt::format("{} {} stored, {} {} issued\n", stats->posts,
                               stats->posts == 1 ? "post" : "posts", stats->digests,
                               stats->digests == 1 ? "digest" : "digests");
    session.out << for_terminal(fmt::format("archive: {}\n", archive));
  }
  return ExitCode::done;
}

}  // namespace

ExitCode status_command(Session& session, const StatusArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return status(session, config, arguments); });
}

}  // namespace tagwatch
