#include "option_table.hpp"

#include <algorithm>
#include <array>

#include "delivery_options.hpp"

namespace tagwatch::settings {
namespace {

using enum OptionType;

constexpr std::array kSections{
    SectionRow{"monitor", false, "What is watched, and how"},
    SectionRow{"store", false, "Where the posts are kept"},
    SectionRow{"source", true, "A server or feed that is asked; at least one"},
    SectionRow{"digest", false, "The morning page"},
    SectionRow{"programme", false, "What makes a post one \"about the programme\""},
    SectionRow{"account", true, "An account of the office, a partner, a medium or an authority"},
    SectionRow{"event", true, "A day or hours of the programme's calendar"},
    SectionRow{"topic", true, "A section of the digest"},
    SectionRow{"attention", false, "Which posts wait for an answer of the office"},
    SectionRow{"delivery", true, "Where each digest goes besides digest.output"},
    SectionRow{"privacy", false, "What is owed to the people who post"},
    SectionRow{"records", false, "What becomes of posts that their authors delete"},
    SectionRow{"archive", false, "The issued digests as pages, served by `tagwatch run`"},
    SectionRow{"retention", false, "How long things are kept; `tagwatch db prune` obeys it"},
};

constexpr std::array kOwnOptions{
    // [monitor]
    OptionRow{.section = "monitor",
              .key = "tags",
              .type = text_list,
              .default_toml = "",
              .help = "The hashtags to watch, without '#'; upper and lower case are one",
              .required = true,
              .range = "1..100"},
    OptionRow{.section = "monitor",
              .key = "timezone",
              .type = text,
              .default_toml = "",
              .help = "IANA name of the zone whose days the digests are of, such as "
                      "\"America/New_York\"",
              .required = true},
    OptionRow{.section = "monitor",
              .key = "interval",
              .type = duration,
              .default_toml = "\"5m\"",
              .help = "How often a source is asked when nothing speaks against it",
              .range = "10s..1d"},
    OptionRow{.section = "monitor",
              .key = "min_interval",
              .type = duration,
              .default_toml = "\"1m\"",
              .help = "No source is asked more often",
              .range = "10s..1d"},
    OptionRow{.section = "monitor",
              .key = "max_interval",
              .type = duration,
              .default_toml = "\"1h\"",
              .help = "The longest wait after failures",
              .range = "10s..7d"},
    OptionRow{.section = "monitor",
              .key = "first_lookback",
              .type = duration,
              .default_toml = "\"84d\"",
              .help = "How much history is read when a source is asked for the first time",
              .range = "0s..3650d"},
    OptionRow{.section = "monitor",
              .key = "not_watched",
              .type = text_list,
              .default_toml = "[\"X\", \"Facebook\", \"Instagram\", \"LinkedIn\", \"Threads\", "
                              "\"TikTok\", \"YouTube\"]",
              .help = "Networks that every digest names as not watched; one with a source leaves "
                      "the list"},
    OptionRow{.section = "monitor",
              .key = "contact",
              .type = text,
              .default_toml = "\"\"",
              .help = "An address that servers' operators can write to; it goes into the "
                      "User-Agent, as public servers ask"},
    OptionRow{.section = "monitor",
              .key = "max_age_seen",
              .type = duration,
              .default_toml = "\"10m\"",
              .help = "An answer from a cache that is older proves nothing about coverage",
              .range = "0s..1d"},
    OptionRow{.section = "monitor",
              .key = "pages_max",
              .type = integer,
              .default_toml = "50",
              .help = "Pages that one pass reads of a source and tag; the rest waits for the next",
              .range = "2..10000"},
    OptionRow{.section = "monitor",
              .key = "own_accounts",
              .type = text_list,
              .default_toml = "[]",
              .help = "The office's own accounts: short for [[account]] with role = \"own\""},
    // [store]
    OptionRow{.section = "store",
              .key = "path",
              .type = path,
              .default_toml = "",
              .help = "The database file",
              .required = true},
    // [[source]]
    OptionRow{.section = "source",
              .key = "name",
              .type = text,
              .default_toml = "",
              .help = "Its name in every report; no two sources share one",
              .required = true},
    OptionRow{.section = "source",
              .key = "kind",
              .type = text,
              .default_toml = "",
              .help = "What it is; `tagwatch sources list --kinds` says what there is",
              .required = true},
    OptionRow{.section = "source",
              .key = "url",
              .type = url,
              .default_toml = "",
              .help = "Its address; in a feed's, {tag} is filled in once for each tag, and "
                      "without it one fetch serves all",
              .required = true},
    OptionRow{.section = "source",
              .key = "tags",
              .type = text_list,
              .default_toml = "",
              .help = "Only these of monitor.tags; all when left out",
              .range = "1..100"},
    OptionRow{.section = "source",
              .key = "interval",
              .type = duration,
              .default_toml = "",
              .help = "Its own interval; monitor.interval when left out",
              .range = "10s..1d"},
    OptionRow{.section = "source",
              .key = "network",
              .type = text,
              .default_toml = "",
              .help = "Sources of one network cover for each other; by kind when left out"},
    OptionRow{.section = "source",
              .key = "required",
              .type = boolean,
              .default_toml = "true",
              .help = "false: it does not count for the digest's word on coverage"},
    OptionRow{.section = "source",
              .key = "token_env",
              .type = text,
              .default_toml = "",
              .help = "The environment variable that holds its access token"},
    OptionRow{.section = "source",
              .key = "token_file",
              .type = path,
              .default_toml = "",
              .help = "The file that holds its access token"},
    OptionRow{.section = "source",
              .key = "token_credential",
              .type = text,
              .default_toml = "",
              .help = "The systemd credential that holds its access token"},
    OptionRow{.section = "source",
              .key = "control_tag",
              .type = text,
              .default_toml = "",
              .help = "A busy tag, asked for at most once an hour while a watched one has no post: "
                      "when it has, the zero is verified. \"\": none; by kind when left out"},
    OptionRow{.section = "source",
              .key = "terms_checked",
              .type = day,
              .default_toml = "",
              .help = "The day on which a person last read the server's terms"},
    OptionRow{.section = "source",
              .key = "allow_insecure",
              .type = boolean,
              .default_toml = "false",
              .help = "true: http:// is allowed to another machine"},
    OptionRow{.section = "source",
              .key = "connections",
              .type = integer,
              .default_toml = "2",
              .help = "Connections to its host at once",
              .range = "1..16"},
    OptionRow{.section = "source",
              .key = "min_spacing",
              .type = duration,
              .default_toml = "",
              .help = "The shortest time between two requests to its host; by kind when left out",
              .range = "0s..1h"},
    // [digest]
    OptionRow{.section = "digest",
              .key = "ready_by",
              .type = time_of_day,
              .default_toml = "\"06:15\"",
              .help = "Local time by which the digest of the day before is ready"},
    OptionRow{.section = "digest",
              .key = "formats",
              .type = choice_list,
              .default_toml = "[\"html\", \"text\", \"json\"]",
              .help = "The files that are written; csv holds the posts, pdf needs the program "
                      "WeasyPrint, atom is the feed of issued digests",
              .choices = "html|text|json|markdown|csv|pdf|atom",
              .range = "1..7"},
    OptionRow{.section = "digest",
              .key = "output",
              .type = path,
              .default_toml = "",
              .help = "The folder that they are written to; else digests/ beside the store"},
    OptionRow{.section = "digest",
              .key = "template",
              .type = path,
              .default_toml = "\"\"",
              .help = "The office's own HTML template; empty for the built-in one"},
    OptionRow{.section = "digest",
              .key = "baseline_days",
              .type = integer,
              .default_toml = "84",
              .help = "How many days back comparable days are looked for, for \"usually\"",
              .range = "7..3650"},
    OptionRow{.section = "digest",
              .key = "late_days",
              .type = integer,
              .default_toml = "7",
              .help = "For how many days back late posts are told by day",
              .range = "0..365"},
    // [programme]
    OptionRow{.section = "programme",
              .key = "phrases",
              .type = text_list,
              .default_toml = "[]",
              .help = "Names that stand for the programme; a '*' after a word takes any ending"},
    OptionRow{.section = "programme",
              .key = "also_tags",
              .type = text_list,
              .default_toml = "[]",
              .help = "Hashtags that make a post one about the programme; they are not watched"},
    OptionRow{.section = "programme",
              .key = "link_hosts",
              .type = text_list,
              .default_toml = "[]",
              .help = "Hosts; a link to one, or to a host below it, is a sign"},
    OptionRow{.section = "programme",
              .key = "places",
              .type = text_list,
              .default_toml = "[]",
              .help = "Places of the programme; a sign only together with another"},
    // [[account]]
    OptionRow{.section = "account",
              .key = "handle",
              .type = text,
              .default_toml = "",
              .help = "Such as \"@office@example.social\" or \"@office.bsky.social\"",
              .required = true},
    OptionRow{.section = "account",
              .key = "role",
              .type = choice,
              .default_toml = "",
              .help = "Posts of own and partner accounts are counted apart",
              .choices = "own|partner|media|official",
              .required = true},
    // [[event]]
    OptionRow{.section = "event",
              .key = "name",
              .type = text,
              .default_toml = "",
              .help = "What digests call it",
              .required = true},
    OptionRow{.section = "event",
              .key = "from",
              .type = local_time,
              .default_toml = "",
              .help = "When it begins, in monitor.timezone",
              .required = true},
    OptionRow{.section = "event",
              .key = "to",
              .type = local_time,
              .default_toml = "",
              .help = "When it ends, in monitor.timezone",
              .required = true},
    // [[topic]]
    OptionRow{.section = "topic",
              .key = "name",
              .type = text,
              .default_toml = "",
              .help = "What digests call it",
              .required = true},
    OptionRow{.section = "topic",
              .key = "any",
              .type = text_list,
              .default_toml = "",
              .help = "A post with one of these phrases is of the topic; a '*' after a word takes "
                      "any ending",
              .required = true,
              .range = "1..1000"},
    OptionRow{.section = "topic",
              .key = "not",
              .type = text_list,
              .default_toml = "[]",
              .help = "Unless it holds one of these"},
    // [attention]
    OptionRow{.section = "attention",
              .key = "followers",
              .type = integer,
              .default_toml = "10000",
              .help = "From so many followers on, who asks a question has an audience",
              .range = "0..1000000000"},
    OptionRow{.section = "attention",
              .key = "days",
              .type = integer,
              .default_toml = "5",
              .help = "For how many days a post that waits is told, unless it is closed",
              .range = "1..30"},
    // [privacy]
    OptionRow{
        .section = "privacy",
        .key = "require_indexable",
        .type = boolean,
        .default_toml = "false",
        .help = "true: posts of authors who decline full-text search are counted, not quoted"},
    // [records]
    OptionRow{.section = "records",
              .key = "deletion",
              .type = choice,
              .default_toml = "\"follow\"",
              .help =
                  "follow: the content goes from everywhere; hold, for offices with a duty to "
                  "keep: it is kept and marked, nothing is pruned, and only `db erase` takes it",
              .choices = "follow|hold"},
    // [archive]
    OptionRow{.section = "archive",
              .key = "listen",
              .type = text,
              .default_toml = "\"127.0.0.1:8787\"",
              .help = "Where browsers on this machine, and on no other, read the digests; \"\" "
                      "switches it off"},
    // [retention]
    OptionRow{.section = "retention",
              .key = "posts",
              .type = duration,
              .default_toml = "\"0d\"",
              .help =
                  "Posts older than this are pruned, but for a hash of their addresses, by which "
                  "they are known again; 0d keeps them for ever, "
                  "and less than digest.baseline_days would spoil \"usually\"",
              .range = "0s..36500d"},
    OptionRow{.section = "retention",
              .key = "observations",
              .type = duration,
              .default_toml = "\"90d\"",
              .help = "Counts of likes, reposts and replies older than this are pruned, but for "
                      "the newest of each post; 0d keeps them for ever",
              .range = "0s..36500d"},
};

// All of them; the reference and `config show` go by the order of the sections.
constexpr auto kOptions = [] {
  std::array<OptionRow, kOwnOptions.size() + kDeliveryOptions.size()> all{};
  std::copy(kDeliveryOptions.begin(), kDeliveryOptions.end(),
            std::copy(kOwnOptions.begin(), kOwnOptions.end(), all.begin()));
  return all;
}();

}  // namespace

std::span<const SectionRow> section_table() {
  return kSections;
}

const SectionRow* find_section(std::string_view name) {
  const auto found = std::ranges::find(kSections, name, &SectionRow::name);
  return found == kSections.end() ? nullptr : &*found;
}

std::span<const OptionRow> option_table() {
  return kOptions;
}

std::vector<const OptionRow*> rows_of(std::string_view section) {
  std::vector<const OptionRow*> rows;
  for (const OptionRow& row : kOptions) {
    if (row.section == section) {
      rows.push_back(&row);
    }
  }
  return rows;
}

const OptionRow* find_row(const std::vector<const OptionRow*>& rows, std::string_view key) {
  const auto found = std::ranges::find(rows, key, &OptionRow::key);
  return found == rows.end() ? nullptr : *found;
}

const SourceKind* find_kind(std::span<const SourceKind> kinds, std::string_view name) {
  const auto found = std::ranges::find(kinds, name, &SourceKind::name);
  return found == kinds.end() ? nullptr : &*found;
}

}  // namespace tagwatch::settings
