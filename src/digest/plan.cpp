#include "plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tagwatch {
namespace {

/// Posts whose author dates them further ahead of when they were first seen are not looked for in a
/// preview of a day that is past.
constexpr Duration kDatedAheadMax = std::chrono::hours(24);

Scope scope_of(Window window, const Zone& zone) {
  return {window, days_of(window, zone)};
}

Result<std::vector<PostRecord>> unreported_posts(const Reader& reader, const Plan& plan) {
  const auto ids = reader.reportable(plan.chain_start, plan.scope.window.to);
  if (!ids) {
    return ids.error();
  }
  auto records = reader.posts_by_id(*ids);
  if (records) {
    std::erase_if(*records,
                  [&](const PostRecord& record) { return record.placed < plan.placed_from; });
  }
  return records;
}

Result<std::vector<PostRecord>> all_posts(const Reader& reader, Window window) {
  PostQuery query;
  query.from = window.from;
  query.to = window.to + kDatedAheadMax;
  std::vector<PostRecord> records;
  const auto visited = reader.visit_posts(query, [&](const PostRecord& record) {
    if (record.placed >= window.from && record.placed < window.to) {
      records.push_back(record);
    }
    return true;
  });
  if (!visited) {
    return visited.error();
  }
  return records;
}

}  // namespace

Result<Plan> issue_plan(const Chain& chain, const Zone& zone, Day date) {
  const auto window = chain.issuable(date);
  if (!window) {
    return window.error();
  }
  Plan plan;
  plan.scope = scope_of(*window, zone);
  plan.posts = Plan::Posts::chain;
  plan.chain_start = chain.start();
  return plan;
}

Result<Plan> preview_plan(const Chain& chain, const Zone& zone, DigestDays days, Instant now) {
  const Day first = days.first.value_or(days.last);
  if (first > days.last) {
    return Error{Errc::usage,
                 fmt::format("{} is after {}", format_day(first), format_day(days.last))};
  }
  const Window day = zone.window(days.last);
  if (day.from > now) {
    return Error{Errc::usage, fmt::format("{} is yet to come", format_day(days.last))};
  }
  if (day.from >= day.to) {
    return Error{Errc::usage,
                 fmt::format("there is no {} in {}", format_day(days.last), zone.name())};
  }
  if (!days.first && chain.issuable(days.last)) {
    return issue_plan(chain, zone, days.last);
  }
  Plan plan;
  const bool running = !days.first && day.to > now && chain.end() < day.to;
  if (running) {
    plan.scope = scope_of({std::max(day.from, chain.end()), day.to}, zone);
    plan.posts = Plan::Posts::chain;
    // What came late belongs to this digest only if no day before it is still to be issued.
    const bool next = !chain.empty() && chain.end() == plan.scope.window.from;
    plan.placed_from = next ? Instant::min() : plan.scope.window.from;
    plan.chain_start = chain.empty() ? plan.scope.window.from : chain.start();
  } else {
    plan.scope = scope_of({zone.window(first).from, day.to}, zone);
    plan.scope.together = first != days.last;
  }
  return plan;
}

Result<std::vector<PostRecord>> load_posts(const Reader& reader, const Plan& plan) {
  auto records = plan.posts == Plan::Posts::chain ? unreported_posts(reader, plan)
                                                  : all_posts(reader, plan.scope.window);
  if (records) {
    std::sort(records->begin(), records->end(), [](const PostRecord& a, const PostRecord& b) {
      return a.placed != b.placed ? a.placed < b.placed : a.post.uri < b.post.uri;
    });
  }
  return records;
}

}  // namespace tagwatch
