#include "late_days.hpp"

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
  sum.posts += told.posts;
  sum.own += told.own;
  sum.partner += told.partner;
  sum.programme += told.programme;
  // Accounts that had posted before are counted again: the day's other posts are not at hand.
  sum.authors += told.authors;
  return sum;
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
    for (const DayCount& count : day_counts({posts.begin(), posts.end()}, day, options.tags)) {
      const auto before = told->find(count.tag_key);
      restated.counts.push_back(before == told->end() ? count : sum_of(before->second, count));
      if (count.tag_key.empty()) {
        const std::int64_t reported = all_told->second.posts;
        restated.days.push_back(
            {day, count.posts, count.own + count.partner, reported, reported + count.posts});
      }
    }
  }
  return restated;
}

}  // namespace tagwatch
