// SHA-256 (FIPS 180-4), for content hashes and the digest chain. Not for secrets held long.
#pragma once

#include <string>
#include <string_view>

namespace tagwatch {

/// The hash of `bytes`, 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// The keyed hash of `bytes` (HMAC, RFC 2104), 64 lower-case hex digits.
[[nodiscard]] std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

}  // namespace tagwatch
