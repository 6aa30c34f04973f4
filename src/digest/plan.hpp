// Which time a digest speaks of, and where its posts come from. Pure but for load_posts.
#pragma once

#include <vector>

#include "facts.hpp"
#include "tagwatch/digest/build.hpp"

namespace tagwatch {

struct Plan {
  /// Whose posts are shown.
  enum class Posts {
    chain,  ///< those that no digest reports yet, as an issue would report them
    store,  ///< all that the store holds of the days, whoever reports them
  };
  Scope scope;
  Posts posts = Posts::store;
  Instant chain_start{};
  /// Posts placed before are left out: they belong to a digest that is issued before this one.
  Instant placed_from = Instant::min();
};

/// The plan for issuing `date`. Errors: usage, in words, when it cannot be issued.
[[nodiscard]] Result<Plan> issue_plan(const Chain& chain, const Zone& zone, Day date);

/// The plan for a preview. Errors: usage for days in the wrong order or to come.
[[nodiscard]] Result<Plan> preview_plan(const Chain& chain, const Zone& zone, DigestDays days,
                                        Instant now);

/// The posts of the plan, by place in time, then uri.
[[nodiscard]] Result<std::vector<PostRecord>> load_posts(const Reader& reader, const Plan& plan);

}  // namespace tagwatch
