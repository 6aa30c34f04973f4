// A digest as a mail: RFC 5322 and MIME from typed values, so that no text becomes a header.
#pragma once

#include <string>
#include <string_view>

#include "tagwatch/base/error.hpp"
#include "tagwatch/base/time.hpp"

namespace tagwatch {

/// What is said.
struct Letter {
  std::string subject;  ///< UTF-8; what is no text in it becomes a space
  std::string text;     ///< UTF-8, complete by itself
  std::string html;     ///< UTF-8; "": the text alone
  Instant date{};
};

/// Between whom.
struct Envelope {
  std::string from;  ///< plain addresses, name@host
  std::string to;
  std::string message_id;  ///< without angle brackets
};

/// Whether `address` is name@host of ASCII, as mail takes it without further words. Quoted names
/// and addresses in other scripts are none.
[[nodiscard]] bool is_mail_address(std::string_view address);

/// The whole message: CRLF, ASCII, lines of at most 78 bytes but for addresses. The same letter and
/// envelope give the same bytes. Pure.
/// Errors: malformed_payload for an address, or a message id, that is none.
[[nodiscard]] Result<std::string> compose(const Letter& letter, const Envelope& envelope);

/// The id of a mail: of what it is about, never twice the same for two. Without the key nobody can
/// tell whom one was sent to. `from` gives it its domain.
[[nodiscard]] std::string message_id(std::string_view site_key, std::string_view about,
                                     std::string_view from);

}  // namespace tagwatch
