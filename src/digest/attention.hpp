// Which posts wait for an answer of the office. Pure but for attention_of.
//
// A post waits when it mentions an account of the office; when it asks something and has an
// audience or is of a listed account; or when it gathers replies unusually fast: at least 10, and
// for each hour of its life 3 and one more for each hundred of the square root of its author's
// followers (3 an hour for an account that few follow, 10 for one that half a million do). Own
// posts, deleted ones and those whose authors ask not to be quoted never do.
//
// It is told in each digest until a person closes it, or until it was told for `attention_days`
// days. A post that a digest reported already can begin to wait within two days, when replies come.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "facts.hpp"
#include "tagwatch/digest/value.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch {

/// Fewer replies are nothing unusual.
inline constexpr int kFastRepliesMin = 10;

/// Why the post waits for an answer; empty: it does not.
[[nodiscard]] std::vector<Why> reasons_to_answer(const PostRecord& record, const Accounts& accounts,
                                                 std::int64_t audience_followers);

struct Attention {
  std::vector<AttentionItem> items;    ///< all that wait, in the order of the digest
  std::vector<AttentionRow> new_ones;  ///< those that no digest told before
};

/// What waits as of a digest that reports `facts`. Of posts with the same text (`clusters`) one
/// does, that with the largest audience. Errors: those of the store.
[[nodiscard]] Result<Attention> attention_of(const Reader& reader, const DigestOptions& options,
                                             const Accounts& accounts,
                                             const std::vector<PostFact>& facts,
                                             const std::vector<Cluster>& clusters,
                                             const Scope& scope);

/// The uris of those that a digest shows.
[[nodiscard]] std::set<std::string_view> shown_attention(const DigestValue& value);

}  // namespace tagwatch
