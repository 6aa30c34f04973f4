#include "id_time.hpp"

#include <algorithm>

namespace tagwatch {
namespace {

constexpr std::string_view kDecimal = "0123456789";
constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kFlakeLength = 18;
constexpr std::size_t kUlidLength = 26;
constexpr std::size_t kUlidTimeLength = 10;
constexpr std::size_t kSnacLength = 42;
constexpr std::size_t kSecondsLength = 10;
// Mastodon began in 2016; further off than this century a number is no time.
constexpr std::int64_t kFirstMs = 1'451'606'400'000;
constexpr std::int64_t kLastMs = 4'102'444'800'000;

// __int128 holds the 128 bits of a flake id.
__extension__ using Wide = unsigned __int128;

std::optional<Wide> number_in(std::string_view text, std::string_view digits) {
  Wide number = 0;
  for (const char each : text) {
    const std::size_t digit = digits.find(each);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    number = number * digits.size() + digit;
  }
  return number;
}

std::optional<Instant> believable(Wide ms) {
  if (ms < static_cast<Wide>(kFirstMs) || ms > static_cast<Wide>(kLastMs)) {
    return std::nullopt;
  }
  return Instant(Duration(static_cast<std::int64_t>(ms)));
}

}  // namespace

std::optional<Instant> time_of_id(std::string_view id) {
  constexpr int kSnowflakeBits = 16;
  constexpr int kFlakeBits = 64;
  if (id.size() == kUlidLength) {
    const auto ms = number_in(id.substr(0, kUlidTimeLength), kCrockford);
    return ms ? believable(*ms) : std::nullopt;
  }
  if (id.size() == kSnacLength) {
    const auto seconds = number_in(id.substr(0, kSecondsLength), kDecimal);
    return seconds ? believable(*seconds * 1000) : std::nullopt;
  }
  if (id.size() > kFlakeLength + 1) {
    return std::nullopt;
  }
  if (const auto number = number_in(id, kDecimal)) {
    return believable(*number >> kSnowflakeBits);
  }
  const auto flake = id.size() == kFlakeLength ? number_in(id, kBase62) : std::nullopt;
  return flake ? believable(*flake >> kFlakeBits) : std::nullopt;
}

}  // namespace tagwatch
