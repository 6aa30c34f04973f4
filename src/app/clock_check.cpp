#include "app/clock_check.hpp"

#include <fmt/format.h>

#include <ostream>

#include "app/moment.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch {
namespace {

// Clocks that are set over the network differ by far less.
constexpr Duration kDifferenceMax = std::chrono::minutes(10);

}  // namespace

void warn_of_clock(Session& session, const Config& config) {
  const Result<Reader> reader = Reader::open(config.store.path);
  if (!reader) {
    return;
  }
  const Result<Committed> last = reader->last_commit();
  const Instant now = session.clock.now();
  if (last && last->at - now > kDifferenceMax) {
    const Zone& zone = config.monitor.timezone;
    session.err << fmt::format(
        "tagwatch: this machine's clock says {}, but the store's last commit is of {}: set the "
        "clock\n",
        local_moment(now, zone), local_moment(last->at, zone));
  }
}

}  // namespace tagwatch
