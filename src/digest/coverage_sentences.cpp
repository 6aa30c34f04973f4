#include "coverage_sentences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tagwatch/digest/sentences.hpp"
#include "wording.hpp"

namespace tagwatch {
namespace {

/// The first screen has room for so many troubles; the table of sources has them all.
constexpr std::size_t kTroublesMax = 3;
/// So many stretches of one source are told one by one.
constexpr std::size_t kStretchesMax = 2;

bool open(const Gap& gap) {
  return !gap.refilled_at;
}

bool has_open_gap(const CoverageRow& row) {
  return std::any_of(row.gaps.begin(), row.gaps.end(), open);
}

// The predicate of a sentence about sources: `{was}`, `{it}` and the like follow their number,
// `{when}` gives way to times.
using Predicate = std::string;

Predicate what_happened(GapReason reason) {
  switch (reason) {
    case GapReason::down:
      return "{was} down{when}";
    case GapReason::refused:
      return "refused to answer{when}";
    case GapReason::rate_limited:
      return "asked us to wait{when} (rate-limited)";
    case GapReason::quota_spent:
      return "{was} not asked{when}, as our budget was used up (quota spent)";
    case GapReason::closed_by_server:
      return "closed the connection{when} (closed by the server)";
    case GapReason::cursor_too_old:
      return "no longer had the posts{when} (cursor too old)";
    case GapReason::window_scrolled_away:
      return "no longer showed the posts{when} (window scrolled away)";
    case GapReason::bad_answer:
      return "gave answers{when} that could not be read (bad answer)";
    case GapReason::page_limit:
      return "had more posts{when} than one pass may read (page limit)";
    case GapReason::interrupted:
      return "{was} not read to the end{when} (interrupted)";
    case GapReason::not_running:
      return "{was} not read{when}, as tagwatch was not running";
    case GapReason::own_fault:
      return "{was} not read{when}, for a fault of tagwatch itself";
  }
  return "{was} not read{when}";
}

void replace_all(std::string& text, std::string_view mark, std::string_view by) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size())) {
    text.replace(at, mark.size(), by);
  }
}

Predicate happened(GapReason reason, const std::string& when) {
  Predicate predicate = what_happened(reason);
  replace_all(predicate, "{when}", when.empty() ? when : " " + when);
  return predicate;
}

std::string stretches(const std::vector<Gap>& gaps, Window day, const Zone& zone) {
  std::vector<std::string> parts;
  for (const Gap& gap : gaps) {
    if (parts.size() < kStretchesMax) {
      parts.push_back(wording::from_to(gap.window, day, zone));
    }
  }
  if (gaps.size() > kStretchesMax) {
    const auto more = static_cast<std::int64_t>(gaps.size() - kStretchesMax);
    parts.push_back(
        fmt::format("{} more {}", wording::small_number(more), more == 1 ? "time" : "times"));
  }
  return wording::listed(parts);
}

std::vector<Gap> gaps_of(const CoverageRow& row, GapReason reason, bool refilled) {
  std::vector<Gap> gaps;
  std::copy_if(row.gaps.begin(), row.gaps.end(), std::back_inserter(gaps), [&](const Gap& gap) {
    return gap.reason == reason && gap.refilled_at.has_value() == refilled;
  });
  return gaps;
}

GapReason main_reason(const CoverageRow& row) {
  return row.gaps.empty() ? GapReason::not_running : row.gaps.front().reason;
}

// Everything that is to be told of a row beside "read in full", the worst first.
std::vector<Predicate> predicates_of(const CoverageRow& row, Window day, const Zone& zone) {
  if (row.word == CoverageWord::blind) {
    return {"could not be read at any time: {it} " + happened(main_reason(row), "")};
  }
  if (row.word == CoverageWord::unknown) {
    return {"{was} not read back to this day yet"};
  }
  std::vector<Predicate> predicates;
  std::vector<GapReason> told;
  for (const bool refilled : {false, true}) {
    told.clear();
    for (const Gap& gap : row.gaps) {
      const bool first = std::find(told.begin(), told.end(), gap.reason) == told.end();
      if (gap.refilled_at.has_value() != refilled || !first) {
        continue;
      }
      told.push_back(gap.reason);
      const std::string when = stretches(gaps_of(row, gap.reason, refilled), day, zone);
      predicates.push_back(
          happened(gap.reason, when) +
          (refilled ? "; that time has been read since" : "; posts of that time may be missing"));
    }
  }
  if (row.limited) {
    predicates.push_back("{shows} only a part of {its} posts, so {it} {is} never complete");
  }
  if (!row.ordered) {
    predicates.push_back("{is} in no order of time, so {it} {is} never known to be complete");
  }
  return predicates;
}

std::string with_number(Predicate predicate, bool one) {
  struct Form {
    std::string_view mark, singular, plural;
  };
  constexpr Form kForms[] = {{"{was}", "was", "were"},  {"{has}", "has", "have"},
                             {"{is}", "is", "are"},     {"{it}", "it", "they"},
                             {"{its}", "its", "their"}, {"{shows}", "shows", "show"}};
  for (const Form& form : kForms) {
    replace_all(predicate, form.mark, one ? form.singular : form.plural);
  }
  return predicate;
}

int seriousness(const CoverageRow& row) {
  switch (row.word) {
    case CoverageWord::blind:
      return 0;
    case CoverageWord::partial:
      return has_open_gap(row) ? 1 : 3;
    case CoverageWord::unknown:
      return 2;
    case CoverageWord::complete:
      return 4;
  }
  return 4;
}

// A predicate and the sources of which it is true.
struct Trouble {
  Predicate predicate;
  std::vector<std::string> sources;
};

// What is to be told of one row.
struct Told {
  const CoverageRow* row;
  std::vector<Predicate> predicates;
  [[nodiscard]] bool tells(const Predicate& predicate) const {
    return std::find(predicates.begin(), predicates.end(), predicate) != predicates.end();
  }
};

// The source alone, where the predicate is true for each of its tags.
std::string named(const Told& told, const Predicate& predicate, const std::vector<Told>& all) {
  const bool for_every_tag = std::all_of(all.begin(), all.end(), [&](const Told& other) {
    return other.row->source != told.row->source || other.tells(predicate);
  });
  return for_every_tag ? told.row->source
                       : fmt::format("{} for #{}", told.row->source, told.row->tag);
}

void add(std::vector<Trouble>& troubles, const Predicate& predicate, const std::string& source) {
  auto found = std::find_if(troubles.begin(), troubles.end(),
                            [&](const Trouble& trouble) { return trouble.predicate == predicate; });
  if (found == troubles.end()) {
    found = troubles.insert(found, {predicate, {}});
  }
  if (std::find(found->sources.begin(), found->sources.end(), source) == found->sources.end()) {
    found->sources.push_back(source);
  }
}

// The most serious first.
std::vector<Trouble> troubles_of(const std::vector<CoverageRow>& rows, Window day,
                                 const Zone& zone) {
  std::vector<Told> all;
  for (const CoverageRow& row : rows) {
    all.push_back({&row, predicates_of(row, day, zone)});
  }
  std::stable_sort(all.begin(), all.end(), [](const Told& a, const Told& b) {
    return seriousness(*a.row) < seriousness(*b.row);
  });
  std::vector<Trouble> troubles;
  for (const Told& told : all) {
    for (const Predicate& predicate : told.predicates) {
      add(troubles, predicate, named(told, predicate, all));
    }
  }
  return troubles;
}

std::string trouble_sentence(const Trouble& trouble, std::int64_t all) {
  constexpr std::string_view kWasNot = "{was} not ";
  const auto count = static_cast<std::int64_t>(trouble.sources.size());
  const bool of_all = count == all && all > 2;
  if (of_all && trouble.predicate.starts_with(kWasNot)) {
    return fmt::format("None of the {} sources was {}.", wording::number(all),
                       with_number(trouble.predicate.substr(kWasNot.size()), false));
  }
  return fmt::format("{} {}.",
                     of_all ? fmt::format("All {} sources", wording::number(all))
                            : wording::listed_sources(trouble.sources),
                     with_number(trouble.predicate, count == 1));
}

std::string unverified_sentence(const std::vector<CoverageRow>& rows) {
  std::vector<std::string> sources;
  for (const CoverageRow& row : rows) {
    if (row.zero == Zero::unverified &&
        std::find(sources.begin(), sources.end(), row.source) == sources.end()) {
      sources.push_back(row.source);
    }
  }
  if (sources.empty()) {
    return {};
  }
  return fmt::format("That {} showed no post is not verified: {} may be closed to us.",
                     wording::listed_sources(sources),
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
  const Predicate predicate = troubles.front().predicate;
  troubles.clear();
  const std::string why =
      with_number(predicate.substr(predicate.find("at any time")), tally.all == 1);
  return fmt::format("{} {} {}. {}", who, verb, why, kNothing);
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
  std::vector<Trouble> troubles = troubles_of(coverage.rows, day, zone);
  if (tally.unknown == tally.all) {
    troubles.clear();  // the same of all of them, and said already
  }
  std::string paragraph =
      tally.blind == tally.all ? nobody_was_read(tally, troubles) : who_was_read(tally);
  for (std::size_t at = 0; at < troubles.size() && at < kTroublesMax; ++at) {
    paragraph += " " + trouble_sentence(troubles[at], tally.all);
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
        parts.push_back(fmt::format("{} {}{}", words(gap.reason),
                                    wording::span(gap.window, window, zone),
                                    refilled ? ", read since" : ""));
      }
    }
  };
  if (row.word == CoverageWord::blind) {
    parts.push_back(fmt::format("could not be read: {}", words(main_reason(row))));
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
