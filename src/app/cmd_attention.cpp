#include "app/cmd_attention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "app/digest_desk.hpp"
#include "app/excerpt.hpp"
#include "app/moment.hpp"
#include "app/options.hpp"
#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/digest/sentences.hpp"
#include "tagwatch/sources/registry.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

// A list is no copy of the posts: one line of each.
constexpr std::size_t kExcerptBytes = 160;

Result<DigestView> waiting_view(const Session& session, const Config& config,
                                const Reader& reader) {
  const Result<DigestDesk> desk = DigestDesk::open(config, source_kinds());
  return desk ? desk->waiting(reader, session.clock.now()) : desk.error();
}

std::string reasons(const AttentionItem& item) {
  std::string text;
  for (const Why why : item.why) {
    text += (text.empty() ? "" : ", ") + std::string(words(why));
  }
  return text;
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

void write_item(std::ostream& out, const AttentionItem& item, const DigestView& view,
                const Zone& zone) {
  const auto found = view.records.find(item.uri);
  const Post post = found == view.records.end() ? Post() : found->second.post;
  out << for_terminal(
      fmt::format("{}  {}  {}{}  {}\n    {}\n    {}\n", item.number, local_moment(item.since, zone),
                  reasons(item), item.told ? ", told " + format_day(*item.told) : "",
                  post.author.handle, excerpt(one_line(post.text), kExcerptBytes), post.url));
}

void write_json(std::ostream& out, const std::vector<AttentionItem>& items,
                const DigestView& view) {
  JsonWriter json(1);
  json.begin_array();
  for (const AttentionItem& item : items) {
    const auto found = view.records.find(item.uri);
    const Post post = found == view.records.end() ? Post() : found->second.post;
    json.begin_object().member("number", item.number).member("uri", item.uri);
    json.key("reason").begin_array();
    for (const Why why : item.why) {
      json.value(name(why));
    }
    json.end_array().member("since", format_rfc3339(item.since)).key("told");
    item.told ? json.value(format_day(*item.told)) : json.null();
    json.member("author", post.author.handle).member("text", post.text).member("url", post.url);
    json.end_object();
  }
  json.end_array();
  out << json.take() << '\n';
}

ExitCode list(Session& session, const Config& config, const AttentionListArguments& arguments) {
  const Result<Reader> reader = Reader::open(config.store.path);
  if (!reader) {
    return complain(session, reader.error());
  }
  const Result<DigestView> view = waiting_view(session, config, *reader);
  if (!view) {
    return complain(session, view.error());
  }
  const std::vector<AttentionItem>& items = *view->value.attention;
  if (arguments.json) {
    write_json(session.out, items, *view);
    return ExitCode::done;
  }
  if (items.empty()) {
    session.out << "Nothing waits for an answer.\n";
  }
  for (const AttentionItem& item : items) {
    write_item(session.out, item, *view, config.monitor.timezone);
  }
  return ExitCode::done;
}

ExitCode close(Session& session, const Config& config, const AttentionCloseArguments& arguments) {
  Result<Writer> writer =
      Writer::open(config.store.path, writer_options(config, false, arguments.wait), session.clock);
  if (!writer) {
    return complain(session, writer.error());
  }
  const Result<DigestView> view = waiting_view(session, config, writer->reader());
  if (!view) {
    return complain(session, view.error());
  }
  const std::vector<AttentionItem>& items = *view->value.attention;
  const auto found = std::find_if(items.begin(), items.end(), [&](const AttentionItem& item) {
    return item.number == arguments.number;
  });
  if (found == items.end()) {
    return complain(session, Error{Errc::usage, fmt::format("nothing with the number {} waits for "
                                                            "an answer; see `tagwatch attention "
                                                            "list`",
                                                            arguments.number)});
  }
  if (const Result<void> closed = writer->close_attention(arguments.number); !closed) {
    return complain(session, closed.error());
  }
  session.out << fmt::format("No. {} is closed; no digest from now on tells it\n",
                             arguments.number);
  return ExitCode::done;
}

}  // namespace

ExitCode attention_list_command(Session& session, const AttentionListArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return list(session, config, arguments); });
}

ExitCode attention_close_command(Session& session, const AttentionCloseArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return close(session, config, arguments); });
}

}  // namespace tagwatch
