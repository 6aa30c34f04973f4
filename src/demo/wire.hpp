// What the demo's servers have in common on the wire: repeated parameters, ETags, markup.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/demo/server.hpp"

namespace tagwatch::demo {

/// Every value that the parameter `name` has in `target`, in order, decoded.
[[nodiscard]] std::vector<std::string> list_parameter(std::string_view target,
                                                      std::string_view name);

/// `text` with the characters that mean something in HTML and XML replaced.
[[nodiscard]] std::string escaped_markup(std::string_view text);

[[nodiscard]] ServerAnswer make_answer(int status, std::string content_type, std::string body);

/// Gives `answer` a weak ETag of its body; where the request has it already, the answer becomes a
/// 304 without a body.
void make_conditional(const ServerRequest& request, ServerAnswer& answer);

}  // namespace tagwatch::demo
