#include "app/cmd_run.hpp"

#include "app/clock_check.hpp"
#include "app/daemon.hpp"
#include "app/options.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch {

ExitCode run_command(Session& session, const RunArguments& arguments) {
  return with_config(session, [&](const Config& config) {
    warn_of_clock(session, config);
    Result<std::unique_ptr<Collector>> collector = Collector::open(
        config, source_kinds(),
        writer_options(config, arguments.init, Duration{}, Lock::Holder::daemon), session.clock);
    if (!collector) {
      return complain(session, collector.error());
    }
    Result<DigestDesk> desk = DigestDesk::open(config, source_kinds());
    if (!desk) {
      return complain(session, desk.error());
    }
    Daemon daemon(**collector, *desk, config, session.clock, session.out, session.err);
    const std::optional<Error> failure = daemon.run();
    return failure ? complain(session, *failure) : ExitCode::done;
  });
}

}  // namespace tagwatch
