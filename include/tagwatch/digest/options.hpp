// What a digest must know of the configuration. Plain data, filled in by the program.
#pragma once

#include <string>
#include <vector>

#include "tagwatch/base/time.hpp"
#include "tagwatch/model/hashtag.hpp"

namespace tagwatch {

enum class Role { own, partner, media, official };

/// An account that the office listed. Handles compare without regard to case.
struct ListedAccount {
  std::string handle;  ///< "@office@example.social"
  Role role = Role::official;
};

/// A configured source, as far as counts and coverage need it.
struct DigestSource {
  std::string name;
  std::string platform;  ///< as its posts name it: "mastodon"
  std::string network;   ///< sources of one network cover for each other
  bool required = true;  ///< false: not in the digest's coverage word
  bool ordered = true;   ///< false: a feed in no order of time, never more than partial
  bool one_answer_for_all_tags = false;
  std::vector<Hashtag> tags;  ///< those of the watched tags that it is asked for
};

/// What makes a post "about the programme".
struct ProgrammeRules {
  std::vector<std::string> phrases;
  std::vector<std::string> also_tags;
  std::vector<std::string> link_hosts;
  std::vector<std::string> places;  ///< only together with another sign
};

/// An event of the calendar.
struct CalendarEvent {
  std::string name;
  Window window;
};

struct DigestOptions {
  explicit DigestOptions(Zone zone_) : zone(std::move(zone_)) {}
  Zone zone;
  std::vector<Hashtag> tags;  ///< watched, in the order of the configuration
  std::vector<DigestSource> sources;
  std::vector<ListedAccount> accounts;
  ProgrammeRules programme;
  std::vector<CalendarEvent> events;
  std::vector<std::string> topics;          ///< names, in the order of the configuration
  int late_days = 7;                        ///< days before the window whose totals are restated
  int baseline_days = 84;                   ///< how far back comparable days are looked for
  std::int64_t audience_followers = 10000;  ///< from so many followers on an account is an audience
  int attention_days = 5;                   ///< so long a post that waits for an answer is told
  Duration interval_max = std::chrono::hours(1);  ///< the longest time between two polls
  std::vector<std::string> not_watched;
  std::string contact;
  std::string software;  ///< "tagwatch 0.1.0"
  std::string config;    ///< the effective configuration, secrets masked
  std::string site_key;  ///< of the store
};

}  // namespace tagwatch
