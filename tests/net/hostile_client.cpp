// The real client in a process of its own, between a hostile server and a good one.
//
//   hostile_client HOSTILE_URL GOOD_URL TOTAL_MS [CA_FILE]
//
// Fetches from the hostile server once, and meanwhile from the good one without a pause. Prints how
// the hostile fetch ended, then the memory that it took (KiB of VmHWM beyond that of a good fetch),
// how many good answers came before its end, how many bad ones, and the slowest of them (ms).
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>

#include "tagwatch/net/http_client.hpp"

namespace {

using namespace tagwatch;

void rethrow(const std::exception_ptr& error) {
  if (error) {
    std::rethrow_exception(error);
  }
}

std::string outcome(const Result<HttpResponse>& result) {
  return result ? "HTTP " + std::to_string(result->status)
                : std::string(traits(result.error().code).name) + ": " + result.error().context;
}

// KiB.
long peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) {
      return std::stol(line.substr(6));
    }
  }
  return 0;
}

struct Good {
  int answers = 0;
  int failures = 0;
  long slowest_ms = 0;
};

boost::asio::awaitable<void> fetch_good(HttpFetcher& client, std::string url, const bool& ended,
                                        Good& good) {
  do {
    const auto began = std::chrono::steady_clock::now();
    HttpRequest request(url);
    const Result<HttpResponse> response = co_await client.fetch(std::move(request));
    const auto took = std::chrono::steady_clock::now() - began;
    const bool fine = response && response->body == "good";
    good.answers += fine && !ended ? 1 : 0;
    good.failures += fine ? 0 : 1;
    good.slowest_ms = std::max<long>(
        good.slowest_ms, std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
  } while (!ended);
}

boost::asio::awaitable<void> fetch_hostile(HttpFetcher& client, std::string url, bool& ended,
                                           std::string& said) {
  HttpRequest request(std::move(url));
  const Result<HttpResponse> response = co_await client.fetch(std::move(request));
  said = outcome(response);
  ended = true;
}

}  // namespace

int main(int count, char** words) {
  if (count < 4) {
    return 2;
  }
  const SystemClock clock;
  HttpLimits limits;
  limits.total_timeout = Duration(std::atoi(words[3]));
  limits.connect_timeout = std::chrono::seconds(1);
  limits.low_speed_time = std::chrono::seconds(1);
  boost::asio::io_context io(1);
  HttpClient client(io.get_executor(), clock, "tagwatch-test", {"127.0.0.1", "localhost"}, limits,
                    count > 4 ? words[4] : "");
  Good good;
  bool ended = true;
  const auto run = [&io] {
    io.restart();
    io.run();
  };
  boost::asio::co_spawn(io, fetch_good(client, words[2], ended, good), rethrow);
  run();
  const bool ready = good.failures == 0;
  good = Good();
  ended = false;
  std::ofstream("/proc/self/clear_refs") << "5";  // VmHWM starts anew
  const long before = peak_memory();
  std::string said;
  boost::asio::co_spawn(io, fetch_hostile(client, words[1], ended, said), rethrow);
  boost::asio::co_spawn(io, fetch_good(client, words[2], ended, good), rethrow);
  run();
  std::printf("%s\n%ld\n%d\n%d\n%ld\n", said.c_str(), peak_memory() - before, good.answers,
              good.failures, good.slowest_ms);
  return ready ? 0 : 3;
}
