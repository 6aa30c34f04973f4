// A store with digests to send, and the real SMTP server that they are sent to.
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "e2e/growing_world.hpp"
#include "e2e/interposed.hpp"
#include "support/builders.hpp"
#include "support/smtp_server.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch::test {

class Mailing : public testing::Test {
 protected:
  static inline const Instant kMorning =
      build::at("2026-11-24T11:10:00Z");  // Tuesday 06:10 in New York
  static inline const std::string kPlain = "tls = \"none\"\n";

  explicit Mailing(const SmtpServer::Options& options = {}) : server_(options) {}

  // A store with a post on each day before, and mail to `names`.
  void fill(const std::vector<std::string>& names, const std::string& keys, int days = 1,
            const std::string& source = "https://social.example") {
    write_config(folder / "tagwatch.toml", source);
    std::ofstream config(folder / "tagwatch.toml", std::ios::app);
    config << "[[delivery]]\nkind = \"email\"\nfrom = \"digest@office.example\"\nhost = "
              "\"127.0.0.1\"\nport = "
           << server_.port() << "\n"
           << keys << "to = [";
    for (const std::string& name : names) {
      config << "\"" << name << "@office.example\", ";
    }
    config << "]\n";
    for (int day = 0; day < days; ++day) {
      const ManualClock then(kMorning - std::chrono::hours(20) + day * std::chrono::hours(24));
      Writer writer =
          Writer::open(folder / "store.db", Writer::Options(true, Duration{0}), then).value();
      ASSERT_TRUE(writer.watch({Hashtag("TMSSW")}, {TimelineId("social", "tmssw")}));
      ASSERT_TRUE(writer.commit(
          build::batch("social", {build::matched(build::post(std::to_string(day), then.now()))})));
    }
  }
  void issue(int day = 0) const {
    const Ended issued =
        run(folder.path(), {"digest", "--issue"}, kMorning + day * std::chrono::hours(24));
    ASSERT_EQ(issued.code, 0) << issued.err;
  }

  static Ended run(const std::filesystem::path& where, const std::vector<std::string>& words,
                   Instant now = kMorning, const std::filesystem::path& log = {},
                   const Point* kill = nullptr, int nth = 0) {
    return run_interposed(where, words, {now, log, kill, nth, {}});
  }
  [[nodiscard]] Ended deliver(Instant now = kMorning) const {
    return run(folder.path(), {"digest", "--deliver"}, now);
  }

  TempDir folder;
  SmtpServer server_;
};

}  // namespace tagwatch::test
