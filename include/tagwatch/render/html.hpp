// The digest as one HTML file, by a mustache template that the office may replace.
//
// The file holds everything: no script, no remote image, font or style. It survives mail clients
// (tables, bars as coloured cells with a sentence beside them), has a dark form and prints well.
#pragma once

#include <string>
#include <string_view>

#include "tagwatch/base/error.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// The template that is built in; an office copies it (config/templates/digest.html.mustache) and
/// names its own as `digest.template`.
[[nodiscard]] std::string_view builtin_html_template();

/// Holds a template against what a digest can fill in. Refused are unknown names, sections that are
/// left open or closed in the wrong order, and every way around escaping: `{{{`, `{{&`, partials
/// (`{{>`) and other delimiters (`{{=`).
/// Errors: config_invalid, with the line and what may stand there.
[[nodiscard]] Result<void> check_html_template(std::string_view mustache);

/// The whole file, UTF-8. The same view and template give the same bytes. Pure.
/// Errors: config_invalid for a template that check_html_template refuses, or for a time zone that
/// this machine does not know.
[[nodiscard]] Result<std::string> render_html(const DigestView& view, std::string_view mustache);

}  // namespace tagwatch
