#include "app/poll_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/advice.hpp"
#include "app/moment.hpp"
#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

std::string tag_label(const PassReport& report) {
  return report.tag.empty() ? "all tags" : "#" + report.tag;
}

std::string counted(int count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// "1 page, 40 seen, 2 new, 0 changed, back to …", or until when it is left alone.
std::string details(const PassReport& report, const Zone& zone) {
  if (report.outcome == PassOutcome::waiting && report.waiting_until) {
    return "left alone until " + local_moment(*report.waiting_until, zone);
  }
  std::string line =
      fmt::format("{}, {} seen, {} new, {} changed", counted(report.pages, "page", "pages"),
                  report.seen, report.new_posts, report.changed_posts);
  if (report.gone_posts > 0) {
    line += fmt::format(", {} deleted", report.gone_posts);
  }
  if (report.reached_back_to) {
    line += ", back to " + local_moment(*report.reached_back_to, zone);
  }
  return line;
}

// `text` with one full stop at its end.
std::string sentence(std::string text) {
  if (!text.ends_with('.')) {
    text += '.';
  }
  return text;
}

// What failed and what to do about it; what failed alike for each tag of a source stands once.
void write_failures(std::ostream& err, const std::vector<PassReport>& reports) {
  std::set<std::string> said;
  for (const PassReport& report : reports) {
    if (!report.error) {
      continue;
    }
    const std::string& source = report.timeline.source;
    const std::string line =
        fmt::format("tagwatch: {}: {} {}", source, sentence(describe(*report.error)),
                    advice(*report.error, source));
    if (said.insert(line).second) {
      err << for_terminal(line) << '\n';
    }
  }
}

}  // namespace

void write_poll_lines(std::ostream& out, std::ostream& err, const std::vector<PassReport>& reports,
                      const Zone& zone) {
  std::size_t source_width = 0;
  std::size_t tag_width = 0;
  for (const PassReport& report : reports) {
    source_width = std::max(source_width, report.timeline.source.size());
    tag_width = std::max(tag_width, tag_label(report).size());
  }
  for (const PassReport& report : reports) {
    out << fmt::format("{:<{}}  {:<{}}  {:<7}  {}\n", report.timeline.source, source_width,
                       tag_label(report), tag_width, name(report.outcome), details(report, zone));
  }
  write_failures(err, reports);
}

void write_poll_json(std::ostream& out, const std::vector<PassReport>& reports) {
  const auto time = [](const std::optional<Instant>& at) {
    return at ? std::optional<std::string>(format_rfc3339(*at)) : std::nullopt;
  };
  JsonWriter json(2);
  json.begin_object().member("schema", "tagwatch.poll/1").key("timelines").begin_array();
  for (const PassReport& report : reports) {
    json.begin_object();
    json.member("source", report.timeline.source);
    json.key("tag");
    report.tag.empty() ? json.null() : json.value(report.tag);
    json.member("outcome", name(report.outcome));
    json.member("pages", report.pages).member("seen", report.seen);
    json.member("new", report.new_posts).member("changed", report.changed_posts);
    json.member("deleted", report.gone_posts);
    json.member("reached_back_to", time(report.reached_back_to));
    json.member("waiting_until", time(report.waiting_until));
    json.key("error");
    report.error ? json.value(describe(*report.error)) : json.null();
    json.end_object();
  }
  json.end_array().end_object();
  out << json.take() << '\n';
}

ExitCode exit_code_of(const std::vector<PassReport>& reports) {
  const auto failed = [](const PassReport& report) {
    return report.outcome == PassOutcome::failed;
  };
  const bool any_error = std::any_of(reports.begin(), reports.end(),
                                     [](const PassReport& each) { return each.error.has_value(); });
  if (!reports.empty() && std::all_of(reports.begin(), reports.end(), failed)) {
    return ExitCode::nothing;
  }
  return any_error ? ExitCode::partial : ExitCode::done;
}

}  // namespace tagwatch
