// What is to be delivered of a digest, and what became of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tagwatch/base/time.hpp"

namespace tagwatch {

enum class OutboxKind {
  digest,     ///< the issued digest of its day
  no_digest,  ///< a notice that there is none, and why
};
[[nodiscard]] std::string_view name(OutboxKind kind);

enum class OutboxState {
  pending,   ///< never tried
  failed,    ///< was surely not taken, and is tried again
  in_doubt,  ///< handed over without an answer, or about to be: it may have been taken
  sent,      ///< taken
  dead,      ///< given up
};
[[nodiscard]] std::string_view name(OutboxState state);
/// Whether it is tried again.
[[nodiscard]] bool is_open(OutboxState state);

/// One sending: of a day, by one delivery, to one recipient.
struct OutboxRow {
  std::int64_t id = 0;
  Day day{};
  OutboxKind kind = OutboxKind::digest;
  std::string delivery;   ///< its name in the configuration
  std::string recipient;  ///< an address, a folder or a host
  int sending = 1;        ///< more: asked for again
  std::string key;        ///< tells a repeat from another: of mail, its Message-ID
  OutboxState state = OutboxState::pending;
  /// A digest's while it is in doubt, a notice's while it is open: a repeat is the same to the
  /// byte, unless something that it shows was deleted. Otherwise the digest is rendered when it is
  /// sent, without what was deleted meanwhile.
  std::optional<std::string> bytes;
  std::string sha256;  ///< of the bytes that were sent last; "" before
  int tries = 0;
  Instant made{};
  Instant next_try{};
  Instant changed{};
  std::string answer;  ///< of the last try; one line for a person
};

}  // namespace tagwatch
