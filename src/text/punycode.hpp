// Host names in ASCII: what the network asks for, and what cannot look like another name. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tagwatch {

/// `host` (UTF-8) in lower case with every label in ASCII ("xn--…", RFC 3492 after NFKC folding);
/// nullopt for what is no host name: empty labels, white space, characters that no name has.
[[nodiscard]] std::optional<std::string> ascii_host(std::string_view host);

}  // namespace tagwatch
