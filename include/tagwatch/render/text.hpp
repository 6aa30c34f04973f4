// The digest as plain text for mail and terminals: 72 columns, complete by itself.
#pragma once

#include <string>

#include "tagwatch/base/error.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// UTF-8, lines of at most 72 columns but for a web address that is longer and stands alone. No
/// control character but the newline, nothing that reorders or hides. The same view gives the same
/// bytes. Pure.
/// Errors: config_invalid for a time zone that this machine does not know.
[[nodiscard]] Result<std::string> render_text(const DigestView& view);

}  // namespace tagwatch
