// Deletion reaches every byte: the program as a process, servers that delete, and then a search of
// every file that it wrote.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <cctype>
#include <cstring>
#include <map>

#include "program.hpp"
#include "tagwatch/base/time.hpp"
#include "tagwatch/demo/server.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::run_tagwatch;
using testing::HasSubstr;
using testing::Not;

enum class Fate { stays, not_found, absent, erased };

// A post with a word of its own in everything that it says.
struct Canary {
  int id = 0;
  Fate fate = Fate::stays;
  bool on_both = false;  // also the second server shows it
  Instant created{};

  [[nodiscard]] std::string word() const { return fmt::format("kanarie{}x", id); }
  [[nodiscard]] std::string account() const {
    // Two posts an account where accounts are erased.
    return fmt::format("kanarie{}x", fate == Fate::erased ? id - id % 2 : id);
  }
  [[nodiscard]] std::string uri() const {
    return fmt::format("https://home.example/ap/users/{}/statuses/{}", id % 7, id);
  }
};

// Two servers with Mastodon's API and one with Bluesky's, on one port.
class Internet {
 public:
  Internet() : server_(clock_, [this](const ServerRequest& request) { return answer(request); }) {}

  void publish(const Canary& canary) { posts_.push_back(canary); }
  void delete_those_that_go() { deleted_ = true; }
  void bring_all_back() { deleted_ = false; }
  [[nodiscard]] std::string url(const std::string& host) const { return server_.url("/" + host); }
  [[nodiscard]] const std::vector<Canary>& posts() const { return posts_; }

  [[nodiscard]] static std::string status(const Canary& post) {
    const std::string word = post.word();
    const std::string account = post.account();
    return fmt::format(
        R"({{"id":"{}","created_at":"{}","uri":"{}","url":"https://home.example/@{}/{}",)"
        R"("visibility":"public","spoiler_text":"warning {}","content":"<p>{} #TMSSW</p>",)"
        R"("account":{{"acct":"{}@home.example","username":"{}","display_name":"N {}",)"
        R"("url":"https://home.example/@{}"}},"tags":[{{"name":"tmssw"}}],"card":{{"url":)"
        R"("https://link.example/{}","title":"title {}"}},"media_attachments":[{{"type":"image",)"
        R"("url":"https://home.example/{}.png","description":"picture {}"}}]}})",
        post.id, format_rfc3339(post.created), post.uri(), account, post.id, word, word, account,
        account, account, account, word, word, word, word);
  }

 private:
  [[nodiscard]] bool shows(const Canary& post) const {
    return !deleted_ || post.fate == Fate::stays || post.fate == Fate::erased;
  }

  static std::string view(const Canary& post) {
    const std::string time = format_rfc3339(post.created);
    return fmt::format(
        R"({{"uri":"at://did:plc:{}/app.bsky.feed.post/{}","author":{{"did":"did:plc:{}",)"
        R"("handle":"{}.example.net","displayName":"N {}"}},"record":{{"createdAt":"{}",)"
        R"("text":"{} #TMSSW"}},"indexedAt":"{}"}})",
        post.id, post.id, post.id, post.word(), post.word(), time, post.word(), time);
  }

  ServerAnswer answer(const ServerRequest& request) {
    const bool home = request.path.starts_with("/home/");
    const bool other = request.path.starts_with("/other/");
    if (home || other) {
      return mastodon(request, request.path.substr(home ? 5 : 6), other);
    }
    return request.path.ends_with("getPosts") ? posts_by_uri(request) : search(request);
  }

  ServerAnswer mastodon(const ServerRequest& request, const std::string& path, bool second) const {
    constexpr std::string_view kById = "/api/v1/statuses/";
    if (path.starts_with(kById)) {
      for (const Canary& post : posts_) {
        if (std::to_string(post.id) == path.substr(kById.size()) && shows(post)) {
          return ServerAnswer(200, status(post));
        }
      }
      return ServerAnswer(second ? 410 : 404, R"({"error":"Record not found"})");
    }
    if (!path.starts_with("/api/v1/timelines/")) {
      return ServerAnswer(404, "{}");
    }
    const auto max_id = request.query.find("max_id");
    const int below = max_id == request.query.end() ? 1 << 30 : std::stoi(max_id->second);
    std::string page;
    int left = 40;
    for (auto post = posts_.rbegin(); post != posts_.rend() && left > 0; ++post) {
      const bool on_it = post->fate != Fate::absent && (!second || post->on_both);
      if (on_it && post->id < below && shows(*post)) {
        page += (page.empty() ? "" : ",") + status(*post);
        --left;
      }
    }
    return ServerAnswer(200, "[" + page + "]");
  }

  ServerAnswer search(const ServerRequest& request) const {
    const auto until = request.query.find("until");
    const Instant before =
        until == request.query.end() ? Instant::max() : parse_rfc3339(until->second).value();
    std::map<Instant, const Canary*> by_time;
    for (const Canary& post : posts_) {
      const bool on_it =
          post.fate == Fate::absent || (post.fate == Fate::stays && post.id % 10 == 0);
      if (on_it && post.created < before && shows(post)) {
        by_time[post.created] = &post;
      }
    }
    std::string found;
    for (auto post = by_time.rbegin(); post != by_time.rend(); ++post) {
      found += (found.empty() ? "" : ",") + view(*post->second);
    }
    return ServerAnswer(200, "{\"posts\":[" + found + "]}");
  }

  ServerAnswer posts_by_uri(const ServerRequest& request) const {
    std::string found;
    for (const Canary& post : posts_) {
      const std::string key = fmt::format("app.bsky.feed.post%2F{}", post.id);
      const std::size_t at = request.target.find(key);
      const bool asked = at != std::string::npos && (at + key.size() == request.target.size() ||
                                                     request.target[at + key.size()] == '&');
      if (asked && shows(post)) {
        found += (found.empty() ? "" : ",") + view(post);
      }
    }
    return ServerAnswer(200, "{\"posts\":[" + found + "]}");
  }

  SystemClock clock_;
  std::vector<Canary> posts_;
  std::atomic<bool> deleted_ = false;
  LoopbackServer server_;
};

class DeletionTest : public testing::Test {
 protected:
  DeletionTest() {
    const SystemClock clock;
    const Zone utc = Zone::locate("UTC").value();
    const Instant today = utc.window(utc.day_of(clock.now())).from;
    for (int id = 1000; id < 1130; ++id) {
      Canary canary;
      canary.id = id;
      const int number = id - 1000;
      canary.fate = number < 40    ? Fate::not_found
                    : number < 60  ? Fate::absent
                    : number < 100 ? Fate::erased
                                   : Fate::stays;
      canary.on_both = number < 20 || number >= 120;
      // Yesterday, and some of today.
      canary.created = id % 3 == 0 ? today + std::chrono::seconds(number)
                                   : today - 12h + std::chrono::seconds(number);
      internet.publish(canary);
    }
    configure("");
  }

  void configure(const std::string& more, int baseline_days = 84) const {
    std::ofstream(folder / "tagwatch.toml", std::ios::binary)
        << "[monitor]\ntags = [\"TMSSW\"]\ntimezone = \"UTC\"\ncontact = \"test@example.org\"\n"
           "[store]\npath = \"store.db\"\n[digest]\noutput = \"digests\"\n"
           "formats = [\"html\", \"text\", \"json\", \"markdown\", \"csv\"]\nbaseline_days = "
        << baseline_days << "\n"
        << "[[source]]\nname = \"home\"\nkind = \"mastodon\"\nurl = \"" << internet.url("home")
        << "\"\n[[source]]\nname = \"other\"\nkind = \"mastodon\"\nurl = \""
        << internet.url("other") << "\"\n[[source]]\nname = \"sky\"\nkind = \"bluesky\"\nurl = \""
        << internet.url("sky") << "\"\nmin_spacing = \"0s\"\n"
        << more;
  }

  Ended run(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--config", "tagwatch.toml"});
    return run_tagwatch(folder.path(), std::move(words));
  }
  std::string done(std::vector<std::string> words) const {
    const std::string command = words.at(0);
    const Ended ended = run(std::move(words));
    EXPECT_EQ(ended.code, 0) << command << ": " << ended.out << ended.err;
    return ended.out;
  }
  int deleted() const {
    const std::string stats = done({"db", "stats"});
    const std::size_t at = stats.find("of them deleted");
    return std::stoi(stats.substr(at + 15));
  }
  void poll_until_deleted(int wanted) const {
    for (int round = 0; round < 12 && deleted() < wanted; ++round) {
      done({"poll", "--sweep", "48h"});
    }
    EXPECT_EQ(deleted(), wanted);
  }
  // Every file of the folder, in lower case, as the search index has words.
  using Files = std::map<std::string, std::string>;
  Files files() const {
    Files all;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
      if (entry.is_regular_file()) {
        std::string& bytes = all[entry.path().filename().string()];
        bytes = contents(entry.path());
        for (char& each : bytes) {
          each = static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
        }
      }
    }
    return all;
  }
  // The names of those that hold `word`.
  static std::string with(const std::string& word, const Files& files) {
    std::string found;
    for (const auto& [name, bytes] : files) {
      if (::memmem(bytes.data(), bytes.size(), word.data(), word.size()) != nullptr) {
        found += name + " ";
      }
    }
    return found;
  }
  std::string files_with(const std::string& word) const { return with(word, files()); }
  void expect_no_trace(const std::string& when) const {
    const std::string exported = done({"export", "--all"});
    const Files all = files();
    for (const Canary& canary : internet.posts()) {
      const std::string word = canary.word();
      if (canary.fate == Fate::stays) {
        EXPECT_THAT(exported, HasSubstr(word)) << when;
      } else {
        EXPECT_EQ(with(word, all), "") << word << " " << when;
        EXPECT_THAT(exported, Not(HasSubstr(word))) << when;
      }
    }
  }

  TempDir folder;
  Internet internet;
};

TEST_F(DeletionTest, ReachesEveryByteAndNothingBringsItBack) {
  done({"poll", "--init"});
  done({"digest", "--issue"});
  done({"digest", "--date", "today", "--output", "digests", "--format",
        "html,text,json,markdown,csv"});
  const Day today = Zone::locate("UTC")->day_of(SystemClock().now());
  done({"digest", "--from", format_day(today - std::chrono::days(1)), "--to", format_day(today),
        "--output", "digests", "--format", "html,text,json,markdown,csv"});
  // Of a digest that the store does not know.
  std::ofstream(folder / "digests/2026-01-01.earlier.html", std::ios::binary) << "kanarie1001x";
  const Files before = files();
  for (const Canary& canary : internet.posts()) {
    EXPECT_THAT(with(canary.word(), before), HasSubstr("store.db")) << canary.word();
    EXPECT_THAT(with(canary.word(), before), HasSubstr(".ndjson")) << canary.word();
  }

  internet.delete_those_that_go();
  poll_until_deleted(60);
  const std::string text = done({"digest"});
  EXPECT_THAT(text, HasSubstr("no longer quoted"));
  const Files after = files();
  for (const Canary& canary : internet.posts()) {
    if (canary.fate == Fate::not_found || canary.fate == Fate::absent) {
      for (const auto& [name, bytes] : after) {
        const bool is_digest = name.find("2") == 0;
        EXPECT_FALSE(is_digest && bytes.find(canary.word()) != std::string::npos) << name;
      }
    }
  }
  EXPECT_EQ(run({"search", "kanarie1001x"}).out, "");
  for (int id = 1060; id < 1100; id += 2) {
    EXPECT_THAT(done({"db", "erase", fmt::format("@kanarie{}x@home.example", id)}),
                HasSubstr("2 posts of"));
  }
  EXPECT_EQ(run({"db", "erase", "@kanarie1060x@home.example"}).code, 1);
  done({"db", "backup", "copy.db"});
  fs::remove(folder / "stderr.txt");
  expect_no_trace("after the purge");

  internet.bring_all_back();
  done({"poll", "--sweep", "48h"});
  std::string page;
  for (const Canary& canary : internet.posts()) {
    page += canary.fate == Fate::absent ? "" : Internet::status(canary) + "\n";
  }
  std::ofstream(folder / "page.json", std::ios::binary) << page;
  done({"import", "page.json", "--kind", "mastodon", "--source", "other"});
  fs::remove(folder / "page.json");
  expect_no_trace("after a re-scan");
  EXPECT_THAT(done({"db", "check"}), HasSubstr("whole"));
}

TEST_F(DeletionTest, AnOfficeThatMustKeepKeepsAndMarks) {
  configure("[records]\ndeletion = \"hold\"\n[retention]\nposts = \"100d\"\n");
  done({"poll", "--init"});
  done({"digest", "--issue"});
  std::ofstream(folder / "digests/2026-01-01.earlier.html", std::ios::binary) << "kanarie1001x";
  internet.delete_those_that_go();
  poll_until_deleted(60);
  EXPECT_TRUE(fs::exists(folder / "digests/2026-01-01.earlier.html"));
  const std::string exported = done({"export"});
  EXPECT_THAT(exported, HasSubstr("kanarie1001x"));
  EXPECT_THAT(exported, HasSubstr("\"deleted\":true"));
  EXPECT_THAT(done({"search", "kanarie1001x"}), HasSubstr("kept as a record"));
  EXPECT_THAT(done({"digest"}), HasSubstr("kept as a record"));
  EXPECT_THAT(done({"db", "prune"}), HasSubstr("nothing is pruned"));
  EXPECT_THAT(files_with("kanarie1001x"), HasSubstr("posts.ndjson"));

  done({"db", "erase", "kanarie1001x@home.example"});
  EXPECT_EQ(files_with("kanarie1001x"), "") << "erasing beats it";
  EXPECT_THAT(files_with("kanarie1004x"), HasSubstr("store.db"));

  configure("");
  done({"poll"});
  EXPECT_THAT(done({"export", "--all"}), Not(HasSubstr("kanarie1004x"))) << "from the next pass on";
  done({"db", "prune"});
  EXPECT_EQ(files_with("kanarie1004x"), "") << "it is held no longer";
}

TEST_F(DeletionTest, RetentionTakesWhatIsOlder) {
  Canary old;
  old.id = 1201;
  old.created = SystemClock().now() - std::chrono::days(8);
  internet.publish(old);
  done({"poll", "--init"});
  EXPECT_THAT(files_with(old.word()), HasSubstr("store.db"));
  configure("[retention]\nposts = \"7d\"\n");
  EXPECT_EQ(run({"db", "prune"}).code, 2) << "the usual range needs longer";
  configure("[retention]\nposts = \"7d\"\n", 7);
  EXPECT_THAT(done({"db", "prune"}), HasSubstr("1 posts and 0 observations pruned"));
  EXPECT_EQ(files_with(old.word()), "");
  EXPECT_THAT(done({"export"}), HasSubstr("kanarie1129x"));
  EXPECT_THAT(done({"db", "check"}), HasSubstr("whole"));
}

}  // namespace
}  // namespace tagwatch
