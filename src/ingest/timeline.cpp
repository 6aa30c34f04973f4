#include "tagwatch/ingest/timeline.hpp"

#include <algorithm>
#include <utility>

#include "tagwatch/base/sha256.hpp"
#include "tagwatch/store/session_file.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {

Result<std::unique_ptr<SourceSet>> SourceSet::make(std::vector<SourceSettings> settings,
                                                   std::span<const SourceKind> kinds,
                                                   const IngestOptions& options) {
  std::unique_ptr<SourceSet> set(new SourceSet());
  for (SourceSettings& each : settings) {
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const SourceKind& candidate) {
      return candidate.name == each.kind;
    });
    if (kind == kinds.end()) {
      return Error{Errc::config_invalid, "source \"" + each.name + "\": no kind \"" + each.kind +
                                             "\" (see tagwatch sources list --kinds)"};
    }
    Result<Phrases> phrases = Phrases::compile(each.phrases);
    if (!phrases) {
      return phrases.error();
    }
    auto entry = std::make_unique<Entry>();
    entry->settings = std::move(each);
    entry->kind = &*kind;
    entry->source = kind->make(entry->settings);
    entry->phrases = std::move(*phrases);
    if (kind->posts_at_once > 0) {
      set->askable_.push_back(entry->settings.name);
    }
    set->add_timelines(*entry, options);
    set->entries_.push_back(std::move(entry));
  }
  return set;
}

namespace {

std::string what_is_read(const SourceSettings& settings) {
  std::string all = std::to_string(static_cast<int>(settings.match));
  for (const Hashtag& tag : settings.tags) {
    all += '\n' + tag.key();
  }
  for (const std::string& phrase : settings.phrases) {
    all += "\n " + phrase;
  }
  return sha256_hex(all).substr(0, 16);
}

}  // namespace

void SourceSet::add_timelines(const Entry& entry, const IngestOptions& options) {
  Timeline timeline;
  timeline.kind = entry.kind;
  timeline.settings = &entry.settings;
  timeline.source = entry.source.get();
  timeline.phrases = &entry.phrases;
  timeline.askable = &askable_;
  timeline.read_as = what_is_read(entry.settings);
  timeline.host = host_of(entry.settings.url);
  timeline.session_file = session_path(options.sessions, entry.settings.name);
  timeline.walk = {.order = entry.kind->order,
                   .pages = entry.kind->pages,
                   .reads_upwards = entry.kind->reads_upwards,
                   .time_ordered = entry.settings.time_ordered,
                   .pages_max = options.pages_max,
                   .first_lookback = options.first_lookback,
                   .max_age_seen = options.max_age_seen};
  timeline.schedule = {entry.settings.interval, options.min_interval, options.max_interval};
  timeline.sweeps = options.sweeps;
  if (entry.source->one_answer_for_all_tags()) {
    timeline.id = TimelineId(entry.settings.name, "");
    for (const Hashtag& tag : entry.settings.tags) {
      timeline.tag_keys.push_back(tag.key());
    }
    timelines_.push_back(timeline);
    return;
  }
  for (const Hashtag& tag : entry.settings.tags) {
    timeline.id = TimelineId(entry.settings.name, tag.key());
    timeline.tag = tag;
    timeline.tag_keys = {tag.key()};
    timelines_.push_back(timeline);
  }
}

std::vector<std::string> SourceSet::configured_hosts() const {
  std::vector<std::string> hosts;
  for (const auto& entry : entries_) {
    hosts.push_back(host_of(entry->settings.url));
    if (!entry->settings.account.empty()) {
      hosts.push_back(host_of(entry->settings.login_url));
    }
  }
  return hosts;
}

}  // namespace tagwatch
