// Short ways to say what a made-up digest holds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/digest/value.hpp"

namespace tagwatch::sample {

/// An issued digest of `date`, New York time, in which nothing was counted and nothing watched.
[[nodiscard]] DigestView empty_view(std::string_view date);

/// The moment of a wall clock in New York.
[[nodiscard]] Instant on(Day day, std::string_view clock);

[[nodiscard]] TagCount tag(std::string name, std::int64_t posts, std::int64_t authors,
                           std::int64_t programme, Usual usual);

/// A source that was watched all day and showed so many posts of each tag.
void add_source(DigestView& view, const std::string& name, const std::string& platform,
                std::int64_t tmssw, std::int64_t security);
/// Mastodon servers that were watched all day and showed nothing.
void add_quiet_servers(DigestView& view, int count);
/// The coverage rows of one source.
[[nodiscard]] std::vector<CoverageRow*> rows_of(DigestView& view, std::string_view source);
/// A gap in every row of a source.
void add_gap(DigestView& view, std::string_view source, Gap gap);

struct Listing {
  std::string id;
  std::string name;
  std::string handle;
  std::string platform;
  std::string clock;
  std::string text;
  std::vector<std::string> tags;
  bool programme = false;
  std::vector<Why> why;
  Engagement engagement;
};
/// A listed post.
void list(DigestView& view, const Listing& listing);
/// Posts that are reported and not listed.
void add_hidden(DigestView& view, int count, Place place, bool programme);

/// Posts in each hour from midnight on.
void set_hours(DigestView& view, const std::vector<std::int64_t>& posts);
[[nodiscard]] Engagement counts(std::int64_t likes, std::int64_t reposts, std::int64_t replies);

/// Fills in the sentences anew, after a change to the value.
void put_into_words(DigestView& view);

}  // namespace tagwatch::sample
