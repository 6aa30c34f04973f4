// What RSS and Atom items have in common beyond their own elements: Dublin Core, Media RSS, iTunes.
// https://www.rssboard.org/media-rss, https://www.dublincore.org/specifications/dublin-core/
#include "feed_xml.hpp"

namespace tagwatch {
namespace {

void read_time(std::optional<Instant>& time, const XmlElement& element) {
  if (!time) {
    time = parse_any_date(element.text());
  }
}

void read_dublin_core(FeedItem& item, const XmlElement& element) {
  const std::string& name = element.name();
  if (name == "creator" || name == "author") {
    add_value(item.authors, person_name(element.text()));
  } else if (name == "date") {
    read_time(item.times.dated, element);
  } else if (name == "issued") {
    read_time(item.times.published, element);
  } else if (name == "created") {
    read_time(item.times.created, element);
  } else if (name == "modified") {
    read_time(item.times.updated, element);
  } else if (name == "subject") {
    add_value(item.categories, element.text());
  } else if (name == "language") {
    item.language = element.text();
  } else if (name == "description" && item.summary.value.empty()) {
    item.summary = element.html();
  } else if (name == "title" && item.title.value.empty()) {
    item.title = {element.text(), false, element.base()};
  }
}

FeedText description_of(const XmlElement& element) {
  return {element.text(), ascii_lower(element.attribute("type")) == "html", element.base()};
}

void read_media_content(FeedItem& item, const XmlElement& element) {
  const std::string url = element.resolved(element.attribute("url"));
  const std::string medium = element.attribute("medium");
  const std::string type = element.attribute("type");
  std::string alt;
  element.for_each_child([&](const XmlElement& child) {
    if (child.is(Vocabulary::media, "description")) {
      alt = description_of(child).value;
    }
  });
  add_media(item.media, {media_kind(medium.empty() ? type : medium, url), url, std::move(alt)});
}

void read_media_element(FeedItem& item, const XmlElement& element) {
  if (element.name() == "content") {
    read_media_content(item, element);
  } else if (element.name() == "thumbnail" && item.media.empty()) {
    add_media(item.media, {"image", element.resolved(element.attribute("url")), ""});
  } else if (element.name() == "description" && item.media_description.value.empty()) {
    item.media_description = description_of(element);
  }
}

void read_media(FeedItem& item, const XmlElement& element) {
  if (element.name() != "group") {
    read_media_element(item, element);
    return;
  }
  element.for_each_child([&](const XmlElement& child) {
    if (child.vocabulary() == Vocabulary::media) {
      read_media_element(item, child);
    }
  });
}

void read_itunes(FeedItem& item, const XmlElement& element) {
  if (element.name() == "author") {
    add_value(item.authors, person_name(element.text()));
  } else if (element.name() == "summary" && item.summary.value.empty()) {
    item.summary = element.html();
  }
}

}  // namespace

void read_extension(FeedItem& item, const XmlElement& element) {
  switch (element.vocabulary()) {
    case Vocabulary::dublin_core:
    case Vocabulary::dublin_core_terms:
      read_dublin_core(item, element);
      break;
    case Vocabulary::media:
      read_media(item, element);
      break;
    case Vocabulary::itunes:
      read_itunes(item, element);
      break;
    default:
      break;
  }
}

std::string person_name(std::string_view text) {
  text = without_ascii_space_around(text);
  const std::size_t open = text.find_last_of("(<");
  if (open == std::string_view::npos || (text.back() != ')' && text.back() != '>')) {
    return std::string(text);
  }
  const std::string_view outside = without_ascii_space_around(text.substr(0, open));
  const std::string_view inside =
      without_ascii_space_around(text.substr(open + 1, text.size() - open - 2));
  const bool address_outside = outside.empty() || outside.find('@') != std::string_view::npos;
  const bool address_inside = inside.find('@') != std::string_view::npos;
  if (!address_outside && address_inside) {
    return std::string(outside);
  }
  return address_outside && !inside.empty() ? std::string(inside) : std::string(text);
}

}  // namespace tagwatch
