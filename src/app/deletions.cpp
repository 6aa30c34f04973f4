#include "app/deletions.hpp"

#include <array>
#include <filesystem>
#include <map>

#include "tagwatch/base/log.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;

// The store's file is rewritten as a whole, which takes a while where it is large.
constexpr Duration kPurgeEvery = std::chrono::days(1);
constexpr std::array kFormats{DigestFormat::html,     DigestFormat::text, DigestFormat::json,
                              DigestFormat::markdown, DigestFormat::csv,  DigestFormat::pdf};

bool is_there(const fs::path& path) {
  std::error_code failed;
  return fs::exists(path, failed);
}

// Writes the digest again in the formats in which it is there; gives the paths.
Result<std::vector<std::string>> rewrite(const DigestDesk& desk, const DigestView& view,
                                         const std::string& folder) {
  std::vector<DigestFormat> formats;
  bool any = is_there(fs::path(folder) / digest_posts_file_name(view.value));
  for (const DigestFormat format : kFormats) {
    if (is_there(fs::path(folder) / digest_file_name(view.value, format))) {
      formats.push_back(format);
      any = true;
    }
  }
  if (!any) {
    return std::vector<std::string>();
  }
  auto files = desk.write(view, formats, folder);
  return files ? Result<std::vector<std::string>>(logged_paths(std::move(*files))) : files.error();
}

// Also where digests are delivered to, and there latest.html.
Result<void> rewrite_delivered(const Reader& reader, const DigestDesk& desk, const Config& config,
                               const DigestView& view) {
  for (const DeliverySettings& delivery : config.deliveries) {
    const std::string folder = delivery.path.string();
    if (delivery.kind != DeliverySettings::Kind::directory) {
      continue;
    }
    const auto written = rewrite(desk, view, folder);
    if (!written) {
      return written.error();
    }
    if (written->empty()) {
      continue;
    }
    if (auto put = desk.put_into(reader, view.value.date, folder); !put) {
      return put;
    }
  }
  return {};
}

// What a preview speaks of: a day, or in a look back the days from `first` on.
struct PreviewDays {
  std::optional<Day> first;
  Day last{};
  friend auto operator<=>(const PreviewDays&, const PreviewDays&) = default;
};

// "2026-11-23.preview.html", "2026-11-17_2026-11-23.preview.html".
std::optional<PreviewDays> preview_days(std::string_view name) {
  constexpr std::size_t kDayLength = 10;
  PreviewDays days;
  auto day = parse_day(name.substr(0, kDayLength));
  if (day && name.substr(kDayLength).starts_with('_')) {
    days.first = day;
    name.remove_prefix(kDayLength + 1);
    day = parse_day(name.substr(0, kDayLength));
  }
  if (!day || !name.substr(kDayLength).starts_with(".preview.")) {
    return std::nullopt;
  }
  days.last = *day;
  return days;
}

// The previews in `folder`, and what the folder calls their files.
std::map<PreviewDays, std::vector<fs::path>> previews_in(const std::string& folder) {
  std::map<PreviewDays, std::vector<fs::path>> previews;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    if (const auto days = preview_days(entry.path().filename().string())) {
      previews[*days].push_back(entry.path());
    }
  }
  return previews;
}

Result<void> rewrite_previews(Writer& writer, const DigestDesk& desk, const std::string& folder,
                              Instant now, std::vector<std::string>& paths) {
  for (const auto& [days, files] : previews_in(folder)) {
    const Result<DigestView> view = days.first
                                        ? desk.show(writer.reader(), *days.first, days.last, now)
                                        : desk.show(writer.reader(), days.last, now);
    if (!view && view.error().code != Errc::usage) {
      return view.error();
    }
    if (!view || view->value.issued) {
      for (const fs::path& file : files) {
        std::error_code failed;
        fs::remove(file, failed);
      }
      continue;
    }
    auto written = rewrite(desk, *view, folder);
    if (!written) {
      return written.error();
    }
    paths.insert(paths.end(), written->begin(), written->end());
  }
  return writer.note_rewritten(std::nullopt);
}

// Nobody knows what the files of digests quote that the store does not know.
Result<void> remove_earlier(const std::string& folder) {
  const auto removed = remove_earlier_digest_files(folder);
  if (!removed) {
    return removed.error();
  }
  for (const std::string& path : *removed) {
    log::warn("digest.earlier_removed",
              {{"file", path}, {"why", "a post was deleted, and this file may quote it"}});
  }
  return {};
}

Result<bool> purge_is_due(const Reader& reader, Instant now) {
  const auto last = reader.purge_due();
  if (!last) {
    return last.error();
  }
  return *last && now - **last >= kPurgeEvery;
}

}  // namespace

Result<bool> deletions_left(const Reader& reader, Instant now) {
  const auto stale = reader.stale_digests();
  if (!stale) {
    return stale.error();
  }
  return stale->any() ? Result<bool>(true) : purge_is_due(reader, now);
}

Result<std::vector<std::string>> rewrite_stale_files(Writer& writer, const DigestDesk& desk,
                                                     const Config& config, Instant now,
                                                     Deletion deletion) {
  const std::string folder = config.digest.output.string();
  const auto stale = writer.reader().stale_digests();
  if (!stale) {
    return stale.error();
  }
  remove_left_digest_drafts(folder);
  if (stale->any() && deletion == Deletion::follow) {
    if (auto removed = remove_earlier(folder); !removed) {
      return removed.error();
    }
  }
  std::vector<std::string> paths;
  for (const Day date : stale->dates) {
    const Result<DigestView> view = desk.show(writer.reader(), date, now);
    if (!view) {
      return view.error();
    }
    auto written = rewrite(desk, *view, folder);
    if (!written) {
      return written.error();
    }
    paths.insert(paths.end(), written->begin(), written->end());
    if (auto done = rewrite_delivered(writer.reader(), desk, config, *view); !done) {
      return done.error();
    }
    if (auto noted = writer.note_rewritten(date); !noted) {
      return noted.error();
    }
  }
  if (!stale->dates.empty()) {
    const auto archive = desk.write_archive(writer.reader(), folder, desk.has_feed());
    if (!archive) {
      return archive.error();
    }
  }
  if (stale->previews) {
    if (auto done = rewrite_previews(writer, desk, folder, now, paths); !done) {
      return done.error();
    }
  }
  return paths;
}

Result<std::vector<std::string>> follow_deletions(Writer& writer, const DigestDesk& desk,
                                                  const Config& config, Instant now) {
  auto written = rewrite_stale_files(writer, desk, config, now,
                                     config.records.hold ? Deletion::hold : Deletion::follow);
  if (!written) {
    return written;
  }
  const auto due = purge_is_due(writer.reader(), now);
  if (!due) {
    return due.error();
  }
  if (*due) {
    if (auto purged = writer.purge(); !purged) {
      return purged.error();
    }
  }
  return written;
}

Result<void> follow_deletions(Writer& writer, const Config& config, Instant now) {
  // What was held under another rule is held no longer.
  if (!config.records.hold) {
    if (auto released = writer.release_held(); !released) {
      return released.error();
    }
  }
  const auto left = deletions_left(writer.reader(), now);
  if (!left) {
    return left.error();
  }
  if (!*left) {
    return {};
  }
  const Result<DigestDesk> desk = DigestDesk::open(config, source_kinds());
  if (!desk) {
    return desk.error();
  }
  const auto followed = follow_deletions(writer, *desk, config, now);
  return followed ? Result<void>() : followed.error();
}

}  // namespace tagwatch
