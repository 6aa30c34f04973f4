// What a ReferredCount counts: the author, link or tag of the post that it names, while it may be
// shown.
#pragma once

#include "tagwatch/digest/value.hpp"

namespace tagwatch::render {

/// Each: nullptr where the post was deleted, is withheld, is not in the view, or holds no such
/// thing. Points into `view`.
[[nodiscard]] const Author* author_of(const DigestView& view, const ReferredCount& count);
[[nodiscard]] const Link* link_of(const DigestView& view, const ReferredCount& count);
[[nodiscard]] const Hashtag* tag_of(const DigestView& view, const ReferredCount& count);

}  // namespace tagwatch::render
