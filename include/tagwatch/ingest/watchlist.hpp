// Which posts belong to the watched tags, and which topics they touch. Pure.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "tagwatch/model/source.hpp"
#include "tagwatch/store/batch.hpp"
#include "tagwatch/text/phrases.hpp"

namespace tagwatch {

class Watchlist {
 public:
  /// `require_indexable`: a post whose author declined full-text search is withheld like one whose
  /// author asks not to be shown at all.
  Watchlist(const std::vector<Hashtag>& tags, Topics topics, bool require_indexable);

  /// The posts of one answer of `source` that are to be kept, each with the tags it is kept for.
  ///
  /// A post with a watched tag is kept for that tag, whichever timeline showed it. One without is
  /// kept for the source's tags where the source's `match` says so: by `phrases` (compiled from the
  /// source's settings), or `all`. Reposts are counted by their original and never kept.
  [[nodiscard]] std::vector<MatchedPost> match(std::vector<Post> posts,
                                               const SourceSettings& source,
                                               const Phrases& phrases) const;

  /// The same of an answer that was asked for by ids, where a post that carries no watched tag any
  /// more stays, with nothing that it is kept for.
  [[nodiscard]] std::vector<MatchedPost> match_known(std::vector<Post> posts,
                                                     const SourceSettings& source,
                                                     const Phrases& phrases) const;

  /// The configured topics that `post` touches, in the order of the configuration.
  [[nodiscard]] std::vector<std::string> topics_of(const Post& post) const;

 private:
  [[nodiscard]] std::vector<Match> matches_of(const Post& post, const SourceSettings& source,
                                              const Phrases& phrases) const;
  [[nodiscard]] MatchedPost matched(Post post, std::vector<Match> matches,
                                    const SourceSettings& source) const;

  std::unordered_map<std::string, std::string> spelled_by_key_;
  Topics topics_;
  bool require_indexable_;
};

}  // namespace tagwatch
