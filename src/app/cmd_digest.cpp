#include "app/cmd_digest.hpp"

#include <ostream>

#include "app/digest_desk.hpp"
#include "app/options.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch {
namespace {

Result<Day> parse_date(const std::string& text, const Zone& zone, Instant now) {
  const Day today = zone.day_of(now);
  if (text == "today") {
    return today;
  }
  if (text == "yesterday") {
    return today - std::chrono::days(1);
  }
  if (const auto day = parse_day(text)) {
    return *day;
  }
  return Error{Errc::usage, "\"" + text + "\" is no day; write YYYY-MM-DD, today or yesterday"};
}

Result<std::vector<DigestFormat>> parse_formats(const std::vector<std::string>& names) {
  std::vector<DigestFormat> formats;
  for (const std::string& each : names) {
    DigestFormat format{};
    if (!digest_format_from_name(each, format)) {
      return Error{Errc::usage, "no format \"" + each +
                                    "\"; there are html, text, json and "
                                    "markdown"};
    }
    formats.push_back(format);
  }
  return formats;
}

Result<DigestView> issue_view(const Config& config, const DigestDesk& desk, Day date, Duration wait,
                              const Clock& clock) {
  Result<Writer> writer = Writer::open(config.store.path, Writer::Options(false, wait), clock);
  if (!writer) {
    return writer.error();
  }
  return desk.issue(*writer, date, clock.now());
}

Result<DigestView> find_view(const Config& config, const DigestDesk& desk,
                             const DigestArguments& arguments, const Clock& clock) {
  const Zone& zone = config.monitor.timezone;
  const bool several = !arguments.from.empty() || !arguments.to.empty();
  Result<Day> last = parse_date(several ? arguments.to : arguments.date, zone, clock.now());
  Result<Day> first = several ? parse_date(arguments.from, zone, clock.now()) : last;
  if (!first || !last) {
    return first ? last.error() : first.error();
  }
  if (arguments.issue) {
    if (several) {
      return Error{Errc::usage, "--from and --to show days together; --issue takes one --date"};
    }
    return issue_view(config, desk, *last, arguments.wait, clock);
  }
  Result<Reader> reader = Reader::open(config.store.path);
  if (!reader) {
    return reader.error();
  }
  return several ? desk.show(*reader, *first, *last, clock.now())
                 : desk.show(*reader, *last, clock.now());
}

ExitCode to_stdout(Session& session, const DigestDesk& desk, const DigestView& view,
                   const std::vector<DigestFormat>& formats) {
  if (formats.size() > 1) {
    return complain(session, Error{Errc::usage, "stdout takes one --format"});
  }
  const DigestFormat format = formats.empty() ? DigestFormat::text : formats.front();
  Result<std::string> bytes = desk.render(view, format);
  if (!bytes) {
    return complain(session, bytes.error());
  }
  session.out << *bytes;
  return ExitCode::done;
}

ExitCode digest(Session& session, const Config& config, const DigestArguments& arguments) {
  Result<std::vector<DigestFormat>> formats = parse_formats(arguments.formats);
  if (!formats) {
    return complain(session, formats.error());
  }
  Result<DigestDesk> desk = DigestDesk::open(config, source_kinds());
  if (!desk) {
    return complain(session, desk.error());
  }
  Result<DigestView> view = find_view(config, *desk, arguments, session.clock);
  if (!view) {
    const ExitCode code = complain(session, view.error());
    const bool cannot_issue = arguments.issue && view.error().code == Errc::usage;
    return cannot_issue ? ExitCode::failed : code;
  }
  if (arguments.output == "-" || (arguments.output.empty() && !arguments.issue)) {
    return to_stdout(session, *desk, *view, *formats);
  }
  const std::string folder =
      arguments.output.empty() ? config.digest.output.string() : arguments.output;
  Result<std::vector<std::string>> paths =
      desk->write(*view, formats->empty() ? digest_formats(config) : *formats, folder);
  if (!paths) {
    return complain(session, paths.error());
  }
  for (const std::string& path : *paths) {
    session.out << path << '\n';
  }
  return ExitCode::done;
}

}  // namespace

ExitCode digest_command(Session& session, const DigestArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return digest(session, config, arguments); });
}

}  // namespace tagwatch
