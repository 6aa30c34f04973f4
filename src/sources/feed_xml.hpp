// XML as the readers of RSS and Atom see it: elements with their vocabulary, base address and
// language. The only place that parses XML.
//
// No DTD is read and no external entity loaded. Nothing here recurses: depth costs no stack.
#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "feed_document.hpp"

namespace tagwatch {

/// Which language an element's name belongs to; its namespace, whatever prefix it has.
enum class Vocabulary {
  core,  ///< none, or any version of RSS
  atom,  ///< 0.3 and 1.0
  rdf,
  dublin_core,
  dublin_core_terms,
  content,
  media,
  itunes,
  xhtml,
  feedburner,
  xml,
  unknown,
};

/// One element. Borrows its document and its parent, which must outlive it.
class XmlElement {
 public:
  /// The root element, of a document that came from `base_url`.
  XmlElement(pugi::xml_node root, std::string_view base_url);
  XmlElement(const XmlElement&) = delete;  // children point to it
  XmlElement& operator=(const XmlElement&) = delete;

  [[nodiscard]] Vocabulary vocabulary() const { return vocabulary_; }
  /// The name without its prefix, in lower case.
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool is(Vocabulary vocabulary, std::string_view name) const {
    return vocabulary_ == vocabulary && name_ == name;
  }
  /// What the base attributes of the element and those around it amount to.
  [[nodiscard]] const std::string& base() const { return *base_; }
  /// xml:lang of the element or the nearest around it; "" for none.
  [[nodiscard]] const std::string& language() const { return *language_; }
  /// The value of the attribute with exactly this name, prefix included; "" for none.
  [[nodiscard]] std::string attribute(const char* name) const;
  /// `reference` against the base; "" unless it is a web address.
  [[nodiscard]] std::string resolved(std::string_view reference) const;

  /// The characters directly in it, CDATA included, trimmed.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool has_elements() const;
  /// All in it as HTML.
  [[nodiscard]] std::string inner_markup() const;
  /// text() as HTML, or inner_markup() where its author forgot to escape it.
  [[nodiscard]] FeedText html() const;

  /// Calls `visit(child)` for each child element in order.
  template <class Visit>
  void for_each_child(Visit visit) const {
    for (const pugi::xml_node node : node_.children()) {
      if (node.type() == pugi::node_element) {
        const XmlElement child(node, *this);
        visit(child);
      }
    }
  }

 private:
  XmlElement(pugi::xml_node node, const XmlElement& parent);
  void read_own_scope();
  void read_name();
  [[nodiscard]] Vocabulary vocabulary_of_prefix(std::string_view prefix) const;

  pugi::xml_node node_;
  const XmlElement* parent_ = nullptr;
  std::vector<std::pair<std::string_view, Vocabulary>> declared_;  ///< prefix, in this element
  Vocabulary vocabulary_ = Vocabulary::unknown;
  std::string name_;
  std::string own_base_;
  std::string own_language_;
  const std::string* base_ = &own_base_;
  const std::string* language_ = &own_language_;
};

/// A parsed document. Owns the text that its elements point into.
class XmlDocument {
 public:
  /// Errors: too_large for a document of more markup than any feed has, malformed_payload.
  [[nodiscard]] static Result<XmlDocument> parse(std::string text);
  [[nodiscard]] pugi::xml_node root() const { return document_->document_element(); }

 private:
  XmlDocument() = default;
  // On the heap: elements must not move with the document.
  std::unique_ptr<std::string> text_;
  std::unique_ptr<pugi::xml_document> document_;
};

/// RSS 0.9x, 1.0 (RDF) and 2.0.
[[nodiscard]] FeedDocument read_rss(const XmlElement& root);
/// Atom 0.3 and 1.0.
[[nodiscard]] FeedDocument read_atom(const XmlElement& root);
/// What RSS and Atom items have in common: Dublin Core, Media RSS, iTunes. Unknown elements change
/// nothing.
void read_extension(FeedItem& item, const XmlElement& element);
/// "Jo Doe" of "jo@example.org (Jo Doe)", "Jo Doe <jo@example.org>", "Jo Doe (jo@example.org)"; an
/// address alone stays.
[[nodiscard]] std::string person_name(std::string_view text);

}  // namespace tagwatch
