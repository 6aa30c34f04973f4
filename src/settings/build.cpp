#include "build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "check_value.hpp"
#include "nearest.hpp"

namespace tagwatch::settings {
namespace {

// True for what a platform would end the tag at, so that the tag could never match.
bool is_no_tag(std::string_view spelled) {
  const auto is_ascii_word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const bool foreign = std::ranges::any_of(
      spelled, [&](char c) { return static_cast<unsigned char>(c) < 0x80 && !is_ascii_word(c); });
  return foreign || spelled.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<Zone> read_zone(const Section& monitor, MistakeList& mistakes) {
  const std::string name = monitor.text("timezone");
  if (name.empty()) {
    return std::nullopt;  // that it is missing was said
  }
  const Result<Zone> zone = Zone::locate(name);
  if (zone.has_error()) {
    mistakes.add(monitor.place_of("timezone"), zone.error().context);
    return std::nullopt;
  }
  return *zone;
}

void check_intervals(const Section& monitor, MistakeList& mistakes) {
  const Duration low = monitor.duration("min_interval");
  const Duration high = monitor.duration("max_interval");
  if (low > high) {
    mistakes.add(monitor.place_of("min_interval"),
                 fmt::format("\"min_interval\" ({}) is longer than \"max_interval\" ({})",
                             format_duration(low), format_duration(high)));
  } else if (const Duration interval = monitor.duration("interval");
             interval < low || interval > high) {
    mistakes.add(
        monitor.place_of("interval"),
        fmt::format("\"interval\" ({}) must lie between \"min_interval\" ({}) and "
                    "\"max_interval\" ({})",
                    format_duration(interval), format_duration(low), format_duration(high)));
  }
}

// A network with a source is watched.
TextList not_watched(const Section& monitor, const std::vector<Section*>& sources,
                     std::span<const SourceKind> kinds) {
  TextList networks = monitor.list("not_watched");
  for (const Section* source : sources) {
    if (const SourceKind* kind = find_kind(kinds, source->text("kind"))) {
      std::erase_if(networks, [&](const std::string& network) {
        const std::string name = in_lower_case(network);
        return name == in_lower_case(kind->name) || name == in_lower_case(kind->platform);
      });
    }
  }
  return networks;
}

MonitorSettings build_monitor(Document& document, Zone zone, const Surroundings& around) {
  Section& section = document.one("monitor");
  MonitorSettings monitor(std::move(zone));
  monitor.tags = read_tags(section, "tags", around.mistakes);
  check_intervals(section, around.mistakes);
  monitor.interval = section.duration("interval");
  monitor.min_interval = section.duration("min_interval");
  monitor.max_interval = section.duration("max_interval");
  monitor.first_lookback = section.duration("first_lookback");
  monitor.max_age_seen = section.duration("max_age_seen");
  monitor.pages_max = section.integer("pages_max");
  monitor.contact = section.text("contact");
  monitor.not_watched = not_watched(section, document.all("source"), around.rules.kinds);
  section.replace("not_watched", monitor.not_watched);
  return monitor;
}

DigestSettings build_digest(Document& document, const Surroundings& around) {
  Section& section = document.one("digest");
  const std::filesystem::path store = document.one("store").text("path");
  section.derive("output", (store.parent_path() / "digests").generic_string());
  DigestSettings digest;
  digest.ready_by = parse_time_of_day(section.text("ready_by")).value_or(digest.ready_by);
  digest.formats = section.list("formats");
  digest.output = around.resolve(section.text("output"));
  digest.html_template = around.resolve(section.text("template"));
  if (!digest.html_template.empty() && around.rules.fault_of_template) {
    if (const std::string fault = around.rules.fault_of_template(digest.html_template);
        !fault.empty()) {
      around.mistakes.add(section.place_of("template"), fault);
    }
  }
  digest.baseline_days = section.integer("baseline_days");
  digest.late_days = section.integer("late_days");
  return digest;
}

ProgrammeSettings build_programme(Section& section, const Surroundings& around) {
  MistakeList& mistakes = around.mistakes;
  ProgrammeSettings programme;
  programme.phrases = section.list("phrases");
  programme.places = section.list("places");
  check_phrases(section, "phrases", around);
  check_phrases(section, "places", around);
  programme.link_hosts = section.list("link_hosts");
  for (const Hashtag& tag : read_tags(section, "also_tags", mistakes)) {
    programme.also_tags.push_back(tag.spelled());
  }
  for (std::size_t i = 0; i < programme.link_hosts.size(); ++i) {
    const std::string& host = programme.link_hosts[i];
    if (host.find_first_of("/:@ ") != std::string::npos) {
      mistakes.add(section.item_place("link_hosts", i),
                   fmt::format("\"link_hosts\" takes host names alone, such as \"state.gov\", not "
                               "\"{}\"",
                               host));
    }
  }
  return programme;
}

class Accounts {
 public:
  explicit Accounts(MistakeList& mistakes) : mistakes_(mistakes) {}

  void add(const std::string& handle, AccountSettings::Role role, FilePosition place) {
    std::string key = in_lower_case(handle);
    key.erase(0, key.starts_with('@') ? 1 : 0);
    if (key.empty()) {
      return;  // said before
    }
    if (key.find_first_of(" /:") != std::string::npos) {
      mistakes_.add(place,
                    fmt::format("\"{}\" is no handle such as \"@office@example.social\"", handle));
    } else if (!keys_.insert(key).second) {
      mistakes_.add(place, fmt::format("the account \"{}\" is listed twice", handle));
    }
    list_.push_back({handle, role});
  }
  [[nodiscard]] std::vector<AccountSettings> take() { return std::move(list_); }

 private:
  MistakeList& mistakes_;
  std::set<std::string> keys_;
  std::vector<AccountSettings> list_;
};

std::vector<AccountSettings> build_accounts(Document& document, MistakeList& mistakes) {
  using Role = AccountSettings::Role;
  static const std::map<std::string, Role, std::less<>> kRoles{{"own", Role::own},
                                                               {"partner", Role::partner},
                                                               {"media", Role::media},
                                                               {"official", Role::official}};
  Accounts accounts(mistakes);
  const Section& monitor = document.one("monitor");
  const TextList own = monitor.list("own_accounts");
  for (std::size_t i = 0; i < own.size(); ++i) {
    accounts.add(own[i], Role::own, monitor.item_place("own_accounts", i));
  }
  for (const Section* section : document.all("account")) {
    const auto role = kRoles.find(section->text("role"));
    accounts.add(section->text("handle"), role == kRoles.end() ? Role::official : role->second,
                 section->place_of("handle"));
  }
  return accounts.take();
}

std::vector<EventSettings> build_events(Document& document, const Zone& zone,
                                        MistakeList& mistakes) {
  std::vector<EventSettings> events;
  for (const Section* section : document.all("event")) {
    const auto from = read_local_time(section->text("from"));
    const auto to = read_local_time(section->text("to"));
    if (!from || !to) {
      continue;  // said before
    }
    EventSettings event{
        section->text("name"),
        {zone.at(from->day, from->since_midnight), zone.at(to->day, to->since_midnight)}};
    if (event.window.to <= event.window.from) {
      mistakes.add(section->place_of("to"), "the event ends before it begins");
    }
    events.push_back(std::move(event));
  }
  return events;
}

std::vector<TopicSettings> build_topics(Document& document, const Surroundings& around) {
  std::vector<TopicSettings> topics;
  std::set<std::string> names;
  for (const Section* section : document.all("topic")) {
    TopicSettings topic{section->text("name"), section->list("any"), section->list("not")};
    if (!topic.name.empty() && !names.insert(topic.name).second) {
      around.mistakes.add(section->place_of("name"),
                          fmt::format("there are two topics called \"{}\"", topic.name));
    }
    check_phrases(*section, "any", around);
    check_phrases(*section, "not", around);
    topics.push_back(std::move(topic));
  }
  return topics;
}

ArchiveSettings build_archive(const Section& section, MistakeList& mistakes) {
  const std::string listen = section.text("listen");
  ArchiveSettings archive;
  if (!listen.empty()) {
    archive.listen = parse_loopback(listen);
    if (!archive.listen) {
      mistakes.add(section.place_of("listen"),
                   fmt::format("\"listen\" must be an address and a port of this machine alone, "
                               "such as \"127.0.0.1:8787\" or \"[::1]:8787\", not \"{}\": the "
                               "archive has no password, so no other machine may reach it",
                               listen));
    }
  }
  return archive;
}

RetentionSettings build_retention(const Section& section, const DigestSettings& digest,
                                  MistakeList& mistakes) {
  RetentionSettings retention;
  retention.posts = section.duration("posts");
  retention.observations = section.duration("observations");
  if (retention.posts > Duration{0} && retention.posts < std::chrono::days(digest.baseline_days)) {
    mistakes.add(section.place_of("posts"),
                 fmt::format("\"posts\" ({}) is shorter than \"baseline_days\" ({}), for which "
                             "posts are needed",
                             format_duration(retention.posts), digest.baseline_days));
  }
  return retention;
}

}  // namespace

std::filesystem::path Surroundings::resolve(const std::string& written) const {
  return written.empty() ? std::filesystem::path()
                         : (file.parent_path() / written).lexically_normal();
}

std::vector<Hashtag> read_tags(Section& section, std::string_view key, MistakeList& mistakes) {
  std::vector<Hashtag> tags;
  const TextList written = section.list(key);
  for (std::size_t i = 0; i < written.size(); ++i) {
    const FilePosition place = section.item_place(key, i);
    Hashtag tag(written[i]);
    const auto same = std::ranges::find(tags, tag);
    if (!tag.valid() || is_no_tag(tag.spelled())) {
      mistakes.add(place, fmt::format("\"{}\" is no hashtag: write letters, digits and '_', not "
                                      "digits alone",
                                      written[i]));
    } else if (same != tags.end()) {
      mistakes.add(place,
                   fmt::format("\"{}\" is the same tag as \"{}\"", written[i], same->spelled()));
    } else {
      tags.push_back(std::move(tag));
    }
  }
  if (tags.size() == written.size()) {
    section.replace(key, spellings(tags));
  }
  return tags;
}

void check_phrases(const Section& section, std::string_view key, const Surroundings& around) {
  const TextList phrases = section.list(key);
  for (std::size_t i = 0; around.rules.fault_of_phrase && i < phrases.size(); ++i) {
    if (std::string fault = around.rules.fault_of_phrase(phrases[i]); !fault.empty()) {
      around.mistakes.add(section.item_place(key, i), std::move(fault));
    }
  }
}

TextList spellings(const std::vector<Hashtag>& tags) {
  TextList texts;
  std::ranges::transform(tags, std::back_inserter(texts), &Hashtag::spelled);
  return texts;
}

std::string in_lower_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

std::optional<Config> build_config(Document& document, const Surroundings& around) {
  const Section& section = document.one("monitor");
  std::optional<Zone> zone = read_zone(section, around.mistakes);
  if (!zone) {  // the rest is checked all the same
    const Result<Zone> stand_in = Zone::locate("UTC");
    if (stand_in.has_error()) {
      around.mistakes.add(section.place(), stand_in.error().context);
      return std::nullopt;
    }
    zone = *stand_in;
  }
  Config config(build_monitor(document, *zone, around));
  config.file = around.file;
  config.store.path = around.resolve(document.one("store").text("path"));
  config.sources = build_sources(document, config.monitor, around);
  config.digest = build_digest(document, around);
  config.programme = build_programme(document.one("programme"), around);
  config.accounts = build_accounts(document, around.mistakes);
  config.events = build_events(document, *zone, around.mistakes);
  config.topics = build_topics(document, around);
  Section& attention = document.one("attention");
  config.attention = {attention.integer("followers"), attention.integer("days")};
  config.deliveries = build_deliveries(document, around);
  config.privacy.require_indexable = document.one("privacy").boolean("require_indexable");
  config.records.hold = document.one("records").text("deletion") == "hold";
  config.archive = build_archive(document.one("archive"), around.mistakes);
  config.retention = build_retention(document.one("retention"), config.digest, around.mistakes);
  config.effective = to_toml(document);
  return around.mistakes.empty() ? std::optional(std::move(config)) : std::nullopt;
}

}  // namespace tagwatch::settings
