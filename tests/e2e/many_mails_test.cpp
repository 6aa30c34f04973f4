// A thousand mails and hundreds of kills: none is lost, and each repeat is the same to the byte.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "e2e/mailing.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::Mailing;
using test::Point;
using test::SmtpServer;
using testing::HasSubstr;

const Day kDay = *parse_day("2026-11-23");

int number_from(const char* variable, int otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::atoi(text);
}

// What a server was sent: for each recipient and day the mails that came.
struct Arrived {
  std::map<std::string, std::set<std::string>> by_id;  // bytes by Message-ID and recipient
  std::size_t mails = 0;
  std::size_t repeats = 0;
  std::size_t changed = 0;  // ids that came with different bytes
};

Arrived arrived_at(const SmtpServer& server) {
  Arrived arrived;
  for (const SmtpServer::Received& mail : server.received()) {
    const std::size_t at = mail.bytes.find("Message-ID: <");
    const std::string id = mail.bytes.substr(at, mail.bytes.find('\r', at) - at);
    auto& same = arrived.by_id[id];
    arrived.repeats += same.empty() ? 0 : 1;
    same.insert(mail.bytes);
    ++arrived.mails;
  }
  for (const auto& [id, bytes] : arrived.by_id) {
    arrived.changed += bytes.size() > 1 ? 1 : 0;
  }
  return arrived;
}

// The full figure: TAGWATCH_MAILS=2000 TAGWATCH_KILLS=500.
class ManyMails : public Mailing {
 protected:
  static constexpr int kRecipientsMax = 100;

  void fill_many(const std::string& keys) {
    mails_ = number_from("TAGWATCH_MAILS", 40);
    kills_ = number_from("TAGWATCH_KILLS", 12);
    recipients_ = std::min(mails_ / 2, kRecipientsMax);
    days_ = mails_ / recipients_;
    std::vector<std::string> names;
    for (int each = 0; each < recipients_; ++each) {
      const bool drops = each % 20 == 13;
      names.push_back((each % 20 == 7 ? "greylisted"
                       : drops        ? "dropped"
                                      : "to") +
                      std::to_string(each));
      dropped_ += drops ? 1 : 0;
    }
    fill(names, keys, days_);
  }

  // Kills `digest --deliver` of `day` so often at a call that chance chooses; the kills that came.
  int kill_often(int day, int kills) {
    const std::vector<Point> points{{"send", "tcp"},          {"send", "tcp", true},
                                    {"receive", "tcp"},       {"sync", "*/store.db-wal"},
                                    {"connect", "tcp", true}, {"sync", "*/store.db-wal", true}};
    const int calls_each = std::max(2, 2 * recipients_ / std::max(kills, 1));
    int came = 0;
    for (int each = 0; each < kills; ++each) {
      const Point& point = points[random_() % points.size()];
      const int nth = 1 + static_cast<int>(random_() % static_cast<unsigned>(calls_each));
      const Ended ended =
          run(folder.path(), {"digest", "--deliver"}, morning(day), {}, &point, nth);
      came += ended.signal == SIGKILL ? 1 : 0;
    }
    return came;
  }
  static Instant morning(int day) { return kMorning + day * 24h; }

  std::mt19937 random_{20261124};
  int mails_ = 0;
  int kills_ = 0;
  int recipients_ = 0;
  int days_ = 0;
  int dropped_ = 0;  // recipients whose server says nothing the first time
};

TEST_F(ManyMails, NoneIsLostAndEachRepeatIsTheSame) {
  fill_many(kPlain);
  int came = 0;
  for (int day = 0; day < days_; ++day) {
    issue(day);
    came += kill_often(day, kills_ / days_);
    // Until those that the server put off have their turn.
    for (int repeat = 0; repeat < 3; ++repeat) {
      (void)run(folder.path(), {"digest", "--deliver"}, morning(day) + repeat * 3h);
    }
    const Ended done = run(folder.path(), {"digest", "--deliver"}, morning(day) + 9h);
    EXPECT_EQ(done.code, 0) << done.err;
  }
  const Arrived arrived = arrived_at(server_);
  EXPECT_EQ(arrived.by_id.size(), static_cast<std::size_t>(recipients_ * days_)) << "mail was lost";
  EXPECT_EQ(arrived.changed, 0U);
  EXPECT_LE(arrived.repeats, static_cast<std::size_t>(came + dropped_));
  EXPECT_GT(came, kills_ / 2);
  std::cout << arrived.by_id.size() << " mails, " << came << " kills, " << arrived.repeats
            << " repeats\n";
}

TEST_F(ManyMails, HeldInDoubtNothingComesTwice) {
  fill_many(kPlain + "on_doubt = \"hold\"\n");
  issue();
  const int came = kill_often(0, std::min(kills_, 60));
  for (int repeat = 0; repeat < 3; ++repeat) {
    (void)run(folder.path(), {"digest", "--deliver"}, kMorning + repeat * 3h);
  }
  const Arrived arrived = arrived_at(server_);
  EXPECT_EQ(arrived.repeats, 0U);
  const Ended told = run(folder.path(), {"digest", "--deliver"}, kMorning + 9h);
  EXPECT_EQ(told.code, 3);
  EXPECT_THAT(told.err, HasSubstr("in doubt"));
  EXPECT_THAT(told.err, HasSubstr("; `tagwatch digest --deliver --again --date 2026-11-23` sends "
                                  "it once more"));
  const auto rows = Reader::open(folder / "store.db").value().outbox(Day(), kDay).value();
  std::set<std::string> reached;
  for (const SmtpServer::Received& mail : server_.received()) {
    reached.insert(mail.to);
  }
  for (const OutboxRow& row : rows) {
    EXPECT_TRUE(row.state == OutboxState::in_doubt ||
                (row.state == OutboxState::sent && reached.contains(row.recipient)))
        << row.recipient;
  }
  std::cout << arrived.mails << " mails, " << came << " kills\n";
}

// The control: whoever notes what was sent only at the end sends all of it again.
TEST_F(ManyMails, AnOutboxThatForgetsSendsTwice) {
  fill_many(kPlain);
  issue();
  const TempDir copy;
  fs::copy(folder.path(), copy.path(), fs::copy_options::recursive);
  for (const fs::path& where : {folder.path(), copy.path()}) {
    (void)run(where, {"digest", "--deliver"});
  }
  EXPECT_GT(arrived_at(server_).repeats, static_cast<std::size_t>(recipients_) / 2);
}

}  // namespace
}  // namespace tagwatch
