// One oracle run: events that servers show with faults, the product's own polling and store, and a
// digest each morning but for some that are missed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/collector.hpp"
#include "app/demo_fetcher.hpp"
#include "app/digest_desk.hpp"
#include "sim/oracle_servers.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace tagwatch::sim {

struct OracleFigures {
  int passes = 0;
  int answers = 0;
  int restarts = 0;
  int digests = 0;
};

class OracleRun {
 public:
  OracleRun(int events, std::uint64_t seed);
  ~OracleRun();

  /// Plays everything, and polls on until all that can still be read was read, all deletions are
  /// known, and every day is reported. Errors: those of the product.
  [[nodiscard]] Result<OracleFigures> play();

  /// The program itself, on the run's configuration and clock.
  [[nodiscard]] Ended run_program(std::vector<std::string> words) const;
  /// The run's store, for whoever plants a fault. After play().
  [[nodiscard]] Result<Writer> open_store() const;
  [[nodiscard]] const demo::World& world() const { return world_; }
  [[nodiscard]] Model& model() { return model_; }
  [[nodiscard]] const Events& events() const { return events_; }
  [[nodiscard]] const std::map<std::string, int>& faults() const { return servers_.faults(); }
  /// From when on every source was read, and until when.
  [[nodiscard]] Window watched() const { return {start_, last_pass_}; }

 private:
  struct Process;
  void write_config() const;
  [[nodiscard]] Result<void> start();
  [[nodiscard]] Result<void> pass(PassOptions options);
  [[nodiscard]] Result<void> issue(Day day);
  [[nodiscard]] Result<void> live(Instant until, Duration longest_wait);
  [[nodiscard]] Result<void> settle();
  [[nodiscard]] Result<void> pass_until_settled(PassOptions options);
  [[nodiscard]] Result<bool> is_settled() const;
  void note_unseen();

  Instant start_;
  Instant last_pass_;  // its begin
  TempDir folder_;
  ManualClock clock_;
  demo::World world_;
  Model model_;
  Events events_;
  OracleServers servers_;
  demo::Dice dice_;
  Day next_day_;
  OracleFigures figures_;
  std::optional<Config> config_;
  std::unique_ptr<Process> process_;
};

}  // namespace tagwatch::sim
