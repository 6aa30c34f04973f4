#include "app/cmd_poll.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <ostream>

#include "app/clock_check.hpp"
#include "app/collector.hpp"
#include "app/deletions.hpp"
#include "app/options.hpp"
#include "app/poll_report.hpp"
#include "app/time_argument.hpp"
#include "app/unwritten.hpp"
#include "tagwatch/ingest/poller.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;

// A cron job reads so much of the first run's history and leaves the rest to the next one.
constexpr Duration kLookbackShare = std::chrono::minutes(2);

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The timelines that were asked for. Errors: usage, for a name that is not configured.
Result<std::vector<const Timeline*>> chosen(const std::vector<Timeline>& timelines,
                                            const PollArguments& arguments) {
  std::vector<std::string> keys;
  for (const std::string& tag : arguments.tags) {
    keys.push_back(tag_key(tag));
  }
  std::vector<const Timeline*> chosen;
  std::vector<std::string> sources;
  std::vector<std::string> tags;
  for (const Timeline& timeline : timelines) {
    sources.push_back(timeline.id.source);
    tags.insert(tags.end(), timeline.tag_keys.begin(), timeline.tag_keys.end());
    const bool of_source =
        arguments.sources.empty() || contains(arguments.sources, timeline.id.source);
    const bool of_tag =
        keys.empty() || std::any_of(timeline.tag_keys.begin(), timeline.tag_keys.end(),
                                    [&](const auto& key) { return contains(keys, key); });
    if (of_source && of_tag) {
      chosen.push_back(&timeline);
    }
  }
  for (const std::string& source : arguments.sources) {
    if (!contains(sources, source)) {
      return Error{Errc::usage, "no source is called \"" + source + "\" (tagwatch sources list)"};
    }
  }
  for (std::size_t at = 0; at < keys.size(); ++at) {
    if (!contains(tags, keys[at])) {
      return Error{Errc::usage, "no source watches \"" + arguments.tags[at] + "\""};
    }
  }
  return chosen;
}

// Errors: usage, for what is no time that lies in the past.
Result<PassOptions> pass_options(const PollArguments& arguments, const Zone& zone, Instant now) {
  PassOptions options;
  options.lookback_deadline = now + kLookbackShare;
  options.sweep = arguments.sweep;
  if (!arguments.since.empty()) {
    const Result<Instant> since = parse_time_argument(arguments.since, zone, now);
    if (!since) {
      return since.error();
    }
    if (*since >= now) {
      return Error{Errc::usage, "--since " + arguments.since + " is still to come"};
    }
    options.since = *since;
  }
  return options;
}

// History can be asked for only where a source has pages.
void warn_of_feeds(Session& session, const std::vector<const Timeline*>& timelines) {
  std::string names;
  for (const Timeline* timeline : timelines) {
    if (!timeline->walk.pages) {
      names += (names.empty() ? "" : ", ") + timeline->id.source;
    }
  }
  if (!names.empty()) {
    session.err << "tagwatch: --since changes nothing for feeds, which show only their newest "
                   "items: "
                << names << '\n';
  }
}

ExitCode poll(Session& session, const Config& config, const PollArguments& arguments) {
  const Result<PassOptions> options =
      pass_options(arguments, config.monitor.timezone, session.clock.now());
  if (!options) {
    return complain(session, options.error());
  }
  warn_of_clock(session, config);
  Result<std::unique_ptr<Collector>> collector =
      Collector::open(config, source_kinds(),
                      writer_options(config, arguments.init, arguments.wait), session.clock);
  if (!collector) {
    return complain(session, collector.error());
  }
  Result<std::vector<const Timeline*>> timelines = chosen((*collector)->timelines(), arguments);
  if (!timelines) {
    return complain(session, timelines.error());
  }
  if (options->since) {
    warn_of_feeds(session, *timelines);
  }
  std::optional<Result<std::vector<PassReport>>> reports;
  asio::co_spawn((*collector)->loop(), poll_once((*collector)->pipeline(), *timelines, *options),
                 [&reports](const std::exception_ptr& thrown, auto result) {
                   if (thrown) {
                     std::rethrow_exception(thrown);
                   }
                   reports = std::move(result);
                 });
  (*collector)->loop().run();
  if (!*reports) {
    return complain(session, reports->error());
  }
  // What was stored stays so whatever becomes of the files.
  Writer& writer = (*collector)->writer();
  const Result<void> written = write_unwritten_digests(writer, config);
  const Result<void> followed = follow_deletions(writer, config, session.clock.now());
  for (const Result<void>* done : {&written, &followed}) {
    if (!*done) {
      (void)complain(session, done->error());
    }
  }
  if (arguments.json) {
    write_poll_json(session.out, **reports);
  } else {
    write_poll_lines(session.out, session.err, **reports, config.monitor.timezone);
  }
  const ExitCode code = exit_code_of(**reports);
  return (written && followed) || code != ExitCode::done ? code : ExitCode::partial;
}

}  // namespace

ExitCode poll_command(Session& session, const PollArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return poll(session, config, arguments); });
}

}  // namespace tagwatch
