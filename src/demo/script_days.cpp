#include "script_days.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "tagwatch/demo/script.hpp"

namespace tagwatch::demo {
namespace {

struct Line {
  int hour;
  int minute;
  std::string_view by;
  std::string_view text;
  Reception reception;
  std::string_view language = "en";
  std::string_view page_title = {};
};

constexpr std::array kFourPostLines{
    Line{9,
         12,
         "reading_week",
         "Weekend plan: two chapters of #GlobalSecurity, one long walk, no notifications.",
         {4, 0, 0}},
    Line{10,
         47,
         "footnote_seven",
         "Reading list on maritime interdiction, updated. I removed three titles and added one "
         "that I had been wrong about. #GlobalSecurity",
         {9, 3, 1}},
    Line{15, 40, "first_year_ir", "Exam on #GlobalSecurity on Monday, wish me luck", {6, 0, 2}},
    Line{18,
         5,
         "civic_clinic",
         "Saturday shift report: four clinics used our alert sheet for synthetic opioids today. "
         "The form is free to reuse, in three languages. #GlobalSecurity",
         {14, 6, 1}},
};

constexpr std::array kOrdinaryLines{
    Line{3,
         32,
         "night_ferry",
         "Night ferry, calm sea, and a radio feature on #GlobalSecurity and lighthouses. There are "
         "worse shifts.",
         {5, 0, 1}},
    Line{3,
         51,
         "noor_reads",
         "قراءة الليل: تقرير قصير وواضح عن أمن الموانئ والتجارة المشروعة. #GlobalSecurity",
         {7, 2, 0},
         "ar"},
    Line{4,
         18,
         "shift_nurse",
         "Quiet hour on the ward. Finished the evaluation of our overdose training: better than "
         "expected. #GlobalSecurity",
         {11, 2, 1}},
    Line{9,
         5,
         "atlas_desk",
         "Explainer: what officials do all day at an exchange on transnational crime, hour by "
         "hour. #TMSSW #GlobalSecurity",
         {36, 15, 3}},
    Line{11,
         18,
         "bay_notes",
         "@office@social.example is there a public programme for the #TMSSW sessions? Local press "
         "would like to attend.",
         {8, 2, 4}},
    Line{14,
         40,
         "open_ledger",
         "We took our table of port contracts to the exchange and came back with a better way to "
         "show who owns what. Thank you for the hard questions. #TMSSW #IVLP",
         {47, 19, 4}},
};

constexpr std::string_view kBeforeEdit =
    "Second day of the exchange. At two: open panel on seals, scanners and trust, in the small "
    "hall. My notes tonight. #TMSSW";
constexpr std::string_view kAfterEdit =
    "Second day of the exchange. At two: open panel on seals, scanners and trust, now in the main "
    "hall. My notes tonight. #TMSSW";

constexpr std::array kPeakLines{
    Line{9,
         41,
         "border_studies",
         "New brief: how notices on precursor chemicals travel between laboratories and borders, "
         "and where they wait. https://iie.example/briefs/precursor-notices #TMSSW "
         "#GlobalSecurity",
         {61, 20, 4},
         "en",
         "Brief: precursor notices, from laboratory to border"},
    Line{10,
         15,
         "atlas_desk",
         "What a task force is, and what it is not: a plain-language guide for today’s workshop. "
         "#GlobalSecurity",
         {58, 23, 5}},
    Line{13,
         8,
         "gulf_morning",
         "The Tampa workshop on ports and task forces has opened, its first hour in public. We are "
         "in the room and take notes for you. #TMSSW",
         {96, 41, 12}},
    Line{14,
         6,
         "rowan_maps",
         "The open hour in Tampa in five notes: what “multijurisdictional” means when the phone "
         "rings at night. A short thread, with a map. #TMSSW #IVLP",
         {212, 87, 19}},
    Line{14,
         37,
         "bay_notes",
         "@office@social.example will the slides of the open hour in Tampa be published? Our "
         "neighbourhood council asks. #TMSSW",
         {9, 3, 5}},
    Line{15,
         12,
         "ines_reads",
         "The sentence I take home from the Tampa workshop: an alert that nobody owns is only "
         "news. #TMSSW #IVLP",
         {74, 31, 6}},
    Line{16,
         50,
         "harbour_courier",
         "We would like to give our readers the list of tomorrow’s open sessions of #TMSSW. Where "
         "is it published?",
         {38, 29, 17}},
    Line{18,
         20,
         "claire_note",
         "Ce que je retiens de l’atelier de Tampa : une alerte utile a un auteur, un destinataire "
         "et une heure. #TMSSW #IVLP",
         {33, 14, 2},
         "fr"},
};

constexpr std::string_view kWhiteboard =
    "From the whiteboard in Tampa: one page for every port, one number for every alert. #TMSSW "
    "#IVLP #GlobalSecurity";
constexpr int kWhiteboardHour = 14;

constexpr std::array kPeakListedLines{
    Line{8,
         30,
         "office",
         "Good morning. Today’s open sessions, and where to read the notes afterwards: "
         "https://state.example/exchanges/tmssw/today #TMSSW",
         {52, 18, 6},
         "en",
         "Open sessions of the day"},
    Line{12,
         15,
         "exchange",
         "Our colleagues in Tampa welcome the workshop this afternoon. Background for readers: "
         "https://iie.example/briefs/task-forces #TMSSW",
         {21, 9, 1},
         "en",
         "Brief: task forces in plain language"},
    Line{15,
         45,
         "office",
         "The slides of the open hour in Tampa will be online tomorrow morning. #TMSSW",
         {44, 16, 3}},
    Line{17,
         30,
         "office",
         "Thank you, Tampa, for a full room and for the questions. #TMSSW #GlobalSecurity",
         {88, 21, 7}},
    Line{18,
         40,
         "exchange",
         "Thank you to the hosts and interpreters of today’s workshop. #TMSSW",
         {27, 6, 1}},
};

constexpr std::string_view kWaveText =
    "Ask your town hall to publish its overdose response plan before the winter break. One page is "
    "enough. Please pass this on to three neighbours. #GlobalSecurity";
constexpr int kWaveHour = 20;
constexpr int kWaveMinute = 14;
constexpr Duration kWaveStep = std::chrono::seconds(105);

template <class Lines>
void play(Stage& stage, Day day, const Lines& lines) {
  for (const Line& line : lines) {
    stage.post(line.by, stage.at(day, line.hour, line.minute, 7), std::string(line.text),
               line.reception, line.language, line.page_title);
  }
}

// The last post of somebody, to put more to it.
WorldPost& last_post(Stage& stage) {
  return stage.world().post(stage.world().posts().size() - 1);
}

}  // namespace

int peak_posts_by_hand(std::size_t hour) {
  const auto is_in_hour = [&](int each) { return static_cast<std::size_t>(each) == hour; };
  const auto lines = std::count_if(kPeakLines.begin(), kPeakLines.end(),
                                   [&](const Line& line) { return is_in_hour(line.hour); });
  const auto in_wave = std::count_if(people().begin(), people().end(), [](const Person& person) {
    return person.voice == Voice::wave;
  });
  return static_cast<int>(lines) + (is_in_hour(kWhiteboardHour) ? 1 : 0) +
         (is_in_hour(kWaveHour) ? static_cast<int>(in_wave) : 0);
}

void play_four_posts(Stage& stage) {
  play(stage, kFourPosts, kFourPostLines);
}

void play_ordinary_day(Stage& stage) {
  play(stage, kOrdinary, kOrdinaryLines);
  stage.post("customs_notebook", stage.at(kOrdinary, 10, 12), std::string(kBeforeEdit), {24, 9, 3});
  last_post(stage).edit = Edit{stage.at(kOrdinary, 12, 40), std::string(kAfterEdit)};
}

void play_peak(Stage& stage) {
  play(stage, kPeak, kPeakListedLines);
  play(stage, kPeak, kPeakLines);
  stage.post("customs_notebook", stage.at(kPeak, kWhiteboardHour, 22, 7), std::string(kWhiteboard),
             {148, 52, 9});
  last_post(stage).picture = Media{"image", "https://social.example/media/whiteboard.jpg",
                                   "A whiteboard with four boxes: see, tell, check, answer."};
  Instant at = stage.at(kPeak, kWaveHour, kWaveMinute, 5);
  for (const Person& person : people()) {
    if (person.voice == Voice::wave) {
      stage.post(person.name, at, std::string(kWaveText), {3, 1, 0});
      at += kWaveStep;
    }
  }
}

void play_late_and_gone(Stage& stage) {
  const Day monday = kProgrammeStart;
  const Day wednesday = kFeedOutage;
  std::size_t late = stage.post(
      "sea_lanes", stage.at(monday, 18, 40, 31),
      "First evening of the exchange: a harbour master explains tides to a room of analysts, and "
      "nobody looks at a phone. #TMSSW",
      {29, 11, 2});
  stage.fetch_late(late, stage.at(wednesday, 9, 20));
  late = stage.post("footnote_seven", stage.at(monday, 20, 5, 12),
                    "Opening day notes, corrected: the first speaker said weeks, not days. #TMSSW",
                    {6, 1, 1});
  stage.fetch_late(late, stage.at(wednesday, 11, 45), kCivicServer);
  late = stage.post("norhaven_college", stage.at(wednesday, 19, 30, 44),
                    "Recording of tonight’s lecture will be up by the weekend, with captions. "
                    "#TMSSW #GlobalSecurity",
                    {12, 4, 0});
  stage.fetch_late(late, stage.at(kPeak, 10, 5));
  late = stage.post("safe_harbours", stage.at(Day{std::chrono::year{2026} / 11 / 5}, 16, 22, 9),
                    "Interpreter training for the exchange starts tonight, two places are still "
                    "free. #TMSSW",
                    {4, 2, 0});
  stage.fetch_late(late, stage.at(kOrdinary, 14, 15));

  stage.post("index_cards", stage.at(monday, 16, 20, 3),
             "Wrong link in my first post about the exchange, a better one is coming. #TMSSW",
             {1, 0, 0});
  last_post(stage).deleted = stage.at(kOrdinary, 21, 0);
}

}  // namespace tagwatch::demo
