#include "tagwatch/render/markdown.hpp"

#include "columns.hpp"
#include "sheet.hpp"
#include "tagwatch/text/html.hpp"
#include "words.hpp"

namespace tagwatch::render {
namespace {

constexpr std::size_t kHoursALine = 6;

// An address that links to itself, shown in full. Inside of <…> only these could end it.
std::string address(std::string_view url) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = "<";
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F || c == '<' || c == '>' || c == '\\') {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 0xF];
    } else {
      out += c;
    }
  }
  return out + ">";
}

// What is not empty, with `separator` between.
std::string listed(const std::vector<std::string>& items, std::string_view separator = ", ") {
  std::vector<std::string> present;
  for (const std::string& item : items) {
    if (!item.empty()) {
      present.push_back(item);
    }
  }
  return joined(present, separator);
}

// Blocks, with an empty line between. Text is escaped by whoever puts it in.
class Blocks {
 public:
  void add(std::string_view block) {
    if (!block.empty()) {
      out_ += out_.empty() ? "" : "\n";
      out_ += block;
      out_ += '\n';
    }
  }
  void heading(std::string_view signs, std::string_view text) {
    add(std::string(signs) + " " + escape_markdown(text));
  }
  void paragraph(std::string_view text) { add(escape_markdown(text)); }
  /// Each line with a break behind it, but for the last; empty ones are left out.
  void lines(const std::vector<std::string>& lines, std::string_view begin = "") {
    const std::string separator = "\\\n" + std::string(begin);
    const std::string text = listed(lines, separator);
    add(text.empty() ? text : std::string(begin) + text);
  }
  void list(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) {
      text += (text.empty() ? "- " : "\n- ") + item;
    }
    add(text);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::string escaped(const Sentence& sentence) {
  std::string text;
  for (const Run& run : sentence.runs) {
    const std::string words = escape_markdown(run.text);
    // White space at the begin of a run is not that of a line.
    const bool spaced = run.text.starts_with(' ') && !text.empty();
    text += (spaced ? " " : "") + (run.strong ? "**" + words + "**" : words);
  }
  return text;
}

// A name that is written from right to left stands last on its line: so it moves nothing of ours.
void write_post(Blocks& out, const PostRow& post, std::size_t number) {
  const std::string facts =
      listed({post.time, post.platform, post.followers, post.tags, joined(post.why, ", ")});
  std::vector<std::string> who{
      "**" + escape_markdown(std::to_string(number) + ".") + "** " + escape_markdown(facts),
      escape_markdown(post.name)};
  if (post.handle != post.name) {
    who.push_back(escape_markdown(post.handle));
  }
  who.push_back(escape_markdown(post.notice));
  if (!post.warning.empty()) {
    who.push_back(escape_markdown("Warning by the author: " + post.warning));
  }
  out.lines(who);
  if (post.quote) {
    std::vector<std::string> quoted;
    for (const PostLine& line : post.quote->lines) {
      quoted.push_back(escape_markdown(line.text));
    }
    out.lines(quoted, "> ");
  }
  std::vector<std::string> rest{escape_markdown(listed({post.item, post.counts}))};
  for (const LinkRow& link : post.links) {
    rest.push_back(escape_markdown(link.title));
    rest.push_back(address(link.url));
  }
  if (!post.url.empty()) {
    rest.push_back(address(post.url));
  }
  out.lines(rest);
}

void write_same_texts(Blocks& out, const Sheet& sheet) {
  if (sheet.same_texts.empty()) {
    return;
  }
  out.heading("##", sheet.same_texts_heading);
  std::vector<std::string> rows;
  for (const SameTextRow& row : sheet.same_texts) {
    const std::string facts =
        listed({row.posts, row.span, row.notice.empty() ? "the first:" : row.notice});
    rows.push_back(listed({escape_markdown(facts), escape_markdown(row.first),
                           row.url.empty() ? std::string() : address(row.url)},
                          "\\\n  "));
  }
  out.list(rows);
  out.paragraph(sheet.same_texts_note);
}

void write_sections(Blocks& out, const Sheet& sheet) {
  std::size_t number = 0;
  for (const PostSection& section : sheet.sections) {
    out.heading("##", listed({section.heading, section.note}));
    for (const PostRow& post : section.posts) {
      write_post(out, post, ++number);
    }
  }
}

void write_hours(Blocks& out, const Sheet& sheet) {
  if (sheet.hours.empty() && !sheet.chart) {
    return;
  }
  out.heading("##", sheet.hours_heading);
  out.paragraph(sheet.hours);
  if (!sheet.chart) {
    return;
  }
  out.paragraph("Posts an hour:");
  const std::vector<BarRow>& bars = sheet.chart->bars;
  std::vector<std::string> rows;
  for (std::size_t at = 0; at < bars.size(); at += kHoursALine) {
    std::vector<std::string> numbers;
    for (std::size_t hour = at; hour < std::min(at + kHoursALine, bars.size()); ++hour) {
      numbers.push_back(bars[hour].posts);
    }
    rows.push_back(escape_markdown("from " + bars[at].clock + ": " + joined(numbers, ", ")));
  }
  out.list(rows);
  out.paragraph(sheet.chart->note);
}

void write_topics(Blocks& out, const Sheet& sheet) {
  if (!sheet.topics) {
    return;
  }
  out.heading("##", sheet.topics->heading);
  std::vector<std::string> rows;
  for (const CountRow& row : sheet.topics->rows) {
    const std::string usual = row.usual.empty() ? "" : " (usually " + row.usual + ")";
    const std::string words = escape_markdown(row.posts + ": " + row.label + usual);
    rows.push_back(row.url.empty() ? words : words + "\\\n  " + address(row.url));
  }
  out.list(rows);
}

// Names from right to left would draw their neighbours along: each gets a line.
void write_tallies(Blocks& out, const Sheet& sheet) {
  for (const Tally& tally : sheet.tallies) {
    std::string together;
    std::vector<std::string> lines;
    for (const TallyItem& item : tally.items) {
      if (right_to_left(item.text)) {
        lines.push_back(escape_markdown(item.count + " " + item.text));
      } else {
        together += (together.empty() ? "" : ", ") + item.text + " " + item.count;
      }
    }
    lines.insert(lines.begin(), escape_markdown(tally.label + ": " + together));
    out.lines(lines);
  }
}

void write_earlier(Blocks& out, const Sheet& sheet) {
  if (!sheet.about_earlier) {
    return;
  }
  out.heading("##", sheet.about_heading);
  for (const std::string& words : sheet.earlier) {
    out.paragraph(words);
  }
  std::vector<std::string> days;
  for (const DayRow& day : sheet.missed) {
    days.push_back(escape_markdown(day.day + ": " + day.counts + ". " + day.coverage));
  }
  out.list(days);
}

void write_sources(Blocks& out, const Sheet& sheet) {
  out.heading("##", "Sources");
  std::vector<std::string> rows;
  for (const SourceRow& source : sheet.sources) {
    const std::string names = escape_markdown(source.names);
    rows.push_back(escape_markdown(source.name + ": " + source.posts + "; " + source.words) +
                   (names.empty() ? "" : "\\\n  " + names));
  }
  out.list(rows);
  out.paragraph(sheet.sources_note);
}

void write_end(Blocks& out, const Sheet& sheet) {
  out.add("---");
  out.paragraph(sheet.sums);
  out.paragraph("Data as of " + sheet.data_as_of +
                ". Only public posts are read. All posts: " + sheet.posts_file + ".");
  if (!sheet.contact.empty()) {
    out.paragraph("Who to call: " + sheet.contact);
  }
  out.paragraph(sheet.colophon);
}

std::string markdown_of(const Sheet& sheet) {
  Blocks out;
  out.heading("#", sheet.heading);
  out.lines({escape_markdown(sheet.title + ", " + sheet.date + ", " + sheet.zone),
             escape_markdown(sheet.preview)});
  for (const Sentence& sentence : sheet.headline) {
    out.add(escaped(sentence));
  }
  write_same_texts(out, sheet);
  write_sections(out, sheet);
  write_hours(out, sheet);
  write_topics(out, sheet);
  write_tallies(out, sheet);
  write_earlier(out, sheet);
  write_sources(out, sheet);
  write_end(out, sheet);
  return out.take();
}

}  // namespace
}  // namespace tagwatch::render

namespace tagwatch {

Result<std::string> render_markdown(const DigestView& view) {
  const auto sheet = render::sheet_of(view);
  if (!sheet) {
    return sheet.error();
  }
  return render::markdown_of(*sheet);
}

}  // namespace tagwatch
