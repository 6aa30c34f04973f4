// Asks the kind `feed` as the pipeline does.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "sources/feed.hpp"

namespace tagwatch::test {

inline constexpr const char* kFeedUrl = "https://news.example.org/feed";
inline constexpr const char* kTagFeedUrl = "https://social.example/tags/{tag}.rss";

inline std::unique_ptr<Source> feed_source(std::string url = kFeedUrl) {
  SourceSettings settings;
  settings.name = "news";
  settings.kind = "feed";
  settings.url = std::move(url);
  return feed_source_kind().make(settings);
}

inline HttpResponse answer_of(std::string body, std::string content_type = "") {
  HttpResponse response;
  response.status = 200;
  response.body = std::move(body);
  if (!content_type.empty()) {
    response.headers.emplace_back("Content-Type", std::move(content_type));
  }
  return response;
}

inline Result<Page> read_feed_page(std::string body, std::string url = kFeedUrl) {
  return feed_source(std::move(url))->parse(Newest(Hashtag("TMSSW")), answer_of(std::move(body)));
}

/// The only post of a feed.
inline Post only_post(std::string body, std::string url = kFeedUrl) {
  auto page = read_feed_page(std::move(body), std::move(url));
  return page && page->posts.size() == 1 ? page->posts.front() : Post{};
}

inline std::string rss(const std::string& items, const std::string& channel = "") {
  return "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" "
         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
         "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
         "xmlns:media=\"http://search.yahoo.com/mrss/\"><channel>" +
         channel + items + "</channel></rss>";
}

inline std::string atom(const std::string& entries, const std::string& attributes = "") {
  return "<feed xmlns=\"http://www.w3.org/2005/Atom\" " + attributes + ">" + entries + "</feed>";
}

inline std::string json_feed(const std::string& items, const std::string& members = "") {
  return "{\"version\": \"https://jsonfeed.org/version/1.1\", " + members + "\"items\": [" + items +
         "]}";
}

}  // namespace tagwatch::test
