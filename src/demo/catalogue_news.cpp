#include <array>

#include "catalogue.hpp"

namespace tagwatch::demo {
namespace {

constexpr std::array kHeadlines{
    Headline{"Ferry timetable changes for the winter", "Late boats leave twenty minutes earlier.",
             "Transport"},
    Headline{"{port} opens a second cargo scanner", "Waiting times are expected to fall.",
             "Business"},
    Headline{"Library week draws {number} thousand visitors", "Night opening was the favourite.",
             "Culture"},
    Headline{"River levels normal after dry autumn", "Freight returns to full load.", "Climate"},
    Headline{"Town halls practise recovery from ransomware", "An exercise without warning.",
             "Technology"},
    Headline{"New ambulance station for the harbour district", "Work begins in spring.", "Health"},
    Headline{"Court publishes plain-language guide", "Forms in six languages.", "Law"},
    Headline{"Fishing cooperative lands record prize for safety", "No accident in three years.",
             "Business"},
    Headline{"School clocks go digital, slowly", "Three of {number} buildings are done.",
             "Education"},
    Headline{"Storm forecast extended to five days", "Harbour masters welcome the change.",
             "Climate"},
    Headline{"Bridge repairs finish early", "Night lane opens on Monday.", "Transport"},
    Headline{"Hospitals share one overdose alert sheet", "A page that fits on the wall.", "Health"},
    Headline{"Open data portal adds port contracts", "Searchable by date and supplier.", "Law"},
    Headline{"College wins grant for cyber clinic", "Students help small firms.", "Education"},
    Headline{"Market hall returns to brass and timber", "Restorers found the old drawings.",
             "Culture"},
    Headline{"{port} marathon route announced", "Half of it follows the shore.", "Sport"},
    Headline{"Customs school graduates {number} officers", "The largest class so far.",
             "Education"},
    Headline{"Water utility tests backup control room", "Service was not interrupted.",
             "Technology"},
    Headline{"Night buses to run on Fridays", "A trial until March.", "Transport"},
    Headline{"Orchestra plays in the container yard", "Acoustics better than feared.", "Culture"},
    Headline{"Seed bank receives two new collections", "Drought-proof beans among them.",
             "Climate"},
    Headline{"Registry of company owners marks first year", "Banks are its keenest readers.",
             "Business"},
    Headline{"Volunteers translate emergency leaflets", "Eleven languages in a weekend.", "Health"},
    Headline{"Lighthouse museum reopens its lantern room", "Access by guided tour.", "Culture"},
};

constexpr std::array kProgrammeHeadlines{
    Headline{"Exchange on transnational crime opens to the public",
             "Towards a More Safe and Secure World begins with an open panel.", "World"},
    Headline{"Visiting officials compare notes on synthetic opioids",
             "A session of Towards a More Safe and Secure World looks at early warning.", "World"},
    Headline{"Tampa prepares for a workshop on ports and task forces",
             "It is part of the exchange Towards a More Safe and Secure World.", "World"},
    Headline{"Workshop in Tampa: one page for every port",
             "Towards a More Safe and Secure World meets practitioners on the waterfront.",
             "World"},
    Headline{"Exchange ends its week with a public reading room",
             "Papers of Towards a More Safe and Secure World stay open to all.", "World"},
};

}  // namespace

std::span<const Headline> headlines() {
  return kHeadlines;
}

std::span<const Headline> programme_headlines() {
  return kProgrammeHeadlines;
}

}  // namespace tagwatch::demo
