// Posts that say the same: near-duplicate texts of three accounts or more. Pure.
//
// In order of time each text is compared with the first of every cluster that it seems to be like,
// and joins the one that it differs from least, or begins a cluster of its own. So a cluster is
// what its first post was copied to, and never a chain of texts that drift apart. Two texts are the
// same when no more than kChangedPercent of their words differ, by the edit distance over words:
// two copies of one text, each with 15 of 100 words changed, still are.
//
// What seems alike is found by sketches: of the shingles of a text, two and three words in a row,
// those with the smallest hashes stand for it (bottom-k MinHash, Broder, On the Resemblance and
// Containment of Documents, 1997). They are looked up in an index that keeps a bounded number of
// firsts for each shingle, as what stands in many texts tells none of them apart. Short texts are
// known by all of their shingles. The work is linear in the posts: each is compared with at most
// kComparedMax others.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tagwatch {

/// A text of fewer words is nobody's in particular.
inline constexpr std::size_t kSameTextWordsMin = 8;
inline constexpr std::size_t kSameTextAccountsMin = 3;
/// So many words of 100 may differ.
inline constexpr std::size_t kChangedPercent = 30;
/// A text is compared with at most so many others.
inline constexpr std::size_t kComparedMax = 8;

/// A post, as far as its text goes.
struct SaidPost {
  std::string text;
  std::string account;  ///< "" where the platform names nobody
};

struct SameText {
  std::vector<std::size_t> posts;  ///< where they stand among all, ascending: the first comes first
  std::int64_t accounts = 0;
};

struct SameTexts {
  std::vector<SameText> clusters;  ///< the largest first, then by their first posts
  std::int64_t compared = 0;       ///< pairs of texts that were compared
};

/// `posts` are in order of time.
[[nodiscard]] SameTexts same_texts(const std::vector<SaidPost>& posts);

}  // namespace tagwatch
