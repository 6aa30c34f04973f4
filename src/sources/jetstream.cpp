#include "tagwatch/sources/jetstream.hpp"

#include "bluesky_post.hpp"

namespace tagwatch {
namespace {

constexpr std::string_view kPosts = "app.bsky.feed.post";

// The time at which the server passed the event on: text in one form, microseconds in the other.
std::optional<Instant> time_of(JsonObject& event) {
  if (const auto microseconds = event.integer("time_us")) {
    constexpr std::int64_t kPerMillisecond = 1000;
    constexpr std::int64_t kYear10000 = 253'402'300'800'000'000;
    return *microseconds > 0 && *microseconds < kYear10000
               ? std::optional(from_ms(*microseconds / kPerMillisecond))
               : std::nullopt;
  }
  const auto text = event.text("time");
  return text ? parse_rfc3339(*text) : std::nullopt;
}

// Counts a change of somebody's records into the page, and keeps it where a post was written or
// deleted.
void take_change(Page& page, JsonObject& change, BlueskyRecord from) {
  const auto operation = change.text("operation");
  const bool written = operation == "create" || operation == "update";
  const bool deleted = operation == "delete";
  if ((!written && !deleted) || change.text("collection") != kPosts) {
    return;
  }
  from.changed = operation == "update";
  from.key = change.text("rkey").value_or("");
  if (deleted) {
    if (!from.did.empty() && !from.key.empty()) {
      page.skipped = 0;
      page.gone.push_back("at://" + from.did + "/" + std::string(kPosts) + "/" + from.key);
    }
    return;
  }
  page.unreadable = 1;
  change.with_object("record", [&](JsonObject& record) {
    BlueskyPost read = read_bluesky_record(record, from);
    if (read.usable) {
      page.unreadable = 0;
      page.skipped = 0;
      if (read.sorted_at) {
        page.newest = page.oldest = Bound(read.post.native_id, read.sorted_at);
      }
      page.posts.push_back(std::move(read.post));
    }
  });
}

// An account that is only deactivated may come back.
void take_account(Page& page, JsonObject& account, const std::string& did) {
  const auto status = account.text("status");
  const bool active = account.boolean("active").value_or(true);
  if (!active && !did.empty() && (status == "deleted" || status == "takendown")) {
    page.skipped = 0;
    page.gone_prefixes.push_back("at://" + did + "/");
  }
}

void take_event(Page& page, JsonObject& event) {
  BlueskyRecord from;
  from.did = event.text("did").value_or("");
  from.seen_at = time_of(event);
  if (event.has("commit")) {
    event.with_object("commit", [&](JsonObject& change) { take_change(page, change, from); });
  } else if (event.has("account")) {
    event.with_object("account",
                      [&](JsonObject& account) { take_account(page, account, from.did); });
  } else if (event.has("status")) {
    take_account(page, event, from.did);
  } else {
    take_change(page, event, from);
  }
}

}  // namespace

Result<Page> parse_jetstream_event(std::string_view event) {
  auto document = JsonDocument::read(event);
  if (!document) {
    return document.error();
  }
  auto fields = (*document)->object();
  if (!fields) {
    return fields.error();
  }
  Page page;
  page.items = 1;
  page.skipped = 1;
  if (fields->has("payload")) {
    fields->with_object("payload", [&page](JsonObject& payload) { take_event(page, payload); });
  } else {
    take_event(page, *fields);
  }
  if (page.unreadable > 0) {
    return Error{Errc::wrong_shape, "a post without account, key or text"};
  }
  return page;
}

}  // namespace tagwatch
