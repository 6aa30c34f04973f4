#include "bench/cheap_parse.hpp"

#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <pugixml.hpp>
#include <utility>

namespace tagwatch::bench {
namespace {

namespace json = simdjson::ondemand;

int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) {
    value = value * 10 + (digit - '0');
  }
  return value;
}

std::int64_t milliseconds(int year, int month, int day, std::string_view clock) {
  const std::chrono::sys_days date{std::chrono::year(year) / month / day};
  const std::int64_t seconds =
      std::chrono::sys_seconds(date).time_since_epoch().count() +
      ((number(clock.substr(0, 2)) * 60 + number(clock.substr(3, 2))) * 60) +
      number(clock.substr(6, 2));
  return seconds * 1000;
}

// 2026-06-30T10:11:12.345Z
std::int64_t time_of_status(std::string_view text) {
  return milliseconds(number(text.substr(0, 4)), number(text.substr(5, 2)),
                      number(text.substr(8, 2)), text.substr(11)) +
         number(text.substr(20, 3));
}

// Tue, 30 Jun 2026 10:11:12 +0000
std::int64_t time_of_item(std::string_view text) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t month = kMonths.find(text.substr(8, 3)) / 3 + 1;
  return milliseconds(number(text.substr(12, 4)), static_cast<int>(month),
                      number(text.substr(5, 2)), text.substr(17));
}

// Leaves `into` as it is where nothing of its type was found.
template <class Found, class T>
void take(Found found, T& into) {
  if (T taken{}; std::move(found).get(taken) == simdjson::SUCCESS) {
    into = taken;
  }
}

std::string_view text_of(json::object& object, std::string_view name) {
  std::string_view text;
  take(object.find_field(name).get_string(), text);
  return text;
}

std::optional<std::int64_t> count_of(json::object& object, std::string_view name) {
  std::int64_t count = 0;
  return object.find_field(name).get_int64().get(count) == simdjson::SUCCESS ? std::optional(count)
                                                                             : std::nullopt;
}

template <class Visit>
void each_object(json::object& object, std::string_view name, Visit visit) {
  json::array array;
  if (object.find_field(name).get_array().get(array) != simdjson::SUCCESS) {
    return;
  }
  for (auto element : array) {
    json::object inner;
    if (element.get_object().get(inner) == simdjson::SUCCESS) {
      visit(inner);
    }
  }
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      out += '\\';
    }
    out += letter;
  }
  return out + "\"";
}

void read_author(json::object& status, CheapPost& post) {
  json::object account;
  if (status.find_field("account").get_object().get(account) != simdjson::SUCCESS) {
    return;
  }
  post.handle = text_of(account, "acct");
  post.name = text_of(account, "display_name");
  take(account.find_field("bot").get_bool(), post.bot);
  take(account.find_field("indexable").get_bool(), post.indexable);
  post.joined = text_of(account, "created_at").substr(0, 10);
  post.author_url = text_of(account, "url");
  post.followers = count_of(account, "followers_count");
}

void read_lists(json::object& status, CheapPost& post) {
  each_object(status, "media_attachments", [&](json::object& media) {
    post.media += post.media.empty() ? "[\"image\"," : ",[\"image\",";
    post.media += quoted(text_of(media, "url")) + ",";
    post.media += quoted(text_of(media, "description")) + "]";
  });
  each_object(status, "mentions", [&](json::object& mention) {
    post.mentions += post.mentions.empty() ? "" : ",";
    post.mentions += quoted(text_of(mention, "acct"));
  });
  each_object(status, "tags",
              [&](json::object& tag) { post.tags.push_back(text_of(tag, "name")); });
  json::object card;
  if (status.find_field("card").get_object().get(card) == simdjson::SUCCESS) {
    post.links = "[" + quoted(text_of(card, "url")) + ",";
    post.links += quoted(text_of(card, "title")) + "]";
  }
  for (std::string* list : {&post.media, &post.mentions, &post.links}) {
    *list = "[" + *list + "]";
  }
}

CheapPost read_status(json::object& status) {
  CheapPost post;
  post.platform = "mastodon";
  post.kind = "post";
  post.id = text_of(status, "id");
  post.created_ms = time_of_status(text_of(status, "created_at"));
  post.language = text_of(status, "language");
  post.uri = text_of(status, "uri");
  post.url = text_of(status, "url");
  post.replies = count_of(status, "replies_count");
  post.reposts = count_of(status, "reblogs_count");
  post.likes = count_of(status, "favourites_count");
  post.text = cheap_text(text_of(status, "content"));
  read_author(status, post);
  read_lists(status, post);
  return post;
}

CheapPost read_item(const pugi::xml_node& item) {
  CheapPost post;
  post.platform = "feed";
  post.kind = "article";
  post.uri = item.child_value("guid");
  post.id = post.uri;
  post.url = item.child_value("link");
  post.created_ms = time_of_item(item.child_value("pubDate"));
  post.name = item.child_value("dc:creator");
  for (const pugi::xml_node& category : item.children("category")) {
    post.tags.emplace_back(category.child_value());
  }
  post.text = item.child_value("title");
  post.text += "\n" + cheap_text(item.child_value("description"));
  post.mentions = "[]";
  post.links = "[]";
  post.media = "[]";
  return post;
}

}  // namespace

BodyReader CheapStore::status_reader() {
  return [this, parser = std::make_shared<json::parser>()](std::string& body) {
    begin();
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    json::document document;
    json::array statuses;
    std::int64_t items = 0;
    if (parser->iterate(body).get(document) == simdjson::SUCCESS &&
        document.get_array().get(statuses) == simdjson::SUCCESS) {
      for (auto element : statuses) {
        json::object status;
        if (element.get_object().get(status) == simdjson::SUCCESS) {
          add(read_status(status));
          ++items;
        }
      }
    }
    finish(items);
  };
}

BodyReader CheapStore::item_reader() {
  return [this](std::string& body) {
    begin();
    std::int64_t items = 0;
    pugi::xml_document document;
    if (document.load_buffer_inplace(body.data(), body.size())) {
      for (const pugi::xml_node& item : document.child("rss").child("channel").children("item")) {
        add(read_item(item));
        ++items;
      }
    }
    finish(items);
  };
}

}  // namespace tagwatch::bench
