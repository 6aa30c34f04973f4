#include "feed_document.hpp"

#include <algorithm>
#include <array>

#include "feed_xml.hpp"

namespace tagwatch {
namespace {

Result<FeedDocument> read_xml_feed(std::string text, std::string_view base_url) {
  const bool is_page =
      ascii_lower(std::string_view(text).substr(0, 15)).starts_with("<!doctype html") ||
      ascii_lower(std::string_view(text).substr(0, 5)) == "<html";
  if (is_page) {
    return Error{Errc::wrong_shape, "a web page, not a feed"};
  }
  auto document = XmlDocument::parse(std::move(text));
  if (!document) {
    return document.error();
  }
  const XmlElement root(document->root(), base_url);
  const std::string& name = root.name();
  if (name == "feed") {
    return read_atom(root);
  }
  if (name == "rss" || name == "rdf") {
    return read_rss(root);
  }
  return Error{Errc::wrong_shape,
               name == "html" ? "a web page, not a feed" : "XML, but no feed known here"};
}

struct Ending {
  std::string_view ending;
  std::string_view kind;
};
constexpr std::array kEndings{
    Ending{".jpg", "image"}, Ending{".jpeg", "image"}, Ending{".png", "image"},
    Ending{".gif", "image"}, Ending{".webp", "image"}, Ending{".mp3", "audio"},
    Ending{".m4a", "audio"}, Ending{".ogg", "audio"},  Ending{".wav", "audio"},
    Ending{".mp4", "video"}, Ending{".m4v", "video"},  Ending{".webm", "video"},
    Ending{".mov", "video"}};

}  // namespace

Result<FeedDocument> read_feed(std::string text, std::string_view base_url) {
  text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), is_ascii_space));
  if (text.empty()) {
    return Error{Errc::malformed_payload, "an empty answer"};
  }
  if (text.front() != '{' && text.front() != '<') {
    return Error{Errc::malformed_payload, "neither XML nor JSON"};
  }
  auto feed = text.front() == '{' ? read_json_feed(text, base_url)
                                  : read_xml_feed(std::move(text), base_url);
  if (feed && feed->items.size() > kFeedItemsMax) {
    return Error{Errc::too_large, "more items than any feed has"};
  }
  return feed;
}

void add_value(std::vector<std::string>& values, std::string value) {
  if (!value.empty() && values.size() < kFeedValuesMax &&
      std::find(values.begin(), values.end(), value) == values.end()) {
    values.push_back(std::move(value));
  }
}

void add_media(std::vector<Media>& all, Media media) {
  const auto same = std::find_if(all.begin(), all.end(),
                                 [&](const Media& each) { return each.url == media.url; });
  if (same != all.end()) {
    if (same->alt.empty()) {
      same->alt = std::move(media.alt);
    }
  } else if (!media.url.empty() && all.size() < kFeedValuesMax) {
    all.push_back(std::move(media));
  }
}

std::string media_kind(std::string_view type, std::string_view url) {
  const std::string lower_type = ascii_lower(type);
  for (const std::string_view kind : {"image", "video", "audio"}) {
    if (lower_type.starts_with(kind)) {
      return std::string(kind);
    }
  }
  const std::string path = ascii_lower(url.substr(0, url.find_first_of("?#")));
  for (const Ending& row : kEndings) {
    if (lower_type.empty() && path.ends_with(row.ending)) {
      return std::string(row.kind);
    }
  }
  return "unknown";
}

}  // namespace tagwatch
