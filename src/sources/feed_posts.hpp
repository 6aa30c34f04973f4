// From what a feed says to posts: text, tags, links and order. Pure.
#pragma once

#include <string>

#include "feed_document.hpp"
#include "tagwatch/model/task.hpp"

namespace tagwatch {

struct FeedOrigin {
  std::string feed_url;  ///< as configured, {tag} and all: part of identities
  bool per_tag = false;  ///< the feed is of one tag: its categories are hashtags
};

/// The page that `feed` is: posts newest first (those without a time beside their neighbours in
/// the document), identities in document order without what is pinned on top.
[[nodiscard]] Page page_of(FeedDocument feed, const FeedOrigin& origin);

}  // namespace tagwatch
