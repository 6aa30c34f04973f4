#include "late_days.hpp"

#include <algorithm>
#include <map>

#include "counts.hpp"

namespace tagwatch {
namespace {

// The newest total of each tag, "" for all tags together.
using Totals = std::map<std::string, DayCount>;

Result<Totals> told_totals(const Reader& reader, Day day) {
  auto counts = reader.day_counts(day);
  if (!counts) {
    return counts.error();
  }
  Totals totals;
  for (DayCount& count : *counts) {
    totals[count.tag_key] = std::move(count);
  }
  return totals;
}

DayCount sum_of(const DayCount& told, const DayCount& late) {
  DayCount sum = late;
  sum.day = told.day;
  sum.tag_key = told.tag_key;
  sum.posts += told.posts;
  sum.own += told.own;
  sum.partner += told.partner;
  sum.programme += told.programme;
  // Accounts that had posted before are counted again: the day's other posts are not at hand.
  sum.authors += told.authors;
  return sum;
}

void add(const Totals& told, std::vector<DayCount>& counts) {
  for (DayCount& count : counts) {
    if (const auto before = told.find(count.tag_key); before != told.end()) {
      count = sum_of(before->second, count);
    }
  }
}

}  // namespace

Result<Restated> restate(const Reader& reader, const DigestOptions& options,
                         std::vector<PostFact>& facts) {
  std::map<Day, std::vector<PostFact*>> late;
  for (PostFact& fact : facts) {
    if (fact.age == Age::late) {
      late[fact.day].push_back(&fact);
    }
  }
  Restated restated;
  for (const auto& [day, posts] : late) {
    const auto told = told_totals(reader, day);
    if (!told) {
      return told.error();
    }
    const auto all_told = told->find("");
    if (all_told == told->end()) {
      for (PostFact* fact : posts) {
        fact->age = Age::older;
      }
      continue;
    }
    std::vector<DayCount> counts = day_counts({posts.begin(), posts.end()}, day, options.tags);
    const DayCount& all = counts.back();
    const std::int64_t reported = all_told->second.posts;
    restated.days.push_back(
        {day, all.posts, all.own + all.partner, reported, reported + all.posts});
    add(*told, counts);
    restated.counts.insert(restated.counts.end(), counts.begin(), counts.end());
  }
  return restated;
}

Result<void> keep_totals(const Reader& reader, std::vector<DayCount> of_day, bool cut,
                         std::vector<DayCount>& kept) {
  const Day day = of_day.front().day;
  const auto restated = [&](const DayCount& count) { return count.day == day; };
  if (std::any_of(kept.begin(), kept.end(), restated)) {
    // Late posts came for the same day: its told total is in `kept` already.
    Totals new_ones;
    for (DayCount& count : of_day) {
      new_ones[count.tag_key] = std::move(count);
    }
    for (DayCount& count : kept) {
      if (restated(count)) {
        count = sum_of(count, new_ones[count.tag_key]);
      }
    }
    return {};
  }
  if (cut) {
    const auto told = told_totals(reader, day);
    if (!told) {
      return told.error();
    }
    add(*told, of_day);
  }
  kept.insert(kept.end(), of_day.begin(), of_day.end());
  return {};
}

}  // namespace tagwatch
