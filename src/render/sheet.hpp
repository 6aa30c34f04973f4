// The digest as one sheet of words: what each page says, in its order, without any markup.
//
// HTML, text and Markdown are all written from a Sheet, so none can say what another does not.
// Every string is clean (see words.hpp) but not yet escaped for a format. An empty string, an unset
// optional or an empty list means that there is nothing to say.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tagwatch/base/error.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch::render {

/// A part of a sentence; the watched tags stand out.
struct Run {
  std::string text;
  bool strong = false;
};

struct Sentence {
  std::vector<Run> runs;
};

struct LinkRow {
  std::string url;    ///< http or https
  std::string host;   ///< "" where it stands as the title
  std::string title;  ///< or the host, where the page has none
};

/// A line of a post's text.
struct PostLine {
  std::string text;
  bool more = false;  ///< another line follows
};

/// What a post says, cut to a quote.
struct Quote {
  std::string language;  ///< BCP 47, only where it is well formed
  std::vector<PostLine> lines;
};

struct PostRow {
  std::string time;      ///< "14:06"
  std::string platform;  ///< "Mastodon"
  std::string name;
  std::string handle;
  std::string followers;  ///< "41,000 followers"
  std::string tags;       ///< the watched tags that its quote does not show: "#TMSSW (by phrase)"
  std::vector<std::string> why;  ///< "many reposts"
  std::string notice;            ///< why there is no text: deleted, or withheld
  std::string warning;           ///< the author's content warning
  std::optional<Quote> quote;
  std::string counts;  ///< "212 likes, 87 reposts"
  std::string item;    ///< "No. 12": by which what waits for an answer is closed
  std::string url;     ///< http or https
  std::string host;    ///< of `url`
  std::vector<LinkRow> links;
};

struct PostSection {
  std::string heading;
  std::string note;  ///< "4 of 21 posts"
  std::vector<PostRow> posts;
};

/// A text that several accounts posted.
struct SameTextRow {
  std::string posts;   ///< "12 posts by 9 accounts"
  std::string span;    ///< "14:02–15:40"
  std::string first;   ///< who posted it first; "" where that is not told
  std::string notice;  ///< why it is not told: deleted
  std::string url;     ///< of the first; http or https
  std::string host;    ///< of `url`
};

/// One hour as a bar: `height` and `rest` share the same total, in pixels.
struct BarRow {
  std::string clock;   ///< "14:00"
  std::string posts;   ///< "7"; "7*" of an hour not read in full; "–" where none is no zero
  std::string height;  ///< "" without posts
  std::string rest;
  bool peak = false;
  std::string label;  ///< what stands above the bar: the number at the peak, else a mark, or ""
};

/// A label under `hours` bars.
struct TickRow {
  std::string label;
  std::string hours;
};

struct HourChart {
  std::vector<BarRow> bars;
  std::vector<TickRow> ticks;
  std::string note;  ///< what the marks mean, where there are any
};

struct CountRow {
  std::string label;
  std::string url;   ///< "" : no link
  std::string host;  ///< of `url`
  std::string posts;
  std::string usual;
};

/// Topics and linked pages with their counts.
struct CountTable {
  std::string heading;  ///< "Topics and links"
  std::string column;   ///< "Topic or page"
  bool usual = false;   ///< a row says what is usual
  std::vector<CountRow> rows;
};

struct TallyItem {
  std::string text;  ///< "#SecuritySummit", "@reader@social.example", "French"
  std::string count;
  bool more = false;  ///< another item follows
};

/// Names with their counts, in one breath: "Languages: English 40, French 7."
struct Tally {
  std::string label;
  std::vector<TallyItem> items;
};

struct SourceRow {
  std::string name;   ///< "Bluesky", "12 others"
  std::string names;  ///< of those that share the row; "" for one
  std::string posts;  ///< "51", "0"; in words where nothing was seen because nothing could be
  std::string words;  ///< of coverage
};

struct DayRow {
  std::string day;       ///< "Sat 21 Nov"
  std::string counts;    ///< "#TMSSW 7, #GlobalSecurity none seen"
  std::string coverage;  ///< sentences
};

struct Sheet {
  std::string subject;
  std::string title;    ///< "Daily digest"
  std::string date;     ///< "Monday 23 November 2026"
  std::string zone;     ///< "New York time"
  std::string preview;  ///< "" once issued
  std::string heading;
  std::vector<Sentence> headline;
  std::string same_texts_heading;
  std::vector<SameTextRow> same_texts;
  std::string same_texts_note;  ///< how many more there are
  std::vector<PostSection> sections;
  std::string hours_heading;  ///< "When they posted"
  std::string hours;
  std::optional<HourChart> chart;
  std::optional<CountTable> topics;  ///< and links
  std::vector<Tally> tallies;        ///< tags beside, languages, accounts
  bool about_earlier = false;        ///< there is something in `earlier` or `missed`
  std::string about_heading;         ///< "About earlier days"
  std::vector<std::string> earlier;
  std::vector<DayRow> missed;
  std::vector<SourceRow> sources;
  std::string sources_note;
  std::string sums;
  std::string data_as_of;
  std::string posts_file;  ///< name of the file beside this one that lists every post
  std::string contact;
  std::string colophon;  ///< what made it
};

/// Errors: config_invalid for a zone that this machine does not know.
[[nodiscard]] Result<Sheet> sheet_of(const DigestView& view);

}  // namespace tagwatch::render
