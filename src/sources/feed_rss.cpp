// RSS 0.9x, 1.0 (RDF) and 2.0, with the elements of Atom that RSS feeds borrow.
// https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec
#include <charconv>

#include "feed_xml.hpp"

namespace tagwatch {
namespace {

// A <ttl> beyond this says nothing useful.
constexpr std::chrono::minutes kTimeToLiveMax = std::chrono::days(7);

// RSS does not say whether a title is text or HTML. It is HTML when it shows an end tag, a tag
// that stands alone, or a character reference; "1 < 2" and "The <b> element" are text.
bool looks_like_html(std::string_view text) {
  for (std::size_t at = text.find_first_of("<&"); at != std::string_view::npos;
       at = text.find_first_of("<&", at + 1)) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("</") || rest.starts_with("<br") || rest.starts_with("<img")) {
      return true;
    }
    const std::size_t end = rest.substr(0, 32).find(';');
    if (rest.front() == '&' && end != std::string_view::npos && end > 1 &&
        rest.substr(0, end).find_first_of(" \t\n<") == std::string_view::npos) {
      return true;
    }
  }
  return false;
}

FeedText title_of(const XmlElement& element) {
  FeedText title = element.html();
  title.html = element.has_elements() || looks_like_html(title.value);
  return title;
}

void set_text(FeedText& text, FeedText value) {
  if (text.value.empty()) {
    text = std::move(value);
  }
}

void set_string(std::string& text, std::string value) {
  if (text.empty()) {
    text = std::move(value);
  }
}

// <link>https://…</link>, or written as in Atom.
std::string link_of(const XmlElement& element) {
  const std::string text = element.text();
  return element.resolved(text.empty() ? element.attribute("href") : text);
}

// A guid is a link unless it says that it is none. Where it does not say, many are mere numbers.
std::string permalink_of(const XmlElement& guid) {
  const std::string said = ascii_lower(without_ascii_space_around(guid.attribute("isPermaLink")));
  const std::string text = guid.text();
  const bool is_link = said == "true" || (said != "false" && ascii_lower(text).starts_with("http"));
  return is_link ? guid.resolved(text) : "";
}

void read_enclosure(FeedItem& item, const XmlElement& element) {
  const std::string url = element.resolved(element.attribute("url"));
  add_media(item.media, {media_kind(element.attribute("type"), url), url, ""});
}

// True for an element of RSS itself.
bool read_core(FeedItem& item, const XmlElement& element, std::string& permalink) {
  const std::string& name = element.name();
  if (name == "title") {
    set_text(item.title, title_of(element));
  } else if (name == "link") {
    set_string(item.link, link_of(element));
  } else if (name == "guid") {
    set_string(item.guid, element.text());
    set_string(permalink, permalink_of(element));
  } else if (name == "description") {
    set_text(item.summary, element.html());
  } else if (name == "body" || name == "fullitem") {
    set_text(item.content, element.html());
  } else if (name == "pubdate") {
    item.times.published = parse_any_date(element.text());
  } else if (name == "author") {
    add_value(item.authors, person_name(element.text()));
  } else if (name == "category") {
    add_value(item.categories, element.text());
  } else if (name == "enclosure") {
    read_enclosure(item, element);
  } else if (name == "source") {
    item.publication = element.text();
  } else {
    return false;
  }
  return true;
}

void read_borrowed_from_atom(FeedItem& item, const XmlElement& element) {
  const std::string& name = element.name();
  if (name == "link") {
    const std::string rel = element.attribute("rel");
    if (rel.empty() || rel == "alternate") {
      set_string(item.link, link_of(element));
    }
  } else if (name == "published" && !item.times.published) {
    item.times.published = parse_any_date(element.text());
  } else if (name == "updated") {
    item.times.updated = parse_any_date(element.text());
  } else if (name == "summary") {
    set_text(item.summary, element.html());
  } else if (name == "author") {
    element.for_each_child([&](const XmlElement& child) {
      if (child.name() == "name") {
        add_value(item.authors, child.text());
      }
    });
  }
}

FeedItem read_item(const XmlElement& element) {
  FeedItem item;
  item.language = element.language();
  item.guid = without_ascii_space_around(element.attribute("rdf:about"));
  std::string permalink;
  std::string original_link;
  element.for_each_child([&](const XmlElement& child) {
    switch (child.vocabulary()) {
      case Vocabulary::core:
        read_core(item, child, permalink);
        break;
      case Vocabulary::atom:
        read_borrowed_from_atom(item, child);
        break;
      case Vocabulary::content:
        if (child.name() == "encoded") {
          set_text(item.content, child.html());
        }
        break;
      case Vocabulary::xhtml:
        if (child.name() == "body" || child.name() == "div") {
          set_text(item.content, {child.inner_markup(), true, child.base()});
        }
        break;
      case Vocabulary::feedburner:
        if (child.name() == "origlink") {
          original_link = link_of(child);
        }
        break;
      default:
        read_extension(item, child);
    }
  });
  if (!original_link.empty()) {
    item.link = std::move(original_link);  // <link> leads through a counter of clicks
  }
  set_string(item.link, std::move(permalink));
  return item;
}

std::optional<Duration> time_to_live_of(std::string_view text) {
  int minutes = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), minutes);
  if (error != std::errc{} || minutes <= 0) {
    return std::nullopt;
  }
  return std::min(std::chrono::minutes(minutes), kTimeToLiveMax);
}

void read_channel(FeedDocument& feed, const XmlElement& channel) {
  feed.language = channel.language();
  std::string declared_language;
  channel.for_each_child([&](const XmlElement& child) {
    if (child.is(Vocabulary::core, "item")) {
      feed.items.push_back(read_item(child));
    } else if (child.is(Vocabulary::core, "link")) {
      set_string(feed.link, link_of(child));
    } else if (child.is(Vocabulary::core, "language") ||
               child.is(Vocabulary::dublin_core, "language")) {
      set_string(declared_language, child.text());
    } else if (child.is(Vocabulary::core, "ttl")) {
      feed.time_to_live = time_to_live_of(child.text());
    }
  });
  if (!declared_language.empty()) {
    feed.language = std::move(declared_language);
  }
}

}  // namespace

FeedDocument read_rss(const XmlElement& root) {
  FeedDocument feed;
  root.for_each_child([&](const XmlElement& child) {
    if (child.is(Vocabulary::core, "channel")) {
      read_channel(feed, child);
    } else if (child.is(Vocabulary::core, "item")) {
      feed.items.push_back(read_item(child));
    }
  });
  return feed;
}

}  // namespace tagwatch
