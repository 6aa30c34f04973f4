// The days of the story that are written by hand.
#pragma once

#include "stage.hpp"

namespace tagwatch::demo {

/// The Saturday with four posts.
void play_four_posts(Stage& stage);
/// What is special on an ordinary day of the programme: a question to the office, posts in the
/// night of an outage, an edit.
void play_ordinary_day(Stage& stage);
/// What is special on the peak, besides its many posts: a workshop, much noticed posts, one text
/// posted by seven accounts.
void play_peak(Stage& stage);
/// Posts of the whole week that reach the watched servers late, and one that is deleted.
void play_late_and_gone(Stage& stage);

/// Posts by hand on the peak in this local hour, those of the wave included; own and partner posts
/// aside.
[[nodiscard]] int peak_posts_by_hand(std::size_t hour);

}  // namespace tagwatch::demo
