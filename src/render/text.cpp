#include "tagwatch/render/text.hpp"

#include "columns.hpp"
#include "sheet.hpp"
#include "tagwatch/text/html.hpp"
#include "words.hpp"

namespace tagwatch::render {
namespace {
constexpr std::size_t kColumnsMax = 72;  // what survives quoting in a mail of 80
// The bars' numbers stand six hours a line.
constexpr std::size_t kHoursALine = 6;
constexpr std::size_t kHourColumns = 6;

class TextWriter {
 public:
  void line(std::string_view text) {
    out_ += text;
    out_ += '\n';
  }

  void blank() {
    if (!out_.empty() && !out_.ends_with("\n\n")) {
      out_ += '\n';
    }
  }

  void paragraph(std::string_view text, std::string_view first_indent = "",
                 std::string_view indent = "") {
    for (const std::string& wrapped_line : wrapped(text, kColumnsMax, first_indent, indent)) {
      line(wrapped_line);
    }
  }

  void heading(std::string_view text, char underline) {
    blank();
    std::size_t widest = 0;
    for (const std::string& wrapped_line : wrapped(text, kColumnsMax, "", "")) {
      line(wrapped_line);
      widest = std::max(widest, columns(wrapped_line));
    }
    line(std::string(widest, underline));
  }

  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::string plain(const Sentence& sentence) {
  std::string text;
  for (const Run& run : sentence.runs) {
    text += run.text;
  }
  return text;
}

// What is not empty, with commas between.
std::string listed(const std::vector<std::string>& items) {
  std::vector<std::string> present;
  for (const std::string& item : items) {
    if (!item.empty()) {
      present.push_back(item);
    }
  }
  return joined(present, ", ");
}

// A foreign name stands last on its line, or alone on it: so a name that is written from right to
// left moves nothing of ours, and no control character is needed to hold it.
void write_who(TextWriter& out, const PostRow& post, std::string_view number) {
  const std::string first_indent =
      std::string(4 - std::min<std::size_t>(number.size() + 2, 4), ' ') + std::string(number) +
      ". ";
  const std::string facts =
      listed({post.time, post.platform, post.followers, post.tags, joined(post.why, ", ")});
  out.paragraph(facts, first_indent, "    ");
  if (!post.name.empty()) {
    out.paragraph(post.name, "    ", "    ");
  }
  if (!post.handle.empty() && post.handle != post.name) {
    out.paragraph(post.handle, "    ", "    ");
  }
}

void write_post(TextWriter& out, const PostRow& post, std::size_t number) {
  write_who(out, post, std::to_string(number));
  if (!post.notice.empty()) {
    out.paragraph(post.notice, "    ", "    ");
  }
  if (!post.warning.empty()) {
    out.paragraph("Warning by the author:", "    ", "    ");
    out.paragraph(post.warning, "    ", "    ");
  }
  if (post.quote) {
    for (const PostLine& quoted : post.quote->lines) {
      out.paragraph(quoted.text, "    > ", "    > ");
    }
  }
  if (const std::string facts = listed({post.item, post.counts}); !facts.empty()) {
    out.paragraph(facts, "    ", "    ");
  }
  for (const LinkRow& link : post.links) {
    out.paragraph(link.title, "    ", "    ");
    out.paragraph(link.url, "    ", "    ");
  }
  if (!post.url.empty()) {
    out.paragraph(post.url, "    ", "    ");
  }
}

void write_same_texts(TextWriter& out, const Sheet& sheet) {
  if (sheet.same_texts.empty()) {
    return;
  }
  out.heading(sheet.same_texts_heading, '-');
  for (const SameTextRow& row : sheet.same_texts) {
    out.paragraph(listed({row.posts, row.span, row.notice.empty() ? "the first:" : row.notice}),
                  "  ", "    ");
    out.paragraph(row.first, "    ", "    ");
    out.paragraph(row.url, "    ", "    ");
  }
  out.paragraph(sheet.same_texts_note, "  ", "  ");
}

void write_sections(TextWriter& out, const Sheet& sheet) {
  std::size_t number = 0;
  for (const PostSection& section : sheet.sections) {
    out.heading(listed({section.heading, section.note}), '-');
    for (const PostRow& post : section.posts) {
      out.blank();
      write_post(out, post, ++number);
    }
  }
}

void write_hours(TextWriter& out, const Sheet& sheet) {
  if (sheet.hours.empty() && !sheet.chart) {
    return;
  }
  out.heading(sheet.hours_heading, '-');
  out.paragraph(sheet.hours);
  if (!sheet.chart) {
    return;
  }
  out.line("Posts an hour:");
  const std::vector<BarRow>& bars = sheet.chart->bars;
  for (std::size_t at = 0; at < bars.size(); at += kHoursALine) {
    std::string row = "  from " + bars[at].clock;
    for (std::size_t hour = at; hour < std::min(at + kHoursALine, bars.size()); ++hour) {
      // A mark stands behind its number, which keeps its place.
      const std::string& posts = bars[hour].posts;
      const std::size_t width = columns(posts) - (posts.ends_with('*') ? 1 : 0);
      const std::size_t mark_before = row.ends_with('*') ? 1 : 0;
      row += std::string(kHourColumns - std::min(kHourColumns - 1, mark_before + width), ' ');
      row += posts;
    }
    out.line(row);
  }
  out.paragraph(sheet.chart->note, "  ", "  ");
}

void write_topics(TextWriter& out, const Sheet& sheet) {
  if (!sheet.topics) {
    return;
  }
  out.heading(sheet.topics->heading, '-');
  for (const CountRow& row : sheet.topics->rows) {
    const std::string number =
        std::string(6 - std::min<std::size_t>(row.posts.size(), 5), ' ') + row.posts + "  ";
    const std::string usual = row.usual.empty() ? "" : " (usually " + row.usual + ")";
    out.paragraph(row.label + usual, number, "        ");
    out.paragraph(row.url, "        ", "        ");
  }
}

// Names from right to left would draw their neighbours along: each gets a line.
void write_tallies(TextWriter& out, const Sheet& sheet) {
  for (const Tally& tally : sheet.tallies) {
    out.blank();
    std::string together;
    std::vector<std::string> alone;
    for (const TallyItem& item : tally.items) {
      if (right_to_left(item.text)) {
        alone.push_back(item.count + " " + item.text);
      } else {
        together += (together.empty() ? "" : ", ") + item.text + " " + item.count;
      }
    }
    out.paragraph(tally.label + ": " + together);
    for (const std::string& item : alone) {
      out.paragraph(item, "  ", "  ");
    }
  }
}

void write_earlier(TextWriter& out, const Sheet& sheet) {
  if (!sheet.about_earlier) {
    return;
  }
  out.heading(sheet.about_heading, '-');
  for (const std::string& words : sheet.earlier) {
    out.paragraph(words);
  }
  for (const DayRow& day : sheet.missed) {
    out.paragraph(day.day + ": " + day.counts + ". " + day.coverage, "  ", "    ");
  }
}

void write_sources(TextWriter& out, const Sheet& sheet) {
  out.heading("Sources", '-');
  for (const SourceRow& source : sheet.sources) {
    out.paragraph(source.name + ": " + source.posts + "; " + source.words, "  ", "    ");
    out.paragraph(source.names, "    ", "    ");
  }
  out.paragraph(sheet.sources_note);
}

void write_end(TextWriter& out, const Sheet& sheet) {
  out.blank();
  out.line("--");
  out.paragraph(sheet.sums);
  out.paragraph("Data as of " + sheet.data_as_of +
                ". Only public posts are read. All posts: " + sheet.posts_file + ".");
  if (!sheet.contact.empty()) {
    out.paragraph("Who to call: " + sheet.contact);
  }
  out.paragraph(sheet.colophon);
}

std::string text_of(const Sheet& sheet) {
  TextWriter out;
  out.paragraph(sheet.title + ", " + sheet.date + ", " + sheet.zone);
  out.paragraph(sheet.preview);
  out.heading(sheet.heading, '=');
  for (const Sentence& sentence : sheet.headline) {
    out.blank();
    out.paragraph(plain(sentence));
  }
  write_same_texts(out, sheet);
  write_sections(out, sheet);
  write_hours(out, sheet);
  write_topics(out, sheet);
  write_tallies(out, sheet);
  write_earlier(out, sheet);
  write_sources(out, sheet);
  write_end(out, sheet);
  return for_terminal(out.take());
}

}  // namespace
}  // namespace tagwatch::render

namespace tagwatch {

Result<std::string> render_text(const DigestView& view) {
  const auto sheet = render::sheet_of(view);
  if (!sheet) {
    return sheet.error();
  }
  return render::text_of(*sheet);
}

}  // namespace tagwatch
