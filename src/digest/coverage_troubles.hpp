// What the first screen tells of sources that could not simply be read: one sentence for each thing
// that happened, about all the sources it happened to. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tagwatch/digest/value.hpp"

namespace tagwatch {

enum class TroubleKind {
  blind,          ///< not read at any time of the day
  gap,            ///< not read for a time, and not since
  not_read_back,  ///< the first lookback has not reached the day
  read_since,     ///< not read for a time, and read since
  limited,        ///< shows only a part of its posts
  unordered,      ///< in no order of time
};

struct Trouble {
  TroubleKind kind = TroubleKind::gap;
  GapReason reason = GapReason::not_running;
  std::vector<std::string> sources;    ///< as they are named in a sentence
  std::vector<std::vector<Gap>> gaps;  ///< of each row that it happened to

  [[nodiscard]] bool same_as(const Trouble& other) const {
    return kind == other.kind && reason == other.reason;
  }
};

/// Something of the row's time is missing and was not read since.
[[nodiscard]] bool has_open_gap(const CoverageRow& row);

/// The most serious first.
[[nodiscard]] std::vector<Trouble> troubles_of(const std::vector<CoverageRow>& rows);

/// "s2 and s5 were down from 03:10 to 04:25 EST; posts of that time may be missing." `all` is the
/// number of watched sources.
[[nodiscard]] std::string trouble_sentence(const Trouble& trouble, std::int64_t all, Window day,
                                           const Zone& zone);

/// "it would not show posts (refused)": the reason of a blind source (`one`), or of several.
[[nodiscard]] std::string why_blind(const Trouble& trouble, bool one);

[[nodiscard]] GapReason reason_of_blindness(const CoverageRow& row);

}  // namespace tagwatch
