// What a platform is: settings in, requests out; answers in, pages out. Nothing else.
//
// A Source has no socket, clock, database, log or config: it is pure, and any thread may call it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/base/time.hpp"
#include "tagwatch/model/host.hpp"
#include "tagwatch/model/option.hpp"
#include "tagwatch/model/task.hpp"

namespace tagwatch {

/// What of the items without a watched tag is kept all the same.
enum class MatchMode { tags, phrases, all };

/// One [[source]] of the configuration, as far as the platform and the pipeline need it.
struct SourceSettings {
  std::string name;
  std::string kind;
  std::string url;
  std::vector<Hashtag> tags;  ///< those of monitor.tags that this source is asked for
  Duration interval{};
  std::string token;      ///< resolved; "" for none. Never logged.
  std::string account;    ///< signs in with `password` at `login_url`; "" for none
  std::string password;   ///< resolved. Never logged.
  std::string login_url;  ///< of the server that knows where the account lives
  MatchMode match = MatchMode::tags;
  std::vector<std::string> phrases;
  std::string network;  ///< sources of one network cover for each other
  bool required = true;
  bool time_ordered = true;  ///< feeds: false for search feeds (`order = "none"`)
  std::string terms_checked;
  bool allow_insecure = false;
  int connections = 2;
  Duration min_spacing{};
  Hashtag control_tag;  ///< a busy tag, whose posts show that tag feeds are open; invalid: none
};

class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// The request for `task`.
  /// Errors: Errc::not_found for a task that this platform has no answer for.
  [[nodiscard]] virtual Result<HttpRequest> request(const Task& task,
                                                    const SourceState& state) const = 0;

  /// Reads a 2xx answer to `task`. Every string of the page is owned.
  /// Errors: malformed_payload, wrong_shape, too_large: the page as a whole is unusable and moves
  /// no bound. A single bad item is skipped and counted instead.
  [[nodiscard]] virtual Result<Page> parse(const Task& task,
                                           const HttpResponse& response) const = 0;

  /// What an answer that is no 2xx means; nullopt for 304.
  [[nodiscard]] virtual std::optional<Error> failure(const Task& /*task*/,
                                                     const HttpResponse& response) const {
    return status_error(response);
  }

  /// True when the request for `task` goes by the account's session, which SourceState then has.
  [[nodiscard]] virtual bool needs_session(const Task& /*task*/) const { return false; }

  /// True when one answer serves every tag (a feed without {tag}).
  [[nodiscard]] virtual bool one_answer_for_all_tags() const { return false; }
};

/// True where a server, by what it says of itself, gives the page directly above an id.
using ReadsUpwards = bool(const AccessInfo& access);

/// A kind of source: one line of the registry.
struct SourceKind {
  std::string_view name;      ///< `kind = "…"`
  std::string_view platform;  ///< for people: "Mastodon"
  std::string_view summary;   ///< one line for `sources list --kinds`
  Order order = Order::ids;
  bool pages = true;  ///< can be asked for older items
  HostBudget budget;
  std::unique_ptr<Source> (*make)(const SourceSettings& settings);
  /// The network of a source that does not name one; sources of one network cover for each other.
  std::string (*default_network)(const SourceSettings& settings);
  std::span<const OptionRow> options;  ///< keys of [[source]] that only this kind knows
  /// Between two requests to its host, where a source names neither a spacing of its own nor an
  /// account.
  Duration min_spacing{};
  /// Where the terms stand that hold for all its servers; "" where each has its own.
  std::string_view terms = {};
  /// Where accounts sign in, for a source that names no other server.
  std::string_view login_url = {};
  /// A tag that always has posts, for a source that names no other; "" where none is asked for.
  std::string_view control_tag = {};
  /// Posts that one request can ask for by their ids; 0: it cannot be asked so.
  int posts_at_once = 0;
  /// Authors whose followers one request can ask for; 0: posts bring them, or nobody says.
  int authors_at_once = 0;
  ReadsUpwards* reads_upwards = nullptr;  ///< nullptr: no server of the kind does
};

}  // namespace tagwatch
