#include <array>

#include "catalogue.hpp"

namespace tagwatch::demo {
namespace {

constexpr std::array kPeople{
    Person{"office", "social.example", "Press Office", 18'400, Voice::listed},
    Person{"exchange", "civic.example", "Civic Exchange Institute", 9'700, Voice::listed},

    Person{"harbour_courier", "social.example", "Harbour Courier", 41'000, Voice::listed},
    Person{"atlas_desk", "social.example", "Atlas Desk", 12'400, Voice::press},
    Person{"gulf_morning", "social.example", "Gulf Morning", 22'600, Voice::listed},
    Person{"valmora_gazette", "civic.example", "Valmora Gazette", 8'900, Voice::press},
    Person{"sea_lanes", "observatory.example", "Sea Lanes Review", 15'200, Voice::press},

    Person{"ines_reads", "social.example", "Ines reads reports", 1'900, Voice::analyst},
    Person{"customs_notebook", "social.example", "Customs Notebook", 3'400, Voice::analyst},
    Person{"border_studies", "civic.example", "Border Studies Circle", 2'700, Voice::analyst},
    Person{"incident_diary", "civic.example", "Incident Diary", 6'100, Voice::analyst},
    Person{"tide_and_grid", "civic.example", "Tide and Grid", 4'300, Voice::analyst},
    Person{"rowan_maps", "observatory.example", "Rowan makes maps", 2'200, Voice::analyst},
    Person{"footnote_seven", "observatory.example", "Footnote Seven", 870, Voice::analyst},
    Person{"slow_ledger", "social.example", "The Slow Ledger", 1'450, Voice::analyst},

    Person{"civic_clinic", "social.example", "Civic Clinic Network", 5'200, Voice::institution},
    Person{"open_ledger", "civic.example", "Open Ledger Project", 7'800, Voice::institution},
    Person{"almira_library", "social.example", "Port Almira Library", 1'300, Voice::institution},
    Person{"safe_harbours", "observatory.example", "Safe Harbours Forum", 6'400,
           Voice::institution},
    Person{"norhaven_college", "campus.example", "Norhaven College", 3'900, Voice::institution},

    Person{"late_seminar", "social.example", "Late Seminar", 210, Voice::student},
    Person{"first_year_ir", "social.example", "First year, second coffee", 95, Voice::student},
    Person{"campus_debate", "civic.example", "Campus Debate Society", 640, Voice::student},
    Person{"reading_week", "civic.example", "Rosa, reading week", 130, Voice::student},
    Person{"policy_2027", "campus.example", "Policy student, class of 2027", 180, Voice::student},
    Person{"seminar_b", "campus.example", "Seminar B", 75, Voice::student},
    Person{"index_cards", "campus.example", "Index cards everywhere", 160, Voice::student},

    Person{"night_ferry", "social.example", "Teo, night ferry", 320, Voice::resident},
    Person{"bay_notes", "social.example", "Bay Notes", 1'100, Voice::resident},
    Person{"corner_bakery", "civic.example", "Corner table", 240, Voice::resident},
    Person{"retired_pilot", "civic.example", "Retired harbour pilot", 980, Voice::resident},
    Person{"quiet_reader", "social.example", "A quiet reader", 60, Voice::resident, "en", true},
    Person{"shift_nurse", "observatory.example", "Nurse on late shift", 410, Voice::resident},

    Person{"marta_traduce", "social.example", "Marta traduce", 720, Voice::analyst, "es"},
    Person{"diego_tesis", "campus.example", "Diego, modo tesis", 190, Voice::student, "es"},
    Person{"faro_sur", "civic.example", "Faro Sur", 2'900, Voice::press, "es"},
    Person{"claire_note", "civic.example", "Claire, notes de lecture", 1'050, Voice::analyst, "fr"},
    Person{"amelie_m1", "campus.example", "Amélie, master 1", 140, Voice::student, "fr"},
    Person{"noor_reads", "civic.example", "نور تقرأ", 860, Voice::analyst, "ar"},
    Person{"marsa_news", "observatory.example", "مرسى الأخبار", 3'100, Voice::press, "ar"},
    Person{"security_shelf", "observatory.example", "ชั้นหนังสือความมั่นคง", 540, Voice::analyst, "th"},
    Person{"third_year_th", "campus.example", "นักศึกษาปีสาม", 120, Voice::student, "th"},

    Person{"south_pier", "social.example", "South Pier", 140, Voice::wave},
    Person{"paper_kite", "civic.example", "Paper kite", 90, Voice::wave},
    Person{"ridge_walker", "social.example", "Ridge walker", 210, Voice::wave},
    Person{"june_garden", "observatory.example", "June garden", 65, Voice::wave},
    Person{"blue_thermos", "civic.example", "Blue thermos", 120, Voice::wave},
    Person{"oak_street", "social.example", "Oak Street", 175, Voice::wave},
    Person{"first_bus", "civic.example", "First bus of the day", 80, Voice::wave},
};

}  // namespace

std::span<const Person> people() {
  return kPeople;
}

}  // namespace tagwatch::demo
