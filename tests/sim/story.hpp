// What happens in the world of an audit: posts of two hashtags at a realistic rate, and everything
// that makes a monitor lose some of them or believe in a silence that is none.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/demo/world.hpp"

namespace tagwatch::sim {

inline constexpr const char* kSocial =
    "social.example";                                   ///< Mastodon; says that its feeds are open
inline constexpr const char* kCivic = "civic.example";  ///< Mastodon; does not say so
inline constexpr const char* kSky = "sky.example";      ///< Bluesky
inline constexpr const char* kNews = "news.example";    ///< RSS
inline constexpr std::array kSources{kSocial, kCivic, kSky, kNews};

inline constexpr const char* kZone = "America/New_York";
inline constexpr std::array<const char*, 2> kTags{"GlobalSecurity", "TMSSW"};
inline constexpr Day kFirstDay{std::chrono::year{2026} / 10 / 12};

/// A time in which a source answers well, with an empty list.
struct Lie {
  std::string source;
  Window window;
};

struct Story {
  demo::World world;
  std::vector<Lie> lies;
  [[nodiscard]] bool lies_at(std::string_view source, Instant at) const;
};

/// The story of so many days from kFirstDay, and of two before, which a first run reads as history.
/// Nothing is posted on the last two days, so that all that came late is reported by their end. The
/// same seed gives the same story. Errors: config_invalid when this machine does not know the zone.
[[nodiscard]] Result<Story> tell_story(int days, std::uint64_t seed);

}  // namespace tagwatch::sim
