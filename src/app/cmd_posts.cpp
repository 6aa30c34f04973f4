#include "app/cmd_posts.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ostream>

#include "app/asked.hpp"
#include "app/excerpt.hpp"
#include "app/options.hpp"
#include "app/output.hpp"
#include "app/time_argument.hpp"
#include "tagwatch/render/post_json.hpp"
#include "tagwatch/sources/registry.hpp"
#include "tagwatch/store/reader.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

// A search shows so much of a post; the whole stands behind its link.
constexpr std::size_t kExcerptBytes = 280;

Result<PostQuery> make_query(const std::string& from, const std::string& to, const Config& config,
                             Instant now) {
  PostQuery query;
  if (!from.empty()) {
    Result<Instant> at = parse_time_argument(from, config.monitor.timezone, now);
    if (!at) {
      return at.error();
    }
    query.from = *at;
  }
  if (!to.empty()) {
    Result<Instant> at = parse_time_argument(to, config.monitor.timezone, now);
    if (!at) {
      return at.error();
    }
    query.to = *at;
  }
  return query;
}

Result<PostFormat> parse_format(const std::string& name) {
  if (name == "ndjson") {
    return PostFormat::ndjson;
  }
  if (name == "json") {
    return PostFormat::json;
  }
  if (name == "csv") {
    return PostFormat::csv;
  }
  return Error{Errc::usage, "no format \"" + name + "\"; there are ndjson, json and csv"};
}

// Ends early when `out` takes no more. Errors: only those of the store.
Result<void> write_posts(const Reader& reader, const PostQuery& query, PostListWriter writer,
                         std::ostream& out) {
  out << writer.begin();
  Result<void> visited = reader.visit_posts(query, [&](const PostRecord& record) {
    out << writer.next(record);
    return out.good();
  });
  if (!visited) {
    return visited;
  }
  out << writer.end();
  out.flush();
  return {};
}

Error not_written(const std::string& path, int code) {
  return {Errc::io, fmt::format("{}: {}", path, std::strerror(code))};
}

// Writes beside the file and renames, so that nobody finds half an export.
Result<void> write_posts_file(const Reader& reader, const PostQuery& query, PostListWriter writer,
                              const std::string& path) {
  const std::string unfinished = path + ".unfinished";
  const int descriptor = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    return not_written(unfinished, errno);
  }
  OutputBuffer buffer(descriptor);
  std::ostream file(&buffer);
  const Result<void> written = write_posts(reader, query, std::move(writer), file);
  int failure = buffer.failure();
  if (::close(descriptor) != 0 && failure == 0) {
    failure = errno;
  }
  if (written && failure == 0) {
    if (std::rename(unfinished.c_str(), path.c_str()) == 0) {
      return {};
    }
    failure = errno;
  }
  ::unlink(unfinished.c_str());
  return written ? not_written(path, failure) : written.error();
}

// Says on stderr what of the time was not read, if anything.
ExitCode tell_unread(Session& session, const Reader& reader, const DigestOptions& options,
                     const PostQuery& query) {
  const Result<std::string> unread = unread_words(reader, options, query, session.clock.now());
  if (!unread) {
    return complain(session, unread.error());
  }
  if (!unread->empty()) {
    session.err << for_terminal(fmt::format("tagwatch: {}\n", *unread));
  }
  return ExitCode::done;
}

ExitCode export_posts(Session& session, const Config& config, const ExportArguments& arguments) {
  Result<PostFormat> format = parse_format(arguments.format);
  Result<PostQuery> query = make_query(arguments.from, arguments.to, config, session.clock.now());
  if (!format || !query) {
    return complain(session, format ? query.error() : format.error());
  }
  for (const std::string& tag : arguments.tags) {
    query->tag_keys.push_back(tag_key(tag));
  }
  query->sources = arguments.sources;
  Result<Reader> reader = Reader::open(config.store.path);
  if (!reader) {
    return complain(session, reader.error());
  }
  const DigestOptions options = digest_options(config, source_kinds(), "");
  const AskedNames names{arguments.tags, arguments.sources};
  if (Result<void> known = check_names(*reader, options, names); !known) {
    return complain(session, known.error());
  }
  PostListWriter writer(*format, arguments.all ? Disclosure::everything : Disclosure::quoted);
  Result<void> written =
      arguments.output == "-"
          ? write_posts(*reader, *query, std::move(writer), session.out)
          : write_posts_file(*reader, *query, std::move(writer), arguments.output);
  if (!written) {
    return complain(session, written.error());
  }
  // Of an output that takes no more the program itself says why.
  return session.out.good() ? tell_unread(session, *reader, options, *query) : ExitCode::done;
}

// Where a post is marked, before what it says.
std::string mark(const PostRecord& record) {
  return record.held ? "(deleted by its author, kept as a record) " : "";
}

std::string quote(const PostRecord& record) {
  return record.post.withheld ? "(its author asks not to be quoted)"
                              : mark(record) + excerpt(record.post.text, kExcerptBytes);
}

void write_hit(std::ostream& out, const PostRecord& record, const Zone& zone) {
  const LocalTime local = zone.local(record.created);
  out << for_terminal(fmt::format("{} {}  {}\n{}\n{}\n", format_day(local.day),
                                  format_time_of_day(local.since_midnight),
                                  record.post.withheld ? "" : record.post.author.handle,
                                  quote(record), record.post.withheld ? "" : record.post.url))
      << '\n';
}

ExitCode search(Session& session, const Config& config, const SearchArguments& arguments) {
  Result<PostQuery> query = make_query(arguments.from, arguments.to, config, session.clock.now());
  if (!query) {
    return complain(session, query.error());
  }
  Result<Reader> reader = Reader::open(config.store.path);
  if (!reader) {
    return complain(session, reader.error());
  }
  Result<std::vector<PostRecord>> hits = reader->search(arguments.query, *query, arguments.limit);
  if (!hits) {
    return complain(session, hits.error());
  }
  if (arguments.json) {
    PostListWriter writer(PostFormat::json, Disclosure::quoted);
    session.out << writer.begin();
    for (const PostRecord& hit : *hits) {
      session.out << writer.next(hit);
    }
    session.out << writer.end();
  } else {
    for (const PostRecord& hit : *hits) {
      write_hit(session.out, hit, config.monitor.timezone);
    }
  }
  if (!hits->empty()) {
    return ExitCode::done;
  }
  session.err << "tagwatch: no stored post holds all of these words\n";
  return tell_unread(session, *reader, digest_options(config, source_kinds(), ""), *query);
}

}  // namespace

ExitCode export_command(Session& session, const ExportArguments& arguments) {
  return with_config(
      session, [&](const Config& config) { return export_posts(session, config, arguments); });
}

ExitCode search_command(Session& session, const SearchArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return search(session, config, arguments); });
}

}  // namespace tagwatch
