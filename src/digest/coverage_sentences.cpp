#include "coverage_sentences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "coverage_troubles.hpp"
#include "tagwatch/digest/sentences.hpp"
#include "wording.hpp"

namespace tagwatch {
namespace {

/// The first screen has room for so many troubles; the table of sources has them all.
constexpr std::size_t kTroublesMax = 3;

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    names.push_back(name);
  }
}

std::string unverified_sentence(const std::vector<CoverageRow>& rows) {
  std::vector<std::string> sources;
  std::vector<std::string> tags;
  for (const CoverageRow& row : rows) {
    if (row.zero == Zero::unverified) {
      add_once(sources, row.source);
      add_once(tags, "#" + row.tag);
    }
  }
  if (sources.empty()) {
    return {};
  }
  return fmt::format("That {} showed no post with {} is not verified: {} may be closed to us.",
                     wording::listed_sources(sources), wording::listed(tags, "or"),
                     sources.size() == 1 ? "its tag feed" : "their tag feeds");
}

std::string who_was_read(const SourceTally& tally) {
  const std::string all = wording::number(tally.all);
  if (tally.complete == tally.all) {
    return tally.all == 1   ? "The one watched source was read in full."
           : tally.all == 2 ? "Both watched sources were read in full."
                            : fmt::format("All {} watched sources were read in full.", all);
  }
  if (tally.unknown == tally.all) {
    return "The history of the watched sources is not read back to this day.";
  }
  if (tally.all == 1) {
    return "The one watched source was not read in full.";
  }
  return tally.complete == 0 ? fmt::format("None of the {} watched sources was read in full.", all)
                             : fmt::format("{} of the {} watched sources {} read in full.",
                                           wording::number(tally.complete), all,
                                           tally.complete == 1 ? "was" : "were");
}

// A day of which nothing is known must not look like a day without posts. Takes the trouble that it
// tells out of `troubles`.
std::string nobody_was_read(const SourceTally& tally, std::vector<Trouble>& troubles) {
  constexpr std::string_view kNothing = "Nothing is known of this day.";
  const std::string who =
      tally.all == 1 ? "The one watched source"
                     : fmt::format("None of the {} watched sources", wording::number(tally.all));
  const std::string verb = tally.all == 1 ? "could not be read" : "could be read";
  if (troubles.size() != 1) {
    return fmt::format("{} {} {}. {}", who, verb, "at any time", kNothing);
  }
  const std::string why = why_blind(troubles.front(), tally.all == 1);
  troubles.clear();
  return fmt::format("{} {} at any time: {}. {}", who, verb, why, kNothing);
}

}  // namespace

SourceTally tally_of(const std::vector<CoverageRow>& rows) {
  SourceTally tally;
  for (std::size_t at = 0; at < rows.size();) {
    std::size_t end = at;
    std::size_t complete = 0, blind = 0, unknown = 0;
    bool gap = false;
    for (; end < rows.size() && rows[end].source == rows[at].source; ++end) {
      const CoverageRow& row = rows[end];
      complete += row.word == CoverageWord::complete ? 1 : 0;
      blind += row.word == CoverageWord::blind ? 1 : 0;
      unknown += row.word == CoverageWord::unknown ? 1 : 0;
      gap = gap || has_open_gap(row);
      tally.unverified = tally.unverified || row.zero == Zero::unverified;
    }
    ++tally.all;
    tally.complete += complete == end - at ? 1 : 0;
    tally.blind += blind == end - at ? 1 : 0;
    tally.unknown += unknown == end - at ? 1 : 0;
    tally.with_gaps += gap ? 1 : 0;
    at = end;
  }
  return tally;
}

std::string coverage_in_short(const CoverageReport& coverage) {
  const SourceTally tally = tally_of(coverage.rows);
  const std::string all = wording::counted(tally.all, "source", "sources");
  switch (coverage.word) {
    case CoverageWord::complete:
      if (tally.complete < tally.all) {
        return fmt::format("{} of {} with gaps, covered by others",
                           wording::number(tally.all - tally.complete), all);
      }
      return tally.unverified ? "watched sources complete, zero not verified"
                              : "watched sources complete";
    case CoverageWord::blind:
      if (tally.blind == tally.all) {
        return "no source could be read";
      }
      return tally.blind > 0
                 ? fmt::format("{} of {} could not be read", wording::number(tally.blind), all)
                 : "some of it could not be read";
    case CoverageWord::partial:
      return tally.with_gaps > 0
                 ? fmt::format("{} of {} with gaps", wording::number(tally.with_gaps), all)
                 : "coverage partial";
    case CoverageWord::unknown:
      return "coverage not known";
  }
  return "coverage not known";
}

std::string coverage_paragraph(const CoverageReport& coverage, Window day, const Zone& zone) {
  const SourceTally tally = tally_of(coverage.rows);
  std::vector<Trouble> troubles = troubles_of(coverage.rows);
  if (tally.unknown == tally.all) {
    troubles.clear();  // the same of all of them, and said already
  }
  std::string paragraph =
      tally.blind == tally.all ? nobody_was_read(tally, troubles) : who_was_read(tally);
  for (std::size_t at = 0; at < troubles.size() && at < kTroublesMax; ++at) {
    paragraph += " " + trouble_sentence(troubles[at], tally.all, day, zone);
  }
  if (troubles.size() > kTroublesMax) {
    paragraph += " More stands under Sources.";
  }
  const std::string unverified = unverified_sentence(coverage.rows);
  return unverified.empty() ? paragraph : paragraph + " " + unverified;
}

std::string not_watched_sentence(const CoverageReport& coverage) {
  return coverage.not_watched.empty()
             ? std::string()
             : fmt::format("Not watched: {}.", fmt::join(coverage.not_watched, ", "));
}

std::string coverage_words(const CoverageRow& row, Window window, const Zone& zone) {
  std::vector<std::string> parts;
  const auto add_gaps = [&](bool refilled) {
    for (const Gap& gap : row.gaps) {
      if (gap.refilled_at.has_value() == refilled) {
        parts.push_back(
            refilled
                ? fmt::format("{} from {}, read by {}", words(gap.reason),
                              wording::moment(wording::next_minute(gap.window.from), window, zone),
                              wording::moment(wording::next_minute(*gap.refilled_at), window, zone))
                : fmt::format("{} {}", words(gap.reason), wording::span(gap.window, window, zone)));
      }
    }
  };
  if (row.word == CoverageWord::blind) {
    parts.push_back(fmt::format("could not be read: {}", words(reason_of_blindness(row))));
  } else if (row.word == CoverageWord::unknown) {
    parts.push_back("not read back that far");
  } else {
    add_gaps(false);
    add_gaps(true);
    if (row.limited) {
      parts.push_back("shows only a part of its posts");
    }
    if (!row.ordered) {
      parts.push_back("in no order of time");
    }
  }
  if (row.zero == Zero::unverified) {
    parts.push_back("zero not verified");
  }
  const std::string word(name(row.word));
  return parts.empty() ? word : fmt::format("{}: {}", fmt::join(parts, "; "), word);
}

}  // namespace tagwatch
