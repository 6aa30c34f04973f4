// Which post an item of a feed is: the same item has the same identity in every answer. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "feed_document.hpp"

namespace tagwatch {

/// The identity of each item of `feed`, in document order; "" for an item that has nothing to tell
/// it by, and for all but the newest of those that are one item.
///
/// It is the guid where that is an absolute URI of a kind that is unique in the world, byte by
/// byte; else a hash of `feed_url` (as configured) and the guid; else the link without tracking
/// parameters; else a hash of `feed_url`, title and content. Items of one feed that share it are
/// told apart by link and title, but for Atom, where one id is one entry.
[[nodiscard]] std::vector<std::string> identities_of(const FeedDocument& feed,
                                                     std::string_view feed_url);

/// The web address of `item` itself: not that of the whole feed, which many items may carry.
[[nodiscard]] std::string own_address(const FeedDocument& feed, const FeedItem& item);

/// When the item was published, as far as the feed says; a time in the future stays as claimed.
[[nodiscard]] std::optional<Instant> published_at(const FeedItem& item);
/// When it was changed after that.
[[nodiscard]] std::optional<Instant> edited_at(const FeedItem& item);

}  // namespace tagwatch
