// The text of a Bluesky post and its facets: what of it is a tag, a link, a mention.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/model/post.hpp"

namespace tagwatch {

/// One facet: a range of the text, in bytes of UTF-8, and what it stands for.
struct BlueskyFacet {
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> end;
  std::vector<std::string> tags;  ///< without '#'
  std::vector<std::string> links;
  std::vector<std::string> mentions;  ///< DIDs
};

struct BlueskyText {
  std::string text;  ///< links in full
  std::vector<Hashtag> tags;
  std::vector<std::string> mentions;
  std::vector<Link> links;
};

/// What a post says. Tags are those of the facets, as servers count them; the text is searched for
/// tags only where no facet names one. Links that the text shortens stand there in full. A facet
/// whose range is none of the text still counts, and changes nothing in it. Mentions are the
/// handles that the text shows, or the DID where it shows none.
/// https://docs.bsky.app/docs/advanced-guides/post-richtext
[[nodiscard]] BlueskyText read_bluesky_text(std::string_view text,
                                            std::vector<BlueskyFacet> facets);

}  // namespace tagwatch
