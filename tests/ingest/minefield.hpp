// Pages of each kind of source that answers in JSON, made of ordinary items and of bytes that may
// be no JSON. For minefield_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/base/time.hpp"

namespace tagwatch::test {

/// How a kind of source writes a page.
struct PageForm {
  const char* kind;
  const char* before;  ///< the items
  const char* after;
  std::string (*item)(int number, Instant created);

  [[nodiscard]] std::string page(const std::vector<std::string>& items) const {
    std::string text = before;
    for (const std::string& each : items) {
      text += (&each == items.data() ? "" : ",") + each;
    }
    return text + after;
  }
};

inline std::string mastodon_item(int number, Instant created) {
  const std::string id = std::to_string(1000 + number);
  return R"({"id":")" + id + R"(","uri":"https://social.example/users/ana/statuses/)" + id +
         R"(","url":"https://social.example/@ana/)" + id + R"(","created_at":")" +
         format_rfc3339(created) +
         R"(","visibility":"public","content":"<p>Notes #TMSSW</p>","account":{"id":"1",)"
         R"("username":"ana","acct":"ana","url":"https://social.example/@ana"},)"
         R"("tags":[{"name":"tmssw","url":"https://social.example/tags/tmssw"}]})";
}

inline std::string bluesky_item(int number, Instant created) {
  const std::string time = format_rfc3339(created);
  return R"({"uri":"at://did:plc:ana/app.bsky.feed.post/)" + std::to_string(number) +
         R"(","author":{"did":"did:plc:ana","handle":"ana.example.net"},"record":{"createdAt":")" +
         time + R"(","text":"Notes #TMSSW"},"indexedAt":")" + time + "\"}";
}

inline std::string feed_item(int number, Instant created) {
  const std::string id = std::to_string(number);
  return R"({"id":"urn:example:)" + id + R"(","url":"https://news.example/)" + id +
         R"(","content_text":"Notes #TMSSW","date_published":")" + format_rfc3339(created) + "\"}";
}

inline constexpr PageForm kMastodonPage{"mastodon", "[", "]", mastodon_item};
inline constexpr PageForm kBlueskyPage{"bluesky", R"({"posts":[)", R"(],"cursor":"40"})",
                                       bluesky_item};
inline constexpr PageForm kFeedPage{
    "feed", R"({"version":"https://jsonfeed.org/version/1.1","items":[)", "]}", feed_item};

}  // namespace tagwatch::test
