#include "app/cmd_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "app/clock_check.hpp"
#include "app/deletions.hpp"
#include "app/options.hpp"
#include "tagwatch/base/zstd_stream.hpp"
#include "tagwatch/ingest/import.hpp"
#include "tagwatch/sources/registry.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

// So many mistakes of one file are told one by one.
constexpr std::int64_t kToldMax = 50;

// Whose answers the files are; nothing for exports, which name their sources themselves.
struct From {
  std::unique_ptr<SourceSet> sources;
  const Timeline* timeline = nullptr;
};

Result<From> find_source(const Config& config, const ImportKind& kind, const std::string& name) {
  From from;
  if (kind.source_kind.empty()) {
    return name.empty() ? Result<From>(std::move(from))
                        : Error{Errc::usage,
                                "an export names its sources itself; leave --source "
                                "out"};
  }
  if (name.empty()) {
    return Error{Errc::usage, fmt::format("--source must name the source whose answers these are "
                                          "(--kind {})",
                                          kind.name)};
  }
  Result<std::unique_ptr<SourceSet>> sources =
      SourceSet::make(config.sources, source_kinds(), ingest_options(config));
  if (!sources) {
    return sources.error();
  }
  const std::vector<Timeline>& timelines = (*sources)->timelines();
  const auto found =
      std::find_if(timelines.begin(), timelines.end(),
                   [&name](const Timeline& timeline) { return timeline.id.source == name; });
  if (found == timelines.end()) {
    return Error{Errc::usage, "no source is called \"" + name + "\" (tagwatch sources list)"};
  }
  if (found->kind->name != kind.source_kind) {
    return Error{Errc::usage, fmt::format("the source \"{}\" is of kind {}, not {}", name,
                                          found->kind->name, kind.source_kind)};
  }
  from.timeline = &*found;
  from.sources = std::move(*sources);
  return from;
}

void write_line(std::ostream& out, const std::string& file, const ImportReport& report) {
  std::string line = fmt::format("{}  {} read, {} kept, {} new, {} changed", file, report.posts,
                                 report.kept, report.new_posts, report.changed_posts);
  if (report.gone_posts > 0) {
    line += fmt::format(", {} deleted", report.gone_posts);
  }
  if (report.passed_over > 0) {
    line += fmt::format(", {} passed over (no public post of its own)", report.passed_over);
  }
  if (report.broken > 0) {
    line += fmt::format(", {} broken", report.broken);
  }
  out << for_terminal(line) << '\n';
}

// One file's mistakes, on stderr: file, line, what is wrong.
class Complaints {
 public:
  Complaints(std::ostream& err, std::string file) : err_(err), file_(std::move(file)) {}
  ~Complaints() {
    if (told_ > kToldMax) {
      err_ << for_terminal(fmt::format("tagwatch: {}: and {} more\n", file_, told_ - kToldMax));
    }
  }
  Complaints(const Complaints&) = delete;
  Complaints& operator=(const Complaints&) = delete;

  void operator()(std::int64_t line, const Error& error) {
    if (++told_ <= kToldMax) {
      const std::string what = error.context.empty() ? describe(error) : error.context;
      err_ << for_terminal(fmt::format("tagwatch: {}:{}: {}", file_, line, what)) << '\n';
    }
  }

 private:
  std::ostream& err_;
  std::string file_;
  std::int64_t told_ = 0;
};

// Errors: only those of the store.
Result<ImportReport> import_file(Session& session, Importer& importer, const std::string& file) {
  const std::string shown = file == "-" ? "stdin" : file;
  Complaints complaints(session.err, shown);
  const auto complain = [&complaints](std::int64_t line, const Error& error) {
    complaints(line, error);
  };
  std::ifstream stream;
  if (file != "-") {
    std::error_code failed;
    const bool is_folder = std::filesystem::is_directory(file, failed);
    errno = 0;
    stream.open(file, std::ios::binary);
    if (is_folder || !stream) {
      const char* reason = is_folder ? "is a folder" : std::strerror(errno);
      session.err << for_terminal(fmt::format("tagwatch: {}: {}", shown, reason)) << '\n';
      ImportReport nothing;
      nothing.broken = 1;
      return nothing;
    }
  }
  std::optional<ZstdStream> unpacked;
  if (file != "-" && begins_zstd(stream)) {
    unpacked.emplace(stream);
  }
  std::istream& in = file == "-" ? std::cin : stream;
  Result<ImportReport> report = importer.read(unpacked ? *unpacked : in, complain);
  if (report) {
    write_line(session.out, shown, *report);
  }
  return report;
}

ExitCode import_files(Session& session, const Config& config, const ImportArguments& arguments) {
  const ImportKind& kind = *find_import_kind(arguments.kind);  // --kind takes no other
  Result<From> from = find_source(config, kind, arguments.source);
  if (!from) {
    return complain(session, from.error());
  }
  Result<Watchlist> watchlist = make_watchlist(config);
  if (!watchlist) {
    return complain(session, watchlist.error());
  }
  Result<Writer> writer = Writer::open(
      config.store.path, writer_options(config, arguments.init, arguments.wait), session.clock);
  if (!writer) {
    return complain(session, writer.error());
  }
  warn_of_clock(session, config);
  Importer importer(*writer, kind, from->timeline, &*watchlist);
  ImportReport all;
  for (const std::string& file : arguments.files) {
    const Result<ImportReport> report = import_file(session, importer, file);
    if (!report) {
      return complain(session, report.error());
    }
    all.posts += report->posts;
    all.broken += report->broken;
  }
  if (const auto followed = follow_deletions(*writer, config, session.clock.now()); !followed) {
    return complain(session, followed.error());
  }
  if (all.broken == 0) {
    return ExitCode::done;
  }
  return all.posts > 0 ? ExitCode::partial : ExitCode::nothing;
}

}  // namespace

ExitCode import_command(Session& session, const ImportArguments& arguments) {
  return with_config(
      session, [&](const Config& config) { return import_files(session, config, arguments); });
}

}  // namespace tagwatch
