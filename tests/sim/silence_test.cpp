// A source that is silent, or lies, while posts are there: its day is never called complete and
// never a zero, and once it is honest again every post that it hid is in exactly one digest.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>

#include "app/cli.hpp"
#include "sim/shared_clock.hpp"
#include "sim/silences.hpp"
#include "support/builders.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/demo/bluesky_server.hpp"
#include "tagwatch/demo/feed_server.hpp"
#include "tagwatch/demo/mastodon_server.hpp"
#include "tagwatch/demo/world.hpp"

namespace tagwatch::sim {

// How a failing test names its row.
static void PrintTo(const Silence& silence, std::ostream* out) {
  *out << silence.kind << " " << silence.name;
}

namespace {

using build::at;
using std::chrono::minutes;

constexpr const char* kHost = "one.example";
// More than a page between two passes, of any source that pages; a feed shows fewer.
constexpr int kHidden = 330;
constexpr int kHiddenInFeed = 8;

/// What a digest says of the one source.
struct Told {
  std::string word;
  std::string zero;
  std::string word_of_all;
  std::vector<std::string> uris;
};

/// One source that is watched from 23 November, 22:00 on, and is silent from midnight on for a day
/// and a half.
class Office {
 public:
  Office(const Silence& silence, bool posts_are_hidden)
      : silence_(silence),
        clock_(at("2026-11-23T22:00:00Z")),
        mastodon_(world_, kHost),
        bluesky_(world_, kHost),
        feed_(world_, kHost) {
    world_.add(account());
    for (int hour = 10; hour < 20; ++hour) {
      post(at("2026-11-23T00:00:00Z") + std::chrono::hours(hour));
    }
    const int hidden = silence.kind == "feed" ? kHiddenInFeed : kHidden;
    for (int count = 0; posts_are_hidden && count < hidden; ++count) {
      hidden_.push_back(post(at("2026-11-24T08:00:00Z") + minutes(2 * count)));
    }
    start_server();
  }

  /// Listens at a new port, which the configuration names from now on.
  void start_server() {
    server_ = std::make_unique<LoopbackServer>(
        clock_, [this](const ServerRequest& request) { return answer(request); });
    std::ofstream(folder_ / "tagwatch.toml", std::ios::binary)
        << "[monitor]\ntags = [\"TMSSW\"]\ntimezone = \"UTC\"\ncontact = \"test@example.org\"\n"
           "first_lookback = \"7d\"\n[store]\npath = \"store.db\"\n[digest]\nformats = [\"json\"]\n"
           "ready_by = \"06:15\"\n[[source]]\nname = \"one\"\nkind = \""
        << silence_.kind << "\"\nurl = \""
        << server_->url(silence_.kind == "feed" ? "/world.rss" : "")
        << "\"\nmin_spacing = \"0s\"\n";
  }

  void stop_server() { server_.reset(); }

  Ended run_at(std::string_view when, std::vector<std::string> words) {
    clock_.set(at(when));
    words.insert(words.begin(), {"--config", (folder_ / "tagwatch.toml").string()});
    words.insert(words.begin(), {"--log-level", "error"});
    std::ostringstream out;
    std::ostringstream err;
    const auto nothing = [](const std::string&) { return std::optional<std::string>(); };
    Session session{out, err, clock_, nothing};
    Ended ended;
    ended.code = static_cast<int>(run_command_line(words, session));
    ended.out = out.str();
    ended.err = err.str();
    return ended;
  }

  Told issue_at(std::string_view when, const std::string& date) {
    const Ended ended =
        run_at(when, {"digest", "--issue", "--date", date, "--format", "json", "--output", "-"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    simdjson::dom::parser parser;
    const simdjson::dom::element digest = parser.parse(ended.out);
    const simdjson::dom::element row = digest["coverage"]["rows"].at(0);
    Told told;
    told.word = std::string_view(row["word"]);
    told.zero = row["zero"].is_null() ? "" : std::string(std::string_view(row["zero"]));
    told.word_of_all = std::string_view(digest["coverage"]["word"]);
    for (const simdjson::dom::element each : digest["posts"].get_array()) {
      told.uris.emplace_back(std::string_view(each["uri"]));
    }
    return told;
  }

  [[nodiscard]] const std::vector<std::string>& hidden() const { return hidden_; }
  [[nodiscard]] int silent_answers() const {
    const std::lock_guard lock(mutex_);
    return silent_answers_;
  }

 private:
  static demo::Account account() {
    demo::Account account;
    account.name = "ana";
    account.server = kHost;
    account.display_name = "Ana";
    account.created_on = Day{std::chrono::year{2025} / 1 / 1};
    return account;
  }

  std::string post(Instant created) {
    const std::string number = std::to_string(++posts_);
    if (silence_.kind == "feed") {
      demo::NewsItem item;
      item.guid = "https://one.example/" + number;
      item.title = "Report " + number + " #TMSSW";
      item.published = created;
      world_.add(item);
      return item.guid;
    }
    demo::WorldPost post;
    post.uri = silence_.kind == "bluesky" ? "at://did:plc:ana/app.bsky.feed.post/" + number
                                          : "https://one.example/users/ana/statuses/" + number;
    post.url = post.uri;
    post.created = created;
    post.language = "en";
    post.tags = {Hashtag("TMSSW")};
    post.text = "Note " + number + " #TMSSW";
    post.arrivals = {{kHost, created, demo::snowflake(created, 1)}};
    const std::string uri = post.uri;
    world_.add(std::move(post));
    return uri;
  }

  ServerAnswer honest(const ServerRequest& request) {
    return silence_.kind == "mastodon"  ? mastodon_.answer(request)
           : silence_.kind == "bluesky" ? bluesky_.answer(request)
                                        : feed_.answer(request);
  }

  ServerAnswer answer(const ServerRequest& request) {
    const std::lock_guard lock(mutex_);
    const Instant since = at("2026-11-24T00:00:00Z");
    if (request.at < since || request.at >= at("2026-11-25T12:00:00Z")) {
      return honest(request);
    }
    ++silent_answers_;
    return silence_.answer(
        {request, [this](const ServerRequest& other) { return honest(other); }, since});
  }

  Silence silence_;
  TempDir folder_;
  SharedClock clock_;
  demo::World world_;
  int posts_ = 0;
  std::vector<std::string> hidden_;
  demo::MastodonServer mastodon_;
  demo::BlueskyServer bluesky_;
  demo::FeedServer feed_;
  mutable std::mutex mutex_;
  int silent_answers_ = 0;
  std::unique_ptr<LoopbackServer> server_;
};

// Times of the passes.
constexpr std::array kBefore{"2026-11-24T00:30:00Z", "2026-11-24T06:00:00Z"};
constexpr std::array kDuring{"2026-11-24T10:00:00Z", "2026-11-24T15:00:00Z", "2026-11-24T23:30:00Z",
                             "2026-11-25T02:00:00Z", "2026-11-25T06:00:00Z"};
constexpr std::array kAfter{"2026-11-25T13:00:00Z", "2026-11-25T20:00:00Z", "2026-11-26T03:00:00Z",
                            "2026-11-26T06:00:00Z"};

void add(std::vector<std::string>& reported, const Told& told) {
  reported.insert(reported.end(), told.uris.begin(), told.uris.end());
}

void first_pass(Office& office) {
  const Ended first = office.run_at("2026-11-23T22:00:00Z", {"poll", "--init"});
  EXPECT_EQ(first.code, 0) << first.out << first.err;
}

/// Polls during the silence, and issues what was said of the day on which posts were hidden.
Told silent_day(Office& office, std::vector<std::string>& reported) {
  for (const char* when : kBefore) {
    (void)office.run_at(when, {"poll"});
  }
  add(reported, office.issue_at("2026-11-24T06:15:00Z", "2026-11-23"));
  for (const char* when : kDuring) {
    (void)office.run_at(when, {"poll"});
  }
  Told told = office.issue_at("2026-11-25T06:15:00Z", "2026-11-24");
  add(reported, told);
  return told;
}

void day_after(Office& office, std::vector<std::string>& reported) {
  for (const char* when : kAfter) {
    const Ended ended = office.run_at(when, {"poll"});
    EXPECT_TRUE(ended.code == 0 || ended.code == 3 || ended.code == 4) << ended.err;
  }
  add(reported, office.issue_at("2026-11-26T06:15:00Z", "2026-11-25"));
}

void expect_not_believed(const Told& told) {
  EXPECT_NE(told.word, "complete");
  EXPECT_NE(told.word_of_all, "complete");
  EXPECT_NE(told.zero, "verified");
}

void expect_each_once(const Office& office, const std::vector<std::string>& reported) {
  for (const std::string& uri : office.hidden()) {
    EXPECT_EQ(std::count(reported.begin(), reported.end(), uri), 1) << uri;
  }
}

class SilentSource : public testing::TestWithParam<Silence> {};

TEST_P(SilentSource, IsNotBelieved) {
  Office office(GetParam(), true);
  std::vector<std::string> reported;
  first_pass(office);
  expect_not_believed(silent_day(office, reported));
  EXPECT_GT(office.silent_answers(), 0) << "the silence was never met";
  day_after(office, reported);
  expect_each_once(office, reported);
}

TEST(SilentServer, ThatIsGoneIsNotBelieved) {
  Office office(oddities().front(), true);
  std::vector<std::string> reported;
  first_pass(office);
  office.stop_server();
  expect_not_believed(silent_day(office, reported));
  EXPECT_EQ(office.silent_answers(), 0);
  office.start_server();
  day_after(office, reported);
  expect_each_once(office, reported);
}

class HonestSource : public testing::TestWithParam<Silence> {};

TEST_P(HonestSource, IsBelieved) {
  Office office(GetParam(), true);
  std::vector<std::string> reported;
  first_pass(office);
  EXPECT_EQ(silent_day(office, reported).word, "complete");
  expect_each_once(office, reported);
}

TEST_P(HonestSource, AQuietDayIsAVerifiedZero) {
  Office office(GetParam(), false);
  std::vector<std::string> reported;
  first_pass(office);
  const Told told = silent_day(office, reported);
  EXPECT_EQ(told.word, "complete");
  EXPECT_EQ(told.zero, "verified");
}

std::string test_name(const testing::TestParamInfo<Silence>& info) {
  std::string name = info.param.kind + "_" + info.param.name;
  std::replace_if(
      name.begin(), name.end(),
      [](char letter) { return std::isalnum(static_cast<unsigned char>(letter)) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, SilentSource, testing::ValuesIn(silences()), test_name);
INSTANTIATE_TEST_SUITE_P(All, HonestSource, testing::ValuesIn(oddities()), test_name);

}  // namespace
}  // namespace tagwatch::sim
