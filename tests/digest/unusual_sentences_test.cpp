// What is said of a rise, of a drop and of the same text.
#include <gtest/gtest.h>

#include "tagwatch/digest/sentences.hpp"
#include "value_builder.hpp"

namespace tagwatch {
namespace {

using build::kDay;
using build::local;
using build::monday;
using build::tag;
using build::usual;

Words words_of(const DigestValue& value) {
  return sentences(value, Zone::locate(value.timezone).value(), Since());
}

Flag flag(FlagKind kind, std::string of_tag, std::int64_t observed, std::vector<Driver> drivers) {
  Flag flag;
  flag.kind = kind;
  flag.tag = std::move(of_tag);
  flag.observed = observed;
  flag.drivers = std::move(drivers);
  return flag;
}

Driver named(DriverKind kind, std::string name, std::int64_t posts, std::int64_t usually) {
  Driver driver;
  driver.kind = kind;
  driver.name = std::move(name);
  driver.posts = posts;
  driver.usual = usually;
  return driver;
}

TEST(Sentences, RiseAndDropWithWhereTheyLie) {
  DigestValue value =
      monday({tag("TMSSW", 44, usual(0, 3, 41)), tag("GlobalSecurity", 6, usual(30, 52, 6))});
  value.tags[0].unusual = Unusual::rise;
  value.tags[1].unusual = Unusual::drop;
  Driver hours = named(DriverKind::hours, "", 30, 0);
  hours.hours = {local(22), kDay.to};
  value.flags = {
      flag(FlagKind::rise, "TMSSW", 41,
           {hours, named(DriverKind::language, "xx", 40, 0),
            named(DriverKind::source, "s1", 41, 1)}),
      flag(FlagKind::drop, "GlobalSecurity", 6,
           {named(DriverKind::source, "s2", 0, 21), named(DriverKind::language, "fr", 1, 14)})};
  value.events = {{"Security week", kDay}};
  const Words words = words_of(value);
  EXPECT_EQ(words.headline[0],
            "#TMSSW: 44 posts, 41 of them seen by the sources that were read in full, far above "
            "the usual 0 to 3; 30 of them between 22:00 and 24:00, during “Security week”, all "
            "from s1; none about the programme.");
  EXPECT_EQ(words.headline[1],
            "#GlobalSecurity: 6 posts, far below the usual 30 to 52, during “Security week”; none "
            "from s2, where 21 are usual; 1 in French, where 14 are usual; none about the "
            "programme.");
  EXPECT_TRUE(words.subject.starts_with(
      "[tagwatch] Mon 23 Nov: #TMSSW 44 (usually 0–3), #GlobalSecurity 6 (usually 30–52); "))
      << words.subject;
}

TEST(Sentences, TheSameTextByItsNumberAndSpan) {
  DigestValue value = monday({tag("TMSSW", 12, usual(0, 20, 12))});
  value.clusters.emplace();
  const std::string none = words_of(value).headline[1];
  value.clusters = {Cluster{{"a", "b", "c"}, 3, local(14, 2), local(15, 40)}};
  EXPECT_EQ(words_of(value).headline[1],
            "3 posts by 3 accounts carry the same text, from 14:02 to 15:40 EST.");
  value.clusters->push_back(Cluster{{"d", "e", "f"}, 3, local(1), local(2)});
  EXPECT_EQ(
      words_of(value).headline[1],
      "6 posts carry one of two texts that three accounts or more posted; the most posted one "
      "stands in 3 posts by 3 accounts, from 14:02 to 15:40 EST.");
  EXPECT_EQ(words_of(value).headline[2], none);
}

}  // namespace
}  // namespace tagwatch
