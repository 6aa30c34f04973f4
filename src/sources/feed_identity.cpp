#include "feed_identity.hpp"

#include <algorithm>
#include <array>
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

std::string first_identity(const FeedDocument& feed, const FeedItem& item,
                           std::string_view feed_url) {
  if (!item.guid.empty()) {
    return is_global_uri(item.guid) ? item.guid : hashed({feed_url, item.guid});
  }
  if (std::string address = own_address(feed, item); !address.empty()) {
    return address;
  }
  const std::string& content = item.content.value.empty() ? item.summary.value : item.content.value;
  if (item.title.value.empty() && content.empty()) {
    return {};
  }
  return hashed({feed_url, item.title.value, content});
}

// What tells apart items that share a guid or a link.
std::string distinction(const FeedItem& item) {
  return item.link + '\0' + item.title.value;
}

void tell_apart(const FeedDocument& feed, std::string_view feed_url,
                std::vector<std::string>& identities) {
  struct Sharing {
    std::string distinction;
    bool differ = false;
  };
  std::unordered_map<std::string, Sharing> sharing;
  const auto is_certain = [&](std::size_t at) {
    return identities[at].empty() || (feed.same_id_is_same_entry && !feed.items[at].guid.empty());
  };
  for (std::size_t at = 0; at < identities.size(); ++at) {
    const std::string what = distinction(feed.items[at]);
    const auto [found, is_new] = sharing.try_emplace(identities[at], Sharing{what});
    found->second.differ = found->second.differ || found->second.distinction != what;
  }
  for (std::size_t at = 0; at < identities.size(); ++at) {
    if (!is_certain(at) && sharing.at(identities[at]).differ) {
      const FeedItem& item = feed.items[at];
      identities[at] = hashed({feed_url, identities[at], item.link, item.title.value});
    }
  }
}

Instant last_change(const FeedItem& item) {
  const Instant published = published_at(item).value_or(Instant::min());
  return std::max(published, edited_at(item).value_or(Instant::min()));
}

void keep_newest_of_each(const FeedDocument& feed, std::vector<std::string>& identities) {
  std::unordered_map<std::string, std::size_t> newest;
  for (std::size_t at = 0; at < identities.size(); ++at) {
    if (identities[at].empty()) {
      continue;
    }
    const auto [found, is_new] = newest.try_emplace(identities[at], at);
    if (is_new) {
      continue;
    }
    const bool newer = last_change(feed.items[at]) > last_change(feed.items[found->second]);
    identities[newer ? found->second : at].clear();
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

std::vector<std::string> identities_of(const FeedDocument& feed, std::string_view feed_url) {
  std::vector<std::string> identities;
  identities.reserve(feed.items.size());
  for (const FeedItem& item : feed.items) {
    identities.push_back(first_identity(feed, item, feed_url));
  }
  tell_apart(feed, feed_url, identities);
  keep_newest_of_each(feed, identities);
  return identities;
}

}  // namespace tagwatch
