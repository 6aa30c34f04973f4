#include "app/options.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "app/version.hpp"
#include "tagwatch/render/archive.hpp"

namespace tagwatch {
namespace {

Role role_of(AccountSettings::Role role) {
  switch (role) {
    case AccountSettings::Role::own:
      return Role::own;
    case AccountSettings::Role::partner:
      return Role::partner;
    case AccountSettings::Role::media:
      return Role::media;
    case AccountSettings::Role::official:
      return Role::official;
  }
  return Role::official;
}

DigestSource digest_source(const SourceSettings& settings, std::span<const SourceKind> kinds) {
  DigestSource source;
  source.name = settings.name;
  source.platform = settings.kind;
  source.network = settings.network;
  source.required = settings.required;
  source.ordered = settings.time_ordered;
  source.tags = settings.tags;
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const SourceKind& each) {
    return each.name == settings.kind;
  });
  if (kind != kinds.end()) {
    source.one_answer_for_all_tags = kind->make(settings)->one_answer_for_all_tags();
  }
  return source;
}

}  // namespace

Writer::Options writer_options(const Config& config, bool create, Duration wait,
                               Lock::Holder holder) {
  return {create, wait, holder, config.records.hold ? Deletion::hold : Deletion::follow};
}

std::string user_agent(const Config& config) {
  std::string agent = "tagwatch/" TAGWATCH_VERSION;
  if (!config.monitor.contact.empty()) {
    agent += " (+" + config.monitor.contact + ")";
  }
  return agent;
}

IngestOptions ingest_options(const Config& config) {
  IngestOptions options;
  options.min_interval = config.monitor.min_interval;
  options.max_interval = config.monitor.max_interval;
  options.first_lookback = config.monitor.first_lookback;
  options.max_age_seen = config.monitor.max_age_seen;
  options.pages_max = config.monitor.pages_max;
  options.sessions = config.store.path.parent_path() / "sessions";
  options.sweeps = SweepRules{config.monitor.timezone, config.digest.ready_by};
  return options;
}

Result<Watchlist> make_watchlist(const Config& config) {
  std::vector<TopicRule> rules;
  for (const TopicSettings& topic : config.topics) {
    rules.push_back({topic.name, topic.any, topic.none});
  }
  Result<Topics> topics = Topics::compile(rules);
  if (!topics) {
    return topics.error();
  }
  return Watchlist(config.monitor.tags, std::move(*topics), config.privacy.require_indexable);
}

DigestOptions digest_options(const Config& config, std::span<const SourceKind> kinds,
                             std::string site_key) {
  DigestOptions options(config.monitor.timezone);
  options.tags = config.monitor.tags;
  for (const SourceSettings& source : config.sources) {
    options.sources.push_back(digest_source(source, kinds));
  }
  for (const AccountSettings& account : config.accounts) {
    options.accounts.push_back({account.handle, role_of(account.role)});
  }
  options.programme = {config.programme.phrases, config.programme.also_tags,
                       config.programme.link_hosts, config.programme.places};
  for (const EventSettings& event : config.events) {
    options.events.push_back({event.name, event.window});
  }
  for (const TopicSettings& topic : config.topics) {
    options.topics.push_back(topic.name);
  }
  options.audience_followers = config.attention.followers;
  options.attention_days = config.attention.days;
  options.late_days = config.digest.late_days;
  options.baseline_days = config.digest.baseline_days;
  options.interval_max = config.monitor.max_interval;
  options.not_watched = config.monitor.not_watched;
  options.contact = config.monitor.contact;
  options.software = software();
  options.config = show_config(config);
  options.site_key = std::move(site_key);
  return options;
}

std::vector<DigestFormat> digest_formats(const Config& config) {
  std::vector<DigestFormat> formats;
  for (const std::string& name : config.digest.formats) {
    DigestFormat format{};
    if (digest_format_from_name(name, format)) {
      formats.push_back(format);
    }
  }
  return formats;
}

bool asks_for_feed(const Config& config) {
  const std::vector<std::string>& names = config.digest.formats;
  return std::find(names.begin(), names.end(), kFeedFormat) != names.end();
}

Result<std::string> html_template(const Config& config) {
  if (config.digest.html_template.empty()) {
    return std::string();
  }
  std::ifstream file(config.digest.html_template, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) {
    return Error{Errc::io, config.digest.html_template.string() +
                               ": the template cannot be read (digest.template)"};
  }
  return text;
}

}  // namespace tagwatch
