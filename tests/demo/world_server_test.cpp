#include "tagwatch/demo/world_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo/asking.hpp"
#include "tagwatch/demo/script.hpp"

namespace tagwatch::demo {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const Instant kNow = *parse_rfc3339("2026-11-17T12:00:00Z");

TEST(WorldServer, PassesARequestToItsHost) {
  World world;
  WorldServer server(world);
  EXPECT_EQ(server.answer(get("/social.example/api/v1/timelines/tag/a?limit=40", kNow)).body, "[]");
  EXPECT_THAT(server.answer(get("/civic.example/api/v2/instance", kNow)).body,
              HasSubstr("\"domain\":\"civic.example\""));
  EXPECT_THAT(server.answer(get("/news.example/world.rss", kNow)).body, StartsWith("<?xml"));
}

TEST(WorldServer, HangsUpForAHostThatIsDownOrUnknown) {
  World world;
  world.add(Outage{kCivicServer, {kNow, kNow + std::chrono::minutes(1)}});
  WorldServer server(world);
  const auto fault = [&](const char* target, Instant at) {
    return server.answer(get(target, at)).fault;
  };
  const char* civic = "/civic.example/api/v2/instance";
  EXPECT_EQ(fault(civic, kNow), Fault::close);
  EXPECT_EQ(fault(civic, kNow + std::chrono::minutes(1)), Fault::none);
  EXPECT_EQ(fault("/social.example/api/v2/instance", kNow), Fault::none);
  EXPECT_EQ(fault("/else.example/api/v2/instance", kNow), Fault::close);
  EXPECT_EQ(fault("/", kNow), Fault::close);
}

}  // namespace
}  // namespace tagwatch::demo
