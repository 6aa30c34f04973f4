// The listed posts of a Sheet: who, when, why, and what they say.

#include <algorithm>
#include <cctype>
#include <set>

#include "sheet_parts.hpp"
#include "tagwatch/digest/sentences.hpp"
#include "tagwatch/text/ascii.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch::render {
namespace {

// A digest quotes, it does not copy: about two lines on paper. The whole text stands in the list
// beside it and behind the link.
constexpr std::size_t kQuoteCharactersMax = 280;
constexpr std::size_t kQuoteLinesMax = 5;
// Names and titles that would fill the screen are shortened.
constexpr std::size_t kNameCharactersMax = 60;
constexpr std::size_t kTitleCharactersMax = 90;
// Links that the text does not show already.
constexpr std::size_t kLinksMax = 1;

std::string platform_words(const PostRecord& record) {
  const std::string platform = one_line(record.post.platform);
  if (platform == "feed") {
    return record.sightings.empty() ? "feed" : "feed " + one_line(record.sightings.front().source);
  }
  std::string words = platform;
  if (!words.empty()) {
    words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
  }
  return words;
}

// The watched tags that a reader of the quote does not see in it.
std::string tags_beside(const PostRecord& record, const std::optional<Quote>& quote) {
  std::string shown;
  for (const PostLine& line : quote ? quote->lines : std::vector<PostLine>()) {
    shown += ascii_lower(line.text) + "\n";
  }
  std::vector<std::string> tags;
  for (const Match& match : record.matches) {
    const std::string tag = "#" + one_line(match.spelled);
    if (match.by_phrase) {
      tags.push_back(tag + " (by phrase)");
    } else if (shown.find(ascii_lower(tag)) == std::string::npos) {
      tags.push_back(tag);
    }
  }
  return joined(tags, ", ");
}

std::vector<std::string> why_words(const std::vector<Why>& whys) {
  std::vector<std::string> parts;
  for (const Why why : whys) {
    if (why != Why::only_post) {  // the heading says that every post is here
      parts.emplace_back(words(why));
    }
  }
  return parts;
}

void add_count(std::vector<std::string>& parts, const std::optional<std::int64_t>& count,
               std::string_view one, std::string_view many) {
  if (count && *count > 0) {
    parts.push_back(counted(*count, one, many));
  }
}

std::string counts_words(const Engagement& engagement) {
  std::vector<std::string> parts;
  add_count(parts, engagement.likes, "like", "likes");
  add_count(parts, engagement.reposts, "repost", "reposts");
  add_count(parts, engagement.replies, "reply", "replies");
  add_count(parts, engagement.quotes, "quote", "quotes");
  return joined(parts, ", ");
}

// The first lines with something in them, cut where the quote gets long.
std::vector<PostLine> quoted_lines(std::string_view text) {
  const std::string quote = shortened(clean(text), kQuoteCharactersMax);
  std::vector<PostLine> lines;
  for (std::size_t at = 0; at < quote.size();) {
    const std::size_t end = std::min(quote.find('\n', at), quote.size());
    const std::string line = one_line(std::string_view(quote).substr(at, end - at));
    at = end + 1;
    if (line.empty()) {
      continue;
    }
    if (lines.size() == kQuoteLinesMax) {
      lines.back().text += " …";
      break;
    }
    if (!lines.empty()) {
      lines.back().more = true;
    }
    lines.push_back({line, false});
  }
  return lines;
}

std::vector<LinkRow> links_beside(const Post& post) {
  std::vector<LinkRow> rows;
  for (const Link& link : post.links) {
    const std::string url = linkable(link.url);
    const bool shown =
        post.text.find(link.url) != std::string::npos || page_key(link.url) == page_key(post.url);
    if (url.empty() || shown || rows.size() == kLinksMax) {
      continue;
    }
    const std::string host = one_line(host_of(url));
    const std::string title = shortened(title_of(link), kTitleCharactersMax);
    rows.push_back({url, title.empty() ? "" : host, title.empty() ? host : title});
  }
  return rows;
}

// BCP 47 as far as its form goes: it is put into an attribute.
std::string language_of(const Post& post) {
  constexpr std::size_t kLanguageBytesMax = 35;  // longest registered form, RFC 5646 §4.4
  const std::string language = post.language.value_or("");
  bool fine = !language.empty() && language.size() <= kLanguageBytesMax &&
              std::isalpha(static_cast<unsigned char>(language[0])) != 0;
  for (const char c : language) {
    fine = fine && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-');
  }
  return fine ? language : std::string();
}

void fill_in(const Post& post, PostRow& row) {
  row.name = shortened(one_line(post.author.name), kNameCharactersMax);
  row.handle = shortened(one_line(post.author.handle), kNameCharactersMax);
  constexpr std::int64_t kFollowersWorthSaying = 1000;
  if (post.author.followers.value_or(0) >= kFollowersWorthSaying) {
    row.followers = number(*post.author.followers) + " followers";
  }
  row.warning = shortened(one_line(post.content_warning.value_or("")), kTitleCharactersMax);
  std::vector<PostLine> lines = quoted_lines(post.text);
  if (!lines.empty()) {
    row.quote = Quote{language_of(post), std::move(lines)};
  }
  row.url = linkable(post.url);
  row.host = one_line(host_of(row.url));
  row.links = links_beside(post);
}

// What a digest says of a post that it shows, beside what the post says itself.
struct Shown {
  const std::string& uri;
  const std::vector<Why>& why;
  const Engagement& engagement;
};

PostRow post_row(const DigestView& view, const Shown& shown, const WallClock& clock) {
  PostRow row;
  row.why = why_words(shown.why);
  const auto found = view.records.find(shown.uri);
  if (found == view.records.end()) {
    row.notice = "No longer stored.";
    return row;
  }
  const PostRecord& record = found->second;
  const std::string time = clock.time(record.created);
  row.time = record.created_known ? time : "first seen " + time;
  row.platform = platform_words(record);
  if (record.deleted) {
    row.notice = "Deleted, and no longer quoted.";
    return row;
  }
  row.counts = counts_words(shown.engagement);
  if (record.post.withheld) {
    row.notice = "Its author asks not to be quoted.";
  } else {
    fill_in(record.post, row);
  }
  row.tags = tags_beside(record, row.quote);
  return row;
}

// How many of the day's posts a section is taken from.
struct Totals {
  std::int64_t programme = 0;
  std::int64_t other = 0;
};

// Without those that stand in the section before.
Totals totals_of(const DigestValue& value, const std::set<std::string_view>& before) {
  Totals totals;
  for (const ReportedPost& post : value.posts) {
    const bool counts =
        post.place == Place::shown || post.place == Place::clustered || post.place == Place::hidden;
    if (counts && !before.contains(post.uri)) {
      ++(post.programme ? totals.programme : totals.other);
    }
  }
  return totals;
}

bool about_programme(const DigestValue& value, std::string_view uri) {
  for (const ReportedPost& post : value.posts) {
    if (post.uri == uri) {
      return post.programme;
    }
  }
  return false;
}

// A post that is listed only so that the day shows some.
bool for_example(const TopPost& top) {
  return top.score == 0 && top.why.empty();
}

// The time of a post says how long it waits.
PostSection attention_section(const DigestView& view, const std::vector<AttentionItem>& items,
                              const WallClock& clock) {
  PostSection section{"To answer", {}, {}};
  for (std::size_t at = 0; at < std::min(items.size(), kAttentionShownMax); ++at) {
    const AttentionItem& item = items[at];
    PostRow row = post_row(view, {item.uri, item.why, item.engagement}, clock);
    row.item = "No. " + std::to_string(item.number);
    if (item.told) {
      row.why.push_back("told " + format_short_day(*item.told));
    }
    section.posts.push_back(std::move(row));
  }
  if (items.size() > kAttentionShownMax) {
    section.note = number(static_cast<std::int64_t>(kAttentionShownMax)) + " of " +
                   number(static_cast<std::int64_t>(items.size())) +
                   "; tagwatch attention list has all";
  }
  return section;
}

std::string share_words(std::size_t listed, std::int64_t total) {
  const auto shown = static_cast<std::int64_t>(listed);
  if (shown < total) {
    return number(shown) + " of " + posts_words(total);
  }
  return total == 1 ? posts_words(total) : total == 2 ? "both posts" : "all " + posts_words(total);
}

PostSection earlier_section(const DigestView& view, const WallClock& clock) {
  PostSection section{"Of earlier days", {}, {}};
  std::int64_t all = 0;
  for (const ReportedPost& post : view.value.posts) {
    const bool before =
        post.place == Place::late || post.place == Place::older || post.place == Place::missed;
    all += before ? 1 : 0;
  }
  for (const TopPost& top : view.value.earlier_posts) {
    section.posts.push_back(post_row(view, {top.uri, top.why, top.engagement}, clock));
  }
  section.note = share_words(section.posts.size(), all);
  return section;
}

}  // namespace

std::vector<PostSection> post_sections(const DigestView& view, const WallClock& clock) {
  std::vector<PostSection> sections;
  std::set<std::string_view> before;
  if (const auto& attention = view.value.attention; attention && !attention->empty()) {
    sections.push_back(attention_section(view, *attention, clock));
    for (std::size_t at = 0; at < std::min(attention->size(), kAttentionShownMax); ++at) {
      before.insert(attention->at(at).uri);
    }
  }
  PostSection programme{"About the programme", {}, {}};
  PostSection other{"Other posts", {}, {}};
  for (const TopPost& top : view.value.top_posts) {
    PostSection& section = about_programme(view.value, top.uri) ? programme : other;
    section.posts.push_back(post_row(view, {top.uri, top.why, top.engagement}, clock));
  }
  const Totals totals = totals_of(view.value, before);
  if (programme.posts.empty() && static_cast<std::int64_t>(other.posts.size()) >= totals.other) {
    other.heading = before.empty()
                        ? (totals.other == 1 ? "The only post" : "All " + posts_words(totals.other))
                        : "The other posts";
  } else {
    programme.note = share_words(programme.posts.size(), totals.programme);
    other.note = share_words(other.posts.size(), totals.other);
    if (programme.posts.empty()) {
      const auto& tops = view.value.top_posts;
      other.heading =
          std::all_of(tops.begin(), tops.end(), for_example) ? "Examples" : "Most noticed";
    }
  }
  for (PostSection* section : {&programme, &other}) {
    if (!section->posts.empty()) {
      sections.push_back(std::move(*section));
    }
  }
  if (!view.value.earlier_posts.empty()) {
    sections.push_back(earlier_section(view, clock));
  }
  return sections;
}

}  // namespace tagwatch::render
