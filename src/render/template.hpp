// A mustache template: held against the names of a Sheet, and filled in.
#pragma once

#include <string>
#include <string_view>

#include "sheet.hpp"

namespace tagwatch::render {

/// Errors: config_invalid, with the line of the template and what may stand there.
[[nodiscard]] Result<void> check_template(std::string_view mustache);

/// The template with everything escaped for HTML. A name whose value is "" counts as absent in
/// `{{#name}}` and `{{^name}}`.
/// Errors: as check_template.
[[nodiscard]] Result<std::string> fill_template(std::string_view mustache, const Sheet& sheet);

}  // namespace tagwatch::render
