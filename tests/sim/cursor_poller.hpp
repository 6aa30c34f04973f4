// The control of an audit: the monitor that most people would write. It keeps the newest id that it
// saw, asks for what is newer, and calls every day complete.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/internet.hpp"
#include "tagwatch/model/source.hpp"

namespace tagwatch::sim {

class CursorPoller {
 public:
  /// `internet` is borrowed.
  explicit CursorPoller(Internet& internet);
  ~CursorPoller();

  /// One page of each timeline at `now`. Its cursor is committed before its rows; `killed`: the
  /// program dies between the two, at one of its timelines.
  void poll(Instant now, bool killed);

  /// Writes the digest of `date`: all rows up to its end that no digest had. Errors: io.
  [[nodiscard]] Result<void> write_digest(Day date, Window window, Instant now,
                                          const std::filesystem::path& folder);

 private:
  struct Timeline;
  void poll(Timeline& timeline, Instant now, bool killed);

  Internet& internet_;
  std::vector<std::unique_ptr<Timeline>> timelines_;
  std::map<std::string, Instant> rows_;  // by uri: when it was posted; those not reported yet
  std::set<std::string> known_;          // uris that it ever had a row of
  std::optional<Instant> chain_start_;
  std::size_t kills_ = 0;
};

}  // namespace tagwatch::sim
