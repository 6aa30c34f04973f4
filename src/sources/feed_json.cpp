// JSON Feed 1.0 and 1.1.
// https://www.jsonfeed.org/version/1.1/
#include "charset.hpp"
#include "feed_document.hpp"
#include "json.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

struct People {
  std::vector<std::string> names;
  std::string url;  ///< of the first that has one
};

std::string text_of(JsonObject& object, std::string_view name) {
  return clean_text(without_ascii_space_around(object.text(name).value_or("")));
}

class JsonFeedReader {
 public:
  explicit JsonFeedReader(std::string_view base_url) : base_url_(base_url) {}

  // nullopt for an object that is no JSON Feed.
  std::optional<FeedDocument> read(JsonObject& root) {
    if (text_of(root, "version").find("jsonfeed.org/version/") == std::string::npos) {
      return std::nullopt;
    }
    FeedDocument feed;
    feed.link = address_of(root, "home_page_url");
    feed.language = text_of(root, "language");
    People people = people_of(root);
    feed.authors = std::move(people.names);
    feed.author_url = std::move(people.url);
    // An item that is no object keeps its place, empty: it counts as one that cannot be used.
    const bool has_items = root.for_each_element("items", [&](JsonObject* item) {
      feed.items.push_back(item != nullptr ? item_of(*item) : FeedItem{});
    });
    return has_items ? std::optional(std::move(feed)) : std::nullopt;
  }

 private:
  [[nodiscard]] std::string address_of(JsonObject& object, std::string_view name) const {
    const std::string text = text_of(object, name);
    return text.empty() ? text : resolve_url(base_url_, text).value_or("");
  }

  void add_person(People& people, JsonObject& person) const {
    add_value(people.names, text_of(person, "name"));
    if (people.url.empty()) {
      people.url = address_of(person, "url");
    }
  }

  // The list of version 1.1, else the one author of version 1.0.
  [[nodiscard]] People people_of(JsonObject& object) const {
    People people;
    const auto add = [&](JsonObject& person) { add_person(people, person); };
    object.for_each_object("authors", add);
    if (people.names.empty() && people.url.empty()) {
      object.with_object("author", add);
    }
    return people;
  }

  void read_media(FeedItem& item, JsonObject& object) const {
    add_media(item.media, {"image", address_of(object, "image"), ""});
    object.for_each_object("attachments", [&](JsonObject& attachment) {
      const std::string url = address_of(attachment, "url");
      const std::string type = text_of(attachment, "mime_type");
      add_media(item.media, {media_kind(type, url), url, text_of(attachment, "title")});
    });
  }

  void read_texts(FeedItem& item, JsonObject& object) const {
    item.title = {text_of(object, "title"), false, base_url_};
    item.content = {text_of(object, "content_html"), true, base_url_};
    if (item.content.value.empty()) {
      item.content = {text_of(object, "content_text"), false, base_url_};
    }
    item.summary = {text_of(object, "summary"), false, base_url_};
  }

  [[nodiscard]] FeedItem item_of(JsonObject& object) const {
    FeedItem item;
    item.guid = text_of(object, "id");
    if (item.guid.empty()) {  // some feeds count theirs in numbers
      const auto number = object.integer("id");
      item.guid = number ? std::to_string(*number) : "";
    }
    item.link = address_of(object, "url");
    if (std::string related = address_of(object, "external_url"); !related.empty()) {
      item.links.push_back({std::move(related), ""});
    }
    read_texts(item, object);
    read_media(item, object);
    item.times.published = parse_any_date(text_of(object, "date_published"));
    item.times.updated = parse_any_date(text_of(object, "date_modified"));
    item.language = text_of(object, "language");
    People people = people_of(object);
    item.authors = std::move(people.names);
    item.author_url = std::move(people.url);
    object.for_each_text("tags", [&](std::string_view tag) {
      add_value(item.categories, clean_text(without_ascii_space_around(tag)));
    });
    return item;
  }

  std::string base_url_;
};

}  // namespace

Result<FeedDocument> read_json_feed(std::string_view json, std::string_view base_url) {
  auto document = JsonDocument::read(json);
  if (!document) {
    return document.error();
  }
  auto root = (*document)->object();
  if (!root) {
    return root.error();
  }
  auto feed = JsonFeedReader(base_url).read(*root);
  if (!feed) {
    return Error{Errc::wrong_shape, "JSON, but no JSON Feed"};
  }
  return *std::move(feed);
}

}  // namespace tagwatch
