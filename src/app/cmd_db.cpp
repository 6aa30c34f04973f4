#include "app/cmd_db.hpp"

#include <fmt/format.h>

#include <ostream>

#include "app/clock_check.hpp"
#include "app/deletions.hpp"
#include "app/moment.hpp"
#include "app/options.hpp"
#include "tagwatch/sources/registry.hpp"
#include "tagwatch/store/care.hpp"
#include "tagwatch/store/writer.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

// Posts whose topics are set in one transaction.
constexpr int kPostsPerCommit = 500;

ExitCode check(Session& session, const Config& config) {
  const Result<std::vector<std::string>> damage = check_store(config.store.path);
  if (!damage) {
    return complain(session, damage.error());
  }
  const std::string path = config.store.path.string();
  if (damage->empty()) {
    session.out << for_terminal(path) << ": whole\n";
    return ExitCode::done;
  }
  for (const std::string& each : *damage) {
    session.out << for_terminal(fmt::format("{}: {}", path, each)) << '\n';
  }
  session.err << "tagwatch: the store is damaged; keep the file as it is and put a backup in its "
                 "place\n";
  return ExitCode::failed;
}

ExitCode back_up(Session& session, const Config& config, const BackupArguments& arguments) {
  const Result<std::uintmax_t> bytes =
      back_up_store(config.store.path, arguments.file, arguments.force);
  if (!bytes) {
    return complain(session, bytes.error());
  }
  session.out << for_terminal(fmt::format("{}  {} bytes", arguments.file, *bytes)) << '\n';
  return ExitCode::done;
}

ExitCode stats(Session& session, const Config& config) {
  Result<Reader> reader = Reader::open(config.store.path);
  if (!reader) {
    return complain(session, reader.error());
  }
  const Result<StoreContents> contents = reader->contents();
  if (!contents) {
    return complain(session, contents.error());
  }
  const auto line = [&session](std::string_view what, std::int64_t number) {
    session.out << fmt::format("{:<16}{:>12}\n", what, number);
  };
  line("posts", contents->posts);
  line("of them deleted", contents->gone);
  line("revisions", contents->revisions);
  line("matches", contents->matches);
  line("sightings", contents->sightings);
  line("counts", contents->counts);
  line("coverage", contents->coverage);
  line("fetches", contents->fetches);
  line("digests", contents->digests);
  line("bytes", contents->bytes);
  if (contents->posts > 0) {
    const Zone& zone = config.monitor.timezone;
    line("bytes per post", contents->bytes / contents->posts);
    session.out << "oldest post     " << local_moment(*contents->oldest, zone) << '\n';
    session.out << "newest post     " << local_moment(*contents->newest, zone) << '\n';
  }
  return ExitCode::done;
}

struct Retopiced {
  std::int64_t posts = 0;
  std::int64_t changed = 0;
};

Result<Retopiced> retopic_all(Writer& writer, const Watchlist& watchlist) {
  Retopiced done;
  std::int64_t last = 0;
  while (true) {
    const Result<std::vector<PostRecord>> posts =
        writer.reader().posts_after(last, kPostsPerCommit);
    if (!posts) {
      return posts.error();
    }
    if (posts->empty()) {
      return done;
    }
    std::vector<Writer::PostTopics> topics;
    for (const PostRecord& record : *posts) {
      if (!record.deleted) {
        topics.push_back({record.id, watchlist.topics_of(record.post)});
      }
    }
    const Result<int> changed = writer.set_topics(topics);
    if (!changed) {
      return changed.error();
    }
    done.posts += static_cast<std::int64_t>(topics.size());
    done.changed += *changed;
    last = posts->back().id;
  }
}

ExitCode retopic(Session& session, const Config& config, const RetopicArguments& arguments) {
  const Result<Watchlist> watchlist = make_watchlist(config);
  if (!watchlist) {
    return complain(session, watchlist.error());
  }
  Result<Writer> writer =
      Writer::open(config.store.path, writer_options(config, false, arguments.wait), session.clock);
  if (!writer) {
    return complain(session, writer.error());
  }
  warn_of_clock(session, config);
  const Result<Retopiced> done = retopic_all(*writer, *watchlist);
  if (!done) {
    return complain(session, done.error());
  }
  session.out << fmt::format("{} posts, {} changed\n", done->posts, done->changed);
  return ExitCode::done;
}

// The files that quote what was taken, then the bytes that are left in the store's file.
ExitCode finish_taking(Session& session, const Config& config, Writer& writer) {
  const Result<DigestDesk> desk = DigestDesk::open(config, source_kinds());
  if (!desk) {
    return complain(session, desk.error());
  }
  const auto files =
      rewrite_stale_files(writer, *desk, config, session.clock.now(), Deletion::follow);
  if (!files) {
    return complain(session, files.error());
  }
  for (const std::string& file : *files) {
    session.out << for_terminal(file) << '\n';
  }
  const Result<void> purged = writer.purge();
  if (purged) {
    return ExitCode::done;
  }
  session.err << "tagwatch: the content is gone, but its bytes are still in the file: "
              << for_terminal(describe(purged.error()))
              << "\nRun `tagwatch db prune` when no other program reads the store.\n";
  return ExitCode::partial;
}

ExitCode erase(Session& session, const Config& config, const EraseArguments& arguments) {
  Result<Writer> writer =
      Writer::open(config.store.path, writer_options(config, false, arguments.wait), session.clock);
  if (!writer) {
    return complain(session, writer.error());
  }
  warn_of_clock(session, config);
  const Result<std::int64_t> posts = writer->erase(arguments.account);
  if (!posts) {
    return complain(session, posts.error());
  }
  if (*posts == 0) {
    session.err << for_terminal(fmt::format(
                       "tagwatch: no stored post is by \"{}\"; write the handle as digests show "
                       "it, such as @name@example.social",
                       arguments.account))
                << '\n';
    return ExitCode::failed;
  }
  session.out << for_terminal(fmt::format("{} {} of {} erased\n", *posts,
                                          *posts == 1 ? "post" : "posts", arguments.account));
  return finish_taking(session, config, *writer);
}

ExitCode prune(Session& session, const Config& config, const PruneArguments& arguments) {
  Result<Writer> writer =
      Writer::open(config.store.path, writer_options(config, false, arguments.wait), session.clock);
  if (!writer) {
    return complain(session, writer.error());
  }
  warn_of_clock(session, config);
  if (config.records.hold) {
    session.out << "records.deletion is \"hold\": nothing is pruned\n";
    return finish_taking(session, config, *writer);
  }
  const Instant now = session.clock.now();
  if (const auto plausible =
          check_clock_for_pruning(writer->reader(), config.monitor.timezone, now);
      !plausible) {
    return complain(session, plausible.error());
  }
  const auto before = [&](Duration kept) {
    return kept > Duration{0} ? std::optional(now - kept) : std::nullopt;
  };
  // What was held under another rule is held no longer.
  const Result<std::int64_t> released = writer->release_held();
  if (!released) {
    return complain(session, released.error());
  }
  const Result<Pruned> pruned =
      writer->prune({before(config.retention.posts), before(config.retention.observations)});
  if (!pruned) {
    return complain(session, pruned.error());
  }
  session.out << fmt::format("{} posts and {} observations pruned\n", pruned->posts,
                             pruned->observations);
  return finish_taking(session, config, *writer);
}

}  // namespace

ExitCode db_check_command(Session& session) {
  return with_config(session, [&](const Config& config) { return check(session, config); });
}

ExitCode db_backup_command(Session& session, const BackupArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return back_up(session, config, arguments); });
}

ExitCode db_stats_command(Session& session) {
  return with_config(session, [&](const Config& config) { return stats(session, config); });
}

ExitCode db_retopic_command(Session& session, const RetopicArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return retopic(session, config, arguments); });
}

ExitCode db_erase_command(Session& session, const EraseArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return erase(session, config, arguments); });
}

ExitCode db_prune_command(Session& session, const PruneArguments& arguments) {
  return with_config(session,
                     [&](const Config& config) { return prune(session, config, arguments); });
}

}  // namespace tagwatch
