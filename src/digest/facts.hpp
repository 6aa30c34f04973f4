// What a digest speaks of, and the posts of it with everything that counting must know. Pure.
#pragma once

#include <string>
#include <vector>

#include "accounts.hpp"
#include "programme.hpp"
#include "tagwatch/digest/chain.hpp"
#include "tagwatch/digest/options.hpp"
#include "tagwatch/store/records.hpp"

namespace tagwatch {

/// The time that a digest speaks of. Its date is the last of `days`.
struct Scope {
  Window window;
  std::vector<DayPart> days;  ///< at least one
  bool together = false;      ///< all days count as one, as for a look back over a week
  /// What the numbers speak of.
  [[nodiscard]] DayPart date() const {
    return together ? DayPart{days.back().day, window} : days.back();
  }
};

/// How a post stands to the digest that reports it.
enum class Age {
  of_date,  ///< placed on its date
  missed,   ///< placed in the window, on a day before its date
  late,     ///< placed on one of the days before the window whose totals are restated
  older,    ///< placed before those
};

struct PostFact {
  PostRecord record;
  Day day{};  ///< local day of its place
  Age age = Age::of_date;
  std::optional<Role> role;
  ProgrammeSigns signs;

  /// Own and partner posts are counted apart from all others.
  [[nodiscard]] bool apart() const { return counted_apart(role); }
  /// False for posts that are counted, not quoted.
  [[nodiscard]] bool quotable() const { return !record.deleted && !record.post.withheld; }
  [[nodiscard]] bool matches(const Hashtag& tag) const;
};

/// `placed` is before the end of the window.
[[nodiscard]] Age age_of(Instant placed, const Scope& scope, const Zone& zone, int late_days);

/// The facts of `records`, in their order.
[[nodiscard]] std::vector<PostFact> facts_of(std::vector<PostRecord> records, const Scope& scope,
                                             const DigestOptions& options,
                                             const Programme& programme, const Accounts& accounts);

/// Borrowed facts; they live as long as the vector that holds them.
using PostFacts = std::vector<const PostFact*>;

}  // namespace tagwatch
