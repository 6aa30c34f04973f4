// What the people of the demo's world say: texts, headlines and accounts, all of them invented.
//
// Knows no times and no counts; the script deals the texts out. `{number}` and `{port}` in a text
// are filled in by the script.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tagwatch::demo {

/// Who would say such a thing. Listed accounts and those of the wave say only what the script
/// gives them.
enum class Voice { analyst, student, press, resident, institution, listed, wave };

struct Wording {
  Voice voice;
  std::string_view language;
  std::string_view text;
  std::string_view page_title = {};  ///< of the page that the text links to; "" without one
  std::string_view by = {};          ///< the one account that says it; "": any of the voice
};

/// Posts with #GlobalSecurity, as on any day.
[[nodiscard]] std::span<const Wording> security_wordings();
/// The same in Spanish, French, Arabic and Thai.
[[nodiscard]] std::span<const Wording> security_wordings_of_the_world();
/// Posts with #TMSSW while the programme runs, and at other times.
[[nodiscard]] std::span<const Wording> programme_wordings();
[[nodiscard]] std::span<const Wording> quiet_programme_wordings();

struct Headline {
  std::string_view title;
  std::string_view summary;
  std::string_view category;
};

/// What a news desk reports on any day, and what it says of the programme.
[[nodiscard]] std::span<const Headline> headlines();
[[nodiscard]] std::span<const Headline> programme_headlines();

struct Person {
  std::string_view name;
  std::string_view server;
  std::string_view display_name;
  std::int64_t followers;
  Voice voice;
  std::string_view language = "en";
  bool noindex = false;
};

[[nodiscard]] std::span<const Person> people();

}  // namespace tagwatch::demo
