#include "json_flags.hpp"

#include "referred.hpp"

namespace tagwatch::render {
namespace {

// `text`, or null where the thing is none of which this is told.
void write_if(JsonWriter& json, std::string_view key, bool told, std::string_view text) {
  json.key(key);
  told ? json.value(text) : json.null();
}

void write_driver(JsonWriter& json, const DigestView& view, const Driver& driver) {
  const bool hours = driver.kind == DriverKind::hours;
  const bool named = driver.kind == DriverKind::source || driver.kind == DriverKind::language;
  json.begin_object().member("kind", name(driver.kind));
  write_if(json, "from", hours, format_rfc3339(driver.hours.from));
  write_if(json, "to", hours, format_rfc3339(driver.hours.to));
  write_if(json, "name", named, driver.name);
  json.key("link");
  if (driver.kind == DriverKind::link) {
    write_link(json, view, {driver.uri, driver.index, 0, 0});
  } else {
    json.null();
  }
  write_if(json, "uri", !driver.uri.empty(), driver.uri);
  json.member("posts", driver.posts).member("usual", driver.usual).end_object();
}

void write_flag(JsonWriter& json, const DigestView& view, const Flag& flag) {
  json.begin_object().member("kind", name(flag.kind));
  write_if(json, "tag", !flag.tag.empty(), flag.tag);
  write_if(json, "source", !flag.source.empty(), flag.source);
  write_if(json, "uri", !flag.uri.empty(), flag.uri);
  json.member("observed", flag.observed).key("expected");
  if (flag.expected) {
    json.begin_object().member("low", flag.expected->low).member("high", flag.expected->high);
    json.end_object();
  } else {
    json.null();
  }
  json.member("threshold", flag.threshold).member("per_million", flag.per_million);
  json.key("drivers").begin_array();
  for (const Driver& driver : flag.drivers) {
    write_driver(json, view, driver);
  }
  json.end_array().end_object();
}

}  // namespace

void write_link(JsonWriter& json, const DigestView& view, const ReferredCount& count) {
  const Link* link = link_of(view, count);
  if (link == nullptr) {
    json.null();
    return;
  }
  json.begin_object().member("url", link->url).member("title", link->title).end_object();
}

void write_clusters(JsonWriter& json, const DigestValue& value) {
  json.key("clusters");
  if (!value.clusters) {
    json.null();
    return;
  }
  json.begin_array();
  for (const Cluster& cluster : *value.clusters) {
    json.begin_object().member("posts", static_cast<std::int64_t>(cluster.uris.size()));
    json.member("accounts", cluster.accounts);
    json.member("from", format_rfc3339(cluster.from)).member("to", format_rfc3339(cluster.to));
    json.member("first", cluster.uris.front()).key("uris").begin_array();
    for (const std::string& uri : cluster.uris) {
      json.value(uri);
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_flags(JsonWriter& json, const DigestView& view) {
  json.key("flags");
  if (!view.value.flags) {
    json.null();
    return;
  }
  json.begin_array();
  for (const Flag& flag : *view.value.flags) {
    write_flag(json, view, flag);
  }
  json.end_array();
}

}  // namespace tagwatch::render
