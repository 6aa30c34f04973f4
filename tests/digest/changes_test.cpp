// What a digest tells of posts that digests before it reported, and what becomes of those digests.
#include <gtest/gtest.h>

#include "store_world.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using build::day;
using build::post;

class DigestChanges : public testing::Test {
 protected:
  DigestChanges() : world(at("2026-11-23T06:00:00Z")) {
    world.watch();
    world.poll();
  }
  void run_until(std::string_view until) {
    world.clock.set(at(until));
    world.poll();
  }

  StoreWorld world;
};

TEST_F(DigestChanges, WhatChangedOfReportedPostsIsToldTheNextDay) {
  run_until("2026-11-23T15:00:00Z");
  for (const char* id : {"1", "2", "3", "4"}) {
    world.show("one.example", post(id, world.clock.now() - 1min));
  }
  run_until("2026-11-24T11:00:00Z");
  const DigestValue first = world.issued(day("2026-11-23"));
  EXPECT_EQ(first.changes, Changes{});
  const std::string kept = world.reader().digest(day("2026-11-23")).value().value;
  EXPECT_EQ(kept.find("\"changes\""), std::string::npos) << "what has none stays as it was";

  Post edited = post("1", at("2026-11-23T14:59:00Z"));
  edited.edited_at = world.clock.now();
  edited.text = "Corrected #TMSSW";
  world.show("one.example", edited);
  const std::string gone = post("2", world.clock.now()).uri;
  const std::string unreported = post("9", world.clock.now()).uri;
  world.show("one.example", post("9", world.clock.now()));
  world.tell_gone("one.example", {gone, unreported});
  run_until("2026-11-25T11:00:00Z");
  const DigestValue second = world.issued(day("2026-11-24"));
  ASSERT_EQ(second.changes.edited.size(), 1U);
  EXPECT_EQ(second.changes.edited[0].uri, edited.uri);
  ASSERT_EQ(second.changes.deleted.size(), 1U) << "what no digest reported yet changes none";
  EXPECT_EQ(second.changes.deleted[0], (ChangedPost{gone, day("2026-11-23"), ""}));
  const DigestView view = world.shown(second);
  ASSERT_FALSE(view.earlier.empty());
  EXPECT_EQ(view.earlier[0],
            "Of the posts reported before, one was deleted and one was edited since the last "
            "digest.");
  EXPECT_EQ(second.deleted, 1) << "and is reported without its content";
  EXPECT_EQ(second.omitted.deleted, 1);

  const DigestView blanked = issued_view(world.reader(), day("2026-11-23")).value();
  EXPECT_TRUE(blanked.value == first);
  EXPECT_EQ(blanked.blanked, 1);
  EXPECT_EQ(blanked.records.at(gone).post.text, "");
  EXPECT_EQ(blanked.records.at(edited.uri).post.text, "Meeting notes 1 #TMSSW");

  run_until("2026-11-26T11:00:00Z");
  EXPECT_EQ(world.issued(day("2026-11-25")).changes, Changes{}) << "it is told once";
}

}  // namespace
}  // namespace tagwatch
