#include "tagwatch/render/archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "tagwatch/render/files.hpp"
#include "tagwatch/text/html.hpp"
#include "words.hpp"

namespace tagwatch {
namespace {

using render::one_line;

constexpr std::size_t kFeedEntriesMax = 30;
// Of nobody: a digest's id alone makes the rest unique (RFC 4151 asks for a name).
constexpr std::string_view kTagPrefix = "tag:tagwatch.invalid,2026:";

// What a subject says: of when, and what.
struct Subject {
  std::string when;  ///< "Mon 23 Nov"
  std::string what;
};

Subject parts_of(const ArchiveEntry& entry) {
  constexpr std::string_view kProgram = "[tagwatch] ";
  const std::string line = one_line(entry.subject);
  const std::size_t begin = line.starts_with(kProgram) ? kProgram.size() : 0;
  const std::size_t colon = line.find(": ", begin);
  if (colon == std::string::npos) {
    return {format_day(entry.date), line};
  }
  return {line.substr(begin, colon - begin), line.substr(colon + 2)};
}

// What a link to a file is called.
std::string_view label_of(std::string_view file) {
  struct Label {
    std::string_view extension;
    std::string_view words;
  };
  constexpr std::array kLabels{Label{".posts.ndjson", "posts as NDJSON"},
                               Label{".posts.csv", "posts as CSV"},
                               Label{".html", "page"},
                               Label{".txt", "text"},
                               Label{".json", "JSON"},
                               Label{".md", "Markdown"},
                               Label{".pdf", "PDF"}};
  const auto found = std::find_if(kLabels.begin(), kLabels.end(), [file](const Label& label) {
    return file.ends_with(label.extension);
  });
  return found == kLabels.end() ? file : found->words;
}

constexpr std::string_view kIndexHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>tagwatch: digests</title>
<style>
body { margin: 0; background: #f3f5f7; color: #1b1f24; font-family: system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; -webkit-text-size-adjust: 100%; }
.page { padding: 12px 8px; }
.card { max-width: 576px; margin: 0 auto; padding: 26px 32px; background: #ffffff; border: 1px solid #d8dee4; border-radius: 8px; }
h1 { font-family: Georgia, "Times New Roman", serif; font-size: 25px; line-height: 1.25; font-weight: 700; margin: 4px 0 12px; }
h2 { font-size: 16px; line-height: 1.3; margin: 28px 0 6px; }
p { margin: 0 0 10px; font-size: 16px; line-height: 1.5; }
ul { list-style: none; margin: 0; padding: 0; }
li { padding: 10px 0; border-top: 1px solid #d8dee4; font-size: 16px; line-height: 1.5; overflow-wrap: anywhere; }
.small { font-size: 14px; line-height: 1.7; color: #59636e; }
.small a { margin-right: 12px; }
a { color: #0b5394; }
@media (max-width: 480px) {
  .card { padding: 14px 16px; }
  h1 { font-size: 22px; }
}
@media (prefers-color-scheme: dark) {
  body { background: #0d1117; color: #e6edf3; }
  .card { background: #161b22; border-color: #30363d; }
  .small { color: #9aa3ad; }
  a { color: #79b8ff; }
  li { border-color: #30363d; }
}
@media print {
  @page { margin: 10mm 15mm; }
  body, .card { background: #ffffff; color: #000000; border: 0; }
  .page, .card { padding: 0; max-width: none; }
  li { font-size: 9.5pt; padding: 3pt 0; break-inside: avoid; }
  a { color: #000000; }
}
</style>
)";

void add_row(std::string& out, const ArchiveRow& row) {
  const Subject subject = parts_of(row.entry);
  const std::string when = "<strong>" + escape_html(subject.when) + "</strong>";
  out += "<li>";
  out += row.files.empty()
             ? when
             : fmt::format(R"(<a href="{}">{}</a>)", escape_html(row.files.front()), when);
  out += " " + escape_html(subject.what);
  if (row.files.size() > 1) {
    out += "\n<div class=\"small\">";
    for (auto file = row.files.begin() + 1; file != row.files.end(); ++file) {
      out += fmt::format(R"(<a href="{}" aria-label="{}, {}">{}</a> )", escape_html(*file),
                         label_of(*file), escape_html(subject.when), label_of(*file));
    }
    out += "</div>";
  }
  out += "</li>\n";
}

std::string month_of(Day date) {
  // "23 November 2026" without its day.
  const std::string words = format_long_day(date);
  return words.substr(words.find(' ') + 1);
}

// For XML 1.0, in content and in quoted attributes: two characters less than HTML has.
std::string escape_xml(std::string_view text) {
  std::string out = escape_html(one_line(text));
  for (const std::string_view never : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (std::size_t at = out.find(never); at != std::string::npos; at = out.find(never, at)) {
      out.erase(at, never.size());
    }
  }
  return out;
}

void add_entry(std::string& out, const ArchiveRow& row) {
  const ArchiveEntry& entry = row.entry;
  const std::string issued = format_rfc3339(entry.issued_at);
  out += "<entry>\n";
  out += fmt::format("<id>{}digest/{}</id>\n", kTagPrefix, escape_xml(entry.digest_id));
  out += fmt::format("<title>{}</title>\n", escape_xml(entry.subject));
  out += fmt::format("<updated>{0}</updated>\n<published>{0}</published>\n", issued);
  const std::string target = row.files.empty() ? std::string(kIndexFile) : row.files.front();
  out += fmt::format("<link rel=\"alternate\" href=\"{}\"/>\n", escape_xml(target));
  std::string summary;
  for (const std::string& sentence : entry.headline) {
    summary += (summary.empty() ? "" : " ") + sentence;
  }
  out += fmt::format("<summary>{}</summary>\n</entry>\n", escape_xml(summary));
}

}  // namespace

std::string render_index(const std::vector<ArchiveRow>& rows, bool has_feed) {
  std::string out(kIndexHead);
  if (has_feed) {
    out += fmt::format(
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Digests\" href=\"{}\">\n",
        kFeedFile);
  }
  out += "</head>\n<body>\n<div class=\"page\"><main class=\"card\">\n<h1>Digests</h1>\n";
  if (rows.empty()) {
    out += "<p>No digest was issued yet.</p>\n";
  } else {
    out +=
        fmt::format("<p>{} issued, the newest first.</p>\n",
                    render::counted(static_cast<std::int64_t>(rows.size()), "digest", "digests"));
  }
  std::string month;
  for (const ArchiveRow& row : rows) {
    if (const std::string its = month_of(row.entry.date); its != month) {
      out += fmt::format("{}<h2>{}</h2>\n<ul>\n", month.empty() ? "" : "</ul>\n", its);
      month = its;
    }
    add_row(out, row);
  }
  out += month.empty() ? "" : "</ul>\n";
  if (has_feed) {
    out += fmt::format("<p class=\"small\"><a href=\"{}\">Feed of new digests (Atom)</a></p>\n",
                       kFeedFile);
  }
  return out + "</main></div>\n</body>\n</html>\n";
}

std::string render_atom(const std::vector<ArchiveRow>& rows) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n";
  // The first digest of a chain stays the first.
  out +=
      fmt::format("<id>{}archive/{}</id>\n", kTagPrefix, escape_xml(rows.back().entry.digest_id));
  out += "<title>tagwatch: digests</title>\n";
  out += fmt::format("<updated>{}</updated>\n", format_rfc3339(rows.front().entry.issued_at));
  out += "<author><name>tagwatch</name></author>\n";
  out += fmt::format("<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n", kFeedFile);
  out += fmt::format("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", kIndexFile);
  for (std::size_t i = 0; i < std::min(rows.size(), kFeedEntriesMax); ++i) {
    add_entry(out, rows[i]);
  }
  return out + "</feed>\n";
}

std::vector<ArchiveRow> archive_rows(std::vector<ArchiveEntry> entries,
                                     const std::string& directory) {
  std::vector<ArchiveRow> rows;
  for (ArchiveEntry& entry : entries) {
    std::vector<std::string> files = digest_files_in(directory, entry.date);
    rows.push_back({std::move(entry), std::move(files)});
  }
  return rows;
}

Result<std::vector<std::string>> write_archive_files(const std::vector<ArchiveRow>& rows,
                                                     bool has_feed, const std::string& directory) {
  const std::filesystem::path folder(directory);
  std::vector<std::string> paths;
  const auto write = [&](std::string_view name, std::string_view bytes) -> Result<void> {
    paths.push_back(folder / name);
    return write_file_atomically(paths.back(), bytes);
  };
  if (auto written = write(kIndexFile, render_index(rows, has_feed)); !written) {
    return written.error();
  }
  if (has_feed && !rows.empty()) {
    if (auto written = write(kFeedFile, render_atom(rows)); !written) {
      return written.error();
    }
  }
  return paths;
}

}  // namespace tagwatch
