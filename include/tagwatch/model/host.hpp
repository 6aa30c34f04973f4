// What a host allows and what was spent of it.
#pragma once

#include <optional>
#include <string>

#include "tagwatch/base/time.hpp"

namespace tagwatch {

/// Requests that a host allows; 0: no limit known.
struct HostBudget {
  int requests_max = 0;
  Duration requests_window{};
  int paging_max = 0;
  Duration paging_window{};
};

/// Requests spent on a host, shared by every process that uses the store.
struct HostState {
  std::string host;
  int requests = 0;
  Instant requests_since{};
  int paging = 0;
  Instant paging_since{};
  std::optional<Instant> not_before;
  std::optional<Instant> last_request;
  friend bool operator==(const HostState&, const HostState&) = default;
};

}  // namespace tagwatch
