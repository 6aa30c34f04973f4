#include "json.hpp"

#include <algorithm>

namespace tagwatch {
namespace {

namespace ondemand = simdjson::ondemand;

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

bool is_hex_digit(char letter) {
  return is_digit(letter) || (letter >= 'a' && letter <= 'f') || (letter >= 'A' && letter <= 'F');
}

bool is_space(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

std::string_view without_space_behind(std::string_view token) {
  while (!token.empty() && is_space(token.back())) {
    token.remove_suffix(1);
  }
  return token;
}

// The grammar of a number, of any size: what does not fit 64 bits is a number all the same.
bool is_number(std::string_view token) {
  const auto skip_digits = [&token] {
    const auto end = std::find_if_not(token.begin(), token.end(), is_digit);
    const auto count = static_cast<std::size_t>(end - token.begin());
    token.remove_prefix(count);
    return count;
  };
  token.remove_prefix(token.starts_with('-') ? 1 : 0);
  if (token.starts_with('0')) {
    token.remove_prefix(1);
  } else if (skip_digits() == 0) {
    return false;
  }
  if (token.starts_with('.')) {
    token.remove_prefix(1);
    if (skip_digits() == 0) {
      return false;
    }
  }
  if (token.starts_with('e') || token.starts_with('E')) {
    token.remove_prefix(1);
    token.remove_prefix(token.starts_with('+') || token.starts_with('-') ? 1 : 0);
    if (skip_digits() == 0) {
      return false;
    }
  }
  return token.empty();
}

// One behind the quote that closes the string whose content begins at `at`; nullptr when an escape
// is none. The string is closed: the reader has seen to that. Half of a surrogate pair is no
// mistake of the document: only the text that holds it cannot be read.
const char* end_of_string(const char* at) {
  constexpr std::string_view kEscapes = "\"\\/bfnrt";
  for (; *at != '"'; ++at) {
    if (*at != '\\') {
      continue;
    }
    ++at;
    if (*at == 'u') {
      for (int i = 0; i < 4; ++i) {
        ++at;
        if (!is_hex_digit(*at)) {
          return nullptr;
        }
      }
    } else if (kEscapes.find(*at) == std::string_view::npos) {
      return nullptr;
    }
  }
  return at + 1;
}

bool is_scalar(std::string_view token) {
  token = without_space_behind(token);
  if (token.starts_with('"')) {
    return end_of_string(token.data() + 1) == token.data() + token.size();
  }
  return token == "null" || token == "true" || token == "false" || is_number(token);
}

simdjson::error_code walk(ondemand::value value, int depth);

simdjson::error_code walk(ondemand::array array, int depth) {
  for (auto element : array) {
    ondemand::value value;
    if (const auto error = element.get(value)) {
      return error;
    }
    if (const auto error = walk(value, depth)) {
      return error;
    }
  }
  return simdjson::SUCCESS;
}

simdjson::error_code walk(ondemand::object object, int depth) {
  for (auto member : object) {
    ondemand::field field;
    if (const auto error = std::move(member).get(field)) {
      return error;
    }
    if (end_of_string(field.key().raw()) == nullptr) {
      return simdjson::STRING_ERROR;
    }
    if (const auto error = walk(field.value(), depth)) {
      return error;
    }
  }
  return simdjson::SUCCESS;
}

// `value` stands in `depth` arrays and objects. Recursion ends at kJsonDepthMax.
simdjson::error_code walk(ondemand::value value, int depth) {
  ondemand::json_type type{};
  if (const auto error = value.type().get(type)) {
    return error;
  }
  const bool nested = type == ondemand::json_type::array || type == ondemand::json_type::object;
  if (nested && depth >= kJsonDepthMax) {
    return simdjson::DEPTH_ERROR;
  }
  if (type == ondemand::json_type::array) {
    ondemand::array array;
    const auto error = value.get_array().get(array);
    return error != simdjson::SUCCESS ? error : walk(array, depth + 1);
  }
  if (type == ondemand::json_type::object) {
    ondemand::object object;
    const auto error = value.get_object().get(object);
    return error != simdjson::SUCCESS ? error : walk(object, depth + 1);
  }
  if (!is_scalar(value.raw_json_token())) {
    return simdjson::TAPE_ERROR;
  }
  // A text has to be taken: to pass over one, simdjson would take a colon behind it for that of a
  // key, and the value behind the colon with it.
  return type == ondemand::json_type::string ? value.get_raw_json_string().error()
                                             : simdjson::SUCCESS;
}

// A root that is neither array nor object, with nothing behind it.
simdjson::error_code check_root_scalar(ondemand::document& document, ondemand::json_type type) {
  switch (type) {
    case ondemand::json_type::string:
      return document.get_string().error();
    case ondemand::json_type::boolean:
      return document.get_bool().error();
    case ondemand::json_type::number:
      return document.get_number().error();
    default: {
      bool null = false;
      const auto error = document.is_null().get(null);
      return error == simdjson::SUCCESS && !null ? simdjson::TAPE_ERROR : error;
    }
  }
}

simdjson::error_code check(ondemand::document& document) {
  ondemand::json_type type{};
  if (const auto error = document.type().get(type)) {
    return error;
  }
  simdjson::error_code error = simdjson::SUCCESS;
  if (type == ondemand::json_type::array) {
    ondemand::array array;
    error = document.get_array().get(array);
    error = error != simdjson::SUCCESS ? error : walk(array, 1);
  } else if (type == ondemand::json_type::object) {
    ondemand::object object;
    error = document.get_object().get(object);
    error = error != simdjson::SUCCESS ? error : walk(object, 1);
  } else {
    error = check_root_scalar(document, type);
  }
  if (error != simdjson::SUCCESS) {
    return error;
  }
  return document.current_location().error() == simdjson::OUT_OF_BOUNDS
             ? simdjson::SUCCESS
             : simdjson::TRAILING_CONTENT;
}

Error error_of(simdjson::error_code code) {
  if (code == simdjson::DEPTH_ERROR) {
    return {Errc::too_large, "JSON of more than " + std::to_string(kJsonDepthMax) + " levels"};
  }
  return {Errc::malformed_payload, std::string("no JSON: ") + simdjson::error_message(code)};
}

// Without NUL: it would end the text for whoever reads it next.
std::string owned(std::string_view text) {
  std::string copy(text);
  copy.erase(std::remove(copy.begin(), copy.end(), '\0'), copy.end());
  return copy;
}

}  // namespace

std::string JsonPath::steps() const {
  if (parent_ == nullptr) {
    return {};
  }
  std::string text = parent_->steps();
  if (index_ >= 0) {
    return text + "[" + std::to_string(index_) + "]";
  }
  text += text.empty() ? "" : ".";
  return text + std::string(name_);
}

std::string JsonPath::text() const {
  const std::string text = steps();
  return text.empty() ? "the document" : text;
}

Result<std::unique_ptr<JsonDocument>> JsonDocument::read(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.size() > kJsonBytesMax) {
    return Error{Errc::too_large, "JSON of more than 5 MiB"};
  }
  text.remove_prefix(text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  std::unique_ptr<JsonDocument> document(new JsonDocument(text));
  if (const auto error = document->parser_.iterate(document->text_).get(document->document_)) {
    return error_of(error);
  }
  if (const auto error = check(document->document_)) {
    return error_of(error);
  }
  document->document_.rewind();
  return document;
}

Result<ondemand::array> JsonDocument::array() {
  ondemand::array array;
  if (document_.get_array().get(array) != simdjson::SUCCESS) {
    return Error{Errc::wrong_shape, "the document is no array"};
  }
  return array;
}

Result<JsonObject> JsonDocument::object() {
  ondemand::object object;
  if (document_.get_object().get(object) != simdjson::SUCCESS) {
    return Error{Errc::wrong_shape, "the document is no object"};
  }
  return JsonObject(object, root_);
}

std::optional<std::string> JsonObject::text(std::string_view name) {
  std::string_view text;
  if (object_.find_field_unordered(name).get_string().get(text) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  std::string copy = owned(text);
  return copy.empty() ? std::nullopt : std::optional(std::move(copy));
}

Result<std::string> JsonObject::required_text(std::string_view name) {
  auto found = text(name);
  if (!found) {
    return Error{Errc::wrong_shape, "no text at " + JsonPath(path_, name).text()};
  }
  return *std::move(found);
}

std::optional<std::int64_t> JsonObject::integer(std::string_view name) {
  std::int64_t number = 0;
  if (object_.find_field_unordered(name).get_int64().get(number) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return number;
}

std::optional<bool> JsonObject::boolean(std::string_view name) {
  bool truth = false;
  if (object_.find_field_unordered(name).get_bool().get(truth) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return truth;
}

bool JsonObject::has(std::string_view name) {
  simdjson::ondemand::value value;
  bool null = false;
  return object_.find_field_unordered(name).get(value) == simdjson::SUCCESS &&
         (value.is_null().get(null) != simdjson::SUCCESS || !null);
}

}  // namespace tagwatch
