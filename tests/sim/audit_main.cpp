// tagwatch-audit FOLDER [--days N] [--kills N] [--seed N]: plays a world to the real program, pass
// by pass, kills it again and again, and writes down what existed. scripts/audit.py then compares.
#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <charconv>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include "app/demo_folder.hpp"
#include "sim/run.hpp"
#include "sim/story.hpp"

namespace tagwatch::sim {
namespace {

constexpr const char* kUsage =
    "tagwatch-audit FOLDER [--days N] [--kills N] [--seed N]: plays an invented world to tagwatch\n"
    "and writes into FOLDER what existed and what was reported; scripts/audit.py compares the "
    "two\n";

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number >= 0;
}

bool read_arguments(int argc, char** argv, RunOptions& options) {
  for (int at = 1; at < argc; ++at) {
    const std::string_view word = argv[at];
    const std::string_view value = at + 1 < argc ? argv[at + 1] : "";
    if (word.starts_with("--")) {
      const bool good = (word == "--days" && read_number(value, options.days)) ||
                        (word == "--kills" && read_number(value, options.kills)) ||
                        (word == "--seed" && read_number(value, options.seed));
      if (!good) {
        return false;
      }
      ++at;
    } else if (options.folder.empty()) {
      options.folder = std::filesystem::absolute(word);
    } else {
      return false;
    }
  }
  return !options.folder.empty() && options.days >= 3;
}

void tell(const RunOptions& options, const RunReport& report) {
  std::cout << fmt::format(
      "{} days, seed {}: {} passes, each a process of its own\n"
      "{} were left out, as at night, from 0:00 to 5:00, there is one an hour\n"
      "{} digests; {} posts, and what the feed shows\n"
      "{:.1f} s; a pass took {:.0f} ms (median), {:.0f} ms (95 %)\n"
      "{} passes killed by SIGKILL at points of the servers' choosing ({} more ended before)\n",
      options.days, options.seed, report.passes, report.left_out, report.digests,
      report.posts_of_world, report.seconds, report.pass_ms_median, report.pass_ms_p95,
      report.kills, report.late_ends);
  std::cout << "answers with a fault:";
  for (const auto& [fault, count] : report.faults) {
    std::cout << ' ' << fault << ' ' << count;
  }
  std::cout << "\nexit codes of the other passes:";
  for (const auto& [code, count] : report.exit_codes) {
    std::cout << ' ' << code << ": " << count;
  }
  std::cout << std::endl;
}

// World and program take turns: to wake each other on one processor costs less than across two.
void stay_on_one_processor() {
  cpu_set_t allowed;
  if (::sched_getaffinity(0, sizeof(allowed), &allowed) == 0) {
    int nth = static_cast<int>(::getpid()) % CPU_COUNT(&allowed);
    for (int processor = 0; processor < CPU_SETSIZE; ++processor) {
      if (CPU_ISSET(processor, &allowed) && nth-- == 0) {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(processor, &one);
        (void)::sched_setaffinity(0, sizeof(one), &one);
      }
    }
  }
}

int audit(RunOptions options) {
  stay_on_one_processor();
  if (Result<void> made = make_demo_folder(options.folder); !made) {
    std::cerr << "tagwatch-audit: " << describe(made.error()) << '\n';
    return 2;
  }
  // Zones are read before the first fork, and so once for all.
  if (const Result<Zone> zone = Zone::locate(kZone); !zone) {
    std::cerr << "tagwatch-audit: " << describe(zone.error()) << '\n';
    return 2;
  }
  SharedClock clock(Instant{});
  Launcher launcher(clock, options.folder);
  const Result<RunReport> report = run_audit(options, clock, launcher);
  if (!report) {
    std::cerr << "tagwatch-audit: " << describe(report.error()) << '\n';
    return 1;
  }
  tell(options, *report);
  if (report->kills < options.kills) {
    std::cerr << "tagwatch-audit: " << options.kills << " kills were wanted\n";
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace tagwatch::sim

int main(int argc, char** argv) {
  using namespace tagwatch::sim;
  RunOptions options;
  if (!read_arguments(argc, argv, options)) {
    std::cerr << kUsage;
    return 2;
  }
  try {
    return audit(std::move(options));
  } catch (const std::exception& error) {
    std::cerr << "tagwatch-audit: " << error.what() << '\n';
    return 1;
  }
}
