#include "tag_sentences.hpp"

#include <fmt/format.h>

#include "tagwatch/digest/sentences.hpp"
#include "unusual_sentences.hpp"
#include "wording.hpp"

namespace tagwatch {
namespace {

TagFacts facts_of_tag(const TagCount& count, const CoverageReport& coverage) {
  TagFacts facts;
  facts.count = &count;
  bool blind = false;
  for (const CoverageRow& row : coverage.rows) {
    if (row.tag != count.tag) {
      continue;
    }
    ++facts.sources;
    blind = blind || row.word == CoverageWord::blind;
    facts.read += anything_read(row.word) ? 1 : 0;
    facts.unverified += row.zero == Zero::unverified ? 1 : 0;
  }
  if (count.posts > 0) {
    facts.seen = Seen::posts;
  } else if (facts.read == 0) {
    facts.seen = blind || facts.sources == 0 ? Seen::blind : Seen::unknown;
  } else {
    facts.seen = facts.unverified > 0 ? Seen::unverified : Seen::none;
  }
  return facts;
}

// "usually 0 to 3", "far above the usual 0 to 3"; there is a usual range.
std::string usual_range_words(const TagCount& count) {
  const std::string usual = range(*count.usual, " to ");
  switch (count.unusual) {
    case Unusual::rise:
      return "far above the usual " + usual;
    case Unusual::drop:
      return "far below the usual " + usual;
    case Unusual::none:
      break;
  }
  return "usually " + usual;
}

// usual_range_words, or why that cannot be told.
std::string usual_clause(const TagCount& count) {
  if (!count.usual) {
    return count.usual_reason.empty() ? std::string() : usual_words(count);
  }
  const Usual& usual = *count.usual;
  if (usual.counted == count.posts) {
    return usual_range_words(count);
  }
  const std::string seen = fmt::format("{} of them seen by the sources that were read in full",
                                       wording::number(usual.counted));
  return count.unusual != Unusual::none
             ? fmt::format("{}, {}", seen, usual_range_words(count))
             : fmt::format("{}, where {} {} usual", seen, range(usual, " to "),
                           usual.low == 1 && usual.high == 1 ? "is" : "are");
}

std::string programme_clause(const TagCount& count) {
  if (count.posts == 1) {
    return count.programme == 1 ? "it is about the programme" : "it is not about the programme";
  }
  if (count.programme == 0) {
    return "none about the programme";
  }
  return count.programme == count.posts
             ? std::string("all about the programme")
             : fmt::format("{} of them about the programme", wording::number(count.programme));
}

// `first` behind a comma, the others behind semicolons; empty ones are left out.
std::string joined_clauses(std::string sentence, const std::string& first,
                           std::initializer_list<std::string> others) {
  if (!first.empty()) {
    sentence += ", " + first;
  }
  for (const std::string& other : others) {
    if (!other.empty()) {
      sentence += "; " + other;
    }
  }
  return sentence + ".";
}

std::string posts_sentence(const DigestValue& value, const TagCount& count, const Zone& zone) {
  const bool running = value.window.to > value.generated_at;
  const UnusualWords unusual = unusual_words(value, count, zone);
  return joined_clauses(
      fmt::format("#{}: {}{}", count.tag, posts_words(count.posts), running ? " so far" : ""),
      usual_clause(count) + unusual.during,
      {unusual.drivers, value.programme_known ? programme_clause(count) : ""});
}

std::string who_watched(const TagFacts& facts) {
  if (facts.sources == 1) {
    return "its one source";
  }
  if (facts.read == 1) {
    return fmt::format("the one of its {} sources that could be read",
                       wording::number(facts.sources));
  }
  return facts.read == facts.sources
             ? fmt::format("its {} sources", wording::number(facts.sources))
             : fmt::format("the {} of its {} sources that could be read",
                           wording::number(facts.read), wording::number(facts.sources));
}

std::string last_seen_sentence(const TagCount& count, Day date) {
  if (!count.last_seen) {
    return {};
  }
  const bool same_year = std::chrono::year_month_day{*count.last_seen}.year() ==
                         std::chrono::year_month_day{date}.year();
  const std::string day = format_long_day(*count.last_seen);
  return fmt::format(" The last one was on {}.", same_year ? day.substr(0, day.rfind(' ')) : day);
}

// No source is known to show posts of the tag at all.
bool maybe_closed(const TagFacts& facts) {
  return facts.seen == Seen::unverified && facts.unverified == facts.read;
}

std::string zero_sentence(const DigestValue& value, const TagFacts& facts, const Zone& zone) {
  const TagCount& count = *facts.count;
  const bool running = value.window.to > value.generated_at;
  if (maybe_closed(facts)) {
    return fmt::format(
               "#{}: no post was shown{}, and that is not verified: {} may be closed to us.",
               count.tag, running ? " so far" : "",
               facts.sources == 1 ? "its one source" : "its sources") +
           last_seen_sentence(count, value.date);
  }
  const std::string seen = fmt::format("No post with #{} was seen {}by {}", count.tag,
                                       running ? "so far " : "", who_watched(facts));
  const std::string usual = count.usual ? usual_range_words(count) : usual_clause(count);
  return joined_clauses(seen, "", {usual + unusual_words(value, count, zone).during}) +
         last_seen_sentence(count, value.date);
}

}  // namespace

std::vector<TagFacts> facts_of_tags(const std::vector<TagCount>& tags,
                                    const CoverageReport& coverage) {
  std::vector<TagFacts> all;
  for (const TagCount& count : tags) {
    all.push_back(facts_of_tag(count, coverage));
  }
  return all;
}

std::string range(const Usual& usual, std::string_view between) {
  return usual.low == usual.high ? wording::number(usual.low)
                                 : fmt::format("{}{}{}", wording::number(usual.low), between,
                                               wording::number(usual.high));
}

std::string tag_in_subject(const TagFacts& facts) {
  const TagCount& count = *facts.count;
  if (facts.seen == Seen::blind) {
    return fmt::format("#{} could not be read", count.tag);
  }
  if (facts.seen == Seen::unknown) {
    return fmt::format("#{} not known", count.tag);
  }
  const bool unverified = facts.seen == Seen::unverified;
  std::string beside = unverified ? "not verified" : "";
  if (count.usual && !maybe_closed(facts)) {
    beside += fmt::format("{}usually {}", unverified ? "; " : "", range(*count.usual, "–"));
  }
  const std::string posts = fmt::format("#{} {}", count.tag, wording::number(count.posts));
  return beside.empty() ? posts : fmt::format("{} ({})", posts, beside);
}

std::string tag_in_short(const TagFacts& facts, CoverageWord word) {
  const TagCount& count = *facts.count;
  const std::string unusual = count.unusual == Unusual::none || !count.usual
                                  ? ""
                                  : fmt::format(" ({})", usual_range_words(count));
  switch (facts.seen) {
    case Seen::posts:
      return fmt::format("#{} {}{}", count.tag, wording::number(count.posts), unusual);
    case Seen::none:
      return fmt::format("#{} {}{}", count.tag, word == CoverageWord::complete ? "0" : "none seen",
                         unusual);
    case Seen::unverified:
      return fmt::format("#{} none seen{}", count.tag, unusual);
    case Seen::blind:
      return fmt::format("#{} could not be read", count.tag);
    case Seen::unknown:
      return fmt::format("#{} not known", count.tag);
  }
  return {};
}

std::string tag_sentence(const DigestValue& value, const TagFacts& facts, const Zone& zone) {
  const TagCount& count = *facts.count;
  switch (facts.seen) {
    case Seen::posts:
      return posts_sentence(value, count, zone);
    case Seen::none:
    case Seen::unverified:
      return zero_sentence(value, facts, zone);
    case Seen::blind:
      return facts.sources == 1
                 ? fmt::format("#{}: its one source could not be read, so nothing is known.",
                               count.tag)
                 : fmt::format("#{}: none of its {} sources could be read, so nothing is known.",
                               count.tag, wording::number(facts.sources));
    case Seen::unknown:
      return fmt::format("#{}: its history is not read back to this day.", count.tag);
  }
  return {};
}

}  // namespace tagwatch
