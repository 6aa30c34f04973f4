// What is said of the posts that wait for an answer. Pure.
#pragma once

#include <string>

#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// "2 to answer", "nothing to answer"; "" where nobody asked, or nothing could be read.
[[nodiscard]] std::string attention_in_subject(const DigestValue& value);

/// "2 posts wait for an answer, one of them since 21 Nov"; "" as above.
[[nodiscard]] std::string attention_in_heading(const DigestValue& value);

}  // namespace tagwatch
