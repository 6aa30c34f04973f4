#include "app/cmd_sources_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <ostream>

#include "app/advice.hpp"
#include "app/options.hpp"
#include "tagwatch/ingest/check.hpp"
#include "tagwatch/net/http_client.hpp"
#include "tagwatch/sources/registry.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;

std::string day_words(const std::optional<Instant>& at, const Zone& zone) {
  return at ? format_day(zone.day_of(*at)) : "unknown";
}

std::string access_words(const AccessInfo& access) {
  const std::string software = access.software.empty() ? "" : " (version " + access.software + ")";
  if (!access.stated) {
    return "the server does not say who may read tag feeds" + software;
  }
  if (access.local_open && access.remote_open) {
    return "tag feeds are open to everybody" + software;
  }
  return access.local_open    ? "only posts of the server's own accounts can be read" + software
         : access.remote_open ? "only posts from other servers can be read" + software
                              : "tag feeds are closed" + software;
}

void write_report(std::ostream& out, const CheckReport& report, const Timeline& timeline,
                  const Zone& zone) {
  const std::string tag = timeline.tag.valid() ? "#" + timeline.tag.spelled() : "all tags";
  out << for_terminal(
      fmt::format("{}  {}  ({})\n", report.timeline.source, tag, timeline.kind->platform));
  if (report.error) {
    out << for_terminal(fmt::format("  failed         {}\n  what to do     {}\n",
                                    describe(*report.error),
                                    advice(*report.error, report.timeline.source)));
  } else if (report.items == 0) {
    out << "  answered       no post of this tag\n";
  } else {
    out << fmt::format("  answered       {} {}, {} kept, {} not public or unreadable\n",
                       report.items, report.items == 1 ? "item" : "items", report.kept,
                       report.skipped);
    out << fmt::format("  days           {} to {}\n", day_words(report.oldest, zone),
                       day_words(report.newest, zone));
  }
  const std::string& account = timeline.settings->account;
  if (!account.empty() && !report.error) {
    out << for_terminal(fmt::format("  account        {} is let in\n", account));
  }
  if (report.access) {
    out << for_terminal(fmt::format("  access         {}\n", access_words(*report.access)));
  }
  const std::string& checked = timeline.settings->terms_checked;
  const std::string terms = timeline.kind->terms.empty() ? "https://" + timeline.host + "/about"
                                                         : std::string(timeline.kind->terms);
  out << for_terminal(fmt::format(
      "  terms          {}: see {}\n",
      checked.empty() ? "not checked by a person yet (terms_checked)" : "checked " + checked,
      terms));
}

ExitCode check(Session& session, const Config& config, const SourcesCheckArguments& arguments) {
  Result<std::unique_ptr<SourceSet>> sources =
      SourceSet::make(config.sources, source_kinds(), ingest_options(config));
  Result<Watchlist> watchlist = make_watchlist(config);
  if (!sources || !watchlist) {
    return complain(session, sources ? watchlist.error() : sources.error());
  }
  std::vector<const Timeline*> timelines;
  for (const Timeline& timeline : (*sources)->timelines()) {
    const auto& names = arguments.names;
    if (names.empty() || std::find(names.begin(), names.end(), timeline.id.source) != names.end()) {
      timelines.push_back(&timeline);
    }
  }
  if (timelines.empty()) {
    return complain(session, Error{Errc::usage, "no such source (tagwatch sources list)"});
  }
  asio::io_context loop(1);
  HttpClient http(loop.get_executor(), session.clock, user_agent(config),
                  (*sources)->configured_hosts());
  DbThread files;
  std::vector<CheckReport> reports;
  asio::co_spawn(loop, check_timelines(http, files, timelines, *watchlist, session.clock),
                 [&reports](const std::exception_ptr& thrown, std::vector<CheckReport> result) {
                   if (thrown) {
                     std::rethrow_exception(thrown);
                   }
                   reports = std::move(result);
                 });
  loop.run();
  std::size_t failed = 0;
  for (std::size_t at = 0; at < reports.size(); ++at) {
    write_report(session.out, reports[at], *timelines[at], config.monitor.timezone);
    failed += reports[at].error ? 1 : 0;
  }
  return failed == 0                ? ExitCode::done
         : failed == reports.size() ? ExitCode::nothing
                                    : ExitCode::partial;
}

}  // namespace

ExitCode sources_check_command(Session& session, const SourcesCheckArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return check(session, config, arguments); });
}

}  // namespace tagwatch
