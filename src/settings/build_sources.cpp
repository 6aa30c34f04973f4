#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "build.hpp"
#include "nearest.hpp"
#include "web_address.hpp"

namespace tagwatch::settings {
namespace {

constexpr std::string_view kTagPlace = "{tag}";

// The address without its {tag}; says what is wrong with any other brace.
void check_tag_places(const Section& section, const SourceKind& kind, MistakeList& mistakes) {
  const std::string url = section.text("url");
  const FilePosition place = section.place_of("url");
  std::string rest = url;
  bool has_tag = false;
  for (std::size_t at = rest.find(kTagPlace); at != std::string::npos; at = rest.find(kTagPlace)) {
    rest.erase(at, kTagPlace.size());
    has_tag = true;
  }
  const auto address = read_web_address(url);
  if (rest.find_first_of("{}") != std::string::npos) {
    mistakes.add(place, "\"url\" has a brace that is no \"{tag}\"");
  } else if (has_tag && kind.order != Order::identity) {
    mistakes.add(place, fmt::format("\"{{tag}}\" is for feeds; a source of kind \"{}\" asks for "
                                    "its tags by itself",
                                    kind.name));
  } else if (address && address->host.find('{') != std::string::npos) {
    mistakes.add(place, "\"{tag}\" may not stand in the host");
  }
}

void check_url(const Section& section, const std::string& key, MistakeList& mistakes) {
  const auto address = read_web_address(section.text(key));
  if (!address) {
    return;  // missing or malformed, which was said
  }
  const FilePosition place = section.place_of(key);
  if (address->has_user) {
    mistakes.add(place, fmt::format("\"{}\" holds a user name or password; use token_env, "
                                    "token_file or token_credential",
                                    key));
  }
  const bool insecure = address->scheme == "http" && !is_loopback(address->host);
  if (insecure && !section.boolean("allow_insecure")) {
    mistakes.add(place, fmt::format("http:// to \"{}\" can be read and changed on its way; write "
                                    "https://, or allow_insecure = true",
                                    address->host));
  }
}

// The watched tags that the source is asked for, as the monitor spells them; all when it names
// none.
std::vector<Hashtag> tags_of(Section& section, const MonitorSettings& monitor,
                             MistakeList& mistakes) {
  if (!section.given("tags")) {
    section.derive("tags", spellings(monitor.tags));
    return monitor.tags;
  }
  std::vector<std::string_view> watched;
  std::ranges::transform(monitor.tags, std::back_inserter(watched), &Hashtag::spelled);
  const std::vector<Hashtag> asked = read_tags(section, "tags", mistakes);
  const TextList written = section.list("tags");
  std::vector<Hashtag> tags;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const Hashtag tag(written[i]);
    const auto found = std::ranges::find(monitor.tags, tag);
    if (found != monitor.tags.end()) {
      tags.push_back(*found);
    } else if (!monitor.tags.empty() && std::ranges::find(asked, tag) != asked.end()) {
      mistakes.add(section.item_place("tags", i),
                   fmt::format("\"{}\" is none of monitor.tags; {}", tag.spelled(),
                               suggestion(tag.spelled(), watched)));
    }
  }
  section.replace("tags", spellings(tags));
  return tags;
}

Duration interval_of(Section& section, const MonitorSettings& monitor, MistakeList& mistakes) {
  section.derive("interval", format_duration(monitor.interval));
  const Duration interval = section.duration("interval");
  if (section.given("interval") &&
      (interval < monitor.min_interval || interval > monitor.max_interval)) {
    mistakes.add(section.place_of("interval"),
                 fmt::format("\"interval\" ({}) must lie between monitor.min_interval ({}) and "
                             "monitor.max_interval ({})",
                             format_duration(interval), format_duration(monitor.min_interval),
                             format_duration(monitor.max_interval)));
  }
  return interval;
}

// A kind without these keys keeps what carries a watched tag.
MatchMode match_of(const Section& section, MistakeList& mistakes) {
  const std::string match = section.text("match");
  const bool by_phrases = match == "phrases";
  const bool has_phrases = !section.list("phrases").empty();
  if (by_phrases && !has_phrases) {
    mistakes.add(section.place_of("match"), "match = \"phrases\" needs phrases = [\"…\"]");
  } else if (!by_phrases && has_phrases) {
    mistakes.add(section.place_of("phrases"),
                 fmt::format("\"phrases\" does nothing with match = \"{}\"; write match = "
                             "\"phrases\"",
                             match));
  }
  return by_phrases ? MatchMode::phrases : match == "all" ? MatchMode::all : MatchMode::tags;
}

const SourceKind* kind_of(const Section& section, const Surroundings& around) {
  const std::string name = section.text("kind");
  const SourceKind* kind = find_kind(around.rules.kinds, name);
  if (kind == nullptr && !name.empty()) {
    std::vector<std::string_view> names;
    std::ranges::transform(around.rules.kinds, std::back_inserter(names), &SourceKind::name);
    around.mistakes.add(section.place_of("kind"),
                        fmt::format("there is no kind \"{}\"; {}", name, suggestion(name, names)));
  }
  return kind;
}

Hashtag control_tag_of(const Section& section, MistakeList& mistakes) {
  const std::string& spelled = section.text("control_tag");
  Hashtag tag(spelled);
  if (!spelled.empty() && !tag.valid()) {
    mistakes.add(section.place_of("control_tag"),
                 fmt::format("\"{}\" is no hashtag: write it without '#'", spelled));
  }
  return tag;
}

// Only kinds that people sign in to have these keys.
void read_account(const Section& section, SourceSettings& source, const Surroundings& around) {
  source.account = section.text("account");
  source.password = read_secret(section, "password", around);
  const bool names_password = section.given("password_env") || section.given("password_file") ||
                              section.given("password_credential");
  if (!source.account.empty() && !names_password) {
    around.mistakes.add(section.place_of("account"),
                        "\"account\" needs its app password: password_env, password_file or "
                        "password_credential");
  } else if (source.account.empty() && names_password) {
    around.mistakes.add(section.place(), "a password needs the account that it is of: account");
  }
  check_url(section, "login_url", around.mistakes);
}

// What depends on the kind.
void apply_kind(Section& section, const SourceKind& kind, SourceSettings& source,
                MistakeList& mistakes) {
  check_tag_places(section, kind, mistakes);
  section.derive("network", kind.default_network(source));
  source.network = section.text("network");
  section.derive("min_spacing",
                 format_duration(source.account.empty() ? kind.min_spacing : Duration{0}));
  source.min_spacing = section.duration("min_spacing");
  if (!source.account.empty()) {
    section.derive("login_url", std::string(kind.login_url));
    source.login_url = section.text("login_url");
  }
  section.derive("control_tag", std::string(kind.control_tag));
  source.control_tag = control_tag_of(section, mistakes);
}

SourceSettings build_source(Section& section, const MonitorSettings& monitor,
                            const Surroundings& around) {
  SourceSettings source;
  source.name = section.text("name");
  source.kind = section.text("kind");
  source.url = section.text("url");
  source.tags = tags_of(section, monitor, around.mistakes);
  source.interval = interval_of(section, monitor, around.mistakes);
  source.token = read_secret(section, "token", around);
  source.match = match_of(section, around.mistakes);
  source.phrases = section.list("phrases");
  check_phrases(section, "phrases", around);
  source.required = section.boolean("required");
  source.time_ordered = section.text("order") != "none";
  source.terms_checked = section.text("terms_checked");
  source.allow_insecure = section.boolean("allow_insecure");
  source.connections = section.integer("connections");
  check_url(section, "url", around.mistakes);
  read_account(section, source, around);
  if (const SourceKind* kind = kind_of(section, around)) {
    apply_kind(section, *kind, source, around.mistakes);
  }
  return source;
}

}  // namespace

std::vector<SourceSettings> build_sources(Document& document, const MonitorSettings& monitor,
                                          const Surroundings& around) {
  std::vector<SourceSettings> sources;
  std::set<std::string> names;
  for (Section* section : document.all("source")) {
    sources.push_back(build_source(*section, monitor, around));
    const std::string& name = sources.back().name;
    if (!name.empty() && !names.insert(name).second) {
      around.mistakes.add(section->place_of("name"),
                          fmt::format("there are two sources called \"{}\"", name));
    }
  }
  if (sources.empty()) {
    around.mistakes.add({1, 1}, "there is no [[source]], so nothing would be watched");
  }
  return sources;
}

}  // namespace tagwatch::settings
