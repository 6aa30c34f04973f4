// Languages by their words.
#include "tagwatch/text/language.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

TEST(GuessLanguage, KnowsWhatHasEnoughWords) {
  EXPECT_EQ(guess_language("The workshop on border security begins tomorrow in the morning."),
            "en");
  EXPECT_EQ(
      guess_language("L’atelier sur la sécurité des frontières commence demain matin à Reno."),
      "fr");
  EXPECT_EQ(
      guess_language("El taller sobre la seguridad de las fronteras empieza mañana temprano."),
      "es");
  EXPECT_EQ(guess_language("国境の安全に関する研修は明日の朝から始まります。参加者は二十人です。"),
            "ja");
  EXPECT_EQ(guess_language("تبدأ ورشة العمل حول أمن الحدود صباح الغد في المدينة بحضور المشاركين"),
            "ar");
}

TEST(GuessLanguage, DoesNotGuessWhereItCannotTell) {
  EXPECT_EQ(guess_language(""), std::nullopt);
  EXPECT_EQ(guess_language("OK"), std::nullopt);
  EXPECT_EQ(guess_language("#GlobalSecurity #TMSSW @office@example.social https://state.example/"
                           "the/workshop/on/border/security/begins/tomorrow"),
            std::nullopt);
  EXPECT_EQ(guess_language("2026-11-23 13:00 +1 555 0100 ::: 👍👍👍👍👍👍👍👍👍👍👍👍👍👍"), std::nullopt);
}

}  // namespace
}  // namespace tagwatch
