#include "tagwatch/digest/sentences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "attention_sentences.hpp"
#include "coverage_sentences.hpp"
#include "earlier_sentences.hpp"
#include "tag_sentences.hpp"
#include "wording.hpp"

namespace tagwatch {
namespace {

/// Fewer posts have no busiest hour worth a sentence.
constexpr std::int64_t kBusiestHourFrom = 6;
/// More hours with the same number of posts are no busiest hours.
constexpr std::size_t kBusiestHoursMax = 2;

struct LanguageName {
  std::string_view code;
  std::string_view name;
};
// Those that the open networks carry most.
constexpr std::array kLanguages{
    LanguageName{"ar", "Arabic"},     LanguageName{"de", "German"},
    LanguageName{"en", "English"},    LanguageName{"es", "Spanish"},
    LanguageName{"fa", "Persian"},    LanguageName{"fr", "French"},
    LanguageName{"he", "Hebrew"},     LanguageName{"hi", "Hindi"},
    LanguageName{"id", "Indonesian"}, LanguageName{"it", "Italian"},
    LanguageName{"ja", "Japanese"},   LanguageName{"ko", "Korean"},
    LanguageName{"nl", "Dutch"},      LanguageName{"pl", "Polish"},
    LanguageName{"pt", "Portuguese"}, LanguageName{"ru", "Russian"},
    LanguageName{"sv", "Swedish"},    LanguageName{"th", "Thai"},
    LanguageName{"tr", "Turkish"},    LanguageName{"uk", "Ukrainian"},
    LanguageName{"vi", "Vietnamese"}, LanguageName{"zh", "Chinese"},
};

// Subject -----------------------------------------------------------------------------------------

std::string subject(const DigestValue& value, const std::vector<TagFacts>& tags) {
  std::vector<std::string> counts;
  for (const TagFacts& facts : tags) {
    counts.push_back(tag_in_subject(facts));
  }
  const std::string attention = attention_in_subject(value);
  const auto missed = static_cast<std::int64_t>(value.missed_days.size());
  const std::string day = value.first_day ? format_short_day(*value.first_day) + " to"
                                          : std::string(weekday_name(value.date).substr(0, 3));
  return fmt::format(
      "[tagwatch] {}{} {}{}: {}{}{}; {}", value.issued ? "" : "Preview, ", day,
      format_short_day(value.date),
      missed == 0 ? "" : fmt::format(" and {} before it", wording::counted(missed, "day", "days")),
      attention, attention.empty() ? "" : "; ", fmt::join(counts, ", "),
      coverage_in_short(value.coverage));
}

// Heading -----------------------------------------------------------------------------------------

std::vector<std::string> tags_with(const std::vector<TagFacts>& tags,
                                   std::initializer_list<Seen> seen) {
  std::vector<std::string> names;
  for (const TagFacts& facts : tags) {
    if (std::find(seen.begin(), seen.end(), facts.seen) != seen.end()) {
      names.push_back("#" + facts.count->tag);
    }
  }
  return names;
}

// What was seen, where nothing can be said of what to answer.
std::string counts_heading(const DigestValue& value, const std::vector<TagFacts>& tags) {
  std::vector<std::string> parts;
  for (const TagFacts& facts : tags) {
    if (facts.seen == Seen::posts) {
      const std::int64_t posts = facts.count->posts;
      parts.push_back(fmt::format("{} with #{}",
                                  parts.empty() ? posts_words(posts) : wording::number(posts),
                                  facts.count->tag));
    }
  }
  const auto none = tags_with(tags, {Seen::none, Seen::unverified});
  if (!none.empty()) {
    parts.push_back(fmt::format("{} seen with {}", parts.empty() ? "No post" : "none",
                                wording::listed(none, "or")));
  }
  const auto blind = tags_with(tags, {Seen::blind});
  const auto unknown = tags_with(tags, {Seen::unknown});
  if (blind.size() == tags.size()) {
    return fmt::format("Nothing is known of {}: ", value.first_day ? "these days" : "this day") +
           coverage_in_short(value.coverage);
  }
  if (!blind.empty()) {
    parts.push_back(wording::listed(blind) + " could not be read");
  }
  if (!unknown.empty()) {
    parts.push_back(wording::listed(unknown) + " not known");
  }
  return fmt::format("{}; {}", fmt::join(parts, ", "), coverage_in_short(value.coverage));
}

std::string heading(const DigestValue& value, const std::vector<TagFacts>& tags) {
  const std::string attention = attention_in_heading(value);
  return attention.empty() ? counts_heading(value, tags)
                           : attention + "; " + coverage_in_short(value.coverage);
}

// Headline ----------------------------------------------------------------------------------------

std::string apart_sentence(const DigestValue& value) {
  bool own = false;
  bool partner = false;
  for (const TagCount& count : value.tags) {
    own = own || count.own > 0;
    partner = partner || count.partner > 0;
  }
  const std::int64_t posts = value.omitted.own;
  if (posts == 0) {
    return {};
  }
  const std::string_view whose = own && partner ? "The office's and partners' own"
                                 : partner      ? "Partners' own"
                                                : "The office's own";
  return posts == 1
             ? fmt::format("{} post is not counted here.", whose)
             : fmt::format("{} {} posts are not counted here.", whose, wording::number(posts));
}

// "12 posts by 9 accounts carry the same text, from 14:02 to 15:40 EST."
std::string same_text_sentence(const DigestValue& value, const Zone& zone) {
  if (!value.clusters || value.clusters->empty()) {
    return {};
  }
  const Cluster& largest = value.clusters->front();
  const std::string of_largest =
      fmt::format("{} by {} accounts", posts_words(static_cast<std::int64_t>(largest.uris.size())),
                  wording::number(largest.accounts));
  const std::string when =
      wording::from_to({largest.from, largest.to}, day_window(value, zone), zone);
  const auto texts = static_cast<std::int64_t>(value.clusters->size());
  if (texts == 1) {
    return fmt::format("{} carry the same text, {}.", of_largest, when);
  }
  std::int64_t posts = 0;
  for (const Cluster& cluster : *value.clusters) {
    posts += static_cast<std::int64_t>(cluster.uris.size());
  }
  return fmt::format(
      "{} carry one of {} texts that three accounts or more posted; the most posted "
      "one stands in {}, {}.",
      posts_words(posts), wording::small_number(texts), of_largest, when);
}

std::string beside_sentences(const DigestValue& value, const Zone& zone) {
  std::vector<std::string> sentences;
  if (std::string same_text = same_text_sentence(value, zone); !same_text.empty()) {
    sentences.push_back(std::move(same_text));
  }
  if (const std::int64_t several = value.with_several_tags; several > 0) {
    sentences.push_back(fmt::format("{} {}.", wording::counted_first(several, "post", "posts"),
                                    value.tags.size() == 2
                                        ? (several == 1 ? "carries both tags" : "carry both tags")
                                        : (several == 1 ? "carries more than one of the tags"
                                                        : "carry more than one of the tags")));
  }
  if (const std::string apart = apart_sentence(value); !apart.empty()) {
    sentences.push_back(apart);
  }
  return fmt::format("{}", fmt::join(sentences, " "));
}

std::vector<std::string> headline(const DigestValue& value, const std::vector<TagFacts>& tags,
                                  const Zone& zone) {
  std::vector<std::string> paragraphs;
  if (std::string several = several_days_sentence(value); !several.empty()) {
    paragraphs.push_back(std::move(several));
  }
  for (const TagFacts& facts : tags) {
    paragraphs.push_back(tag_sentence(value, facts, zone));
  }
  const std::string coverage =
      value.first_day
          ? wording::sentence_case(coverage_in_short(value.coverage)) + "; each day stands below."
          : coverage_paragraph(value.coverage, day_window(value, zone), zone);
  for (std::string& paragraph :
       std::array{beside_sentences(value, zone), coverage, not_watched_sentence(value.coverage)}) {
    if (!paragraph.empty()) {
      paragraphs.push_back(std::move(paragraph));
    }
  }
  return paragraphs;
}

// Hours -------------------------------------------------------------------------------------------

std::string busiest_hour_sentence(const DigestValue& value, const Zone& zone) {
  std::int64_t most = 0;
  std::int64_t all = 0;
  for (const HourCount& hour : value.by_hour) {
    most = std::max(most, hour.posts);
    all += hour.posts;
  }
  if (all < kBusiestHourFrom) {
    return {};
  }
  std::vector<std::string> busiest;
  for (const HourCount& hour : value.by_hour) {
    if (hour.posts == most) {
      busiest.push_back(format_time_of_day(zone.local(hour.from).since_midnight));
    }
  }
  if (busiest.size() > kBusiestHoursMax) {
    return {};
  }
  return busiest.size() == 1
             ? fmt::format("The busiest hour was {}, with {}.", busiest[0], posts_words(most))
             : fmt::format("The busiest hours were {}, with {} each.", wording::listed(busiest),
                           posts_words(most));
}

// Of a look back: the busiest day and the calendar.
std::string days_sentences(const DigestValue& value, const Zone& zone) {
  const auto posts_of = [](const MissedDay& day) {
    std::int64_t posts = 0;
    for (const HourCount& hour : day.by_hour) {
      posts += hour.posts;
    }
    return posts;
  };
  const auto busiest = std::max_element(
      value.days.begin(), value.days.end(),
      [&](const MissedDay& a, const MissedDay& b) { return posts_of(a) < posts_of(b); });
  std::string sentences;
  if (posts_of(*busiest) >= kBusiestHourFrom) {
    sentences =
        fmt::format("The busiest day was {}, with {}.", wording::weekday_and_day(busiest->date),
                    posts_words(posts_of(*busiest)));
  }
  for (const DayEvent& event : value.events) {
    sentences += fmt::format("{}“{}” was in the calendar on {}.", sentences.empty() ? "" : " ",
                             event.name, wording::weekday_and_day(zone.day_of(event.window.from)));
  }
  return sentences;
}

std::string hours_sentences(const DigestValue& value, const Zone& zone) {
  if (value.first_day) {
    return days_sentences(value, zone);
  }
  const Window day = day_window(value, zone);
  std::string sentences = busiest_hour_sentence(value, zone);
  for (const DayEvent& event : value.events) {
    const Window part{std::max(event.window.from, day.from), std::min(event.window.to, day.to)};
    const std::string when = part == day ? "all day" : wording::from_to(part, day, zone);
    sentences += fmt::format("{}“{}” was in the calendar {}.", sentences.empty() ? "" : " ",
                             event.name, when);
  }
  return sentences;
}

// The omission sentence ---------------------------------------------------------------------------

std::string sums(const Omitted& omitted) {
  if (omitted.total == 0) {
    return {};
  }
  if (omitted.shown == omitted.total) {
    return omitted.total == 1
               ? "The one post is shown."
               : fmt::format("All {} posts are shown.", wording::number(omitted.total));
  }
  std::string all =
      fmt::format("Shown {} of {}", wording::number(omitted.shown), wording::number(omitted.total));
  const auto add = [&all](std::int64_t count, std::string_view what) {
    if (count > 0) {
      all += fmt::format("; {} {}", wording::number(count), what);
    }
  };
  add(omitted.clustered, "of the same text");
  add(omitted.hidden - omitted.withheld - omitted.deleted, "in the attached list");
  add(omitted.withheld, "counted, not quoted, as the authors ask");
  add(omitted.deleted, omitted.deleted == 1
                           ? "deleted by its author before this digest was made"
                           : "deleted by their authors before this digest was made");
  add(omitted.own, "own and partner");
  return all + ".";
}

}  // namespace

Words sentences(const DigestValue& value, const Zone& zone, const Since& since) {
  const std::vector<TagFacts> tags = facts_of_tags(value.tags, value.coverage);
  return {subject(value, tags),
          heading(value, tags),
          headline(value, tags, zone),
          hours_sentences(value, zone),
          earlier_sentences(value, zone, since),
          sums(value.omitted)};
}

std::string usual_words(const TagCount& count) {
  return count.usual ? "usually " + range(*count.usual, "–") : "usual range: " + count.usual_reason;
}

std::string_view language_name(std::string_view code) {
  const std::string_view primary = code.substr(0, code.find('-'));
  const auto* const found =
      std::find_if(kLanguages.begin(), kLanguages.end(),
                   [&](const LanguageName& language) { return language.code == primary; });
  return found == kLanguages.end() ? std::string_view() : found->name;
}

std::string_view words(Why why) {
  switch (why) {
    case Why::mentions_own:
      return "mentions the office";
    case Why::question:
      return "asks a question";
    case Why::audience:
      return "large audience";
    case Why::replies_fast:
      return "replies growing";
    case Why::many_reposts:
      return "many reposts";
    case Why::listed:
      return "listed account";
    case Why::link:
      return "links to the programme";
    case Why::only_post:
      return "the only post";
  }
  return "";
}

std::string posts_words(std::int64_t posts) {
  return posts == 0 ? "no posts" : wording::counted(posts, "post", "posts");
}

Window day_window(const DigestValue& value, const Zone& zone) {
  if (value.first_day) {
    return value.window;
  }
  const Window day = zone.window(value.date);
  return {std::max(day.from, value.window.from), std::min(day.to, value.window.to)};
}

}  // namespace tagwatch
