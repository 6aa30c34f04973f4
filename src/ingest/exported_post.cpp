#include "ingest/exported_post.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>

namespace tagwatch {
namespace {

namespace dom = simdjson::dom;

constexpr std::string_view kSchema = "tagwatch.post/1";

// Reads member by member; the first one that is missing or of another type is the fault.
class Fields {
 public:
  explicit Fields(dom::object object) : object_(object) {}

  template <class T>
  Fields& take(std::string_view name, T& value) {
    dom::element member;
    if (object_[name].get(member) != simdjson::SUCCESS || !read(member, value)) {
      refuse(name);
    }
    return *this;
  }
  void refuse(std::string_view name) {
    if (fault_.empty()) {
      fault_ = name;
    }
  }
  [[nodiscard]] bool good() const { return fault_.empty(); }
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  template <class T>
  static bool read_as(dom::element from, auto& value) {
    T found;
    if (from.get(found) != simdjson::SUCCESS) {
      return false;
    }
    value = found;
    return true;
  }
  static bool read(dom::element from, std::string& text) {
    return read_as<std::string_view>(from, text);
  }
  static bool read(dom::element from, bool& truth) { return read_as<bool>(from, truth); }
  static bool read(dom::element from, std::int64_t& count) {
    return read_as<std::int64_t>(from, count) && count >= 0;
  }
  static bool read(dom::element from, Instant& at);
  static bool read(dom::element from, Day& day);
  static bool read(dom::element from, Author& author);
  static bool read(dom::element from, Link& link);
  static bool read(dom::element from, Media& media);
  static bool read(dom::element from, Sighting& sighting);
  template <class T>
  static bool read(dom::element from, std::optional<T>& maybe) {
    return from.is_null() || read(from, maybe.emplace());
  }
  template <class T>
  static bool read(dom::element from, std::vector<T>& items) {
    dom::array array;
    if (from.get(array) != simdjson::SUCCESS) {
      return false;
    }
    for (const dom::element item : array) {
      if (!read(item, items.emplace_back())) {
        return false;
      }
    }
    return true;
  }
  // The members of an object, by `take_all`.
  template <class TakeAll>
  static bool read_object(dom::element from, TakeAll take_all) {
    dom::object object;
    if (from.get(object) != simdjson::SUCCESS) {
      return false;
    }
    Fields fields(object);
    take_all(fields);
    return fields.good();
  }

  friend bool read_engagement(Fields& fields, PostRecord& record);
  dom::object object_;
  std::string fault_;
};

int number_in(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Exactly as exports write it, of any year: what a platform claimed was stored.
bool Fields::read(dom::element from, Instant& at) {
  std::string text;
  constexpr std::size_t kLength = std::string_view("2026-11-23T11:30:00.123Z").size();
  if (!read(from, text) || text.size() != kLength) {
    return false;
  }
  const std::string_view digits = text;
  const auto part = [digits](std::size_t from_at, std::size_t length) {
    return number_in(digits.substr(from_at, length));
  };
  const std::chrono::year_month_day day{std::chrono::year{part(0, 4)},
                                        std::chrono::month{static_cast<unsigned>(part(5, 2))},
                                        std::chrono::day{static_cast<unsigned>(part(8, 2))}};
  if (!day.ok()) {
    return false;
  }
  at = std::chrono::sys_days{day} + std::chrono::hours(part(11, 2)) +
       std::chrono::minutes(part(14, 2)) + std::chrono::seconds(part(17, 2)) +
       Duration(part(20, 3));
  return format_rfc3339(at) == text;
}

bool Fields::read(dom::element from, Day& day) {
  std::string text;
  const auto found = read(from, text) ? parse_day(text) : std::nullopt;
  day = found.value_or(Day());
  return found.has_value();
}

bool Fields::read(dom::element from, Author& author) {
  return read_object(from, [&author](Fields& fields) {
    fields.take("handle", author.handle).take("name", author.name).take("url", author.url);
    fields.take("followers", author.followers).take("bot", author.bot);
    fields.take("created_at", author.created_on);
  });
}

bool Fields::read(dom::element from, Link& link) {
  return read_object(
      from, [&link](Fields& fields) { fields.take("url", link.url).take("title", link.title); });
}

bool Fields::read(dom::element from, Media& media) {
  return read_object(from, [&media](Fields& fields) {
    fields.take("kind", media.kind).take("url", media.url).take("alt", media.alt);
  });
}

bool Fields::read(dom::element from, Sighting& sighting) {
  const bool good = read_object(from, [&sighting](Fields& fields) {
    fields.take("source", sighting.source).take("id", sighting.native_id);
    fields.take("first_seen_at", sighting.first_seen);
  });
  return good && !sighting.source.empty();
}

// Counts are nothing without the time of which they are.
bool read_engagement(Fields& fields, PostRecord& record) {
  dom::element member;
  Engagement& counts = record.post.engagement;
  const bool good = fields.object_["engagement"].get(member) == simdjson::SUCCESS &&
                    Fields::read_object(member, [&](Fields& inner) {
                      inner.take("likes", counts.likes).take("reposts", counts.reposts);
                      inner.take("replies", counts.replies).take("quotes", counts.quotes);
                      inner.take("as_of", record.engagement_as_of);
                    });
  return good && (record.engagement_as_of || counts == Engagement{});
}

void read_identity(Fields& fields, PostRecord& record) {
  Post& post = record.post;
  std::string schema;
  std::string kind;
  std::optional<std::string> url;
  fields.take("schema", schema).take("uri", post.uri).take("url", url);
  fields.take("platform", post.platform).take("kind", kind);
  post.url = std::move(url).value_or("");
  post.kind = post_kind_from_name(kind);
  if (schema != kSchema) {
    fields.refuse("schema");
  } else if (post.uri.empty()) {
    fields.refuse("uri");
  } else if (name(post.kind) != kind) {
    fields.refuse("kind");
  }
}

void read_times(Fields& fields, PostRecord& record) {
  fields.take("created_at", record.created).take("created_at_known", record.created_known);
  fields.take("edited_at", record.post.edited_at).take("first_seen_at", record.first_seen);
  fields.take("last_seen_at", record.last_seen);
  if (record.created_known) {
    record.post.created_at = record.created;
  }
}

void read_content(Fields& fields, PostRecord& record) {
  Post& post = record.post;
  std::vector<std::string> tags;
  fields.take("author", post.author).take("text", post.text);
  fields.take("content_warning", post.content_warning).take("language", post.language);
  fields.take("tags", tags).take("topics", record.topics).take("mentions", post.mentions);
  fields.take("links", post.links).take("media", post.media);
  fields.take("in_reply_to", post.in_reply_to).take("repost_of", post.repost_of);
  fields.take("deleted", record.deleted).take("withheld", post.withheld);
  for (const std::string& tag : tags) {
    post.tags.emplace_back(tag);
  }
}

void read_matches(Fields& fields, PostRecord& record) {
  std::vector<std::string> matched;
  std::string kept_by;
  fields.take("matched", matched).take("kept_by", kept_by);
  if (kept_by != "tag" && kept_by != "phrase") {
    fields.refuse("kept_by");
  }
  for (std::string& spelled : matched) {
    Match match{tag_key(spelled), std::move(spelled), kept_by == "phrase"};
    if (match.tag_key.empty()) {
      fields.refuse("matched");
    }
    record.matches.push_back(std::move(match));
  }
}

}  // namespace

class ExportedPosts::Parser {
 public:
  dom::parser parser;
};

ExportedPosts::ExportedPosts() : parser_(std::make_unique<Parser>()) {}
ExportedPosts::~ExportedPosts() = default;

Result<PostRecord> ExportedPosts::read(std::string_view json) {
  dom::element root;
  if (const auto error = parser_->parser.parse(json.data(), json.size()).get(root)) {
    return Error{Errc::malformed_payload, fmt::format("no JSON ({})", error_message(error))};
  }
  dom::object object;
  if (root.get(object) != simdjson::SUCCESS) {
    return Error{Errc::wrong_shape, "no post: not a JSON object"};
  }
  PostRecord record;
  Fields fields(object);
  read_identity(fields, record);
  read_times(fields, record);
  read_content(fields, record);
  read_matches(fields, record);
  fields.take("sightings", record.sightings);
  if (!read_engagement(fields, record)) {
    fields.refuse("engagement");
  }
  if (!fields.good()) {
    return Error{Errc::wrong_shape,
                 fmt::format("no post of an export ({}): \"{}\" is missing, or not what stands "
                             "there in an export",
                             kSchema, fields.fault())};
  }
  return record;
}

}  // namespace tagwatch
