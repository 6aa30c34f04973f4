#include "feed_identity.hpp"

#include <algorithm>
#include <initializer_list>
#include <unordered_map>

#include "tagwatch/base/sha256.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

// A hash of strings that none of their boundaries can be moved in.
std::string hashed(std::initializer_list<std::string_view> parts) {
  std::string whole;
  for (const std::string_view part : parts) {
    whole += part;
    whole += '\0';
  }
  return "feed:" + sha256_hex(whole);
}

// Schemes whose URIs are unique in the world. Others ("post:17") are somebody's private counting.
bool is_global_uri(std::string_view guid) {
  if (guid.find_first_of(" \t\r\n<>\"") != std::string_view::npos) {
    return false;
  }
  const std::size_t colon = guid.find(':');
  if (colon == std::string_view::npos) {
    return false;
  }
  const std::string scheme = ascii_lower(guid.substr(0, colon));
  const std::string_view rest = guid.substr(colon + 1);
  if (scheme == "http" || scheme == "https" || scheme == "at") {
    return rest.starts_with("//") && rest.size() > 2 && rest[2] != '/';
  }
  if (scheme == "urn") {
    const std::size_t name = rest.find(':');
    return name != std::string_view::npos && name > 0 && name + 1 < rest.size();
  }
  return scheme == "tag" && rest.find(',') != std::string_view::npos;
}

// The address of a whole site, or of the feed itself: some feeds give it as the guid of every item.
bool names_no_item(std::string_view guid, std::string_view feed_url) {
  const std::string page = page_key(guid);
  const bool is_front_page = page != guid && page.find_first_of("/?") == std::string::npos;
  return is_front_page || page == page_key(feed_url);
}

// What besides its guid tells an item from others of its feed that have the same.
std::string link_or_title(const FeedItem& item) {
  const std::string link = without_tracking(item.link);
  return link.empty() || page_key(link) == page_key(item.guid) ? item.title.value : link;
}

std::string identity_by_guid(const FeedItem& item, std::string_view feed_url) {
  const bool global = is_global_uri(item.guid);
  if (item.same_id_is_same_entry) {
    return global ? item.guid : hashed({feed_url, item.guid});
  }
  return global && !names_no_item(item.guid, feed_url)
             ? item.guid
             : hashed({feed_url, item.guid, link_or_title(item)});
}

const std::string& content_of(const FeedItem& item) {
  return item.content.value.empty() ? item.summary.value : item.content.value;
}

std::string identity_without_guid(const FeedItem& item, std::string_view feed_url) {
  const std::string link = without_tracking(item.link);
  const std::string& title = item.title.value;
  const std::string& content = content_of(item);
  if (link.empty() && title.empty() && content.empty()) {
    return {};
  }
  const auto published = published_at(item);
  return hashed({link.empty() ? feed_url : std::string_view(), link, title,
                 published ? format_rfc3339(*published) : content});
}

std::string identity_of(const FeedItem& item, std::string_view feed_url) {
  return item.guid.empty() ? identity_without_guid(item, feed_url)
                           : identity_by_guid(item, feed_url);
}

bool say_the_same(const FeedItem& a, const FeedItem& b) {
  return a.link == b.link && a.title.value == b.title.value && content_of(a) == content_of(b) &&
         published_at(a) == published_at(b);
}

Instant last_change(const FeedItem& item) {
  const Instant published = published_at(item).value_or(Instant::min());
  return std::max(published, edited_at(item).value_or(Instant::min()));
}

void keep_newest_of_each(const FeedDocument& feed, ItemIdentities& identities) {
  std::unordered_map<std::string, std::size_t> newest;
  for (std::size_t at = 0; at < identities.of_items.size(); ++at) {
    if (identities.of_items[at].empty()) {
      continue;
    }
    const auto [found, is_new] = newest.try_emplace(identities.of_items[at], at);
    if (is_new) {
      continue;
    }
    const FeedItem& item = feed.items[at];
    const FeedItem& other = feed.items[found->second];
    const bool repeated = item.same_id_is_same_entry || say_the_same(item, other);
    identities.unreadable += repeated ? 0 : 1;
    const bool newer = last_change(item) > last_change(other);
    identities.of_items[newer ? found->second : at].clear();
    found->second = newer ? at : found->second;
  }
}

}  // namespace

std::string own_address(const FeedDocument& feed, const FeedItem& item) {
  const bool of_the_feed =
      !feed.link.empty() && !item.link.empty() && page_key(feed.link) == page_key(item.link);
  return of_the_feed ? std::string{} : without_tracking(item.link);
}

std::optional<Instant> published_at(const FeedItem& item) {
  const FeedTimes& times = item.times;
  for (const auto& time : {times.published, times.dated, times.created, times.updated}) {
    if (time) {
      return time;
    }
  }
  return std::nullopt;
}

std::optional<Instant> edited_at(const FeedItem& item) {
  const auto published = published_at(item);
  return item.times.updated > published ? item.times.updated : std::nullopt;
}

ItemIdentities identities_of(const FeedDocument& feed, std::string_view feed_url) {
  ItemIdentities identities;
  identities.of_items.reserve(feed.items.size());
  for (const FeedItem& item : feed.items) {
    identities.of_items.push_back(identity_of(item, feed_url));
    identities.unreadable += identities.of_items.back().empty() ? 1 : 0;
  }
  keep_newest_of_each(feed, identities);
  return identities;
}

}  // namespace tagwatch
