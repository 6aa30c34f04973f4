#include <gtest/gtest.h>

#include "digest/kept_fields.hpp"
#include "support/builders.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch {
namespace {

// Fills every member with something of its own, so that a member that is not kept shows.
class Filling {
 public:
  template <class T>
  void operator()(std::string_view key, T& value) {
    fill(key, value);
  }
  template <class T>
  void unless_default(std::string_view key, T& value) {
    fill(key, value);
  }

 private:
  void fill(std::string_view key, std::string& text) {
    text = std::string(key) + " \"ü\n\" " + std::to_string(++next_);
  }
  void fill(std::string_view, bool& truth) { truth = true; }
  void fill(std::string_view, int& number) { number = ++next_; }
  void fill(std::string_view, std::int64_t& number) { number = 4'000'000'000 + ++next_; }
  void fill(std::string_view, Instant& at) {
    at = build::at("2026-11-23T05:00:00.001Z") + Duration{++next_};
  }
  void fill(std::string_view, Day& day) {
    day = parse_day("2026-11-01").value() + std::chrono::days(++next_);
  }
  void fill(std::string_view, Place& place) { place = Place::missed; }
  void fill(std::string_view, Why& why) { why = Why::only_post; }
  void fill(std::string_view, Zero& zero) { zero = Zero::unverified; }
  void fill(std::string_view, Unusual& unusual) { unusual = Unusual::drop; }
  void fill(std::string_view, DriverKind& kind) { kind = DriverKind::language; }
  void fill(std::string_view, FlagKind& kind) { kind = FlagKind::same_text; }
  void fill(std::string_view, CoverageWord& word) { word = CoverageWord::partial; }
  void fill(std::string_view, GapReason& reason) { reason = GapReason::own_fault; }
  void fill(std::string_view key, std::map<std::string, std::int64_t>& parts) {
    fill(key, parts["likes"]);
    fill(key, parts["reposts"]);
  }
  template <class T>
  void fill(std::string_view key, std::optional<T>& maybe) {
    fill(key, maybe.emplace());
  }
  template <class T>
  void fill(std::string_view key, std::vector<T>& items) {
    fill(key, items.emplace_back());
    fill(key, items.emplace_back());
  }
  template <class T>
  void fill(std::string_view, T& value) requires std::is_aggregate_v<T> {
    kept::fields(*this, value);
  }
  int next_ = 0;
};

DigestValue full_value() {
  DigestValue value;
  Filling filling;
  kept::fields(filling, value);
  return value;
}

TEST(KeptValue, ReadsBackEqual) {
  for (const DigestValue& value : {DigestValue(), full_value()}) {
    const std::string json = kept_json(value);
    const auto read = read_kept_json(json);
    ASSERT_TRUE(read) << describe(read.error()) << "\n" << json;
    EXPECT_TRUE(*read == value) << json;
    EXPECT_EQ(kept_json(*read), json);
  }
}

// Counts the members that an archive is shown.
struct Counting {
  template <class T>
  void operator()(std::string_view, T&) {
    ++members;
  }
  template <class T>
  void unless_default(std::string_view, T&) {
    ++members;
  }
  std::size_t members = 0;
};

template <class T>
constexpr bool kOptional = false;
template <class T>
constexpr bool kOptional<std::optional<T>> = true;

// Stands for any one member.
struct Anything {
  template <class T>
  requires(!kOptional<T>) operator T() const;  // NOLINT: never called
};

template <class T, class... Members>
constexpr std::size_t members_of() {
  if constexpr (requires { T{Members()..., Anything()}; }) {
    return members_of<T, Members..., Anything>();
  } else {
    return sizeof...(Members);
  }
}

template <class T>
void expect_all_kept(const char* type) {
  T value{};
  Counting counting;
  kept::fields(counting, value);
  EXPECT_EQ(counting.members, members_of<T>()) << type << " has a member that is not kept";
}

TEST(KeptValue, EveryMemberIsKept) {
  expect_all_kept<ReportedPost>("ReportedPost");
  expect_all_kept<Usual>("Usual");
  expect_all_kept<TagCount>("TagCount");
  expect_all_kept<Gap>("Gap");
  expect_all_kept<CoverageRow>("CoverageRow");
  expect_all_kept<CoverageReport>("CoverageReport");
  expect_all_kept<Engagement>("Engagement");
  expect_all_kept<TopPost>("TopPost");
  expect_all_kept<SourceCount>("SourceCount");
  expect_all_kept<HourCount>("HourCount");
  expect_all_kept<ReferredCount>("ReferredCount");
  expect_all_kept<NamedCount>("NamedCount");
  expect_all_kept<MissedDay>("MissedDay");
  expect_all_kept<LateDay>("LateDay");
  expect_all_kept<ChangedPost>("ChangedPost");
  expect_all_kept<Changes>("Changes");
  expect_all_kept<Omitted>("Omitted");
  expect_all_kept<DayEvent>("DayEvent");
  expect_all_kept<Driver>("Driver");
  expect_all_kept<Cluster>("Cluster");
  expect_all_kept<Flag>("Flag");
  expect_all_kept<DigestValue>("DigestValue");
}

TEST(KeptValue, WhatIsUnsetStaysUnset) {
  DigestValue value = full_value();
  value.coverage.rows[1].gaps[0].refilled_at.reset();
  value.tags[0].usual.reset();
  value.top_posts[1].engagement.quotes.reset();
  EXPECT_TRUE(read_kept_json(kept_json(value)).value() == value);
}

TEST(KeptValue, ADigestWithoutChangesIsKeptAsBeforeThereWereAny) {
  DigestValue value = full_value();
  value.changes = Changes();
  const std::string json = kept_json(value);
  EXPECT_EQ(json.find("\"changes\""), std::string::npos);
  EXPECT_TRUE(read_kept_json(json).value() == value);
}

TEST(KeptValue, ADigestThatNoOtherCameBeforeIsKeptAsBeforeThatWasKnown) {
  DigestValue value = full_value();
  value.issued_before = false;
  const std::string json = kept_json(value);
  EXPECT_EQ(json.find("\"issued_before\""), std::string::npos);
  EXPECT_TRUE(read_kept_json(json).value() == value);
}

TEST(KeptValue, ADigestOfAVersionWithoutFlagsIsKeptAsItWas) {
  DigestValue value = full_value();
  value.flags.reset();
  value.clusters.reset();
  for (TagCount& tag : value.tags) {
    tag.unusual = Unusual::none;
  }
  const std::string json = kept_json(value);
  EXPECT_EQ(json.find("\"flags\""), std::string::npos);
  EXPECT_EQ(json.find("\"clusters\""), std::string::npos);
  EXPECT_FALSE(read_kept_json(json).value().flags);
  value.flags.emplace();
  EXPECT_NE(kept_json(value).find("\"flags\":[]"), std::string::npos) << "computed, and none";
}

TEST(KeptValue, BeginsWithItsForm) {
  EXPECT_TRUE(kept_json(DigestValue()).starts_with(R"({"form":"tagwatch.kept/1","digest_id":"",)"));
}

TEST(KeptValue, RefusesWhatItDidNotWrite) {
  const std::string json = kept_json(full_value());
  std::string other_number = json;
  other_number.replace(other_number.find("\"older\":") + 8, 1, "-");
  std::string other_place = json;
  other_place.replace(other_place.find("\"missed\""), 8, "\"lost\"");
  std::string no_day = json;
  no_day.replace(no_day.find("2026-"), 5, "2026+");
  std::string white_space = json;
  white_space.insert(1, " ");
  std::string more = json;
  more.insert(json.size() - 1, ",\"more\":1");
  for (const std::string& damaged :
       {std::string(), std::string("{}"), std::string("[]"), std::string("null"), json + json,
        json.substr(0, json.size() / 2), other_number, other_place, no_day, white_space, more}) {
    const auto read = read_kept_json(damaged);
    ASSERT_FALSE(read) << damaged;
    EXPECT_EQ(read.error().code, Errc::store_corrupt);
  }
}

}  // namespace
}  // namespace tagwatch
