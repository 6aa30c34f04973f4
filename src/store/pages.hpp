// How a post is found by the page that it links to, also once it is gone.
#pragma once

#include "store/lists.hpp"
#include "store/sqlite.hpp"
#include "tagwatch/model/post.hpp"

namespace tagwatch::store {

/// The aliases that lead from a page to a post; all "" where there is no page.
struct PageKeys {
  std::string page;
  // Of posts that are gone, as hashes: an address names its author.
  std::string gone_page;
  std::string gone_text;  ///< the page together with what was said
};

/// The keys of what links to `url` and says `text`.
[[nodiscard]] PageKeys page_keys(std::string_view url, std::string_view text);

/// The alias of the page at `url`; "" where that is no page.
[[nodiscard]] std::string page_alias(std::string_view url);

/// The post whose page `post` links to, and which it is one with, as `sources` show it; with `keys`
/// that name no page, only one that is gone.
[[nodiscard]] Result<std::optional<std::int64_t>> find_by_page(Db& db, const Post& post,
                                                               const PageKeys& keys,
                                                               const Texts& sources);

/// From now on the post is found as one that is gone, by each page that it linked to and each text
/// that it had. To be called while they are there.
[[nodiscard]] Result<void> note_gone_pages(Db& db, std::int64_t post);

/// Takes the addresses of its pages.
[[nodiscard]] Result<void> drop_pages(Db& db, std::int64_t post);

}  // namespace tagwatch::store
