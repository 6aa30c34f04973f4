// The parts of a Sheet, each made from the view by one file of this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sheet.hpp"
#include "words.hpp"

namespace tagwatch::render {

/// The listed posts: those about the programme first.
[[nodiscard]] std::vector<PostSection> post_sections(const DigestView& view,
                                                     const WallClock& clock);

/// The texts that several accounts posted, the largest cluster first, as far as a reader gets.
[[nodiscard]] std::vector<SameTextRow> same_texts(const DigestView& view, const WallClock& clock);
/// "and 3 other texts"; "" where every one has a row.
[[nodiscard]] std::string same_texts_note(const DigestValue& value);

/// The bars of the day; unset on a day too quiet for bars to tell anything.
[[nodiscard]] std::optional<HourChart> hour_chart(const DigestValue& value, const Zone& zone);
/// Unset where no topic and no link came up.
[[nodiscard]] std::optional<CountTable> topics_and_links(const DigestView& view);
/// Related tags, languages, accounts.
[[nodiscard]] std::vector<Tally> tallies(const DigestView& view);

/// Sources, those with trouble first; sources that share every word share a row.
[[nodiscard]] std::vector<SourceRow> source_rows(const DigestValue& value, const Zone& zone);
/// Said where the sources' numbers add up to more than the posts of the first screen.
[[nodiscard]] std::string sources_note(const DigestValue& value);

/// `url` when it is an absolute web address that may be linked, else "".
[[nodiscard]] std::string linkable(std::string_view url);
/// The title of the page that `link` leads to, on one line; "" where there is none, or where it
/// reads as an address, which need not be the one that the link leads to.
[[nodiscard]] std::string title_of(const Link& link);

}  // namespace tagwatch::render
