// The digest as Markdown, for wikis, chats and issue trackers: what the text says, in the same
// order.
#pragma once

#include <string>

#include "tagwatch/base/error.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// UTF-8, CommonMark. Everything that came from outside is literal text: it forms no link, image,
/// heading, list, table or HTML, mentions nobody, and neither reorders nor hides. The only links
/// are web addresses of posts and of pages they link to, shown in full. The same view gives the
/// same bytes. Pure. Errors: config_invalid for a time zone that this machine does not know.
[[nodiscard]] Result<std::string> render_markdown(const DigestView& view);

}  // namespace tagwatch
