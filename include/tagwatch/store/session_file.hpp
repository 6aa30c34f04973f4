// The session of a source's account, kept beside the store: nobody signs in for each poll.
//
// It lies in a file of its own that only its owner may read, never in the store or an export.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tagwatch/base/error.hpp"
#include "tagwatch/base/time.hpp"
#include "tagwatch/model/account_session.hpp"

namespace tagwatch {

struct KeptSession {
  /// Tells server, account and password apart from others; of other ones the rest means nothing.
  std::string belongs_to;
  std::optional<AccountSession> session;
  std::optional<Instant> login_tried;  ///< the last time
  std::string login_refused;           ///< why that failed; "" when it did not
};

/// "<name>.session" in `folder`, with what is no plain letter of `name` percent-encoded.
[[nodiscard]] std::filesystem::path session_path(const std::filesystem::path& folder,
                                                 const std::string& name);

/// Blocks on the file system. Errors: not_found; io, also for a file that is damaged.
[[nodiscard]] Result<KeptSession> read_session_file(const std::filesystem::path& path);

/// Replaces the file whole, or leaves it; makes its folder. Errors: io, store_full.
[[nodiscard]] Result<void> write_session_file(const std::filesystem::path& path,
                                              const KeptSession& kept);

}  // namespace tagwatch
