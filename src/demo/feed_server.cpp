#include "tagwatch/demo/feed_server.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "wire.hpp"

namespace tagwatch::demo {
namespace {

constexpr std::string_view kFeedPath = "/world.rss";
// Minutes that the feed asks to be left alone after an answer.
constexpr std::string_view kTimeToLive = "30";

// "Tue, 17 Nov 2026 08:05:00 +0000", as RSS wants it.
std::string format_rfc822(Instant at) {
  constexpr std::array<const char*, 7> kWeekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %d %02d:%02d:%02d +0000",
                kWeekdays.at(std::chrono::weekday(day).c_encoding()),
                static_cast<unsigned>(date.day()),
                kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text.data();
}

std::string element(std::string_view name, std::string_view text) {
  const std::string tag(name);
  return "<" + tag + ">" + escaped_markup(text) + "</" + tag + ">\n";
}

std::string item_xml(const NewsItem& item, Instant now) {
  std::string xml = "<item>\n";
  xml += element("title", item.title);
  xml += element("link", item.guid);
  xml += "<guid isPermaLink=\"true\">" + escaped_markup(item.guid) + "</guid>\n";
  xml += element("pubDate", format_rfc822(item.published));
  xml += element("description", "<p>" + escaped_markup(item.summary_at(now)) + "</p>");
  for (const std::string& category : item.categories) {
    xml += element("category", category);
  }
  return xml + "</item>\n";
}

}  // namespace

FeedServer::FeedServer(const World& world, std::string host)
    : world_(world), host_(std::move(host)) {}

ServerAnswer FeedServer::answer(const ServerRequest& request) const {
  if (request.method != "GET" || request.path != kFeedPath) {
    return make_answer(404, "text/html; charset=utf-8", "<!DOCTYPE html><title>Not found</title>");
  }
  std::vector<const NewsItem*> items = world_.news_by(request.at);
  items.resize(std::min(items.size(), kFeedItemsMax));
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\">\n<channel>\n";
  xml += element("title", "News desk");
  xml += element("link", "https://" + host_ + "/");
  xml += element("description", "The newest reports of the news desk.");
  xml += element("language", "en");
  xml += element("ttl", kTimeToLive);
  for (const NewsItem* item : items) {
    xml += item_xml(*item, request.at);
  }
  xml += "</channel>\n</rss>\n";
  ServerAnswer answer = make_answer(200, "application/rss+xml; charset=utf-8", std::move(xml));
  make_conditional(request, answer);
  if (!items.empty()) {
    answer.headers.emplace_back("Last-Modified", format_rfc822(items.front()->published));
  }
  return answer;
}

}  // namespace tagwatch::demo
