// A feed of any format as one plain value: what the readers of RSS, Atom and JSON Feed have in
// common, before identity, text and order are made of it.
//
// Every string is owned valid UTF-8. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/base/error.hpp"
#include "tagwatch/base/time.hpp"
#include "tagwatch/model/post.hpp"
#include "tagwatch/text/ascii.hpp"

namespace tagwatch {

/// Bytes of an answer beyond which it is not read: far above real feeds, and what a small machine
/// can hold several times over.
inline constexpr std::size_t kFeedBytesMax = 5 * 1024 * 1024;
/// Items of one feed: the largest real ones (whole archives) have a few thousand.
inline constexpr std::size_t kFeedItemsMax = 10'000;
/// Values of one kind (authors, categories, media, links) that are kept of one item.
inline constexpr std::size_t kFeedValuesMax = 100;

/// A piece of prose: plain text, or an HTML fragment with the address that its links are relative
/// to.
struct FeedText {
  std::string value;
  bool html = false;
  std::string base;
};

/// The times of an item by what the feed calls them; readers fill in what they find.
struct FeedTimes {
  std::optional<Instant> published;  ///< pubDate, published, issued
  std::optional<Instant> dated;      ///< dc:date: says nothing of what happened then
  std::optional<Instant> created;    ///< created
  std::optional<Instant> updated;    ///< updated, modified
};

struct FeedItem {
  std::string guid;  ///< exactly as it stands; "" when there is none
  std::string link;  ///< absolute web address; "" when there is none
  FeedText title;
  FeedText content;            ///< the full text
  FeedText summary;            ///< the description or summary
  FeedText media_description;  ///< what it says of its media as a whole
  std::vector<std::string> authors;
  std::string author_url;
  std::string publication;  ///< where an aggregator has the item from
  FeedTimes times;
  std::vector<std::string> categories;
  std::vector<Media> media;
  std::vector<Link> links;  ///< related addresses besides `link`
  std::string language;
  /// Items with its id are states of one entry (Atom says so); elsewhere they may be several.
  bool same_id_is_same_entry = false;
};

struct FeedDocument {
  std::vector<FeedItem> items;  ///< in document order
  std::string link;             ///< the page that the feed is of
  std::string language;
  std::vector<std::string> authors;  ///< of items that name none
  std::string author_url;
  std::optional<Duration> time_to_live;
};

/// Reads `text`, a document of any format, which is found from its first bytes and its root.
/// `base_url` is where it came from.
/// Errors: malformed_payload for what is no XML or JSON, wrong_shape for what is no feed, too_large
/// for a document beyond a limit.
[[nodiscard]] Result<FeedDocument> read_feed(std::string text, std::string_view base_url);

/// The reader of JSON Feed 1.0 and 1.1. `json` is valid UTF-8.
[[nodiscard]] Result<FeedDocument> read_json_feed(std::string_view json, std::string_view base_url);

/// Adds `value` unless it is empty, is there already, or the list is full.
void add_value(std::vector<std::string>& values, std::string value);
/// Adds media that have an address unless it is there already (an alt text is taken over) or the
/// list is full.
void add_media(std::vector<Media>& all, Media media);
/// Media::kind from a MIME type, the word of Media RSS, or the ending of the address.
[[nodiscard]] std::string media_kind(std::string_view type, std::string_view url);

}  // namespace tagwatch
