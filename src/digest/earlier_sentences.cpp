#include "earlier_sentences.hpp"

#include <fmt/format.h>

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

std::string missed_sentence(const std::vector<MissedDay>& missed) {
  if (missed.empty()) {
    return {};
  }
  const Day first = missed.front().date;
  const Day last = missed.back().date;
  std::string days = wording::weekday_and_day(first);
  if (missed.size() == 2) {
    days += " and " + wording::weekday_and_day(last);
  } else if (missed.size() > 2) {
    days += " to " + wording::weekday_and_day(last);
  }
  return fmt::format("No digest was issued for {}; the posts of {} are reported here.", days,
                     missed.size() == 1 ? "that day" : "those days");
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

std::string late_day_sentence(const LateDay& late) {
  std::string sentence;
  const std::string day = wording::weekday_and_day(late.day);
  if (late.late > 0) {
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

std::vector<std::string> earlier_sentences(const DigestValue& value, const Zone& zone,
                                           std::int64_t blanked) {
  std::vector<std::string> sentences;
  const auto add = [&sentences](std::string sentence) {
    if (!sentence.empty()) {
      sentences.push_back(std::move(sentence));
    }
  };
  add(missed_sentence(value.missed_days));
  add(zone_sentence(value, zone));
  add(late_run_sentence(value, zone));
  for (const LateDay& late : value.late_arrivals) {
    add(late_day_sentence(late));
  }
  add(older_sentence(value.older));
  add(blanked_sentence(blanked));
  return sentences;
}

}  // namespace tagwatch
