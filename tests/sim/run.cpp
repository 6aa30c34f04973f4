#include "sim/run.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <utility>

#include "demo/dice.hpp"
#include "sim/cursor_poller.hpp"
#include "sim/internet.hpp"
#include "sim/shared_clock.hpp"
#include "sim/story.hpp"
#include "sim/truth.hpp"
#include "support/process.hpp"

namespace tagwatch::sim {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::minutes kPassEvery{30};
constexpr std::chrono::minutes kReadyBy = std::chrono::hours(6) + std::chrono::minutes(15);
constexpr std::chrono::minutes kNightEnds = std::chrono::hours(5);
constexpr int kPagesMax = 6;
constexpr std::size_t kKillBytesMax = 60'000;
constexpr std::size_t kKillAnswersMax = 4;

class Run {
 public:
  Run(const RunOptions& options, const Story& story, Zone zone, SharedClock& clock,
      Launcher& launcher)
      : options_(options),
        zone_(std::move(zone)),
        start_(zone_.window(kFirstDay).from),
        clock_(clock),
        launcher_(launcher),
        internet_(story, clock_, options.seed),
        truth_(story),
        control_(internet_),
        dice_(options.seed) {
    report_.posts_of_world = static_cast<int>(story.world.posts().size());
  }

  Result<RunReport> play();

 private:
  Result<void> write_config() const;
  Result<void> pass();
  Result<void> issue(Day day);
  Exit run(std::vector<std::string> words, bool kill);
  bool kill_now();
  [[nodiscard]] bool is_left_out(Instant at) const;

  RunOptions options_;
  Zone zone_;
  Instant start_;
  SharedClock& clock_;
  Launcher& launcher_;
  Internet internet_;
  Truth truth_;
  CursorPoller control_;
  demo::Dice dice_;
  RunReport report_;
  int passes_left_ = 0;
  std::vector<double> pass_ms_;
};

Result<void> Run::write_config() const {
  std::ofstream file(options_.folder / "tagwatch.toml", std::ios::binary);
  file << "[monitor]\ntags = [\"" << kTags[0] << "\", \"" << kTags[1] << "\"]\n"
       << "timezone = \"" << kZone << "\"\ncontact = \"audit@office.example\"\n"
       << "interval = \"30m\"\nfirst_lookback = \"2d\"\npages_max = " << kPagesMax << "\n"
       << "[store]\npath = \"store.db\"\n"
       << "[digest]\noutput = \"digests\"\nformats = [\"json\"]\nready_by = \""
       << format_time_of_day(kReadyBy) << "\"\n";
  for (const char* source : kSources) {
    const std::string_view name = source;
    file << "[[source]]\nname = \"" << name << "\"\nkind = \""
         << (name == kSky    ? "bluesky"
             : name == kNews ? "feed"
                             : "mastodon")
         << "\"\nurl = \"" << internet_.url(source) << "\"\nmin_spacing = \"0s\"\n";
  }
  file.close();
  return file ? Result<void>() : Error{Errc::io, "the configuration cannot be written"};
}

Exit Run::run(std::vector<std::string> words, bool kill) {
  std::vector<std::string> arguments{"--config", (options_.folder / "tagwatch.toml").string(),
                                     "--log-level", "error"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  // Shared with the hook, which may be running when the pass has ended already.
  const auto victim = std::make_shared<std::atomic<pid_t>>(0);
  const auto due = std::make_shared<std::atomic<bool>>(false);
  if (kill) {
    const auto answer = static_cast<int>(1 + dice_.below(kKillAnswersMax));
    internet_.call_at(kSources.at(dice_.below(kSources.size())), answer, dice_.below(kKillBytesMax),
                      [victim, due] {
                        *due = true;
                        if (const pid_t id = *victim; id != 0) {
                          ::kill(id, SIGKILL);
                        }
                      });
  }
  *victim = launcher_.start(arguments);
  if (*due) {
    ::kill(*victim, SIGKILL);
  }
  const Exit ended = launcher_.wait();
  *victim = 0;
  internet_.forget_hooks();
  return ended;
}

// Kills are spread over the passes that are left, as often as it takes: some passes end before
// their kill.
bool Run::kill_now() {
  const int wanted = options_.kills - report_.kills;
  if (report_.passes == 0 || wanted <= 0) {
    return false;
  }
  const int tries_each_ten = 10 * (report_.kills + report_.late_ends + 4) / (report_.kills + 2);
  const auto tries = static_cast<std::size_t>(wanted * tries_each_ten / 7);
  return dice_.below(static_cast<std::size_t>(std::max(1, passes_left_))) < tries;
}

// At night, when almost nobody posts, there is a pass an hour.
bool Run::is_left_out(Instant at) const {
  const std::chrono::minutes time = zone_.local(at).since_midnight;
  return time < kNightEnds && time % std::chrono::hours(1) != std::chrono::minutes(0);
}

Result<void> Run::pass() {
  internet_.begin_pass(report_.passes);
  const bool kill = kill_now();
  const Instant from = clock_.now();
  const auto began = Steady::now();
  const Exit ended = run({"poll", "--init"}, kill);
  const double ms = std::chrono::duration<double, std::milli>(Steady::now() - began).count();
  const bool killed = ended.signal == SIGKILL;
  ++report_.passes;
  --passes_left_;
  report_.kills += killed ? 1 : 0;
  report_.late_ends += kill && !killed ? 1 : 0;
  if (!killed) {
    pass_ms_.push_back(ms);
    ++report_.exit_codes[ended.code];
    truth_.note_pass({from, clock_.now()}, internet_.asked_in_pass(), kPagesMax);
    if (ended.signal != 0 || (ended.code != 0 && ended.code != 3 && ended.code != 4)) {
      return Error{Errc::usage, "a pass at " + format_rfc3339(from) + " ended with " +
                                    std::to_string(ended.code) + ": " +
                                    contents(options_.folder / "stderr.txt")};
    }
  }
  control_.poll(clock_.now(), killed);
  return {};
}

Result<void> Run::issue(Day day) {
  const Exit ended = run({"digest", "--issue"}, false);
  if (ended.code != 0) {
    return Error{Errc::usage, "the digest of " + format_day(day) + " ended with " +
                                  std::to_string(ended.code) + ": " +
                                  contents(options_.folder / "stderr.txt")};
  }
  ++report_.digests;
  return control_.write_digest(day, zone_.window(day), clock_.now(), options_.folder / "control");
}

Result<RunReport> Run::play() {
  const auto began = Steady::now();
  if (Result<void> written = write_config(); !written) {
    return written.error();
  }
  const Instant last = zone_.at(kFirstDay + std::chrono::days(options_.days), kReadyBy);
  passes_left_ = static_cast<int>((last - start_) / kPassEvery);
  Day yesterday = kFirstDay;
  for (Instant at = start_; at < last; at += kPassEvery) {
    if (is_left_out(at)) {
      ++report_.left_out;
      --passes_left_;
      continue;
    }
    clock_.set(at);
    if (Result<void> done = pass(); !done) {
      return done.error();
    }
    const Instant morning = zone_.at(yesterday + std::chrono::days(1), kReadyBy);
    if (at + kPassEvery > morning) {
      clock_.set(std::max(morning, clock_.now()));
      if (Result<void> done = issue(yesterday); !done) {
        return done.error();
      }
      yesterday += std::chrono::days(1);
    }
  }
  if (Result<void> written = truth_.write(options_.folder / "world.ndjson"); !written) {
    return written.error();
  }
  std::sort(pass_ms_.begin(), pass_ms_.end());
  report_.pass_ms_median = pass_ms_.at(pass_ms_.size() / 2);
  report_.pass_ms_p95 = pass_ms_.at(pass_ms_.size() * 95 / 100);
  report_.seconds = std::chrono::duration<double>(Steady::now() - began).count();
  report_.faults = internet_.faults();
  return std::move(report_);
}

}  // namespace

Result<RunReport> run_audit(const RunOptions& options, SharedClock& clock, Launcher& launcher) {
  Result<Zone> zone = Zone::locate(kZone);
  if (!zone) {
    return zone.error();
  }
  const Result<Story> story = tell_story(options.days, options.seed);
  if (!story) {
    return story.error();
  }
  return Run(options, *story, *std::move(zone), clock, launcher).play();
}

}  // namespace tagwatch::sim
