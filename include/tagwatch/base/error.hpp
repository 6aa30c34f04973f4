// What can go wrong, as values: one enum, one table, one result type.
//
// Every boundary (curl, SQLite, simdjson, the file system) converts its own codes to Errc in one
// function of its own. What an error means for the program stands in the table behind traits().
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <string_view>

namespace tagwatch {

/// Why a stretch of time was not seen. A closed list: digests, `status` and logs use these words.
enum class GapReason {
  down,                  ///< no answer from the server: DNS, connect, timeout, TLS, 5xx
  refused,               ///< the server wants a token here, or does not want us
  rate_limited,          ///< the server asked us to wait
  quota_spent,           ///< our own budget for the host was used up
  closed_by_server,      ///< the server ended a stream
  cursor_too_old,        ///< a replay began later than asked for
  window_scrolled_away,  ///< a feed showed only newer items than the last ones seen
  bad_answer,            ///< an answer that could not be read
  page_limit,            ///< more pages than one pass may read
  interrupted,           ///< the program was stopped in mid-pass
  not_running,           ///< the program did not run
  own_fault,             ///< a fault of ours: disk full, a bug
};

/// The word of `reason` in every output, such as "rate-limited".
[[nodiscard]] std::string_view words(GapReason reason);

/// The reason whose stored name (its enumerator) is `name`; own_fault for a name nobody knows.
[[nodiscard]] GapReason gap_reason_from_name(std::string_view name);

/// The enumerator's name, as it is stored.
[[nodiscard]] std::string_view name(GapReason reason);

enum class Errc {
  unreachable,        ///< no connection: DNS, refused port, reset
  timeout,            ///< no answer, or no progress, in time
  tls,                ///< the certificate or the handshake was not acceptable
  refused,            ///< 401, 403, 422: the server wants a token, or does not want us
  login_refused,      ///< the server does not let the configured account in
  session_ended,      ///< the server no longer accepts the account's session: a new one may help
  rate_limited,       ///< 429 or 503 with a time to wait
  quota_spent,        ///< our own budget for this host is used up
  gone,               ///< 404 or 410
  http_status,        ///< any other status that is no success
  too_large,          ///< a body, header block or document beyond its limit
  malformed_payload,  ///< not the documented format: truncated, no JSON, no XML
  wrong_shape,        ///< well-formed, but a required field is missing or of another type
  cursor_too_old,     ///< the server no longer has what the cursor names
  private_address,    ///< a host learnt from an answer leads to a private address
  store_missing,      ///< no database at the configured path
  store_busy,         ///< another tagwatch holds the writer lock
  store_full,         ///< the disk is full
  store_corrupt,      ///< the database is damaged, or not a tagwatch database
  store_failed,       ///< any other answer of the database
  schema_newer,       ///< the database was written by a newer tagwatch
  config_invalid,     ///< a mistake in the configuration
  usage,              ///< a mistake in the command line
  not_found,          ///< what was asked for does not exist
  io,                 ///< a file could not be read or written
  clock_wrong,        ///< this machine's clock is not believed
  cancelled,          ///< stopped by the caller
};

/// What the caller does next.
enum class Disposition {
  retry,      ///< try again with backoff
  skip_item,  ///< this item only; its neighbours are good
  back_off,   ///< leave the source alone until a given time, or for long
  fatal,      ///< stop: going on would hide damage or do harm
};

struct ErrorTraits {
  Errc code;
  std::string_view name;  ///< stable, snake_case: logs and the fetch table
  Disposition disposition;
  GapReason gap;           ///< what a gap caused by this error is called
  std::string_view words;  ///< for a person, completes "…: "
};

/// The row of the one table for `code`.
[[nodiscard]] const ErrorTraits& traits(Errc code);

/// An error on its way to whoever handles it. `context` says where and what to do, for a person;
/// it never holds a token or the text of a post.
struct Error {
  Error() = default;  // boost::system::result asks for it; never seen
  Error(Errc code_, std::string context_ = {}) : code(code_), context(std::move(context_)) {}
  Errc code = Errc::cancelled;
  std::string context;

  friend bool operator==(const Error&, const Error&) = default;
};

/// "words: context", one line.
[[nodiscard]] std::string describe(const Error& error);

/// Makes Result<T>::value() on an error end loudly: a programmer's mistake.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& at);

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace tagwatch
