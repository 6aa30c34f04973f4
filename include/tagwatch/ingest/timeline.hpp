// The timelines that a configuration asks for: a source's feed of one tag, with all that a pass
// over it needs to know.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "tagwatch/ingest/schedule.hpp"
#include "tagwatch/ingest/walk.hpp"
#include "tagwatch/model/source.hpp"
#include "tagwatch/text/phrases.hpp"

namespace tagwatch {

/// Limits and intervals that hold for every source ([monitor]).
struct IngestOptions {
  Duration min_interval = std::chrono::minutes(1);
  Duration max_interval = std::chrono::hours(1);
  Duration first_lookback = std::chrono::days(84);
  Duration max_age_seen = std::chrono::minutes(10);
  int pages_max = 50;
  std::optional<SweepRules> sweeps;  ///< unset: only those that are asked for
  std::filesystem::path sessions;    ///< folder of accounts' sessions
};

struct Timeline {
  TimelineId id;
  Hashtag tag;                        ///< invalid where one answer serves every tag
  std::vector<std::string> tag_keys;  ///< the tags that its coverage speaks of
  const SourceKind* kind = nullptr;
  const SourceSettings* settings = nullptr;
  const Source* source = nullptr;
  const Phrases* phrases = nullptr;
  /// All sources of the set that can be asked for a post by its id.
  const std::vector<std::string>* askable = nullptr;
  std::string read_as;  ///< differs where other tags or phrases are looked for
  std::string host;     ///< whose budget its requests count against, those by a session too
  std::filesystem::path session_file;  ///< where the session of its account is kept; may be missing
  WalkRules walk;
  ScheduleRules schedule;
  std::optional<SweepRules> sweeps;
};

/// Owns the sources and the timelines, in the order of the configuration. The timelines refer into
/// the set, which therefore stays where it is.
class SourceSet {
 public:
  /// Errors: config_invalid for an unknown kind or a phrase that cannot be compiled.
  [[nodiscard]] static Result<std::unique_ptr<SourceSet>> make(std::vector<SourceSettings> settings,
                                                               std::span<const SourceKind> kinds,
                                                               const IngestOptions& options);

  SourceSet(const SourceSet&) = delete;
  SourceSet& operator=(const SourceSet&) = delete;

  [[nodiscard]] const std::vector<Timeline>& timelines() const { return timelines_; }
  /// Host names that the operator configured, and that may therefore be private.
  [[nodiscard]] std::vector<std::string> configured_hosts() const;

 private:
  struct Entry {
    SourceSettings settings;
    const SourceKind* kind = nullptr;
    std::unique_ptr<Source> source;
    Phrases phrases;
  };
  SourceSet() = default;
  void add_timelines(const Entry& entry, const IngestOptions& options);

  std::vector<std::unique_ptr<Entry>> entries_;
  std::vector<Timeline> timelines_;
  std::vector<std::string> askable_;
};

}  // namespace tagwatch
