// Hostile text by generators: what attacks, times how it tries to get out of its place.
#pragma once

#include <string>
#include <vector>

#include "tagwatch/digest/value.hpp"

namespace tagwatch::sample {

/// Markup with scripts in every context and encoding, template tags, formulas, Markdown, terminal
/// sequences, text that reorders or hides; all different. A script that runs adds to `top.hits`,
/// and what would be fetched is on outside.example. A fourth of all; TAGWATCH_HOSTILE=all gives
/// all.
[[nodiscard]] std::vector<std::string> hostile_texts();

/// Digests that list posts which are one of `texts` in every field that a server or an author
/// fills, with addresses that run scripts, or pretend to be others.
[[nodiscard]] std::vector<DigestView> hostile_digests(const std::vector<std::string>& texts);

}  // namespace tagwatch::sample
