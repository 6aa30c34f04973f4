// Atom 1.0 and its forerunner 0.3.
// https://www.rfc-editor.org/rfc/rfc4287, draft-ietf-atompub-format-00 for 0.3
#include <algorithm>
#include <array>

#include "feed_xml.hpp"
#include "tagwatch/base/json_writer.hpp"

namespace tagwatch {
namespace {

// The bytes that `text` stands for; "" when it is no base64.
std::string from_base64(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) {
      if (c == '=' || c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        continue;
      }
      return {};
    }
    bits = ((bits << 6) | static_cast<unsigned>(value)) & 0xFFFFU;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(static_cast<unsigned char>((bits >> count) & 0xFFU));
    }
  }
  return bytes;
}

// Only what is text; the rest is an attachment that nobody reads.
FeedText decoded(const XmlElement& element) {
  std::string bytes = from_base64(element.text());
  if (valid_utf8(bytes) != bytes) {
    bytes.clear();
  }
  return {std::string(without_ascii_space_around(bytes)), true, element.base()};
}

// A text construct or content, by its type (1.0) or its type and mode (0.3).
FeedText text_of(const XmlElement& element) {
  const std::string type = ascii_lower(without_ascii_space_around(element.attribute("type")));
  const std::string mode = ascii_lower(without_ascii_space_around(element.attribute("mode")));
  if (mode == "base64") {
    return decoded(element);
  }
  if (element.has_elements()) {
    return {element.inner_markup(), true, element.base()};
  }
  const bool markup = type.ends_with("html") || type.ends_with("xml");
  const bool plain = type.empty() || type == "text" || type.starts_with("text/");
  if (markup || plain || mode == "escaped" || mode == "xml") {
    return {element.text(), markup, element.base()};
  }
  return decoded(element);
}

void read_person(const XmlElement& element, std::vector<std::string>& names, std::string& url) {
  std::string name;
  std::string address;
  element.for_each_child([&](const XmlElement& child) {
    if (child.name() == "name") {
      name = child.text();
    } else if (child.name() == "email") {
      address = child.text();
    } else if ((child.name() == "uri" || child.name() == "url" || child.name() == "homepage") &&
               url.empty()) {
      url = child.resolved(child.text());
    }
  });
  if (name.empty()) {
    name = element.has_elements() ? address : element.text();
  }
  add_value(names, person_name(name));
}

// The address that a link element holds; some have it between their tags.
std::string link_of(const XmlElement& element) {
  const std::string href = element.attribute("href");
  return element.resolved(href.empty() ? element.text() : href);
}

// The links of an entry or feed, by their relation.
struct LinkReader {
  std::string alternate;
  bool alternate_is_html = false;

  // True when `element` is the alternate of what it stands in.
  void read(const XmlElement& element) {
    const std::string type = ascii_lower(element.attribute("type"));
    const bool html = type.empty() || type.find("html") != std::string::npos;
    const std::string url = link_of(element);
    if (!url.empty() && (alternate.empty() || (html && !alternate_is_html))) {
      alternate = url;
      alternate_is_html = html;
    }
  }
};

void read_link(FeedItem& item, LinkReader& links, const XmlElement& element) {
  const std::string rel = ascii_lower(without_ascii_space_around(element.attribute("rel")));
  const std::string url = link_of(element);
  if (rel.empty() || rel == "alternate") {
    links.read(element);
  } else if (rel == "enclosure") {
    add_media(item.media,
              {media_kind(element.attribute("type"), url), url, element.attribute("title")});
  } else if ((rel == "related" || rel == "via") && !url.empty() &&
             item.links.size() < kFeedValuesMax) {
    item.links.push_back({url, element.attribute("title")});
  }
}

void read_time(std::optional<Instant>& time, const XmlElement& element) {
  if (!time) {
    time = parse_any_date(element.text());
  }
}

void read_source(FeedItem& item, const XmlElement& element) {
  element.for_each_child([&](const XmlElement& child) {
    if (child.name() == "title") {
      item.publication = text_of(child).value;
    }
  });
}

void read_content(FeedItem& item, const XmlElement& element) {
  if (item.content.value.empty()) {
    item.content = text_of(element);
  }
  if (item.link.empty()) {
    item.link = element.resolved(element.attribute("src"));
  }
}

void read_entry_element(FeedItem& item, LinkReader& links, const XmlElement& element) {
  const std::string& name = element.name();
  if (name == "title") {
    item.title = text_of(element);
  } else if (name == "link") {
    read_link(item, links, element);
  } else if (name == "id") {
    if (item.guid.empty()) {
      item.guid = element.text();
    }
  } else if (name == "content") {
    read_content(item, element);
  } else if (name == "summary") {
    item.summary = text_of(element);
  } else if (name == "author") {
    read_person(element, item.authors, item.author_url);
  } else if (name == "published") {
    item.times.published = parse_any_date(element.text());
  } else if (name == "issued") {
    read_time(item.times.published, element);
  } else if (name == "created") {
    read_time(item.times.created, element);
  } else if (name == "updated" || name == "modified") {
    read_time(item.times.updated, element);
  } else if (name == "category") {
    add_value(item.categories, std::string(without_ascii_space_around(element.attribute("term"))));
  } else if (name == "source") {
    read_source(item, element);
  }
}

bool is_atom(const XmlElement& element) {
  return element.vocabulary() == Vocabulary::atom || element.vocabulary() == Vocabulary::core;
}

FeedItem read_entry(const XmlElement& entry) {
  FeedItem item;
  item.same_id_is_same_entry = true;
  item.language = entry.language();
  LinkReader links;
  entry.for_each_child([&](const XmlElement& child) {
    if (is_atom(child)) {
      read_entry_element(item, links, child);
      if (child.name() == "content" && child.language() != entry.language()) {
        item.language = child.language();
      }
    } else if (child.is(Vocabulary::feedburner, "origlink")) {
      links.alternate = child.resolved(child.text());
      links.alternate_is_html = true;
    } else {
      read_extension(item, child);
    }
  });
  if (!links.alternate.empty()) {
    item.link = links.alternate;
  }
  return item;
}

}  // namespace

FeedDocument read_atom(const XmlElement& root) {
  FeedDocument feed;
  feed.language = root.language();
  LinkReader links;
  root.for_each_child([&](const XmlElement& child) {
    if (!is_atom(child)) {
      return;
    }
    if (child.name() == "entry") {
      feed.items.push_back(read_entry(child));
    } else if (child.name() == "author") {
      read_person(child, feed.authors, feed.author_url);
    } else if (child.name() == "link") {
      const std::string rel = child.attribute("rel");
      if (rel.empty() || rel == "alternate") {
        links.read(child);
      }
    }
  });
  feed.link = links.alternate;
  return feed;
}

}  // namespace tagwatch
