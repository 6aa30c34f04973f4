#include "earlier_sentences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "coverage_sentences.hpp"
#include "tag_sentences.hpp"
#include "wording.hpp"

namespace tagwatch {
namespace {

/// A digest that is made so long after its day is made late.
constexpr Duration kLateRunAfter = std::chrono::hours(12);

std::string at_words(Instant at, const Zone& zone) {
  const LocalTime local = zone.local(at);
  return fmt::format("{} at {} {}", wording::weekday_and_day(local.day),
                     format_time_of_day(local.since_midnight), local.zone_name);
}

// There is at least one.
std::string days_words(const std::vector<MissedDay>& missed) {
  const std::string first = wording::weekday_and_day(missed.front().date);
  const std::string last = wording::weekday_and_day(missed.back().date);
  return missed.size() == 1   ? first
         : missed.size() == 2 ? first + " and " + last
                              : first + " to " + last;
}

std::string missed_sentence(const std::vector<MissedDay>& missed) {
  return missed.empty()
             ? std::string()
             : fmt::format("No digest was issued for {}; the posts of {} are reported here.",
                           days_words(missed), missed.size() == 1 ? "that day" : "those days");
}

std::string zone_sentence(const DigestValue& value, const Zone& zone) {
  if (zone.window(zone.day_of(value.window.from)).from == value.window.from) {
    return {};
  }
  return fmt::format(
      "This digest begins on {}, where the one before it ended, as the time zone was "
      "changed to {}.",
      at_words(value.window.from, zone), zone.name());
}

std::string late_run_sentence(const DigestValue& value, const Zone& zone) {
  return value.issued && value.generated_at - value.window.to > kLateRunAfter
             ? fmt::format("This digest was made late, on {}.", at_words(value.generated_at, zone))
             : std::string();
}

std::string issued_before_sentence(const DigestValue& value) {
  return value.issued_before
             ? fmt::format(
                   "Another digest of {} was issued before, of which the store that this one was "
                   "made from knows nothing.",
                   wording::weekday_and_day(value.date))
             : std::string();
}

std::string late_day_sentence(const LateDay& late) {
  std::string sentence;
  const std::string day = wording::weekday_and_day(late.day);
  if (late.late > 0 && late.reported == 0) {
    sentence = fmt::format("{} had {}; none was known when its digest was issued.", day,
                           wording::counted(late.now, "post", "posts"));
  } else if (late.late > 0) {
    sentence = fmt::format("{} had {}, not {}: {} came late.", day,
                           wording::counted(late.now, "post", "posts"),
                           wording::number(late.reported), wording::small_number(late.late));
  }
  if (late.own > 0) {
    sentence +=
        fmt::format("{}{} of own or partner accounts came late{}.", sentence.empty() ? "" : " ",
                    wording::counted_first(late.own, "post", "posts"),
                    sentence.empty() ? " for " + day : " too");
  }
  return sentence;
}

std::string older_sentence(std::int64_t older) {
  if (older == 0) {
    return {};
  }
  return fmt::format(
      "{} of days longer ago came in; {} in the list of all posts, and no total is restated.",
      wording::counted_first(older, "post", "posts"), older == 1 ? "it is" : "they are");
}

// "Of the posts reported before, one was deleted, two were edited and one no longer carries
// #TMSSW."
std::string changes_sentence(const Changes& changes) {
  const auto was = [](std::size_t count, std::string_view what) {
    return fmt::format("{} {} {}", wording::small_number(static_cast<std::int64_t>(count)),
                       count == 1 ? "was" : "were", what);
  };
  std::vector<std::string> parts;
  if (!changes.deleted.empty()) {
    parts.push_back(was(changes.deleted.size(), "deleted"));
  }
  if (!changes.edited.empty()) {
    parts.push_back(was(changes.edited.size(), "edited"));
  }
  std::map<std::string, std::int64_t> untagged;
  for (const ChangedPost& post : changes.untagged) {
    ++untagged[post.tag];
  }
  for (const auto& [tag, count] : untagged) {
    parts.push_back(fmt::format("{} no longer {} #{}", wording::small_number(count),
                                count == 1 ? "carries" : "carry", tag));
  }
  return parts.empty() ? std::string()
                       : fmt::format("Of the posts reported before, {} since the last digest.",
                                     wording::listed(parts));
}

std::string held_sentence(std::int64_t held) {
  if (held == 0) {
    return {};
  }
  return held == 1
             ? "One post that this digest reports was deleted by its author since; it is kept "
               "as a record."
             : fmt::format(
                   "{} posts that this digest reports were deleted by their authors "
                   "since; they are kept as a record.",
                   wording::sentence_case(wording::small_number(held)));
}

std::string pruned_sentence(std::int64_t pruned) {
  if (pruned == 0) {
    return {};
  }
  return fmt::format(
      "{} that this digest reports {} no longer kept, as the time for which posts "
      "are kept is over.",
      wording::counted_first(pruned, "post", "posts"), pruned == 1 ? "is" : "are");
}

std::string blanked_sentence(std::int64_t blanked) {
  if (blanked == 0) {
    return {};
  }
  return blanked == 1
             ? "One post that this digest reports was deleted since and is no longer quoted."
             : fmt::format(
                   "{} posts that this digest reports were deleted since and are no longer "
                   "quoted.",
                   wording::sentence_case(wording::small_number(blanked)));
}

}  // namespace

std::string several_days_sentence(const DigestValue& value) {
  return value.missed_days.empty()
             ? std::string()
             : fmt::format(
                   "The numbers here are those of {}; {} {} reported below, under “About earlier "
                   "days”.",
                   wording::weekday_and_day(value.date), days_words(value.missed_days),
                   value.missed_days.size() == 1 ? "is" : "are");
}

MissedDayWords missed_day_words(const MissedDay& day, const DigestValue& value, const Zone& zone) {
  std::vector<std::string> counts;
  for (const TagFacts& facts : facts_of_tags(day.tags, day.coverage)) {
    counts.push_back(tag_in_short(facts, day.coverage.word));
  }
  const Window whole = zone.window(day.date);
  const Window window{std::max(whole.from, value.window.from), std::min(whole.to, value.window.to)};
  return {fmt::format("{}", fmt::join(counts, ", ")),
          coverage_paragraph(day.coverage, window, zone)};
}

std::vector<std::string> earlier_sentences(const DigestValue& value, const Zone& zone,
                                           const Since& since) {
  std::vector<std::string> sentences;
  const auto add = [&sentences](std::string sentence) {
    if (!sentence.empty()) {
      sentences.push_back(std::move(sentence));
    }
  };
  add(issued_before_sentence(value));
  add(missed_sentence(value.missed_days));
  add(zone_sentence(value, zone));
  add(late_run_sentence(value, zone));
  for (const LateDay& late : value.late_arrivals) {
    add(late_day_sentence(late));
  }
  add(older_sentence(value.older));
  add(changes_sentence(value.changes));
  add(blanked_sentence(since.blanked));
  add(held_sentence(since.held));
  add(pruned_sentence(since.pruned));
  return sentences;
}

}  // namespace tagwatch
