#include "drivers.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

/// A longer stretch of the day is no burst.
constexpr std::size_t kHoursMax = 4;
/// Fewer posts are no pattern.
constexpr std::int64_t kDriverFrom = 3;
/// Fewer posts before say nothing of usual shares of sources and languages.
constexpr std::int64_t kSharesFrom = 10;
constexpr std::size_t kHoursOfDay = 24;

// A part of the posts: how many there are now, and how many were on all days before.
struct Part {
  std::int64_t observed = 0;
  std::int64_t before = 0;
  friend Part operator+(Part a, Part b) { return {a.observed + b.observed, a.before + b.before}; }
};

// Judges parts by the difference that they account for.
class Difference {
 public:
  Difference(Part all, std::int64_t days, Unusual unusual)
      : all_(all), days_(days), sign_(unusual == Unusual::drop ? -1 : 1) {}

  /// By how much the part is more than usual, or of a drop less, in posts times days.
  [[nodiscard]] std::int64_t of(Part part) const {
    return sign_ * (part.observed * days_ - part.before);
  }
  [[nodiscard]] bool drives(Part part) const {
    return 2 * of(part) >= of(all_) && many(part) && another_share(part);
  }
  [[nodiscard]] bool shares_known() const { return all_.before >= kSharesFrom; }
  [[nodiscard]] Driver driver(DriverKind kind, Part part) const {
    Driver driver;
    driver.kind = kind;
    driver.posts = part.observed;
    driver.usual = (2 * part.before + days_) / (2 * days_);
    return driver;
  }

 private:
  [[nodiscard]] bool many(Part part) const {
    return sign_ > 0 ? part.observed >= kDriverFrom : part.before >= kDriverFrom * days_;
  }
  [[nodiscard]] bool another_share(Part part) const {
    const std::int64_t now = part.observed * all_.before;
    const std::int64_t usually = part.before * all_.observed;
    return sign_ > 0 ? 2 * now >= 3 * usually : 3 * now <= 2 * usually;
  }

  Part all_;
  std::int64_t days_;
  std::int64_t sign_;
};

std::size_t hour_of(const PostRecord& record, const Zone& zone) {
  return static_cast<std::size_t>(zone.local(record.placed).since_midnight.count() / 60);
}

// The shortest stretch of hours that drives the difference, of those of one length the one that
// accounts for most of it.
std::optional<Driver> hours_driver(const Compared& compared, const Difference& difference, Day day,
                                   const Zone& zone) {
  std::array<Part, kHoursOfDay> hours{};
  for (const PostRecord* record : compared.observed) {
    ++hours.at(hour_of(*record, zone)).observed;
  }
  for (const PostRecord& record : compared.before) {
    ++hours.at(hour_of(record, zone)).before;
  }
  for (std::size_t length = 1; length <= kHoursMax; ++length) {
    std::optional<std::pair<std::size_t, Part>> best;
    for (std::size_t first = 0; first + length <= kHoursOfDay; ++first) {
      Part part;
      for (std::size_t hour = first; hour < first + length; ++hour) {
        part = part + hours.at(hour);
      }
      const bool more = !best || difference.of(part) > difference.of(best->second);
      if (difference.drives(part) && more) {
        best = {first, part};
      }
    }
    if (best) {
      const auto at = [&](std::size_t hour) {
        return hour == kHoursOfDay ? zone.window(day).to : zone.at(day, std::chrono::hours(hour));
      };
      Driver driver = difference.driver(DriverKind::hours, best->second);
      driver.hours = {at(best->first), at(best->first + length)};
      return driver;
    }
  }
  return std::nullopt;
}

using Parts = std::map<std::string, Part>;

// The part that accounts for most of the difference, if it drives it.
Parts::const_iterator driving_part(const Parts& parts, const Difference& difference) {
  const auto most = std::max_element(parts.begin(), parts.end(), [&](const auto& a, const auto& b) {
    return difference.of(a.second) < difference.of(b.second);
  });
  return most != parts.end() && difference.drives(most->second) ? most : parts.end();
}

std::optional<Driver> same_text_driver(const Compared& compared, const Difference& difference) {
  std::set<std::string_view> observed;
  for (const PostRecord* record : compared.observed) {
    observed.insert(record->post.uri);
  }
  Part most;
  const Cluster* largest = nullptr;
  for (const Cluster& cluster : compared.clusters) {
    Part part;
    part.observed = std::count_if(cluster.uris.begin(), cluster.uris.end(),
                                  [&](const std::string& uri) { return observed.contains(uri); });
    if (part.observed > most.observed) {
      most = part;
      largest = &cluster;
    }
  }
  if (largest == nullptr || !difference.drives(most)) {
    return std::nullopt;
  }
  Driver driver = difference.driver(DriverKind::same_text, most);
  driver.uri = largest->uris.front();
  return driver;
}

void count_pages(const Post& post, Parts& parts, std::int64_t Part::*member) {
  std::set<std::string> pages;
  for (const Link& link : post.links) {
    pages.insert(page_key(link.url));
  }
  for (const std::string& page : pages) {
    ++(parts[page].*member);
  }
}

std::optional<Driver> link_driver(const Compared& compared, const Difference& difference) {
  Parts pages;
  for (const PostRecord* record : compared.observed) {
    count_pages(record->post, pages, &Part::observed);
  }
  for (const PostRecord& record : compared.before) {
    count_pages(record.post, pages, &Part::before);
  }
  const auto page = driving_part(pages, difference);
  if (page == pages.end()) {
    return std::nullopt;
  }
  Driver driver = difference.driver(DriverKind::link, page->second);
  for (const PostRecord* record : compared.observed) {
    const std::vector<Link>& links = record->post.links;
    for (std::size_t at = 0; at < links.size(); ++at) {
      if (!record->post.withheld && page_key(links[at].url) == page->first) {
        driver.uri = record->post.uri;
        driver.index = static_cast<int>(at);
        return driver;
      }
    }
  }
  return std::nullopt;  // only posts that are not quoted hold it
}

// By the source that showed it first, and by what the platform says of its language.
std::string source_of(const PostRecord& record) {
  return record.sightings.empty() ? std::string() : record.sightings.front().source;
}
std::string language_of(const PostRecord& record) {
  return record.post.language.value_or("");
}

template <class NameOf>
std::optional<Driver> named_driver(const Compared& compared, const Difference& difference,
                                   DriverKind kind, NameOf name_of) {
  Parts parts;
  for (const PostRecord* record : compared.observed) {
    ++parts[name_of(*record)].observed;
  }
  for (const PostRecord& record : compared.before) {
    ++parts[name_of(record)].before;
  }
  const auto part = driving_part(parts, difference);
  if (part == parts.end() || !difference.shares_known()) {
    return std::nullopt;
  }
  Driver driver = difference.driver(kind, part->second);
  driver.name = part->first;
  return driver;
}

}  // namespace

std::vector<Driver> drivers_of(const Compared& compared, Unusual unusual, Day day,
                               const Zone& zone) {
  if (compared.observed.empty()) {
    return {};
  }
  const Difference difference({static_cast<std::int64_t>(compared.observed.size()),
                               static_cast<std::int64_t>(compared.before.size())},
                              compared.days, unusual);
  const bool rise = unusual == Unusual::rise;
  std::vector<Driver> drivers;
  for (const auto& driver :
       {hours_driver(compared, difference, day, zone),
        rise ? same_text_driver(compared, difference) : std::nullopt,
        rise ? link_driver(compared, difference) : std::nullopt,
        named_driver(compared, difference, DriverKind::source, source_of),
        named_driver(compared, difference, DriverKind::language, language_of)}) {
    if (driver) {
      drivers.push_back(*driver);
    }
  }
  return drivers;
}

}  // namespace tagwatch
