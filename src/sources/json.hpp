// JSON answers, read in two passes: the whole document is checked first, then fields are asked for.
//
// simdjson's On-Demand reader notices a mistake only where it reads; a page that was cut short may
// look like a short page. So JsonDocument::read walks every token before anybody sees a field, and
// what comes after can only be missing or of another type: never malformed.
// Knows nothing of any platform.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tagwatch/base/error.hpp"

namespace tagwatch {

/// Bytes of one answer: the largest page of any platform is below 1 MiB.
inline constexpr std::size_t kJsonBytesMax = 5U << 20;
/// Levels of arrays and objects: the deepest answer of any platform has about 15.
inline constexpr int kJsonDepthMax = 128;

/// Where a value stands in its document, for an error's context. Lives on the stack beside the
/// object that it names; the parent must outlive it.
class JsonPath {
 public:
  JsonPath() = default;
  JsonPath(const JsonPath& parent, std::string_view name) : parent_(&parent), name_(name) {}
  JsonPath(const JsonPath& parent, int index) : parent_(&parent), index_(index) {}
  /// "[3].account.acct"; "the document" at the root.
  [[nodiscard]] std::string text() const;

 private:
  [[nodiscard]] std::string steps() const;

  const JsonPath* parent_ = nullptr;
  std::string_view name_;
  int index_ = -1;
};

/// An object of a checked document, asked by name, in any order; fastest in the document's order.
/// Of a name that stands twice, one of the two values counts. A field that is null counts as
/// missing. Every result is owned. One object is read at a time: finish with an inner one before
/// asking its outer one again.
class JsonObject {
 public:
  JsonObject(simdjson::ondemand::object object, const JsonPath& path)
      : object_(object), path_(path) {}

  /// Errors: wrong_shape with the path, for a field that is missing, empty or no text.
  [[nodiscard]] Result<std::string> required_text(std::string_view name);
  /// nullopt for a field that is missing, empty or no text.
  [[nodiscard]] std::optional<std::string> text(std::string_view name);
  /// nullopt for a field that is missing or no integer of 64 bits.
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name);
  /// nullopt for a field that is missing or neither true nor false.
  [[nodiscard]] std::optional<bool> boolean(std::string_view name);
  /// True for a field that is there and not null.
  [[nodiscard]] bool has(std::string_view name);

  /// Calls `visit(JsonObject&)` for a field that is an object.
  template <class Visit>
  void with_object(std::string_view name, Visit visit) {
    simdjson::ondemand::object inner;
    if (object_.find_field_unordered(name).get_object().get(inner) == simdjson::SUCCESS) {
      const JsonPath path(path_, name);
      JsonObject fields(inner, path);
      visit(fields);
    }
  }

  /// Calls `visit(JsonObject&)` for each object in a field that is an array; other elements are
  /// passed over.
  template <class Visit>
  void for_each_object(std::string_view name, Visit visit);

  /// Calls `visit(JsonObject*)` for each element of a field that is an array: nullptr for one that
  /// is no object. False for a field that is no array.
  template <class Visit>
  bool for_each_element(std::string_view name, Visit visit);

  /// Calls `visit(std::string_view)` for each text in a field that is an array; other elements are
  /// passed over.
  template <class Visit>
  void for_each_text(std::string_view name, Visit visit);

 private:
  simdjson::ondemand::object object_;
  const JsonPath& path_;
};

/// Calls `visit(JsonObject&)` for each object in `array`, and `other(index)` for each element that
/// is none.
template <class Visit, class Other>
void for_each_object_in(simdjson::ondemand::array array, const JsonPath& path, Visit visit,
                        Other other) {
  int index = 0;
  for (auto element : array) {
    const JsonPath element_path(path, index);
    simdjson::ondemand::object object;
    if (element.get_object().get(object) == simdjson::SUCCESS) {
      JsonObject fields(object, element_path);
      visit(fields);
    } else {
      other(index);
    }
    ++index;
  }
}

template <class Visit>
void JsonObject::for_each_object(std::string_view name, Visit visit) {
  simdjson::ondemand::array array;
  if (object_.find_field_unordered(name).get_array().get(array) == simdjson::SUCCESS) {
    const JsonPath path(path_, name);
    for_each_object_in(array, path, visit, [](int) {});
  }
}

template <class Visit>
bool JsonObject::for_each_element(std::string_view name, Visit visit) {
  simdjson::ondemand::array array;
  if (object_.find_field_unordered(name).get_array().get(array) != simdjson::SUCCESS) {
    return false;
  }
  const JsonPath path(path_, name);
  for_each_object_in(
      array, path, [&visit](JsonObject& element) { visit(&element); },
      [&visit](int) { visit(nullptr); });
  return true;
}

template <class Visit>
void JsonObject::for_each_text(std::string_view name, Visit visit) {
  simdjson::ondemand::array array;
  if (object_.find_field_unordered(name).get_array().get(array) == simdjson::SUCCESS) {
    for (auto element : array) {
      std::string_view text;
      if (element.get_string().get(text) == simdjson::SUCCESS) {
        visit(text);
      }
    }
  }
}

/// A document that was read to its end and found to be JSON. Owns a copy of its text.
class JsonDocument {
 public:
  /// Errors: too_large beyond kJsonBytesMax or kJsonDepthMax; malformed_payload for anything that
  /// is not one JSON value in UTF-8 (a byte order mark is allowed).
  [[nodiscard]] static Result<std::unique_ptr<JsonDocument>> read(std::string_view text);

  JsonDocument(const JsonDocument&) = delete;  // simdjson keeps pointers to the members
  JsonDocument& operator=(const JsonDocument&) = delete;

  /// The root, which then is read once.
  /// Errors: wrong_shape for another type.
  [[nodiscard]] Result<simdjson::ondemand::array> array();
  [[nodiscard]] Result<JsonObject> object();

 private:
  explicit JsonDocument(std::string_view text) : text_(text) {}

  simdjson::padded_string text_;
  simdjson::ondemand::parser parser_;
  simdjson::ondemand::document document_;
  JsonPath root_;
};

}  // namespace tagwatch
