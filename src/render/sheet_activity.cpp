// What a Sheet says of the day as a whole: hours, topics, links, tags beside, languages, accounts.

#include <algorithm>
#include <array>

#include "referred.hpp"
#include "sheet_parts.hpp"
#include "tagwatch/digest/sentences.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch::render {
namespace {

// Below this many posts bars show noise, and the sentence is enough.
constexpr std::int64_t kPostsForBars = 10;
constexpr std::int64_t kBarPixelsMax = 56;
constexpr std::int64_t kMinutesATick = 6 * 60;
constexpr std::size_t kRowsMax = 5;
constexpr std::size_t kNamesMax = 6;
constexpr std::size_t kTitleCharactersMax = 80;

std::string language_words(const std::string& code) {
  const std::string_view known = language_name(code);
  return code.empty() ? "not said" : known.empty() ? one_line(code) : std::string(known);
}

std::string usual_range(const std::optional<Usual>& usual) {
  if (!usual) {
    return {};
  }
  return usual->low == usual->high ? number(usual->low)
                                   : number(usual->low) + "–" + number(usual->high);
}

void add_topics(const DigestValue& value, CountTable& table) {
  std::size_t rows = 0;
  for (const NamedCount& topic : value.topics) {
    const bool expected = topic.usual && topic.usual->low > 0;
    if ((topic.posts > 0 || expected) && rows < kRowsMax) {
      table.rows.push_back(
          {one_line(topic.name), "", "", number(topic.posts), usual_range(topic.usual)});
      table.usual = table.usual || topic.usual;
      ++rows;
    }
  }
}

void add_links(const DigestView& view, CountTable& table) {
  std::size_t rows = 0;
  for (const ReferredCount& count : view.value.links) {
    const Link* link = link_of(view, count);
    if (link == nullptr || rows == kRowsMax) {
      continue;
    }
    const std::string url = linkable(link->url);
    if (url.empty()) {
      continue;
    }
    const std::string host = one_line(host_of(url));
    const std::string title = shortened(title_of(*link), kTitleCharactersMax);
    table.rows.push_back(
        {title.empty() ? host : title, url, title.empty() ? "" : host, number(count.posts), ""});
    ++rows;
  }
}

void add(Tally& tally, std::string text, std::string count) {
  if (tally.items.size() == kNamesMax) {
    return;
  }
  if (!tally.items.empty()) {
    tally.items.back().more = true;
  }
  tally.items.push_back({std::move(text), std::move(count), false});
}

Tally related_tags(const DigestView& view) {
  Tally tally{"Tags beside", {}};
  for (const ReferredCount& count : view.value.related_tags) {
    if (const Hashtag* tag = tag_of(view, count)) {
      add(tally, "#" + one_line(tag->spelled()), number(count.posts));
    }
  }
  return tally;
}

Tally accounts(const DigestView& view) {
  Tally tally{"Accounts with several posts", {}};
  for (const ReferredCount& count : view.value.authors) {
    const Author* author = author_of(view, count);
    const bool several = count.posts > 1;  // an account with one post is no finding
    if (author != nullptr && several && !author->handle.empty()) {
      add(tally, one_line(author->handle), number(count.posts));
    }
  }
  return tally;
}

Tally languages(const DigestValue& value) {
  Tally tally{"Languages", {}};
  for (const NamedCount& language : value.languages) {
    if (language.posts > 0) {
      const std::string guessed =
          language.guessed > 0 ? " (" + number(language.guessed) + " guessed)" : "";
      add(tally, language_words(language.name), number(language.posts) + guessed);
    }
  }
  return tally.items.size() < 2 ? Tally{} : tally;  // one language is no finding
}

constexpr std::string_view kNoZero = "–";
constexpr std::string_view kInPart = "*";

// "" for an hour that was read in full.
std::string_view mark_of(const HourCount& hour) {
  if (hour.coverage == CoverageWord::complete) {
    return "";
  }
  return hour.posts == 0 && !anything_read(hour.coverage) ? kNoZero : kInPart;
}

// One post is always seen.
std::int64_t height_of(std::int64_t posts, std::int64_t most) {
  constexpr std::int64_t kLeast = 3;
  return posts == 0 ? 0 : std::max(kLeast, posts * kBarPixelsMax / most);
}

BarRow bar_of(const HourCount& hour, std::int64_t most, const Zone& zone) {
  const std::string mark(mark_of(hour));
  const std::int64_t height = height_of(hour.posts, most);
  BarRow bar;
  bar.clock = format_time_of_day(zone.local(hour.from).since_midnight);
  bar.posts = mark == kNoZero ? mark : number(hour.posts) + mark;
  bar.height = height == 0 ? "" : std::to_string(height);
  bar.rest = std::to_string(kBarPixelsMax - height);
  bar.peak = hour.posts == most;
  const bool zero_in_part = hour.posts == 0 && !mark.empty();
  bar.label = bar.peak || zero_in_part ? bar.posts : mark;
  return bar;
}

std::string note_on(const std::vector<HourCount>& hours) {
  std::vector<std::string> parts;
  const auto add = [&](std::string_view mark, std::string_view words) {
    const bool used = std::any_of(hours.begin(), hours.end(),
                                  [&](const HourCount& hour) { return mark_of(hour) == mark; });
    if (used) {
      parts.push_back(std::string(mark) + " " + std::string(words));
    }
  };
  add(kInPart, "not read in full");
  add(kNoZero, "none seen, and a source not read at all");
  return joined(parts, "; ");
}

std::vector<TickRow> ticks_of(const std::vector<HourCount>& hours, const Zone& zone) {
  std::vector<TickRow> ticks;
  int since_last = 0;
  for (const HourCount& hour : hours) {
    const LocalTime local = zone.local(hour.from);
    const bool due = local.since_midnight.count() % kMinutesATick == 0;
    if (ticks.empty() || due) {
      ticks.push_back({format_time_of_day(local.since_midnight), ""});
      since_last = 0;
    }
    ticks.back().hours = std::to_string(++since_last);
  }
  return ticks;
}

}  // namespace

std::optional<HourChart> hour_chart(const DigestValue& value, const Zone& zone) {
  std::int64_t total = 0;
  std::int64_t most = 0;
  for (const HourCount& hour : value.by_hour) {
    total += hour.posts;
    most = std::max(most, hour.posts);
  }
  if (total < kPostsForBars) {
    return std::nullopt;
  }
  HourChart chart;
  for (const HourCount& hour : value.by_hour) {
    chart.bars.push_back(bar_of(hour, most, zone));
  }
  chart.ticks = ticks_of(value.by_hour, zone);
  chart.note = note_on(value.by_hour);
  return chart;
}

std::optional<CountTable> topics_and_links(const DigestView& view) {
  CountTable table;
  add_topics(view.value, table);
  const bool topics = !table.rows.empty();
  const std::size_t without_links = table.rows.size();
  add_links(view, table);
  const bool links = table.rows.size() > without_links;
  table.heading = !links ? "Topics" : topics ? "Topics and links" : "Links";
  table.column = !links ? "Topic" : topics ? "Topic or page" : "Page";
  return table.rows.empty() ? std::nullopt : std::optional<CountTable>(std::move(table));
}

std::vector<Tally> tallies(const DigestView& view) {
  std::vector<Tally> result;
  for (Tally& tally : std::array{related_tags(view), languages(view.value), accounts(view)}) {
    if (!tally.items.empty()) {
      result.push_back(std::move(tally));
    }
  }
  return result;
}

}  // namespace tagwatch::render
