#include "app/digest_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/clock_check.hpp"
#include "app/options.hpp"
#include "tagwatch/base/log.hpp"
#include "tagwatch/digest/chain.hpp"
#include "tagwatch/render/archive.hpp"
#include "tagwatch/render/html.hpp"

namespace tagwatch {
namespace {

constexpr const char* kLatest = "latest.html";

}  // namespace

std::string earlier_words(Day date, const std::vector<std::string>& earlier) {
  return fmt::format(
      "there are files of another digest of {}, which this store does not know; they are kept as "
      "{}. Probably the store was restored from a backup, or two stores write into one folder",
      format_day(date), fmt::join(earlier, ", "));
}

std::vector<std::string> logged_paths(DigestFiles files) {
  if (files.no_pdf) {
    log::warn("digest.no_pdf", {{"err", files.no_pdf->context}});
  }
  return std::move(files.paths);
}

Result<DigestDesk> DigestDesk::open(const Config& config, std::span<const SourceKind> kinds) {
  if (Result<Reader> store = Reader::open(config.store.path); !store) {
    return store.error();
  }
  Result<std::string> site_key = read_site_key(config.store.path);
  if (!site_key) {
    return site_key.error();
  }
  Result<std::string> html = html_template(config);
  if (!html) {
    return html.error();
  }
  if (!html->empty()) {
    if (Result<void> good = check_html_template(*html); !good) {
      return good.error();
    }
  }
  return DigestDesk(digest_options(config, kinds, std::move(*site_key)), std::move(*html),
                    digest_formats(config), asks_for_feed(config));
}

Result<DigestView> DigestDesk::show(const Reader& reader, Day date, Instant now) const {
  Result<DigestView> issued = issued_view(reader, date);
  if (issued || issued.error().code != Errc::not_found) {
    return issued;
  }
  Result<DigestValue> value = build_value(reader, options_, DigestDays(date), now);
  if (!value) {
    return value.error();
  }
  return view(*value, reader);
}

Result<DigestView> DigestDesk::show(const Reader& reader, Day first, Day last, Instant now) const {
  Result<DigestValue> value = build_value(reader, options_, DigestDays(first, last), now);
  if (!value) {
    return value.error();
  }
  return view(*value, reader);
}

Result<DigestView> DigestDesk::waiting(const Reader& reader, Instant now) const {
  const Day today = options_.zone.day_of(now);
  const Day yesterday = today - std::chrono::days(1);
  Result<DigestView> waiting = show(reader, today, now);
  if (!waiting) {
    return waiting;
  }
  auto& items = waiting->value.attention;
  items = items.value_or(std::vector<AttentionItem>());
  // Until the digest of yesterday is issued, what it will tell waits too.
  if (issue_window(reader, options_, yesterday, now)) {
    Result<DigestView> before = show(reader, yesterday, now);
    if (!before) {
      return before;
    }
    for (const AttentionItem& item :
         before->value.attention.value_or(std::vector<AttentionItem>())) {
      if (std::ranges::find(*items, item.number, &AttentionItem::number) == items->end()) {
        items->push_back(item);
      }
    }
    waiting->records.merge(before->records);
  }
  std::ranges::sort(*items, {},
                    [](const AttentionItem& item) { return std::pair(item.since, item.number); });
  return waiting;
}

Result<IssuedDigest> DigestDesk::issue(Writer& writer, Day date, Instant now,
                                       const std::vector<std::string>& folders) const {
  Result<DigestView> issued = issued_view(writer.reader(), date);
  if (issued) {
    return IssuedDigest{std::move(*issued), {}};
  }
  if (issued.error().code != Errc::not_found) {
    return issued.error();
  }
  const auto window = issue_window(writer.reader(), options_, date, now);
  if (!window) {
    return window.error();
  }
  if (auto plausible = check_clock(writer.reader(), *window, options_.zone, now); !plausible) {
    return plausible.error();
  }
  // Before the commit: once the store knows the digest, its files are its own.
  std::vector<std::string> earlier;
  bool issued_before = false;
  for (const std::string& folder : folders) {
    for (const DayPart& part : days_of(*window, options_.zone)) {
      const auto aside = set_digest_files_aside(part.day, folder);
      if (!aside) {
        return aside.error();
      }
      issued_before = issued_before || (part.day == date && !aside->empty());
      earlier.insert(earlier.end(), aside->begin(), aside->end());
    }
  }
  if (auto row = tagwatch::issue(writer, options_, date, now, issued_before); !row) {
    return row.error();
  }
  issued = issued_view(writer.reader(), date);
  if (!issued) {
    return issued.error();
  }
  return IssuedDigest{std::move(*issued), std::move(earlier)};
}

Result<std::string> DigestDesk::render(const DigestView& view, DigestFormat format) const {
  return render_digest(view, format, html_template_);
}

Result<DigestFiles> DigestDesk::write(const DigestView& view,
                                      const std::vector<DigestFormat>& formats,
                                      const std::string& folder) const {
  return write_digest_files(view, formats, folder, html_template_);
}

Result<std::vector<std::string>> DigestDesk::write_issued(Writer& writer, const DigestView& view,
                                                          const std::vector<DigestFormat>& formats,
                                                          const std::string& folder) const {
  auto files = write(view, formats, folder);
  if (!files) {
    return files.error();
  }
  if (const auto archive = write_archive(writer.reader(), folder, has_feed_); !archive) {
    return archive.error();
  }
  if (auto noted = writer.note_written(view.value.date); !noted) {
    return noted.error();
  }
  return logged_paths(std::move(*files));
}

Result<std::vector<std::string>> DigestDesk::write_archive(const Reader& reader,
                                                           const std::string& folder,
                                                           bool has_feed) const {
  auto entries = archive_entries(reader);
  if (!entries) {
    return entries.error();
  }
  return write_archive_files(archive_rows(std::move(*entries), folder), has_feed, folder);
}

Result<std::string> DigestDesk::feed(const Reader& reader, const std::string& folder) const {
  auto entries = archive_entries(reader);
  if (!entries) {
    return entries.error();
  }
  if (entries->empty()) {
    return Error{Errc::not_found, "no digest was issued yet"};
  }
  return render_atom(archive_rows(std::move(*entries), folder));
}

Result<Letter> DigestDesk::letter(const Reader& reader, Day date) const {
  const auto row = reader.digest(date);
  if (!row) {
    return row.error();
  }
  const auto view = issued_view(reader, date);
  if (!view) {
    return view.error();
  }
  auto text = render(*view, DigestFormat::text);
  if (!text) {
    return text.error();
  }
  auto html = render(*view, DigestFormat::html);
  if (!html) {
    return html.error();
  }
  return Letter{view->subject, std::move(*text), std::move(*html), row->issued_at};
}

Result<void> DigestDesk::put_into(const Reader& reader, Day date, const std::string& folder) const {
  const auto view = issued_view(reader, date);
  if (!view) {
    return view.error();
  }
  const auto chain = reader.digests();
  if (!chain) {
    return chain.error();
  }
  if (auto written = write(*view, formats_, folder); !written) {
    return written.error();
  }
  if (chain->empty() || chain->back().date != date) {
    return {};
  }
  const auto html = render(*view, DigestFormat::html);
  return html ? write_file_atomically((std::filesystem::path(folder) / kLatest).string(), *html)
              : html.error();
}

}  // namespace tagwatch
