#include "tagwatch/demo/script.hpp"

#include <array>
#include <chrono>
#include <utility>
#include <vector>

#include "script_days.hpp"
#include "stage.hpp"

namespace tagwatch::demo {
namespace {

// How posts spread over the hours of an ordinary local day.
constexpr std::array<int, 24> kHourWeights{0, 0, 0, 0, 0, 0, 1, 3, 5, 7, 8, 7,
                                           6, 6, 7, 7, 6, 5, 4, 4, 3, 3, 2, 1};
// Posts of the peak by local hour, own and partner posts aside. The workshop is from 13 to 16.
constexpr std::array<int, 24> kPeakHours{0, 0,  0,  0,  0, 0, 0, 2, 4, 6, 7, 6,
                                         6, 11, 15, 11, 6, 3, 3, 2, 7, 1, 0, 0};
constexpr std::size_t kWorkshopFrom = 13;
constexpr std::size_t kWorkshopTo = 16;

// Reports of the news desk on a working day, a day off, and a day with much news.
constexpr std::size_t kNewsWorkday = 12;
constexpr std::size_t kNewsDayOff = 5;
constexpr std::size_t kNewsMuch = 28;

/// The texts, to be dealt out.
class Talk {
 public:
  Talk() {
    for (const auto& part : {security_wordings(), security_wordings_of_the_world()}) {
      for (const Wording& wording : part) {
        security_.push_back(&wording);
      }
    }
    for (const Wording& wording : programme_wordings()) {
      programme_.push_back(&wording);
    }
    for (const Wording& wording : quiet_programme_wordings()) {
      quiet_.push_back(&wording);
    }
  }

  /// Nothing is said twice on one day.
  void begin_day(std::size_t security, std::size_t programme, Dice& dice) {
    security_deck_.prepare(security, dice);
    programme_deck_.prepare(programme, dice);
  }
  const Wording& security(Dice& dice) { return *security_.at(security_deck_.deal(dice)); }
  const Wording& programme(Dice& dice) { return *programme_.at(programme_deck_.deal(dice)); }
  const Wording& quiet(Dice& dice) { return *quiet_.at(quiet_deck_.deal(dice)); }

 private:
  std::vector<const Wording*> security_;
  std::vector<const Wording*> programme_;
  std::vector<const Wording*> quiet_;
  Deck security_deck_{security_wordings().size() + security_wordings_of_the_world().size()};
  Deck programme_deck_{programme_wordings().size()};
  Deck quiet_deck_{quiet_programme_wordings().size()};
};

bool is_weekend(Day day) {
  const std::chrono::weekday weekday(day);
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

Instant some_time(Stage& stage, Day day) {
  return stage.within(day, stage.dice().weighted(kHourWeights));
}

void play_security(Stage& stage, Talk& talk, Day day, std::size_t posts) {
  for (std::size_t count = 0; count < posts; ++count) {
    stage.post(talk.security(stage.dice()), some_time(stage, day));
  }
}

void play_quiet_day(Stage& stage, Talk& talk, Day day) {
  Dice& dice = stage.dice();
  const std::size_t posts = is_weekend(day) ? dice.below(5) : 3 + dice.below(7);
  talk.begin_day(posts, 0, dice);
  play_security(stage, talk, day, posts);
  // Mostly none, sometimes one or two.
  constexpr std::array<int, 3> kProgrammeWeights{15, 3, 2};
  const std::size_t programme = is_weekend(day) ? 0 : dice.weighted(kProgrammeWeights);
  for (std::size_t count = 0; count < programme; ++count) {
    stage.post(talk.quiet(dice), some_time(stage, day));
  }
  if (std::chrono::weekday(day) == std::chrono::Monday) {
    stage.post("office", stage.at(day, 9, 0),
               "The calendar of this week’s public events: https://state.example/calendar "
               "#GlobalSecurity",
               {11, 4, 0}, "en", "Public events of the week");
  }
}

void play_programme_day(Stage& stage, Talk& talk, Day day, std::size_t security,
                        std::size_t programme) {
  talk.begin_day(security, programme, stage.dice());
  play_security(stage, talk, day, security);
  for (std::size_t count = 0; count < programme; ++count) {
    stage.post(talk.programme(stage.dice()), some_time(stage, day));
  }
  stage.post("office", stage.at(day, 8, 30),
             "Today’s open sessions, and where to read the notes afterwards: "
             "https://state.example/exchanges/tmssw/today #TMSSW",
             {37, 13, 2}, "en", "Open sessions of the day");
  stage.post("exchange", stage.at(day, 16, 10),
             "Notes from today’s open session are in the reading room: "
             "https://iie.example/reading-room #TMSSW",
             {16, 7, 0}, "en", "Reading room of the exchange");
}

// Every other post of the workshop's hours speaks of the programme, every fifth of the others.
void play_peak_crowd(Stage& stage, Talk& talk) {
  talk.begin_day(security_wordings().size(), programme_wordings().size(), stage.dice());
  int count = 0;
  for (std::size_t hour = 0; hour < kPeakHours.size(); ++hour) {
    const bool workshop = hour >= kWorkshopFrom && hour < kWorkshopTo;
    for (int left = kPeakHours.at(hour) - peak_posts_by_hand(hour); left > 0; --left) {
      const bool programme = ++count % (workshop ? 2 : 5) == 0;
      const Wording& wording =
          programme ? talk.programme(stage.dice()) : talk.security(stage.dice());
      stage.post(wording, stage.within(kPeak, hour));
    }
  }
}

void play_programme_week(Stage& stage, Talk& talk) {
  for (Day day = kProgrammeStart; day <= kLastDay; day += std::chrono::days(1)) {
    if (day == kPeak) {
      play_peak_crowd(stage, talk);
      play_peak(stage);
    } else if (day == kOrdinary) {
      play_programme_day(stage, talk, day, 5, 4);
      play_ordinary_day(stage);
    } else {
      const std::size_t security = 5 + stage.dice().below(4);
      play_programme_day(stage, talk, day, security, 5 + stage.dice().below(6));
    }
  }
  play_late_and_gone(stage);
}

void play_news(Stage& stage) {
  Deck deck(headlines().size());
  Dice& dice = stage.dice();
  for (Day day = kFirstPosts; day <= kLastDay; day += std::chrono::days(1)) {
    const std::size_t reports = day == kFeedOutage ? kNewsMuch
                                : is_weekend(day)  ? kNewsDayOff
                                                   : kNewsWorkday;
    // On the day with much news most of it comes while the desk cannot be reached.
    const std::size_t first_hour = day == kFeedOutage ? 8 : 6;
    const std::size_t hours = day == kFeedOutage ? 9 : 15;
    for (std::size_t count = 0; count < reports; ++count) {
      const std::size_t hour = first_hour + count * hours / reports;
      stage.report(headlines()[deck.deal(dice)], stage.within(day, hour));
    }
  }
  const auto programme = programme_headlines();
  stage.report(programme[0], stage.at(kProgrammeStart, 10, 5));
  stage.report(programme[1], stage.at(kOrdinary, 11, 30));
  stage.report(programme[2], stage.at(kFeedOutage, 17, 20));
  stage.report(programme[3], stage.at(kPeak, 17, 45));
  stage.report(programme[4], stage.at(kLastDay, 15, 10));
}

void play_outages(Stage& stage) {
  stage.world().add(
      Outage{kSocialServer, {stage.at(kOrdinary, 3, 10), stage.at(kOrdinary, 4, 25)}});
  stage.world().add(
      Outage{kNewsServer, {stage.at(kFeedOutage, 8, 10), stage.at(kFeedOutage, 16, 50)}});
}

}  // namespace

Result<World> play_script(std::uint64_t seed) {
  const Result<Zone> zone = Zone::locate(kZoneName);
  if (!zone) {
    return zone.error();
  }
  Stage stage(seed, *zone);
  Talk talk;
  for (Day day = kFirstPosts; day < kFourPosts; day += std::chrono::days(1)) {
    play_quiet_day(stage, talk, day);
  }
  play_four_posts(stage);
  play_programme_week(stage, talk);
  play_news(stage);
  play_outages(stage);
  return std::move(stage.world());
}

}  // namespace tagwatch::demo
