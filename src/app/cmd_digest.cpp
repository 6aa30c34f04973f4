#include "app/cmd_digest.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <ostream>
#include <tuple>

#include "app/clock_check.hpp"
#include "app/delivery_desk.hpp"
#include "app/digest_desk.hpp"
#include "app/moment.hpp"
#include "app/options.hpp"
#include "app/unwritten.hpp"
#include "tagwatch/render/archive.hpp"
#include "tagwatch/sources/registry.hpp"
#include "tagwatch/text/html.hpp"

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

// The formats that were asked for.
struct Formats {
  std::vector<DigestFormat> list;  ///< of the digest
  bool feed = false;
  [[nodiscard]] std::size_t size() const { return list.size() + (feed ? 1 : 0); }
};

Result<Formats> parse_formats(const std::vector<std::string>& names) {
  Formats formats;
  for (const std::string& each : names) {
    DigestFormat format{};
    if (each == kFeedFormat) {
      formats.feed = true;
    } else if (digest_format_from_name(each, format)) {
      formats.list.push_back(format);
    } else {
      return Error{Errc::usage, "no format \"" + each +
                                    "\"; there are html, text, json, markdown, csv, pdf and atom"};
    }
  }
  return formats;
}

Result<DigestDays> asked_days(const DigestArguments& arguments, const Zone& zone, Instant now) {
  if (arguments.from.empty()) {
    const Result<Day> day = parse_date(arguments.date, zone, now);
    return day ? Result<DigestDays>(DigestDays(*day)) : day.error();
  }
  const Result<Day> first = parse_date(arguments.from, zone, now);
  const Result<Day> last = parse_date(arguments.to, zone, now);
  if (!first || !last) {
    return first ? last.error() : first.error();
  }
  return DigestDays(*first, *last);
}

// Where files of the digest are, or will be: also one that is issued for stdout is written again
// into digest.output when a deletion asks for it.
std::vector<std::string> folders_of(const Config& config, const DigestArguments& arguments) {
  std::vector<std::string> folders{config.digest.output.string()};
  std::error_code not_there;
  if (!arguments.output.empty() && arguments.output != "-" &&
      !std::filesystem::equivalent(arguments.output, folders.front(), not_there)) {
    folders.push_back(arguments.output);
  }
  return folders;
}

Result<DigestView> shown_view(const Config& config, const DigestDesk& desk, DigestDays days,
                              Instant now) {
  Result<Reader> reader = Reader::open(config.store.path);
  if (!reader) {
    return reader.error();
  }
  return days.first ? desk.show(*reader, *days.first, days.last, now)
                    : desk.show(*reader, days.last, now);
}

// A day that cannot be issued, or not now, is no mistake of the command line.
ExitCode complain_of_issue(Session& session, const Error& error) {
  if (error.code != Errc::usage && error.code != Errc::clock_wrong) {
    return complain(session, error);
  }
  session.err << "tagwatch: cannot be issued: " << for_terminal(error.context) << '\n';
  return ExitCode::failed;
}

bool goes_to_stdout(const DigestArguments& arguments) {
  return arguments.output == "-" || (arguments.output.empty() && !arguments.issue);
}

ExitCode to_stdout(Session& session, const Result<std::string>& bytes) {
  if (!bytes) {
    return complain(session, bytes.error());
  }
  session.out << *bytes << std::flush;
  return ExitCode::done;
}

ExitCode feed_to_stdout(Session& session, const Config& config, const DigestDesk& desk) {
  const Result<Reader> reader = Reader::open(config.store.path);
  return to_stdout(session, reader ? desk.feed(*reader, config.digest.output.string())
                                   : Result<std::string>(reader.error()));
}

// The digest's files, and the archive's where they change or were asked for.
Result<DigestFiles> write_files(const Config& config, const DigestDesk& desk,
                                const DigestArguments& arguments, const Formats& formats,
                                const DigestView& view) {
  const std::string folder =
      arguments.output.empty() ? config.digest.output.string() : arguments.output;
  Result<DigestFiles> files =
      desk.write(view, formats.size() == 0 ? digest_formats(config) : formats.list, folder);
  if (!files || !(arguments.issue || formats.feed)) {
    return files;
  }
  const Result<Reader> reader = Reader::open(config.store.path);
  if (!reader) {
    return reader.error();
  }
  const auto archive = desk.write_archive(*reader, folder, formats.feed || desk.has_feed());
  if (!archive) {
    return archive.error();
  }
  files->paths.insert(files->paths.end(), archive->begin(), archive->end());
  return files;
}

// The digest where it was asked for.
ExitCode put(Session& session, const Config& config, const DigestDesk& desk,
             const DigestArguments& arguments, const Formats& formats, const DigestView& view) {
  if (goes_to_stdout(arguments) && formats.feed) {
    return feed_to_stdout(session, config, desk);
  }
  if (goes_to_stdout(arguments)) {
    return to_stdout(session, desk.render(view, formats.list.empty() ? DigestFormat::text
                                                                     : formats.list.front()));
  }
  const Result<DigestFiles> files = write_files(config, desk, arguments, formats, view);
  if (!files) {
    return complain(session, files.error());
  }
  for (const std::string& path : files->paths) {
    session.out << path << '\n';
  }
  if (files->no_pdf) {
    (void)complain(session, *files->no_pdf);
    return ExitCode::partial;
  }
  return ExitCode::done;
}

// The writer, for a command that issues or delivers.
Result<Writer> open_writer(Session& session, const Config& config,
                           const DigestArguments& arguments) {
  warn_of_clock(session, config);
  return Writer::open(config.store.path, Writer::Options(false, arguments.wait), session.clock);
}

// What was done stands on stdout, unless the digest goes there; what was not, on stderr.
ExitCode tell_delivered(Session& session, const Config& config, const DigestArguments& arguments,
                        const std::vector<OutboxRow>& rows, Day date) {
  std::map<std::tuple<Day, std::string, std::string>, const OutboxRow*> last;
  for (const OutboxRow& row : rows) {
    if (row.kind == OutboxKind::digest) {
      last[{row.day, row.delivery, row.recipient}] = &row;
    }
  }
  ExitCode code = ExitCode::done;
  for (const auto& [recipient, row] : last) {
    const std::string of_day =
        row->day == date ? "" : fmt::format("digest of {}  ", format_day(row->day));
    const std::string words = for_terminal(of_day + delivery_words(*row, config));
    if (row->state != OutboxState::sent) {
      session.err << "tagwatch: " << words << '\n';
      code = ExitCode::partial;
    } else if (!arguments.issue || !goes_to_stdout(arguments)) {
      session.out << words << '\n';
    }
  }
  return code;
}

// In the night the digest of yesterday is not to be there yet, where that of the day before is.
bool comes_by_itself(const Reader& reader, const Config& config, Day date, Instant now) {
  constexpr std::chrono::days kOneDay(1);
  const LocalTime local = config.monitor.timezone.local(now);
  return date == local.day - kOneDay && local.since_midnight < config.digest.ready_by &&
         reader.digest(date - kOneDay);
}

// The digest of `date` is not issued: what is due of other days is sent all the same.
ExitCode deliver_others(Session& session, const Config& config, const DigestArguments& arguments,
                        DeliveryDesk& delivery, const Reader& reader, Day date) {
  const auto rows = delivery.deliver_due();
  if (!rows) {
    return complain(session, rows.error());
  }
  const ExitCode told = tell_delivered(session, config, arguments, *rows, date);
  if (comes_by_itself(reader, config, date, session.clock.now())) {
    return told;
  }
  return complain(session, Error{Errc::not_found, "the digest of " + format_day(date) +
                                                      " is not issued; add --issue"});
}

ExitCode deliver(Session& session, const Config& config, const DigestDesk& desk,
                 const DigestArguments& arguments, Writer& writer, Day date) {
  DeliveryDesk delivery(config, desk, session.clock,
                        [&writer](const std::function<void(Writer&)>& work) { work(writer); });
  if (const auto issued = writer.reader().digest(date); !issued) {
    return issued.error().code == Errc::not_found
               ? deliver_others(session, config, arguments, delivery, writer.reader(), date)
               : complain(session, issued.error());
  }
  auto put = arguments.issue ? delivery.put_recent_digests(writer) : Result<void>();
  if (put) {
    put = arguments.again ? delivery.put_again(writer, date) : delivery.put_digest(writer, date);
  }
  if (!put) {
    return complain(session, put.error());
  }
  const auto rows = delivery.deliver_day(date, arguments.again);
  return rows ? tell_delivered(session, config, arguments, *rows, date)
              : complain(session, rows.error());
}

// Who waits for the digest is told that there is none.
void deliver_notice(Session& session, const Config& config, const DigestDesk& desk, Writer& writer,
                    Day date, const Error& why) {
  DeliveryDesk delivery(config, desk, session.clock,
                        [&writer](const std::function<void(Writer&)>& work) { work(writer); });
  Result<void> put = delivery.put_notice(writer, date, why);
  const auto rows = put ? delivery.deliver_day(date, false) : put.error();
  if (!rows) {
    session.err << "tagwatch: nobody was told: " << for_terminal(describe(rows.error())) << '\n';
    return;
  }
  for (const OutboxRow& row : *rows) {
    if (row.kind == OutboxKind::no_digest) {
      session.err << "tagwatch: " << for_terminal(delivery_words(row, config)) << '\n';
    }
  }
}

ExitCode issue(Session& session, const Config& config, const DigestDesk& desk,
               const DigestArguments& arguments, const Formats& formats, Writer& writer, Day date) {
  if (const Result<DigestRow> issued = writer.reader().digest(date); issued && !arguments.deliver) {
    session.err << fmt::format(
        "tagwatch: the digest of {} was already issued on {}; nothing was changed\n",
        format_day(date), local_moment(issued->issued_at, config.monitor.timezone));
  }
  const auto issued = desk.issue(writer, date, session.clock.now(), folders_of(config, arguments));
  if (!issued) {
    const ExitCode code = complain_of_issue(session, issued.error());
    // Nobody waits for that of another day, which may be mistyped.
    const Day today = config.monitor.timezone.day_of(session.clock.now());
    if (arguments.deliver && date == today - std::chrono::days(1)) {
      deliver_notice(session, config, desk, writer, date, issued.error());
    }
    return code;
  }
  if (!issued->earlier.empty()) {
    session.err << "tagwatch: " << for_terminal(earlier_words(date, issued->earlier)) << '\n';
  }
  const ExitCode code = put(session, config, desk, arguments, formats, issued->view);
  if ((code != ExitCode::done && code != ExitCode::partial) || !session.out) {
    return code;
  }
  if (const auto noted = writer.note_written(date); !noted) {
    return complain(session, noted.error());
  }
  const auto left = write_unwritten_digests(writer, desk, config);
  return left ? code : complain(session, left.error());
}

ExitCode issue_and_deliver(Session& session, const Config& config, const DigestDesk& desk,
                           const DigestArguments& arguments, const Formats& formats, Day date) {
  if (arguments.deliver && config.deliveries.empty()) {
    return complain(session,
                    Error{Errc::usage, "there is no [[delivery]] in " + config.file.string()});
  }
  Result<Writer> writer = open_writer(session, config, arguments);
  if (!writer) {
    return complain(session, writer.error());
  }
  const ExitCode issued = arguments.issue
                              ? issue(session, config, desk, arguments, formats, *writer, date)
                              : ExitCode::done;
  if (!arguments.deliver || (issued != ExitCode::done && issued != ExitCode::partial)) {
    return issued;
  }
  const ExitCode delivered = deliver(session, config, desk, arguments, *writer, date);
  return delivered == ExitCode::done ? issued : delivered;
}

ExitCode digest(Session& session, const Config& config, const DigestArguments& arguments) {
  const Result<Formats> formats = parse_formats(arguments.formats);
  if (!formats) {
    return complain(session, formats.error());
  }
  if (goes_to_stdout(arguments) && formats->size() > 1) {
    return complain(session, Error{Errc::usage, "stdout takes one --format"});
  }
  Result<DigestDesk> desk = DigestDesk::open(config, source_kinds());
  if (!desk) {
    return complain(session, desk.error());
  }
  const Instant now = session.clock.now();
  const Result<DigestDays> days = asked_days(arguments, config.monitor.timezone, now);
  if (!days) {
    return complain(session, days.error());
  }
  if (arguments.issue || arguments.deliver) {
    return issue_and_deliver(session, config, *desk, arguments, *formats, days->last);
  }
  const Result<DigestView> view = shown_view(config, *desk, *days, now);
  return view ? put(session, config, *desk, arguments, *formats, *view)
              : complain(session, view.error());
}

}  // namespace

ExitCode digest_command(Session& session, const DigestArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return digest(session, config, arguments); });
}

}  // namespace tagwatch
