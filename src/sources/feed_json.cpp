// JSON Feed 1.0 and 1.1.
// https://www.jsonfeed.org/version/1.1/
#include <simdjson.h>

#include "charset.hpp"
#include "feed_document.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

using simdjson::ondemand::json_type;
using simdjson::ondemand::object;
using simdjson::ondemand::value;

// Calls `visit(key, value)` for each member; the first error ends the walk.
template <class Visit>
simdjson::error_code for_each_member(object members, Visit visit) {
  for (auto member : members) {
    simdjson::ondemand::field field;
    if (const auto error = std::move(member).get(field)) {
      return error;
    }
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) {
      return error;
    }
    if (const auto error = visit(key, field.value())) {
      return error;
    }
  }
  return simdjson::SUCCESS;
}

// Calls `visit(element)` for each element of an array; another type has none.
template <class Visit>
simdjson::error_code for_each_element(value maybe_array, Visit visit) {
  simdjson::ondemand::array elements;
  if (maybe_array.get_array().get(elements)) {
    return simdjson::SUCCESS;
  }
  for (auto element : elements) {
    value each;
    if (const auto error = std::move(element).get(each)) {
      return error;
    }
    if (const auto error = visit(each)) {
      return error;
    }
  }
  return simdjson::SUCCESS;
}

// A string, or a number as it is spelled (some feeds have numeric ids); "" for other types.
std::string text_of(value text) {
  json_type type{};
  if (text.type().get(type)) {
    return {};
  }
  if (type == json_type::number) {
    return std::string(trimmed(text.raw_json_token()));
  }
  std::string_view characters;
  if (type != json_type::string || text.get_string().get(characters)) {
    return {};
  }
  return clean_text(trimmed(characters));
}

class JsonFeedReader {
 public:
  explicit JsonFeedReader(std::string_view base_url) : base_url_(base_url) {}

  simdjson::error_code read(object members) {
    return for_each_member(members, [this](std::string_view key, value what) {
      if (key == "items") {
        json_type type{};
        has_items_ = !what.type().get(type) && type == json_type::array;
        return for_each_element(what, [this](value item) { return read_item(item); });
      }
      if (key == "version") {
        version_ = text_of(what);
      } else if (key == "home_page_url") {
        feed_.link = resolved(what);
      } else if (key == "language") {
        feed_.language = text_of(what);
      } else if (key == "authors") {
        return read_authors(what, feed_.authors, feed_.author_url);
      } else if (key == "author") {
        return read_author(what, feed_.authors, feed_.author_url);
      }
      return simdjson::SUCCESS;
    });
  }

  [[nodiscard]] bool is_json_feed() const {
    return has_items_ && version_.find("jsonfeed.org/version/") != std::string::npos;
  }
  [[nodiscard]] FeedDocument take() { return std::move(feed_); }

 private:
  [[nodiscard]] std::string resolved(value reference) const {
    const std::string text = text_of(reference);
    return text.empty() ? text : resolve_url(base_url_, text).value_or("");
  }

  simdjson::error_code read_author(value author, std::vector<std::string>& names,
                                   std::string& url) const {
    object members;
    if (author.get_object().get(members)) {
      return simdjson::SUCCESS;
    }
    return for_each_member(members, [&](std::string_view key, value what) {
      if (key == "name") {
        add_value(names, text_of(what));
      } else if (key == "url" && url.empty()) {
        url = resolved(what);
      }
      return simdjson::SUCCESS;
    });
  }

  simdjson::error_code read_authors(value authors, std::vector<std::string>& names,
                                    std::string& url) const {
    names.clear();  // the list counts, not the single author of version 1.0
    url.clear();
    return for_each_element(authors, [&](value author) { return read_author(author, names, url); });
  }

  simdjson::error_code read_attachment(value attachment, FeedItem& item) const {
    object members;
    if (attachment.get_object().get(members)) {
      return simdjson::SUCCESS;
    }
    Media media;
    std::string type;
    const auto error = for_each_member(members, [&](std::string_view key, value what) {
      if (key == "url") {
        media.url = resolved(what);
      } else if (key == "mime_type") {
        type = text_of(what);
      } else if (key == "title") {
        media.alt = text_of(what);
      }
      return simdjson::SUCCESS;
    });
    media.kind = media_kind(type, media.url);
    add_media(item.media, std::move(media));
    return error;
  }

  simdjson::error_code read_list(std::string_view key, value what, FeedItem& item) const {
    if (key == "tags") {
      return for_each_element(what, [&](value tag) {
        add_value(item.categories, text_of(tag));
        return simdjson::SUCCESS;
      });
    }
    if (key == "attachments") {
      return for_each_element(what, [&](value each) { return read_attachment(each, item); });
    }
    return simdjson::SUCCESS;
  }

  void read_text(std::string_view key, value what, FeedItem& item) const {
    if (key == "id") {
      item.guid = text_of(what);
    } else if (key == "url") {
      item.link = resolved(what);
    } else if (key == "external_url") {
      if (std::string url = resolved(what); !url.empty()) {
        item.links.push_back({std::move(url), ""});
      }
    } else if (key == "title") {
      item.title = {text_of(what), false, base_url_};
    } else if (key == "content_html") {
      item.content = {text_of(what), true, base_url_};
    } else if (key == "content_text" && item.content.value.empty()) {
      item.content = {text_of(what), false, base_url_};
    } else if (key == "summary") {
      item.summary = {text_of(what), false, base_url_};
    } else if (key == "date_published") {
      item.times.published = parse_any_date(text_of(what));
    } else if (key == "date_modified") {
      item.times.updated = parse_any_date(text_of(what));
    } else if (key == "language") {
      item.language = text_of(what);
    } else if (key == "image") {
      std::string url = resolved(what);
      add_media(item.media, {"image", std::move(url), ""});
    }
  }

  // An item that is no object stays in its place, empty: it counts as one that cannot be used.
  simdjson::error_code read_item(value element) {
    FeedItem item;
    object members;
    simdjson::error_code result = simdjson::SUCCESS;
    if (!element.get_object().get(members)) {
      std::vector<std::string> authors;
      std::string author_url;
      std::vector<std::string> single_author;
      std::string single_author_url;
      result = for_each_member(members, [&](std::string_view key, value what) {
        if (key == "authors") {
          return read_authors(what, authors, author_url);
        }
        if (key == "author") {
          return read_author(what, single_author, single_author_url);
        }
        if (key == "tags" || key == "attachments") {
          return read_list(key, what, item);
        }
        read_text(key, what, item);
        return simdjson::SUCCESS;
      });
      item.authors = authors.empty() ? std::move(single_author) : std::move(authors);
      item.author_url = author_url.empty() ? std::move(single_author_url) : std::move(author_url);
    }
    feed_.items.push_back(std::move(item));
    return result;
  }

  std::string base_url_;
  FeedDocument feed_;
  std::string version_;
  bool has_items_ = false;
};

}  // namespace

Result<FeedDocument> read_json_feed(std::string json, std::string_view base_url) {
  json.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  const simdjson::padded_string_view padded(json.data(), json.size(), json.capacity());
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  object members;
  if (const auto error = parser.iterate(padded).get(document)) {
    return Error{Errc::malformed_payload, simdjson::error_message(error)};
  }
  JsonFeedReader reader(base_url);
  if (document.get_object().get(members)) {
    return Error{Errc::malformed_payload, "JSON, but not of one object"};
  }
  if (const auto error = reader.read(members)) {
    return Error{Errc::malformed_payload, simdjson::error_message(error)};
  }
  if (!reader.is_json_feed()) {
    return Error{Errc::wrong_shape, "JSON, but no JSON Feed"};
  }
  return reader.take();
}

}  // namespace tagwatch
