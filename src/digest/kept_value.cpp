// The kept value as canonical JSON, and back: times as milliseconds, days as dates, closed lists by
// name. The fields stand in kept_fields.hpp; here is how each type looks.
#include <simdjson.h>

#include <algorithm>
#include <array>

#include "kept_fields.hpp"
#include "tagwatch/base/json_writer.hpp"

namespace tagwatch {

namespace {

constexpr std::array<std::string_view, 7> kPlaces{"shown", "clustered", "hidden", "own",
                                                  "late",  "older",     "missed"};
constexpr std::array<std::string_view, 8> kWhys{"mentions_own", "question",     "audience",
                                                "replies_fast", "many_reposts", "listed",
                                                "link",         "only_post"};
constexpr std::array<std::string_view, 3> kZeros{"none", "verified", "unverified"};
constexpr std::array<std::string_view, 3> kUnusuals{"none", "rise", "drop"};
constexpr std::array<std::string_view, 5> kDrivers{"hours", "same_text", "link", "source",
                                                   "language"};
constexpr std::array<std::string_view, 4> kFlags{"rise", "drop", "blind_source", "same_text"};

}  // namespace

std::string_view name(Place place) {
  return kPlaces.at(static_cast<std::size_t>(place));
}
std::string_view name(Why why) {
  return kWhys.at(static_cast<std::size_t>(why));
}
std::optional<Why> why_from_name(std::string_view text) {
  const auto found = std::find(kWhys.begin(), kWhys.end(), text);
  return found == kWhys.end() ? std::nullopt
                              : std::optional(static_cast<Why>(found - kWhys.begin()));
}
std::string_view name(Zero zero) {
  return kZeros.at(static_cast<std::size_t>(zero));
}
std::string_view name(Unusual unusual) {
  return kUnusuals.at(static_cast<std::size_t>(unusual));
}
std::string_view name(DriverKind kind) {
  return kDrivers.at(static_cast<std::size_t>(kind));
}
std::string_view name(FlagKind kind) {
  return kFlags.at(static_cast<std::size_t>(kind));
}

namespace kept {
namespace {

class Writing {
 public:
  template <class T>
  void operator()(std::string_view key, const T& value) {
    json_.key(key);
    put(value);
  }

  /// For what a digest did not have before: those that were issued without it stay as they are.
  template <class T>
  void unless_default(std::string_view key, const T& value) {
    if (value != T{}) {
      (*this)(key, value);
    }
  }

  std::string whole(const DigestValue& value) {
    json_.begin_object().member("form", kForm);
    fields(*this, value);
    json_.end_object();
    return json_.take();
  }

 private:
  void put(const std::string& text) { json_.value(text); }
  void put(bool truth) { json_.value(truth); }
  void put(int number) { json_.value(number); }
  void put(std::int64_t number) { json_.value(number); }
  void put(Instant at) { json_.value(to_ms(at)); }
  void put(Day day) { json_.value(format_day(day)); }
  void put(Place place) { json_.value(name(place)); }
  void put(Why why) { json_.value(name(why)); }
  void put(Zero zero) { json_.value(name(zero)); }
  void put(Unusual unusual) { json_.value(name(unusual)); }
  void put(DriverKind kind) { json_.value(name(kind)); }
  void put(FlagKind kind) { json_.value(name(kind)); }
  void put(CoverageWord word) { json_.value(name(word)); }
  void put(GapReason reason) { json_.value(name(reason)); }

  template <class T>
  void put(const std::optional<T>& maybe) {
    if (maybe) {
      put(*maybe);
    } else {
      json_.null();
    }
  }
  template <class T>
  void put(const std::vector<T>& items) {
    json_.begin_array();
    for (const T& item : items) {
      put(item);
    }
    json_.end_array();
  }
  void put(const std::map<std::string, std::int64_t>& parts) {
    json_.begin_object();
    for (const auto& [part, number] : parts) {
      json_.member(part, number);
    }
    json_.end_object();
  }
  template <class T>
  void put(const T& value) requires std::is_aggregate_v<T> {
    json_.begin_object();
    fields(*this, value);
    json_.end_object();
  }

  JsonWriter json_;
};

// Reads member by member; the first one that is missing or of another type makes the whole fail.
class Reading {
 public:
  explicit Reading(simdjson::dom::element at) : at_(at) {}

  template <class T>
  void operator()(std::string_view key, T& value) {
    simdjson::dom::element member;
    good_ = good_ && at_[key].get(member) == simdjson::SUCCESS && take(member, value);
  }
  template <class T>
  void unless_default(std::string_view key, T& value) {
    simdjson::dom::element member;
    const bool there = at_[key].get(member) == simdjson::SUCCESS;
    good_ = good_ && (!there || take(member, value));
  }
  [[nodiscard]] bool good() const { return good_; }

 private:
  using Element = simdjson::dom::element;

  template <class T>
  static bool take_as(Element from, auto& value) {
    T found;
    if (from.get(found) != simdjson::SUCCESS) {
      return false;
    }
    value = static_cast<std::remove_reference_t<decltype(value)>>(found);
    return true;
  }
  // One of the values of a closed list whose last is `last`.
  template <class Enum>
  static bool take_named(Element from, Enum last, Enum& value) {
    std::string_view text;
    if (!take_as<std::string_view>(from, text)) {
      return false;
    }
    for (int at = 0; at <= static_cast<int>(last); ++at) {
      if (name(static_cast<Enum>(at)) == text) {
        value = static_cast<Enum>(at);
        return true;
      }
    }
    return false;
  }

  static bool take(Element from, std::string& text) {
    return take_as<std::string_view>(from, text);
  }
  static bool take(Element from, bool& truth) { return take_as<bool>(from, truth); }
  static bool take(Element from, int& number) { return take_as<std::int64_t>(from, number); }
  static bool take(Element from, std::int64_t& number) {
    return take_as<std::int64_t>(from, number);
  }
  static bool take(Element from, Instant& at) {
    std::int64_t ms = 0;
    const bool good = take(from, ms);
    at = from_ms(ms);
    return good;
  }
  static bool take(Element from, Day& day) {
    std::string_view text;
    const auto parsed = take_as<std::string_view>(from, text) ? parse_day(text) : std::nullopt;
    day = parsed.value_or(day);
    return parsed.has_value();
  }
  static bool take(Element from, Place& place) { return take_named(from, Place::missed, place); }
  static bool take(Element from, Why& why) { return take_named(from, Why::only_post, why); }
  static bool take(Element from, Zero& zero) { return take_named(from, Zero::unverified, zero); }
  static bool take(Element from, Unusual& unusual) {
    return take_named(from, Unusual::drop, unusual);
  }
  static bool take(Element from, DriverKind& kind) {
    return take_named(from, DriverKind::language, kind);
  }
  static bool take(Element from, FlagKind& kind) {
    return take_named(from, FlagKind::same_text, kind);
  }
  static bool take(Element from, CoverageWord& word) {
    return take_named(from, CoverageWord::unknown, word);
  }
  static bool take(Element from, GapReason& reason) {
    return take_named(from, GapReason::own_fault, reason);
  }

  template <class T>
  static bool take(Element from, std::optional<T>& maybe) {
    if (from.is_null()) {
      maybe.reset();
      return true;
    }
    return take(from, maybe.emplace());
  }
  template <class T>
  static bool take(Element from, std::vector<T>& items) {
    simdjson::dom::array array;
    if (from.get(array) != simdjson::SUCCESS) {
      return false;
    }
    for (const Element item : array) {
      if (!take(item, items.emplace_back())) {
        return false;
      }
    }
    return true;
  }
  static bool take(Element from, std::map<std::string, std::int64_t>& parts) {
    simdjson::dom::object object;
    if (from.get(object) != simdjson::SUCCESS) {
      return false;
    }
    for (const auto& [part, number] : object) {
      if (!take(number, parts[std::string(part)])) {
        return false;
      }
    }
    return true;
  }
  template <class T>
  static bool take(Element from, T& value) requires std::is_aggregate_v<T> {
    Reading inner(from);
    fields(inner, value);
    return inner.good();
  }

  Element at_;
  bool good_ = true;
};

Error damaged() {
  return {Errc::store_corrupt, "a kept digest is not in the form in which it was written"};
}

}  // namespace
}  // namespace kept

std::string kept_json(const DigestValue& value) {
  return kept::Writing().whole(value);
}

Result<DigestValue> read_kept_json(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(json.data(), json.size(), true).get(root) != simdjson::SUCCESS) {
    return kept::damaged();
  }
  DigestValue value;
  kept::Reading reading(root);
  kept::fields(reading, value);
  // The form is canonical: what reads back to other bytes was changed by somebody.
  if (!reading.good() || kept_json(value) != json) {
    return kept::damaged();
  }
  return value;
}

}  // namespace tagwatch
