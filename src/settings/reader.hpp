// TOML to a Document, by the option table: names, types and ranges. What keys mean together is
// for whoever builds the Config. The only part that knows the TOML library.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "value.hpp"

namespace tagwatch::settings {

/// Every section that stands once is in the document, with defaults where the text has nothing.
/// nullopt for text that is no TOML: then one mistake is added, the first of syntax.
[[nodiscard]] std::optional<Document> read_document(std::string_view text,
                                                    std::span<const SourceKind> kinds,
                                                    MistakeList& mistakes);

}  // namespace tagwatch::settings
