#include "facts.hpp"

#include <algorithm>

namespace tagwatch {

bool PostFact::matches(const Hashtag& tag) const {
  return std::any_of(record.matches.begin(), record.matches.end(),
                     [&](const Match& match) { return match.tag_key == tag.key(); });
}

Age age_of(Instant placed, const Scope& scope, const Zone& zone, int late_days) {
  if (placed >= scope.date().window.from) {
    return Age::of_date;
  }
  if (placed >= scope.window.from) {
    return Age::missed;
  }
  const Day first_restated = scope.days.front().day - std::chrono::days(late_days);
  return placed >= zone.window(first_restated).from ? Age::late : Age::older;
}

std::vector<PostFact> facts_of(std::vector<PostRecord> records, const Scope& scope,
                               const DigestOptions& options, const Programme& programme,
                               const Accounts& accounts) {
  std::vector<PostFact> facts;
  facts.reserve(records.size());
  for (PostRecord& record : records) {
    PostFact fact;
    fact.day = options.zone.day_of(record.placed);
    fact.age = age_of(record.placed, scope, options.zone, options.late_days);
    fact.role = accounts.role_of(record.post.author.handle);
    fact.signs = programme.signs_of(record.post, accounts);
    fact.record = std::move(record);
    facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace tagwatch
