// How a feed is read, which shows its newest items only.
#include <gtest/gtest.h>

#include "walk_world.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using namespace test;

Page feed_page(int first, int count, Instant newest) {
  Page page;
  for (int index = 0; index < count; ++index) {
    Post post;
    post.uri = "item-" + std::to_string(first - index);
    post.created_at = newest - std::chrono::minutes(index);
    page.identities.push_back(post.uri);
    page.posts.push_back(post);
  }
  page.items = count;
  if (count > 0) {
    page.newest = Bound(page.identities.front(), newest);
    page.oldest = Bound(page.identities.back(), page.posts.back().created_at);
  }
  return page;
}

WalkRules feed_rules() {
  WalkRules rules = rules_of(50);
  rules.order = Order::identity;
  rules.pages = false;
  return rules;
}

TEST(Walk, AFeedCoversBackWhileAnItemOfTheAnswerBeforeIsThere) {
  Walk first(TimelineState(), feed_rules(), kTag, kStart);
  first.take(feed_page(10, 5, kStart - 1min), kStart, kStart);
  EXPECT_FALSE(first.next(true));
  Walk second(first.state(), feed_rules(), kTag, kStart + 1h);
  second.take(feed_page(14, 5, kStart + 50min), kStart + 1h, kStart + 1h);
  const auto spans = second.take_spans();
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_FALSE(spans[0].reason);
  EXPECT_EQ(spans[0].window, (Window{kStart, kStart + 1h}));
}

// Five new items above four that the feed keeps on show, which are a hundred days old.
Page page_with_pins(int first, Instant newest, bool on_top) {
  Page page = feed_page(first, 5, newest);
  for (int number = 1; number <= 4; ++number) {
    Post pin;
    pin.uri = "pin-" + std::to_string(number);
    pin.created_at = kStart - std::chrono::days(100 + number);
    page.identities.insert(on_top ? page.identities.begin() : page.identities.end(), pin.uri);
    page.posts.push_back(pin);
  }
  page.items = 9;
  page.oldest = Bound(page.posts.back().uri, page.posts.back().created_at);
  return page;
}

TEST(Walk, WhatAFeedKeepsOnShowHidesNoGap) {
  for (const bool on_top : {false, true}) {
    Walk first(TimelineState(), feed_rules(), kTag, kStart);
    first.take(page_with_pins(10, kStart - 1min, on_top), kStart, kStart);
    (void)first.take_spans();
    Walk second(first.state(), feed_rules(), kTag, kStart + 1h);
    second.take(page_with_pins(30, kStart + 50min, on_top), kStart + 1h, kStart + 1h);
    const auto spans = second.take_spans();
    ASSERT_EQ(spans.size(), 2U) << on_top;
    EXPECT_EQ(spans[0].reason, GapReason::window_scrolled_away);
    EXPECT_EQ(spans[0].window, (Window{kStart, kStart + 48min + 1ms}));
  }
}

TEST(Walk, AFeedThatScrolledAwaySaysSo) {
  Walk first(TimelineState(), feed_rules(), kTag, kStart);
  first.take(feed_page(10, 5, kStart - 1min), kStart, kStart);
  Walk second(first.state(), feed_rules(), kTag, kStart + 1h);
  second.take(feed_page(30, 5, kStart + 50min), kStart + 1h, kStart + 1h);
  const auto spans = second.take_spans();
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].reason, GapReason::window_scrolled_away);
  // The last three items may be strays: nothing is claimed by them.
  EXPECT_EQ(spans[0].window, (Window{kStart, kStart + 48min + 1ms}));
  EXPECT_EQ(spans[1].window, (Window{kStart + 48min + 1ms, kStart + 1h}));
}

TEST(Walk, ItemsOfTheTimeAtWhichAFeedEndsMayBeLost) {
  Page page = feed_page(30, 5, kStart + 50min);
  for (Post& post : page.posts) {
    post.created_at = kStart + 50min;  // all of one second, and there may be more
  }
  Walk first(TimelineState(), feed_rules(), kTag, kStart);
  first.take(feed_page(10, 5, kStart - 1min), kStart, kStart);
  Walk second(first.state(), feed_rules(), kTag, kStart + 1h);
  second.take(page, kStart + 1h, kStart + 1h);
  const auto spans = second.take_spans();
  EXPECT_EQ(spans.at(0).reason, GapReason::window_scrolled_away);
  EXPECT_GT(spans.at(0).window.to, kStart + 50min);
}

TEST(Walk, AFullAnswerWithoutAKnownItemMayHaveScrolledEvenAfterAShortOne) {
  Walk first(TimelineState(), feed_rules(), kTag, kStart);
  first.take(feed_page(5, 5, kStart - 1min), kStart, kStart);
  Walk second(first.state(), feed_rules(), kTag, kStart + 1h);
  second.take(feed_page(8, 2, kStart + 50min), kStart + 1h, kStart + 1h);
  Walk third(second.state(), feed_rules(), kTag, kStart + 2h);
  third.take(feed_page(30, 5, kStart + 110min), kStart + 2h, kStart + 2h);
  EXPECT_EQ(third.take_spans().at(0).reason, GapReason::window_scrolled_away);
}

TEST(Walk, ItemsThatStandTwiceDoNotHideThatAFeedScrolled) {
  Walk first(TimelineState(), feed_rules(), kTag, kStart);
  Page page = feed_page(10, 5, kStart - 1min);
  page.items = 7;  // two of them pinned
  first.take(page, kStart, kStart);
  Walk second(first.state(), feed_rules(), kTag, kStart + 1h);
  page = feed_page(30, 5, kStart + 50min);
  page.items = 7;
  second.take(page, kStart + 1h, kStart + 1h);
  EXPECT_EQ(second.take_spans().at(0).reason, GapReason::window_scrolled_away);
}

TEST(Walk, AFeedThatWasEmptyLostNothing) {
  Walk first(TimelineState(), feed_rules(), kTag, kStart);
  first.take(feed_page(0, 0, kStart), kStart, kStart);
  Walk second(first.state(), feed_rules(), kTag, kStart + 1h);
  second.take(feed_page(1, 1, kStart + 50min), kStart + 1h, kStart + 1h);
  const auto spans = second.take_spans();
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_FALSE(spans[0].reason);
}

TEST(Walk, AFeedWhoseItemsAreAllGoneMayHaveShownOthersBetween) {
  Walk first(TimelineState(), feed_rules(), kTag, kStart);
  first.take(feed_page(20, 20, kStart - 1min), kStart, kStart);
  for (const int shown : {1, 2, 19}) {
    Walk second(first.state(), feed_rules(), kTag, kStart + 1h);
    second.take(feed_page(60, shown, kStart + 50min), kStart + 1h, kStart + 1h);
    EXPECT_EQ(second.take_spans().at(0).reason, GapReason::window_scrolled_away) << shown;
  }
}

TEST(Walk, AnItemThatStaysForEverProvesNothing) {
  const auto with_old = [](Page page) {
    Post old;
    old.uri = "for ever";
    old.created_at = kStart - 24h * 9000;
    page.posts.push_back(old);
    page.identities.push_back(old.uri);
    page.oldest = Bound(old.uri, old.created_at);
    ++page.items;
    return page;
  };
  Walk first(TimelineState(), feed_rules(), kTag, kStart);
  first.take(with_old(feed_page(10, 5, kStart - 1min)), kStart, kStart);
  EXPECT_EQ(first.take_spans().at(0).window.from, kStart - 4min + 1ms)
      << "the old item claims nothing";
  Walk second(first.state(), feed_rules(), kTag, kStart + 1h);
  second.take(with_old(feed_page(30, 5, kStart + 50min)), kStart + 1h, kStart + 1h);
  EXPECT_EQ(second.take_spans().at(0).reason, GapReason::window_scrolled_away);
}

TEST(Walk, PinnedItemsDoNotHideThatAFeedScrolled) {
  const auto pinned = [](int number, Instant at) {
    Page page = feed_page(number, 1, at);
    return page.posts.front();
  };
  // Above all others, and dated anew or to come; below all others, three of them.
  const auto with_pins = [&](Page page, bool on_top) {
    if (on_top) {
      page.posts.insert(page.posts.begin(), pinned(1000, kStart + 24h));
    } else {
      for (int pin = 1; pin <= 3; ++pin) {
        page.posts.push_back(pinned(1000 + pin, kStart - 24h * 100));
      }
    }
    page.identities.clear();
    for (const Post& post : page.posts) {
      page.identities.push_back(post.uri);
    }
    page.items = static_cast<int>(page.posts.size());
    page.newest = Bound(page.posts.front().uri, page.posts.front().created_at);
    page.oldest = Bound(page.posts.back().uri, page.posts.back().created_at);
    return page;
  };
  for (const bool on_top : {true, false}) {
    Walk first(TimelineState(), feed_rules(), kTag, kStart);
    first.take(with_pins(feed_page(20, 10, kStart - 1min), on_top), kStart, kStart);
    Walk second(first.state(), feed_rules(), kTag, kStart + 1h);
    second.take(with_pins(feed_page(60, 10, kStart + 50min), on_top), kStart + 1h, kStart + 1h);
    EXPECT_EQ(second.take_spans().at(0).reason, GapReason::window_scrolled_away) << on_top;
    Walk third(first.state(), feed_rules(), kTag, kStart + 1h);
    third.take(with_pins(feed_page(25, 10, kStart + 50min), on_top), kStart + 1h, kStart + 1h);
    EXPECT_FALSE(third.take_spans().at(0).reason) << "five of those before are there";
  }
}

TEST(Walk, WhereTheNewestItemWasTakenBackSeveralKnownOnesWillDo) {
  Walk first(TimelineState(), feed_rules(), kTag, kStart);
  first.take(feed_page(10, 5, kStart - 1min), kStart, kStart);
  Page page = feed_page(12, 6, kStart + 50min);  // 12 to 7, without 10
  for (Post& post : page.posts) {
    if (post.uri == "item-10") {
      post.uri = "item-10 corrected";
    } else if (post.uri < "item-10" || post.uri > "item-12") {
      post.created_at = kStart - 5min;
    }
  }
  Walk second(first.state(), feed_rules(), kTag, kStart + 1h);
  second.take(page, kStart + 1h, kStart + 1h);
  EXPECT_FALSE(second.take_spans().at(0).reason);
}

}  // namespace
}  // namespace tagwatch
