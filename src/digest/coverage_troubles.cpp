#include "coverage_troubles.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "wording.hpp"

namespace tagwatch {
namespace {

/// So many stretches of one source are told one by one.
constexpr std::size_t kStretchesMax = 2;

// The predicate of a sentence about sources: `{was}`, `{it}` and the like follow their number,
// `{when}` gives way to times.
using Predicate = std::string;

Predicate what_happened(GapReason reason) {
  switch (reason) {
    case GapReason::down:
      return "did not answer{when}";
    case GapReason::refused:
      return "would not show posts{when} (refused)";
    case GapReason::rate_limited:
      return "asked us to wait{when} (rate-limited)";
    case GapReason::quota_spent:
      return "went unasked{when}, as our budget was used up (quota spent)";
    case GapReason::closed_by_server:
      return "closed the connection{when} (closed by the server)";
    case GapReason::cursor_too_old:
      return "no longer had the posts{when} (cursor too old)";
    case GapReason::window_scrolled_away:
      return "no longer showed the posts{when} (window scrolled away)";
    case GapReason::bad_answer:
      return "gave no usable answer{when} (bad answer)";
    case GapReason::page_limit:
      return "had more posts{when} than one pass may read (page limit)";
    case GapReason::interrupted:
      return "{was} read only in part{when} (interrupted)";
    case GapReason::not_running:
      return "went unread{when}, as tagwatch was not running";
    case GapReason::own_fault:
      return "went unread{when}, for a fault of tagwatch itself";
  }
  return "went unread{when}";
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

// From the first minute to the last of all the gaps.
Window reach(const Trouble& trouble) {
  Window whole = trouble.gaps.front().front().window;
  for (const std::vector<Gap>& gaps : trouble.gaps) {
    whole.from = std::min(whole.from, gaps.front().window.from);
    whole.to = std::max(whole.to, gaps.back().window.to);
  }
  return whole;
}

Instant read_by(const Trouble& trouble) {
  Instant last{};
  for (const std::vector<Gap>& gaps : trouble.gaps) {
    for (const Gap& gap : gaps) {
      last = std::max(last, gap.refilled_at.value_or(last));
    }
  }
  return wording::next_minute(last);
}

// "from 03:10 to 04:25 EST and from 06:00 to 06:30 EST". Of a time that was read since only the
// beginning is known: the end that a gap has is that of our last attempt which failed.
std::string stretches(const Trouble& trouble, const std::vector<Gap>& gaps, Window day,
                      const Zone& zone) {
  std::vector<std::string> parts;
  for (const Gap& gap : gaps) {
    if (parts.size() < kStretchesMax) {
      parts.push_back(trouble.kind == TroubleKind::gap ? wording::from_to(gap.window, day, zone)
                                                       : wording::from(gap.window.from, day, zone));
    }
  }
  if (gaps.size() > kStretchesMax) {
    const auto more = static_cast<std::int64_t>(gaps.size() - kStretchesMax);
    parts.push_back(
        fmt::format("{} more {}", wording::small_number(more), more == 1 ? "time" : "times"));
  }
  return wording::listed(parts);
}

// Each source has its own hours of polling: where their gaps differ, the time around all of them.
std::string when(const Trouble& trouble, Window day, const Zone& zone) {
  const std::string first = stretches(trouble, trouble.gaps.front(), day, zone);
  const bool same = std::all_of(
      trouble.gaps.begin(), trouble.gaps.end(),
      [&](const std::vector<Gap>& gaps) { return stretches(trouble, gaps, day, zone) == first; });
  const Window whole = reach(trouble);
  return same ? first
              : "at times " + (trouble.kind == TroubleKind::gap
                                   ? wording::from_to(whole, day, zone)
                                   : wording::from(whole.from, day, zone));
}

Predicate predicate_of(const Trouble& trouble, Window day, const Zone& zone) {
  switch (trouble.kind) {
    case TroubleKind::blind:
      return "could not be read at any time: {it} " + happened(trouble.reason, "");
    case TroubleKind::gap:
      return happened(trouble.reason, when(trouble, day, zone)) +
             "; posts of that time may be missing";
    case TroubleKind::not_read_back:
      return "{has} not been read back to this day yet";
    case TroubleKind::read_since:
      return happened(trouble.reason, when(trouble, day, zone)) +
             "; all of that time had been read by " + wording::moment(read_by(trouble), day, zone);
    case TroubleKind::limited:
      return "{shows} only a part of {its} posts, so {it} {is} never complete";
    case TroubleKind::unordered:
      return "{is} in no order of time, so {it} {is} never known to be complete";
  }
  return {};
}

// Everything that is to be told of a row beside "read in full", the worst first.
std::vector<Trouble> troubles_of_row(const CoverageRow& row) {
  if (row.word == CoverageWord::blind) {
    return {{TroubleKind::blind, reason_of_blindness(row), {}, {}}};
  }
  if (row.word == CoverageWord::unknown) {
    return {{TroubleKind::not_read_back, GapReason::not_running, {}, {}}};
  }
  std::vector<Trouble> troubles;
  for (const TroubleKind kind : {TroubleKind::gap, TroubleKind::read_since}) {
    for (const Gap& gap : row.gaps) {
      if (gap.refilled_at.has_value() != (kind == TroubleKind::read_since)) {
        continue;
      }
      const Trouble told{kind, gap.reason, {}, {{gap}}};
      const auto known = std::find_if(troubles.begin(), troubles.end(),
                                      [&](const Trouble& each) { return each.same_as(told); });
      if (known == troubles.end()) {
        troubles.push_back(told);
      } else {
        known->gaps.front().push_back(gap);
      }
    }
  }
  if (row.limited) {
    troubles.push_back({TroubleKind::limited, GapReason::not_running, {}, {}});
  }
  if (!row.ordered) {
    troubles.push_back({TroubleKind::unordered, GapReason::not_running, {}, {}});
  }
  return troubles;
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

// What is to be told of one row.
struct Told {
  const CoverageRow* row;
  std::vector<Trouble> troubles;
  [[nodiscard]] bool tells(const Trouble& trouble) const {
    return std::any_of(troubles.begin(), troubles.end(),
                       [&](const Trouble& each) { return each.same_as(trouble); });
  }
};

// The source alone, where the same happened to each of its tags.
std::string named(const Told& told, const Trouble& trouble, const std::vector<Told>& all) {
  const bool for_every_tag = std::all_of(all.begin(), all.end(), [&](const Told& other) {
    return other.row->source != told.row->source || other.tells(trouble);
  });
  return for_every_tag ? told.row->source
                       : fmt::format("{} for #{}", told.row->source, told.row->tag);
}

void add(std::vector<Trouble>& troubles, const Trouble& trouble, const std::string& source) {
  auto found = std::find_if(troubles.begin(), troubles.end(),
                            [&](const Trouble& each) { return each.same_as(trouble); });
  if (found == troubles.end()) {
    found = troubles.insert(found, {trouble.kind, trouble.reason, {}, {}});
  }
  if (std::find(found->sources.begin(), found->sources.end(), source) == found->sources.end()) {
    found->sources.push_back(source);
  }
  found->gaps.insert(found->gaps.end(), trouble.gaps.begin(), trouble.gaps.end());
}

}  // namespace

bool has_open_gap(const CoverageRow& row) {
  return std::any_of(row.gaps.begin(), row.gaps.end(),
                     [](const Gap& gap) { return !gap.refilled_at; });
}

std::vector<Trouble> troubles_of(const std::vector<CoverageRow>& rows) {
  std::vector<Told> all;
  for (const CoverageRow& row : rows) {
    all.push_back({&row, troubles_of_row(row)});
  }
  std::stable_sort(all.begin(), all.end(), [](const Told& a, const Told& b) {
    return seriousness(*a.row) < seriousness(*b.row);
  });
  std::vector<Trouble> troubles;
  for (const Told& told : all) {
    for (const Trouble& trouble : told.troubles) {
      add(troubles, trouble, named(told, trouble, all));
    }
  }
  return troubles;
}

std::string trouble_sentence(const Trouble& trouble, std::int64_t all, Window day,
                             const Zone& zone) {
  const auto count = static_cast<std::int64_t>(trouble.sources.size());
  const std::string who = count == all && all > 2
                              ? fmt::format("All {} sources", wording::number(all))
                              : wording::listed_sources(trouble.sources);
  return fmt::format("{} {}.", who, with_number(predicate_of(trouble, day, zone), count == 1));
}

std::string why_blind(const Trouble& trouble, bool one) {
  return with_number("{it} " + happened(trouble.reason, ""), one);
}

GapReason reason_of_blindness(const CoverageRow& row) {
  return row.gaps.empty() ? GapReason::not_running : row.gaps.front().reason;
}

}  // namespace tagwatch
