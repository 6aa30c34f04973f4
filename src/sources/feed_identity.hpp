// Which post an item of a feed is: the same item has the same identity in every answer. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "feed_document.hpp"

namespace tagwatch {

struct ItemIdentities {
  std::vector<std::string> of_items;  ///< in document order; "" for those left out
  /// Of those left out: items that have nothing to tell them by, and items that say something else
  /// than another one with their identity. What merely stands twice is no loss.
  int unreadable = 0;
};

/// Which post each item of `feed` is; of items with one identity the newest stays.
///
/// An identity depends on the item and on `feed_url` (as configured), never on what stands beside
/// it: the answers of a feed differ in that.
/// - A guid that is an absolute URI of a kind that is unique in the world, byte by byte; but not
///   the address of a whole site or of the feed.
/// - Any other guid is the feed's own counting, and some count carelessly: a hash of `feed_url`,
///   guid and link, or title where there is no link. So an item that moves to another address
///   becomes another post. In Atom, where one id is one entry, `feed_url` and id.
/// - Without a guid, many items may share one link, and only their titles and dates tell them
///   apart: a hash of link (`feed_url` where there is none), title and date, or content where there
///   is no date. A new title or date cannot be told from a new item, so it becomes another post:
///   one too many rather than one lost. A text that is corrected under the same date stays one.
[[nodiscard]] ItemIdentities identities_of(const FeedDocument& feed, std::string_view feed_url);

/// The web address of `item` itself: not that of the whole feed, which many items may carry.
[[nodiscard]] std::string own_address(const FeedDocument& feed, const FeedItem& item);

/// When the item was published, as far as the feed says; a time in the future stays as claimed.
[[nodiscard]] std::optional<Instant> published_at(const FeedItem& item);
/// When it was changed after that.
[[nodiscard]] std::optional<Instant> edited_at(const FeedItem& item);

}  // namespace tagwatch
