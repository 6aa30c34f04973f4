// `digest --issue` of the real program, killed at every fourth of its calls, or at each where
// TAGWATCH_EVERY_CALL is set: what was there stays, and what it issued is written.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "e2e/growing_world.hpp"
#include "e2e/interposed.hpp"
#include "support/builders.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/demo/server.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::NotedCall;
using test::Point;
using testing::HasSubstr;

const Instant kMorning = build::at("2026-11-24T11:10:00Z");  // Tuesday 06:10 in New York
const std::vector<std::string> kExtensions{".html", ".txt", ".json", ".md", ".posts.ndjson"};

class Issuing : public testing::Test {
 protected:
  Issuing() : server_(clock_, [this](const ServerRequest&) { return answer(); }) {
    test::write_config(folder / "tagwatch.toml", server_.url(""), "",
                       "formats = [\"html\", \"text\", \"json\", \"markdown\"]\n");
  }

  // A store with a post of Monday.
  void fill() const {
    const ManualClock monday(kMorning - 20h);
    Writer writer =
        Writer::open(folder / "store.db", Writer::Options(true, Duration{0}), monday).value();
    ASSERT_TRUE(writer.watch({Hashtag("TMSSW")}, {TimelineId("social", "tmssw")}));
    ASSERT_TRUE(
        writer.commit(build::batch("social", {build::matched(build::post("1", kMorning - 20h))})));
  }

  static Ended run(const fs::path& where, const std::vector<std::string>& words,
                   Instant now = kMorning, const fs::path& log = {}, const Point* kill = nullptr,
                   int nth = 0) {
    return test::run_interposed(where, words, {now, log, kill, nth, {}});
  }

  [[nodiscard]] ServerAnswer answer() const {
    ServerAnswer answer(200, "[]");
    if (!date_.empty()) {
      answer.headers.emplace_back("Date", date_);
      answer.headers.emplace_back("Age", "600");
    }
    return answer;
  }

  // Calls of `digest --issue` in `folder` as it stands: which of its name and place each is.
  std::vector<std::pair<Point, int>> calls_of_issue() const {
    const TempDir copy;
    const TempDir notes;
    fs::copy(folder.path(), copy.path(), fs::copy_options::recursive);
    EXPECT_EQ(run(copy.path(), {"digest", "--issue"}, kMorning, notes / "calls").code, 0);
    std::vector<std::pair<Point, int>> calls;
    std::map<std::pair<std::string, std::string>, int> times;
    const std::size_t every = std::getenv("TAGWATCH_EVERY_CALL") != nullptr ? 1 : 4;
    std::size_t number = 0;
    for (const NotedCall& call : test::noted_calls(notes / "calls")) {
      const bool is_ours = call.where.starts_with(copy.path().string());
      if (is_ours) {
        // The process has another number, and the folder another name, each time.
        std::string where = "*" + call.where.substr(copy.path().string().size());
        if (where.ends_with(".tmp")) {
          where = where.substr(0, where.rfind('.', where.size() - 5)) + ".*.tmp";
        }
        const Point point{call.call, where};
        const int nth = ++times[{call.call, where}];
        if (number++ % every == 0) {
          calls.emplace_back(point, nth);
        }
      }
    }
    return calls;
  }

  TempDir folder;
  std::string date_;  // when the answer left the server, ten minutes ago; "": it does not say

 private:
  ManualClock clock_{kMorning};
  LoopbackServer server_;
};

TEST_F(Issuing, AKillAtAnyCallKeepsTheFilesOfTheDigestThatTheStoreDoesNotKnow) {
  fill();
  fs::create_directories(folder / "digests");
  for (const std::string& extension : kExtensions) {
    std::ofstream(folder / "digests" / ("2026-11-23" + extension)) << "theirs " << extension;
  }
  const auto calls = calls_of_issue();
  ASSERT_GT(calls.size(), 20U);
  for (const auto& [point, nth] : calls) {
    SCOPED_TRACE(point.call + " " + point.where + ", " + std::to_string(nth));
    const TempDir copy;
    fs::copy(folder.path(), copy.path(), fs::copy_options::recursive);
    ASSERT_EQ(run(copy.path(), {"digest", "--issue"}, kMorning, {}, &point, nth).signal, SIGKILL);
    for (const std::string& extension : kExtensions) {
      const fs::path place = copy / "digests" / ("2026-11-23" + extension);
      const fs::path earlier = copy / "digests" / ("2026-11-23.earlier" + extension);
      EXPECT_EQ(contents(fs::exists(earlier) ? earlier : place), "theirs " + extension);
    }
    const Ended again = run(copy.path(), {"digest", "--issue"});
    EXPECT_EQ(again.code, 0) << again.err;
    for (const std::string& extension : kExtensions) {
      EXPECT_EQ(contents(copy / "digests" / ("2026-11-23.earlier" + extension)),
                "theirs " + extension);
    }
    EXPECT_THAT(contents(copy / "digests/2026-11-23.json"), HasSubstr("\"issued_before\": true"));
  }
  std::cout << calls.size() << " kills\n";
}

TEST_F(Issuing, AKillAtAnyCallLeavesNoDigestWithoutFiles) {
  fill();
  const auto calls = calls_of_issue();
  ASSERT_GT(calls.size(), 20U);
  int unwritten = 0;
  for (const auto& [point, nth] : calls) {
    SCOPED_TRACE(point.call + " " + point.where + ", " + std::to_string(nth));
    const TempDir copy;
    fs::copy(folder.path(), copy.path(), fs::copy_options::recursive);
    ASSERT_EQ(run(copy.path(), {"digest", "--issue"}, kMorning, {}, &point, nth).signal, SIGKILL);
    const auto all_written = [&copy] {
      return std::all_of(kExtensions.begin(), kExtensions.end(), [&](const std::string& extension) {
        return fs::exists(copy / "digests" / ("2026-11-23" + extension));
      });
    };
    const bool written = all_written();
    const Ended polled = run(copy.path(), {"poll"}, kMorning + 15min);
    EXPECT_EQ(polled.code, 0) << polled.err;
    const Reader reader = Reader::open(copy / "store.db").value();
    const bool issued = !reader.digests().value().empty();
    EXPECT_EQ(all_written(), issued);
    EXPECT_TRUE(reader.unwritten_digests().value().empty());
    unwritten += issued && !written ? 1 : 0;
  }
  EXPECT_GT(unwritten, 3) << "no kill came between the commit and the files";
  std::cout << calls.size() << " kills, " << unwritten << " of them before the files\n";
}

TEST_F(Issuing, AClockThatIsAYearAheadIssuesNothing) {
  const Instant ahead = kMorning + 365 * 24h;
  date_ = "Tue, 24 Nov 2026 11:00:00 GMT";
  EXPECT_EQ(run(folder.path(), {"poll", "--init"}, ahead).code, 0);
  const Ended refused = run(folder.path(), {"digest", "--issue"}, ahead);
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err,
              HasSubstr("tagwatch: cannot be issued: this machine's clock says 2027-11-24 06:10 "
                        "EST, but by the clocks of the servers that answered last it is 2026-11-24 "
                        "06:10 EST, and 2027-11-23 is not over"));
  // The clock is set, and all goes on.
  EXPECT_EQ(run(folder.path(), {"poll"}).code, 0);
  const Ended issued = run(folder.path(), {"digest", "--issue"});
  EXPECT_EQ(issued.code, 0) << issued.err;
  EXPECT_THAT(issued.out, HasSubstr("2026-11-23.html"));
}

TEST_F(Issuing, WithoutTheServersClockNobodyKnows) {
  const Instant ahead = kMorning + 365 * 24h;
  EXPECT_EQ(run(folder.path(), {"poll", "--init"}, ahead).code, 0);
  EXPECT_EQ(run(folder.path(), {"digest", "--issue"}, ahead).code, 0);
  EXPECT_EQ(run(folder.path(), {"poll"}).code, 0);
  const Ended refused = run(folder.path(), {"digest", "--issue"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("put a backup from before"));
}

}  // namespace
}  // namespace tagwatch
