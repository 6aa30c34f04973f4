// The story that the demo plays: seven weeks of posts with #GlobalSecurity and #TMSSW, from a seed.
//
// Quiet weeks first, so that “usually” has values; then the week of the programme, with everything
// that can happen to a monitor. All people, organisations and texts are invented.
#pragma once

#include <cstdint>

#include "tagwatch/base/error.hpp"
#include "tagwatch/base/time.hpp"
#include "tagwatch/demo/world.hpp"

namespace tagwatch::demo {

inline constexpr const char* kSocialServer = "social.example";
inline constexpr const char* kCivicServer = "civic.example";
inline constexpr const char* kNewsServer = "news.example";
inline constexpr const char* kZoneName = "America/New_York";

/// Days of the story, in its own zone.
inline constexpr Day kFirstPosts{std::chrono::year{2026} / 10 / 5};
inline constexpr Day kFirstWatched{std::chrono::year{2026} / 10 / 12};
inline constexpr Day kFourPosts{std::chrono::year{2026} / 11 / 14};
inline constexpr Day kNoPost{std::chrono::year{2026} / 11 / 15};
inline constexpr Day kProgrammeStart{std::chrono::year{2026} / 11 / 16};
inline constexpr Day kOrdinary{std::chrono::year{2026} / 11 / 17};
inline constexpr Day kFeedOutage{std::chrono::year{2026} / 11 / 18};
inline constexpr Day kPeak{std::chrono::year{2026} / 11 / 19};
inline constexpr Day kLastDay{std::chrono::year{2026} / 11 / 20};

/// The world of the story. The same seed gives the same world.
/// Errors: config_invalid when this machine does not know the zone.
[[nodiscard]] Result<World> play_script(std::uint64_t seed);

}  // namespace tagwatch::demo
