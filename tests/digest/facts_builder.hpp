// Short ways to say what a digest test speaks of: options, facts, coverage.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "digest/facts.hpp"
#include "support/builders.hpp"
#include "tagwatch/digest/build.hpp"

namespace tagwatch::build {

inline Zone zone(std::string_view name = "America/New_York") {
  return Zone::locate(name).value();
}

inline Day day(std::string_view text) {
  return parse_day(text).value();
}

/// Watches #TMSSW and #GlobalSecurity at two Mastodon servers, in New York.
inline DigestOptions options(std::string_view zone_name = "America/New_York") {
  DigestOptions options(zone(zone_name));
  options.tags = {Hashtag("TMSSW"), Hashtag("GlobalSecurity")};
  for (const char* name : {"one.example", "two.example"}) {
    DigestSource source;
    source.name = name;
    source.platform = "mastodon";
    source.network = name;
    source.tags = options.tags;
    options.sources.push_back(source);
  }
  options.not_watched = {"X", "Facebook"};
  options.contact = "press@office.example";
  options.software = "tagwatch test";
  options.config = "[monitor]\n";
  options.site_key = "key";
  return options;
}

/// A post of the date, seen first at one.example, that matches `tags`.
inline PostFact fact(std::string_view id, Instant placed,
                     const std::vector<std::string>& tags = {"TMSSW"}) {
  PostFact fact;
  fact.record.post = post(id, placed);
  fact.record.created = fact.record.placed = fact.record.first_seen = placed;
  fact.record.sightings = {{"one.example", std::string(id), placed}};
  for (const std::string& tag : tags) {
    fact.record.matches.push_back({Hashtag(tag).key(), tag, false});
  }
  return fact;
}

inline PostFacts all(const std::vector<PostFact>& facts) {
  PostFacts borrowed;
  for (const PostFact& fact : facts) {
    borrowed.push_back(&fact);
  }
  return borrowed;
}

}  // namespace tagwatch::build
