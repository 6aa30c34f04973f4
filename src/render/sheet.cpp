#include "sheet.hpp"

#include <cctype>

#include "sheet_parts.hpp"
#include "tagwatch/digest/sentences.hpp"
#include "tagwatch/render/files.hpp"
#include "tagwatch/text/url.hpp"
#include "words.hpp"

namespace tagwatch::render {
namespace {

// True when the byte at `at` would make a tag longer, or is part of a character beyond ASCII, which
// mostly would.
bool goes_on(std::string_view text, std::size_t at) {
  if (at >= text.size()) {
    return false;
  }
  const auto c = static_cast<unsigned char>(text[at]);
  return std::isalnum(c) != 0 || c == '_' || (c >= 0xC3 && c < 0xE2);
}

// The length of the watched tag, '#' included, that stands at `at`; 0 where none does.
std::size_t tag_length(std::string_view text, std::size_t at, const std::vector<TagCount>& tags) {
  std::size_t longest = 0;
  for (const TagCount& count : tags) {
    const std::string written = "#" + one_line(count.tag);
    if (text.substr(at).starts_with(written) && !goes_on(text, at + written.size())) {
      longest = std::max(longest, written.size());
    }
  }
  return longest;
}

Sentence sentence(std::string_view words, const std::vector<TagCount>& tags) {
  const std::string text = one_line(words);
  Sentence result;
  std::size_t begun = 0;
  for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at + 1)) {
    const std::size_t length = tag_length(text, at, tags);
    if (length == 0) {
      continue;
    }
    if (at > begun) {
      result.runs.push_back({text.substr(begun, at - begun), false});
    }
    result.runs.push_back({text.substr(at, length), true});
    begun = at + length;
  }
  if (begun < text.size()) {
    result.runs.push_back({text.substr(begun), false});
  }
  return result;
}

std::string preview_words(const DigestView& view) {
  if (view.value.issued) {
    return {};
  }
  if (view.value.first_day) {
    return "A look back, not a digest: each post is reported by the digest of its day.";
  }
  if (view.held_by.empty()) {
    return "Preview, not issued: the numbers may still change.";
  }
  const auto day = parse_day(view.held_by);
  return "Preview, not issued: the digest of " +
         (day ? format_long_day(*day) : one_line(view.held_by)) + " reports the posts of this day.";
}

// Those of before the date, or all of a look back.
std::vector<DayRow> day_rows(const DigestValue& value, const Zone& zone) {
  std::vector<DayRow> rows;
  for (const MissedDay& missed : value.first_day ? value.days : value.missed_days) {
    const std::string weekday(weekday_name(missed.date).substr(0, 3));
    const MissedDayWords words = missed_day_words(missed, value, zone);
    rows.push_back({weekday + " " + format_short_day(missed.date), one_line(words.counts),
                    one_line(words.coverage)});
  }
  return rows;
}

std::string date_words(const DigestValue& value) {
  const std::string date =
      std::string(weekday_name(value.date)) + " " + format_long_day(value.date);
  return value.first_day ? std::string(weekday_name(*value.first_day)) + " " +
                               format_short_day(*value.first_day) + " to " + date
                         : date;
}

std::vector<std::string> lines(const std::vector<std::string>& sentences) {
  std::vector<std::string> result;
  result.reserve(sentences.size());
  for (const std::string& words : sentences) {
    result.push_back(one_line(words));
  }
  return result;
}

// "0x7f.1", "2130706433": browsers read a host whose last part is a number as an IPv4 address, and
// go to another one than is shown. Written out in full it is the same to both.
bool is_disguised_number(std::string_view host) {
  constexpr std::string_view kDigits = "0123456789";
  const std::string_view last = host.substr(host.rfind('.') + 1);
  const bool is_number = last.find_first_not_of(kDigits) == std::string_view::npos ||
                         last.starts_with("0x") || last.starts_with("0X");
  int parts = 0;
  bool plain = true;
  for (std::size_t at = 0; at <= host.size(); ++parts) {
    const std::size_t end = std::min(host.find('.', at), host.size());
    const std::string_view part = host.substr(at, end - at);
    plain = plain && !part.empty() && part.size() <= 3 &&
            part.find_first_not_of(kDigits) == std::string_view::npos &&
            (part.size() == 1 || part[0] != '0');
    at = end + 1;
  }
  return is_number && !(plain && parts == 4);
}

}  // namespace

std::string linkable(std::string_view url) {
  const auto absolute = resolve_url(url, url);
  const std::string host = absolute ? host_of(*absolute) : "";
  return host.empty() || is_disguised_number(host) ? std::string() : *absolute;
}

std::string title_of(const Link& link) {
  std::string title = one_line(link.title);
  return reads_as_address(title) ? std::string() : title;
}

Result<Sheet> sheet_of(const DigestView& view) {
  const DigestValue& value = view.value;
  const auto zone = Zone::locate(value.timezone);
  if (!zone) {
    return zone.error();
  }
  const WallClock clock(*zone, value.date);
  Sheet sheet;
  sheet.subject = one_line(view.subject);
  sheet.title = value.first_day ? "Look back" : "Daily digest";
  sheet.date = date_words(value);
  sheet.zone = clock.zone_words();
  sheet.preview = preview_words(view);
  sheet.heading = one_line(view.heading);
  for (const std::string& words : view.headline) {
    sheet.headline.push_back(sentence(words, value.tags));
  }
  sheet.same_texts = same_texts(view, clock);
  sheet.same_texts_heading = sheet.same_texts.empty() ? "" : "The same text";
  sheet.same_texts_note = same_texts_note(value);
  sheet.sections = post_sections(view, clock);
  sheet.hours_heading = "When they posted";
  sheet.hours = one_line(view.hours);
  if (!value.first_day) {
    sheet.chart = hour_chart(value, *zone);
  }
  sheet.topics = topics_and_links(view);
  sheet.tallies = tallies(view);
  sheet.earlier = lines(view.earlier);
  sheet.about_heading = value.first_day ? "Day by day" : "About earlier days";
  sheet.missed = day_rows(value, *zone);
  sheet.about_earlier = !sheet.earlier.empty() || !sheet.missed.empty();
  sheet.sources = source_rows(value, *zone);
  sheet.sources_note = sources_note(value);
  sheet.sums = one_line(view.sums);
  sheet.data_as_of = clock.time_and_zone(value.data_as_of);
  sheet.posts_file = digest_posts_file_name(value);
  sheet.contact = one_line(value.contact);
  sheet.colophon = one_line(value.digest_id + " · " + value.software);
  return sheet;
}

}  // namespace tagwatch::render
