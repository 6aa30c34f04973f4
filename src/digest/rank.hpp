// Which posts of the day are listed, and why. Pure.
//
// A day of up to 5 posts is listed whole, in order of time, without a score. On any other the posts
// about the programme come first, then those that were noticed most for the size of their author's
// audience. Listed is what is about the programme or has a reason to be, and where that is little
// the best of the others, so that no day of posts is left without any. A score is the sum of its
// parts, whole thousandths, so that the order can be computed again from the digest alone: by
// score, then uri.
//
//   likes, reposts, replies, quotes   count * 1000 * weight / (10 + sqrt(followers))
//   programme                         puts the programme's posts before all others
//   link, listed, mentions_own, place small additions for what a press office looks for
#pragma once

#include <set>
#include <string>
#include <vector>

#include "facts.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// A day of so many posts is listed whole.
inline constexpr std::size_t kListedWholeMax = 5;
/// So many are listed on any other, as far as posts may be quoted.
inline constexpr std::size_t kShownMin = 3;
/// More than that nobody reads on a telephone.
inline constexpr std::size_t kShownMax = 6;
/// So many are listed of the days before.
inline constexpr std::size_t kEarlierShownMax = 3;

/// The listed posts among `posts`, in their order. Own and partner posts, withheld and deleted ones
/// are never listed, nor are `copies`, uris of posts whose text an earlier one has, nor those of
/// `elsewhere`, which the digest shows already.
[[nodiscard]] std::vector<TopPost> listed_posts(const PostFacts& posts, const Accounts& accounts,
                                                std::int64_t audience_followers,
                                                const std::set<std::string_view>& copies,
                                                const std::set<std::string_view>& elsewhere);

/// True when the post mentions an account of the office.
[[nodiscard]] bool mentions_own(const Post& post, const Accounts& accounts);

/// True when `text` asks something: a question mark of any script outside of web addresses.
[[nodiscard]] bool asks(std::string_view text);

}  // namespace tagwatch
