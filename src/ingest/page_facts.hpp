// What a page proves, whatever its items claim of themselves. Pure.
//
// Times need not follow ids: a server may file an old post among new ones, and one stray item must
// neither end a walk nor let it claim what it did not read.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "tagwatch/model/task.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch {

/// So many items at either end of a page may be strays of another time.
inline constexpr std::size_t kStrays = 3;

/// The latest time on the page; `otherwise` where it tells none.
[[nodiscard]] Instant newest_time(const Page& page, Instant otherwise);

/// Down to where a page in order of time was read: the latest of its last items' times, so that a
/// stray old item at its end claims nothing. Only posts of `page.identities` count, if it has any.
[[nodiscard]] Instant read_down_to(const Page& page, Instant otherwise,
                                   std::size_t strays = kStrays);
/// The page's identities, the newest first as far as times tell: a feed may pin items on top.
[[nodiscard]] std::vector<std::string> identities_by_time(const Page& page);
/// The page without the items that were shown before: where it does not follow on, they are pinned,
/// and say nothing of how far it reaches.
[[nodiscard]] Page without_known(const Page& page, const std::vector<std::string>& before);

/// Up to where a page in order of time was read: the earliest of its first items' times, so that a
/// stray late item at its start claims nothing; `otherwise` where it tells none.
[[nodiscard]] Instant read_up_to(const Page& page, Instant otherwise);

/// True when a page in order of ids reaches down to `id`: it shows it, or two items at or below
/// it. Ids of another length cannot be compared with it.
[[nodiscard]] bool reaches_id(const Page& page, std::string_view id);

/// True when the page shows an item of the answer before by which it must follow on: its newest
/// (made at `newest`), or several. An item that stays for ever proves nothing.
[[nodiscard]] bool follows_on(const Page& page, const std::vector<std::string>& before,
                              std::optional<Instant> newest);

/// True for a page below which there is more, but that names no place from which to ask for it: its
/// items cannot be read, or are not shown to everybody.
[[nodiscard]] bool leads_nowhere(const Page& page);

/// The stretch of the source's own order that an answer to `task` shows whole, so that what is
/// known to lie in it and is not on the page may be deleted; nullopt where it proves nothing of the
/// kind. An empty newest page does only where the server is `stated_open`.
[[nodiscard]] std::optional<ShownStretch> shown_stretch(const Task& task, const Page& page,
                                                        Order order, bool stated_open);

/// True when too little of the page could be read to say what it shows.
[[nodiscard]] bool unreadable(const Page& page);

}  // namespace tagwatch
