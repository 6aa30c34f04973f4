// The configuration as the program uses it: checked, resolved, with every default filled in.
//
// Nobody but the program's main part sees a Config whole; other modules take their own options.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tagwatch/base/time.hpp"
#include "tagwatch/model/hashtag.hpp"
#include "tagwatch/model/loopback.hpp"
#include "tagwatch/model/source.hpp"

namespace tagwatch {

/// [monitor]
struct MonitorSettings {
  explicit MonitorSettings(Zone timezone_) : timezone(std::move(timezone_)) {}
  std::vector<Hashtag> tags;  ///< at least one; in the order of the file
  Zone timezone;
  Duration interval{};
  Duration min_interval{};
  Duration max_interval{};
  Duration first_lookback{};
  Duration max_age_seen{};
  int pages_max = 0;
  std::vector<std::string> not_watched;  ///< without the networks that a source covers
  std::string contact;
};

/// [store]
struct StoreSettings {
  std::filesystem::path path;  ///< absolute
};

/// [digest]
struct DigestSettings {
  std::chrono::minutes ready_by{};  ///< local, since midnight
  std::vector<std::string> formats;
  std::filesystem::path output;         ///< absolute
  std::filesystem::path html_template;  ///< absolute; empty for the built-in one
  int baseline_days = 0;
  int late_days = 0;
};

/// [programme]
struct ProgrammeSettings {
  std::vector<std::string> phrases;
  std::vector<std::string> also_tags;
  std::vector<std::string> link_hosts;
  std::vector<std::string> places;
};

/// One [[account]]; `monitor.own_accounts` gives the like.
struct AccountSettings {
  enum class Role { own, partner, media, official };
  std::string handle;
  Role role = Role::official;
};

/// One [[event]]: its local times as instants.
struct EventSettings {
  std::string name;
  Window window;
};

/// One [[topic]].
struct TopicSettings {
  std::string name;
  std::vector<std::string> any;
  std::vector<std::string> none;
};

/// [attention]
struct AttentionSettings {
  int followers = 0;
  int days = 0;
};

/// One [[delivery]].
struct DeliverySettings {
  enum class Kind { email, directory };
  std::string name;  ///< unique
  Kind kind = Kind::email;
  // Of email:
  std::vector<std::string> to;  ///< at least one
  std::string from;
  std::string host;
  int port = 0;
  bool tls = true;
  std::string user;               ///< "": without
  std::string password;           ///< the secret itself
  std::filesystem::path ca_file;  ///< absolute; empty: the machine's
  bool hold = false;              ///< on_doubt = "hold"
  // Of directory:
  std::filesystem::path path;  ///< absolute
};

/// [privacy]
struct PrivacySettings {
  bool require_indexable = false;
};

/// [records]
struct RecordsSettings {
  bool hold = false;  ///< deletion = "hold"
};

/// [archive]
struct ArchiveSettings {
  std::optional<LoopbackAddress> listen;  ///< unset: not served
};

/// [retention]; zero: for ever
struct RetentionSettings {
  Duration posts{};
  Duration observations{};
};

struct Config {
  explicit Config(MonitorSettings monitor_) : monitor(std::move(monitor_)) {}
  std::filesystem::path file;  ///< absolute
  MonitorSettings monitor;
  StoreSettings store;
  std::vector<SourceSettings> sources;  ///< at least one; names are unique
  DigestSettings digest;
  ProgrammeSettings programme;
  std::vector<AccountSettings> accounts;
  std::vector<EventSettings> events;
  std::vector<TopicSettings> topics;
  AttentionSettings attention;
  std::vector<DeliverySettings> deliveries;
  PrivacySettings privacy;
  RecordsSettings records;
  ArchiveSettings archive;
  RetentionSettings retention;
  /// Every key with the value in force, as TOML; see show_config().
  std::string effective;
};

/// The effective configuration as TOML: every key with the value in force, always in the same order
/// and spelling, secrets as "***". Paths stand as the file has them, so equal files give equal
/// bytes wherever they lie. Loading it and showing that again gives the same bytes.
[[nodiscard]] inline const std::string& show_config(const Config& config) {
  return config.effective;
}

}  // namespace tagwatch
