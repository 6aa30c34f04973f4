// What was seen and what was not: spans of time, gaps with reasons, and the four words. Pure.
//
// A timeline (a source's feed of one tag) is covered over [a, b] when passes that reached back to a
// without a hole saw the server as it was at b or later. What a timeline could not see is a gap.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "tagwatch/base/error.hpp"
#include "tagwatch/base/time.hpp"

namespace tagwatch {

enum class CoverageWord {
  complete,  ///< no second missing
  partial,   ///< some seconds missing
  blind,     ///< none covered
  unknown,   ///< imported, or before what the first lookback reached
};
[[nodiscard]] std::string_view name(CoverageWord word);

/// A stretch of time that a commit spoke of.
struct CoverageSpan {
  Window window;
  std::optional<GapReason> reason;  ///< unset: covered; set: an attempt that failed, and why
  Instant recorded_at{};            ///< time of the commit that said so
  friend bool operator==(const CoverageSpan&, const CoverageSpan&) = default;
};

struct Gap {
  Window window;
  GapReason reason = GapReason::not_running;
  std::optional<Instant> refilled_at;  ///< set: read later, and so no longer missing
  friend bool operator==(const Gap&, const Gap&) = default;
};

struct Coverage {
  CoverageWord word = CoverageWord::unknown;
  std::chrono::seconds covered{};  ///< whole seconds, rounded down
  std::vector<Gap> gaps;           ///< in order of time; open ones and refilled ones
};

/// What `spans` say of `window`. Before `known_from` (where the first lookback has reached) nothing
/// is a gap: it is unknown. An uncovered stretch takes the reason of the newest failed attempt that
/// overlaps it, else "not running".
[[nodiscard]] Coverage coverage_of(Window window, Instant known_from,
                                   const std::vector<CoverageSpan>& spans);

/// The worse of two words, for a table's summary: complete < unknown < partial < blind.
[[nodiscard]] CoverageWord worse(CoverageWord a, CoverageWord b);

}  // namespace tagwatch
