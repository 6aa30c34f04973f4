#include "tagwatch/model/coverage.hpp"

#include <algorithm>
#include <array>

namespace tagwatch {
namespace {

constexpr std::array<std::string_view, 4> kWords{"complete", "partial", "blind", "unknown"};

Window overlap(Window a, Window b) {
  return {std::max(a.from, b.from), std::min(a.to, b.to)};
}

bool empty(Window window) {
  return window.from >= window.to;
}

// The covered stretches of `window`, merged, in order.
std::vector<Window> covered_stretches(Window window, const std::vector<CoverageSpan>& spans) {
  std::vector<Window> stretches;
  for (const CoverageSpan& span : spans) {
    const Window part = overlap(span.window, window);
    if (!span.reason && !empty(part)) {
      stretches.push_back(part);
    }
  }
  std::sort(stretches.begin(), stretches.end(), [](Window a, Window b) { return a.from < b.from; });
  std::vector<Window> merged;
  for (const Window& stretch : stretches) {
    if (!merged.empty() && stretch.from <= merged.back().to) {
      merged.back().to = std::max(merged.back().to, stretch.to);
    } else {
      merged.push_back(stretch);
    }
  }
  return merged;
}

// Cuts an uncovered stretch where the failed attempts that explain it begin and end, so that each
// part has the reason of the newest one that speaks of it.
void explain(Window missing, const std::vector<CoverageSpan>& spans, std::vector<Gap>& gaps) {
  std::vector<Instant> cuts{missing.from, missing.to};
  for (const CoverageSpan& span : spans) {
    const Window part = overlap(span.window, missing);
    if (span.reason && !empty(part)) {
      cuts.push_back(part.from);
      cuts.push_back(part.to);
    }
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  for (std::size_t at = 0; at + 1 < cuts.size(); ++at) {
    const Window piece{cuts[at], cuts[at + 1]};
    GapReason reason = GapReason::not_running;
    Instant newest = Instant::min();
    for (const CoverageSpan& span : spans) {
      if (span.reason && !empty(overlap(span.window, piece)) && span.recorded_at >= newest) {
        newest = span.recorded_at;
        reason = *span.reason;
      }
    }
    const bool joins = !gaps.empty() && !gaps.back().refilled_at &&
                       gaps.back().window.to == piece.from && gaps.back().reason == reason;
    if (joins) {
      gaps.back().window.to = piece.to;
    } else {
      gaps.push_back({piece, reason, std::nullopt});
    }
  }
}

// A failed attempt whose whole stretch was read later.
std::optional<Gap> refilled(const CoverageSpan& failed, Window part,
                            const std::vector<CoverageSpan>& spans) {
  std::optional<Instant> at;
  for (const CoverageSpan& span : spans) {
    const bool reads_all =
        !span.reason && span.window.from <= part.from && span.window.to >= part.to;
    if (reads_all && span.recorded_at >= failed.recorded_at && (!at || span.recorded_at < *at)) {
      at = span.recorded_at;
    }
  }
  return at ? std::optional<Gap>(Gap{part, *failed.reason, at}) : std::nullopt;
}

void add_refilled(Window window, const std::vector<CoverageSpan>& spans, std::vector<Gap>& gaps) {
  std::vector<Gap> found;
  for (const CoverageSpan& span : spans) {
    const Window part = overlap(span.window, window);
    if (!span.reason || empty(part)) {
      continue;
    }
    if (const auto gap = refilled(span, part, spans)) {
      found.push_back(*gap);
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Gap& a, const Gap& b) { return a.window.from < b.window.from; });
  std::vector<Gap> merged;
  for (const Gap& gap : found) {
    if (!merged.empty() && gap.window.from <= merged.back().window.to &&
        gap.reason == merged.back().reason) {
      merged.back().window.to = std::max(merged.back().window.to, gap.window.to);
      merged.back().refilled_at = std::max(merged.back().refilled_at, gap.refilled_at);
    } else {
      merged.push_back(gap);
    }
  }
  gaps.insert(gaps.end(), merged.begin(), merged.end());
}

}  // namespace

std::string_view name(CoverageWord word) {
  return kWords.at(static_cast<std::size_t>(word));
}

Coverage coverage_of(Window window, Instant known_from, const std::vector<CoverageSpan>& spans) {
  const Window known{std::max(window.from, known_from), window.to};
  Coverage result;
  if (empty(known)) {
    return result;
  }
  Duration covered{};
  Instant at = known.from;
  for (const Window& stretch : covered_stretches(known, spans)) {
    if (at < stretch.from) {
      explain({at, stretch.from}, spans, result.gaps);
    }
    covered += stretch.to - stretch.from;
    at = stretch.to;
  }
  if (at < known.to) {
    explain({at, known.to}, spans, result.gaps);
  }
  const bool gapless = result.gaps.empty();
  add_refilled(known, spans, result.gaps);
  std::stable_sort(result.gaps.begin(), result.gaps.end(),
                   [](const Gap& a, const Gap& b) { return a.window.from < b.window.from; });
  result.covered = std::chrono::floor<std::chrono::seconds>(covered);
  if (covered == Duration{0}) {
    result.word = CoverageWord::blind;
  } else if (!gapless) {
    result.word = CoverageWord::partial;
  } else {
    result.word = known.from > window.from ? CoverageWord::unknown : CoverageWord::complete;
  }
  return result;
}

CoverageWord worse(CoverageWord a, CoverageWord b) {
  const auto rank = [](CoverageWord word) {
    switch (word) {
      case CoverageWord::complete:
        return 0;
      case CoverageWord::unknown:
        return 1;
      case CoverageWord::partial:
        return 2;
      case CoverageWord::blind:
        return 3;
    }
    return 3;
  };
  return rank(a) >= rank(b) ? a : b;
}

}  // namespace tagwatch
