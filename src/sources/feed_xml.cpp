#include "feed_xml.hpp"

#include <algorithm>
#include <array>

#include "charset.hpp"
#include "feed_entities.hpp"
#include "tagwatch/text/html.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

// '<' and '=' in a document, each of which may cost the parser a node: real feeds of 5 MiB stay
// below, and the parser's memory stays below 20 MB.
constexpr std::ptrdiff_t kMarkupMax = 200'000;
// Namespaces that one element declares; feeds have up to about twenty.
constexpr std::size_t kDeclarationsMax = 64;

struct Namespace {
  std::string_view uri;  // lower case
  Vocabulary vocabulary;
};
constexpr std::array kNamespaces{
    Namespace{"", Vocabulary::core},
    Namespace{"http://purl.org/rss/1.0/", Vocabulary::core},
    Namespace{"http://my.netscape.com/rdf/simple/0.9/", Vocabulary::core},
    Namespace{"http://channel.netscape.com/rdf/simple/0.9/", Vocabulary::core},
    Namespace{"http://backend.userland.com/rss", Vocabulary::core},
    Namespace{"http://backend.userland.com/rss2", Vocabulary::core},
    Namespace{"http://blogs.law.harvard.edu/tech/rss", Vocabulary::core},
    Namespace{"http://www.w3.org/2005/atom", Vocabulary::atom},
    Namespace{"http://purl.org/atom/ns#", Vocabulary::atom},
    Namespace{"http://www.w3.org/1999/02/22-rdf-syntax-ns#", Vocabulary::rdf},
    Namespace{"http://purl.org/dc/elements/1.1/", Vocabulary::dublin_core},
    Namespace{"http://purl.org/dc/elements/1.0/", Vocabulary::dublin_core},
    Namespace{"http://purl.org/dc/terms/", Vocabulary::dublin_core_terms},
    Namespace{"http://purl.org/rss/1.0/modules/content/", Vocabulary::content},
    Namespace{"http://search.yahoo.com/mrss", Vocabulary::media},
    Namespace{"http://search.yahoo.com/mrss/", Vocabulary::media},
    Namespace{"http://www.itunes.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    Namespace{"http://www.w3.org/1999/xhtml", Vocabulary::xhtml},
    Namespace{"http://rssnamespace.org/feedburner/ext/1.0", Vocabulary::feedburner},
    Namespace{"http://www.w3.org/xml/1998/namespace", Vocabulary::xml},
};
// What prefixes mean by custom, for documents that forgot to declare them.
constexpr std::array kCustomaryPrefixes{
    Namespace{"", Vocabulary::core},
    Namespace{"atom", Vocabulary::atom},
    Namespace{"rdf", Vocabulary::rdf},
    Namespace{"dc", Vocabulary::dublin_core},
    Namespace{"dcterms", Vocabulary::dublin_core_terms},
    Namespace{"content", Vocabulary::content},
    Namespace{"media", Vocabulary::media},
    Namespace{"itunes", Vocabulary::itunes},
    Namespace{"xhtml", Vocabulary::xhtml},
    Namespace{"feedburner", Vocabulary::feedburner},
    Namespace{"xml", Vocabulary::xml},
};

template <std::size_t N>
const Namespace* find_row(const std::array<Namespace, N>& rows, std::string_view key) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const Namespace& row) { return row.uri == key; });
  return found == rows.end() ? nullptr : &*found;
}

// An unknown default namespace is taken for that of the feed itself: some feeds have their own.
Vocabulary vocabulary_of_uri(std::string_view uri, bool is_default) {
  const Namespace* row = find_row(kNamespaces, ascii_lower(without_ascii_space_around(uri)));
  return row != nullptr ? row->vocabulary : is_default ? Vocabulary::core : Vocabulary::unknown;
}

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_text(pugi::xml_node node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

void append_open(std::string& out, pugi::xml_node node) {
  if (is_text(node)) {
    out += escape_html(node.value());
  } else if (node.type() == pugi::node_element) {
    out += '<';
    out += local_name(node.name());
    for (const pugi::xml_attribute each : node.attributes()) {
      out += ' ';
      out += local_name(each.name());
      out += "=\"";
      out += escape_html(each.value());
      out += '"';
    }
    out += '>';
  }
}

// HTML has no end tag for these, and reads `</br>` as another line break.
bool has_end_tag(std::string_view name) {
  constexpr std::array<std::string_view, 8> kVoid{"br",    "hr",     "img", "input",
                                                  "embed", "source", "wbr", "area"};
  return std::find(kVoid.begin(), kVoid.end(), name) == kVoid.end();
}

void append_close(std::string& out, pugi::xml_node node) {
  if (node.type() == pugi::node_element && has_end_tag(local_name(node.name()))) {
    out += "</";
    out += local_name(node.name());
    out += '>';
  }
}

// XML has no place for control characters, and a NUL would end the parser's strings early.
void drop_control_characters(std::string& text) {
  std::erase_if(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
}

}  // namespace

XmlElement::XmlElement(pugi::xml_node root, std::string_view base_url)
    : node_(root), own_base_(base_url) {
  read_own_scope();
  read_name();
}

XmlElement::XmlElement(pugi::xml_node node, const XmlElement& parent)
    : node_(node), parent_(&parent), base_(parent.base_), language_(parent.language_) {
  read_own_scope();
  read_name();
}

void XmlElement::read_own_scope() {
  for (const pugi::xml_attribute each : node_.attributes()) {
    const std::string_view attribute_name = each.name();
    if (attribute_name == "xmlns" || attribute_name.starts_with("xmlns:")) {
      if (declared_.size() < kDeclarationsMax) {
        const std::string_view prefix =
            attribute_name.size() > 6 ? attribute_name.substr(6) : std::string_view{};
        declared_.emplace_back(prefix, vocabulary_of_uri(each.value(), prefix.empty()));
      }
    } else if (attribute_name == "xml:base") {
      if (auto base = resolve_url(*base_, without_ascii_space_around(clean_text(each.value())))) {
        own_base_ = *std::move(base);
        base_ = &own_base_;
      }
    } else if (attribute_name == "xml:lang") {
      own_language_ = without_ascii_space_around(clean_text(each.value()));
      language_ = &own_language_;
    }
  }
}

void XmlElement::read_name() {
  const std::string_view whole = node_.name();
  const std::string_view local = local_name(whole);
  name_ = ascii_lower(local);
  const std::string_view prefix = local.size() == whole.size()
                                      ? std::string_view{}
                                      : whole.substr(0, whole.size() - local.size() - 1);
  vocabulary_ = vocabulary_of_prefix(prefix);
}

Vocabulary XmlElement::vocabulary_of_prefix(std::string_view prefix) const {
  for (const XmlElement* element = this; element != nullptr; element = element->parent_) {
    for (const auto& [declared, vocabulary] : element->declared_) {
      if (declared == prefix) {
        return vocabulary;
      }
    }
  }
  const Namespace* row = find_row(kCustomaryPrefixes, prefix);
  return row != nullptr ? row->vocabulary : Vocabulary::unknown;
}

std::string XmlElement::attribute(const char* name) const {
  return clean_text(node_.attribute(name).value());
}

std::string XmlElement::resolved(std::string_view reference) const {
  const std::string_view bare = without_ascii_space_around(reference);
  return bare.empty() ? std::string{} : resolve_url(base(), bare).value_or("");
}

std::string XmlElement::text() const {
  std::string text;
  for (const pugi::xml_node node : node_.children()) {
    if (is_text(node)) {
      text += node.value();
    }
  }
  return clean_text(without_ascii_space_around(text));
}

bool XmlElement::has_elements() const {
  const auto children = node_.children();
  return std::any_of(children.begin(), children.end(),
                     [](const pugi::xml_node& node) { return node.type() == pugi::node_element; });
}

std::string XmlElement::inner_markup() const {
  std::string out;
  pugi::xml_node node = node_.first_child();
  while (node) {
    append_open(out, node);
    if (node.first_child()) {
      node = node.first_child();
      continue;
    }
    append_close(out, node);
    while (!node.next_sibling() && node.parent() != node_) {
      node = node.parent();
      append_close(out, node);
    }
    node = node.next_sibling();
  }
  return clean_text(out);
}

FeedText XmlElement::html() const {
  return {has_elements() ? inner_markup() : text(), true, base()};
}

Result<XmlDocument> XmlDocument::parse(std::string text) {
  const auto markup =
      std::count(text.begin(), text.end(), '<') + std::count(text.begin(), text.end(), '=');
  if (markup > kMarkupMax) {
    return Error{Errc::too_large, "more markup than any feed has"};
  }
  drop_control_characters(text);
  XmlDocument document;
  document.text_ = std::make_unique<std::string>(with_entities_expanded(std::move(text)));
  document.document_ = std::make_unique<pugi::xml_document>();
  const pugi::xml_parse_result result = document.document_->load_buffer_inplace(
      document.text_->data(), document.text_->size(), pugi::parse_default | pugi::parse_ws_pcdata,
      pugi::encoding_utf8);
  if (!result) {
    return Error{Errc::malformed_payload,
                 "XML, byte " + std::to_string(result.offset) + ": " + result.description()};
  }
  return document;
}

}  // namespace tagwatch
