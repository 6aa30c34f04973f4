// What is asked of a platform, and what came of it.
//
// The pipeline turns tasks into requests by Source::request and answers into pages by
// Source::parse; the walk decides which task comes next.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tagwatch/model/account_session.hpp"
#include "tagwatch/model/http.hpp"
#include "tagwatch/model/post.hpp"

namespace tagwatch {

/// A place in a source's own order: its id and its time. Either may be missing: a time alone is
/// where a lookback or a sweep ends, an id alone is what some servers page by.
struct Bound {
  Bound() = default;
  Bound(std::string id_, std::optional<Instant> at_) : id(std::move(id_)), at(at_) {}
  std::string id;
  std::optional<Instant> at;
  friend bool operator==(const Bound&, const Bound&) = default;
};

/// Asks who may read what (instance document). Its Page has `access` and no posts.
struct Access {};
/// The newest page of a tag; no id in the URL.
struct Newest {
  explicit Newest(Hashtag tag_) : tag(std::move(tag_)) {}
  Hashtag tag;  ///< invalid (empty) for a source whose one answer serves all tags
};
/// The page directly below (older than) `bound`.
struct Below {
  Below(Hashtag tag_, Bound bound_) : tag(std::move(tag_)), bound(std::move(bound_)) {}
  Hashtag tag;
  Bound bound;
};
/// The page directly above (newer than) `bound`.
struct Above {
  Above(Hashtag tag_, Bound bound_) : tag(std::move(tag_)), bound(std::move(bound_)) {}
  Hashtag tag;
  Bound bound;
};
/// Posts by the source's own ids, at most SourceKind::posts_at_once: what is not in the answer, or
/// was answered with 404 or 410, is not there.
struct Posts {
  explicit Posts(std::vector<std::string> ids_) : ids(std::move(ids_)) {}
  std::vector<std::string> ids;
};

/// Signs the source's account in. Its Page has `session` and no posts.
struct Login {};
/// Asks for the session after the one in SourceState, which then ends. Its Page as that of Login.
struct Refresh {};
/// How many follow each of these authors ("@name.example"), at most SourceKind::authors_at_once.
/// Its Page has `followers` and no posts.
struct Authors {
  explicit Authors(std::vector<std::string> handles_) : handles(std::move(handles_)) {}
  std::vector<std::string> handles;
};

using Task = std::variant<Access, Newest, Below, Above, Posts, Login, Refresh, Authors>;

/// "newest", "below", … for logs and the fetch table.
[[nodiscard]] std::string_view name(const Task& task);

/// What a server says of who may read tag feeds.
struct AccessInfo {
  bool local_open = true;
  bool remote_open = true;
  /// The server states it in so many words, so an empty answer is a verified zero.
  bool stated = false;
  [[nodiscard]] bool all_open() const { return local_open && remote_open; }
  std::string software;  ///< "4.6.4", as the server calls itself; "" when it does not say
  friend bool operator==(const AccessInfo&, const AccessInfo&) = default;
};

/// How many follow an author.
struct AuthorFollowers {
  std::string handle;
  std::int64_t followers = 0;
  friend bool operator==(const AuthorFollowers&, const AuthorFollowers&) = default;
};

/// One answer, read.
struct Page {
  std::vector<Post> posts;  ///< newest first by the source's own order
  int skipped = 0;          ///< items that were malformed or not public: dropped and counted
  /// Of `skipped`: malformed items, not those that are left out by rule (not public, reposts).
  int unreadable = 0;
  /// First and last item of the answer in the source's order, skipped ones included where their id
  /// could be read; unset on an empty page.
  std::optional<Bound> newest;
  std::optional<Bound> oldest;
  /// When the server filed these two, where its ids tell: what they claim of themselves may be
  /// years older.
  std::optional<Instant> newest_filed;
  std::optional<Instant> oldest_filed;
  int items = 0;      ///< items in the answer, skipped ones included
  bool more = false;  ///< asking Below(oldest) may give more
  std::optional<AccessInfo> access;
  std::optional<Duration> time_to_live;  ///< the source asks not to be polled more often
  /// Ids of every item of a source that has no order but identity (feeds), in document order.
  std::vector<std::string> identities;
  std::vector<std::string> gone;           ///< uris of posts that a stream tells as deleted
  std::vector<std::string> gone_prefixes;  ///< with these begin the uris of a deleted account
  std::optional<AccountSession> session;   ///< of Login and Refresh
  std::vector<AuthorFollowers> followers;  ///< of Authors; whom the server does not know is missing
};

/// What a request may depend on besides its task.
struct SourceState {
  Validators validators;
  std::string token;  ///< "" for none
  std::optional<AccountSession> session;
};

/// How a source's items are ordered, which decides how a walk knows that it has arrived.
enum class Order {
  ids,       ///< by id: longer is newer, then bytewise
  times,     ///< by time only
  identity,  ///< no paging and no trusted order: only known items tell
};

/// True when `a` is at or below `b` in the order of ids: shorter, or equally long and bytewise not
/// greater.
[[nodiscard]] bool id_at_or_below(std::string_view a, std::string_view b);

}  // namespace tagwatch
