#include "tagwatch/settings/write.hpp"

#include <fmt/format.h>

#include "option_table.hpp"
#include "option_type.hpp"

namespace tagwatch {
namespace {

using namespace settings;

constexpr std::size_t kColumns = 100;

// `text` as comment lines of at most kColumns.
void append_comment(std::string& out, std::string_view text) {
  std::string line = "#";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (line.size() > 1 && line.size() + 1 + end > kColumns) {
      out += line + '\n';
      line = "#";
    }
    line += ' ';
    line += text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out += line + '\n';
}

// "a duration, 10s to 1d".
std::string form_of(const OptionRow& row) {
  std::string form(words(row.type));
  if (!row.choices.empty()) {
    form = row.type == OptionType::choice_list ? "a list of these: " : "one of these: ";
    for (const std::string_view choice : choices_of(row)) {
      fmt::format_to(std::back_inserter(form), "{}\"{}\"", form.ends_with(": ") ? "" : ", ",
                     choice);
    }
  }
  if (const std::size_t dots = row.range.find(".."); dots != std::string_view::npos) {
    const bool counts = row.type == OptionType::text_list || row.type == OptionType::choice_list;
    fmt::format_to(std::back_inserter(form), ", {} to {}{}", row.range.substr(0, dots),
                   row.range.substr(dots + 2), counts ? " of them" : "");
  }
  return form;
}

std::string example_of(const OptionRow& row) {
  if (row.choices.empty()) {
    return std::string(example(row.type));
  }
  const std::string_view form = row.type == OptionType::choice_list ? "[\"{}\"]" : "\"{}\"";
  return fmt::format(fmt::runtime(form), choices_of(row).front());
}

void append_row(std::string& out, const OptionRow& row, bool repeated) {
  out += '\n';
  append_comment(
      out, fmt::format("{} ({}{})", row.help, form_of(row), row.required ? "; required" : ""));
  const bool has_default = !row.default_toml.empty();
  fmt::format_to(std::back_inserter(out), "{}{} = {}\n", repeated || !has_default ? "#" : "",
                 row.key, has_default ? std::string(row.default_toml) : example_of(row));
}

}  // namespace

std::string reference_toml(std::span<const SourceKind> kinds) {
  std::string out =
      "# Every key that tagwatch knows, with its default. What stands behind a '#' without a space "
      "has no\n"
      "# default, or is part of a section that may stand several times: the values there are "
      "examples.\n"
      "# Written by `tagwatch config show --reference`.\n";
  for (const SectionRow& section : section_table()) {
    out += "\n\n";
    append_comment(out, section.help);
    out += section.repeated ? fmt::format("#[[{}]]\n", section.name)
                            : fmt::format("[{}]\n", section.name);
    for (const OptionRow* row : rows_of(section.name)) {
      append_row(out, *row, section.repeated);
    }
    for (const SourceKind& kind : kinds) {
      if (section.name == "source" && !kind.options.empty()) {
        out += fmt::format("\n# Of sources of kind \"{}\" alone:\n", kind.name);
        for (const OptionRow& row : kind.options) {
          append_row(out, row, true);
        }
      }
    }
  }
  return out;
}

std::string starting_toml() {
  return R"(# tagwatch: which hashtags are watched, where, and what the morning page says of them.
# Every other key and its default: `tagwatch config show --reference`.
# After a change: `tagwatch config check`.

[monitor]
tags = ["GlobalSecurity", "TMSSW"]  # without '#'
timezone = "America/New_York"       # the days of the digests follow it
contact = ""                        # an address that operators of servers can write to

[store]
path = "../data/tagwatch.db"        # relative paths are relative to this file

# As many [[source]] sections as you like; `tagwatch sources list --kinds` says what there is.
[[source]]
name = "mastodon.social"
kind = "mastodon"
url = "https://mastodon.social"

# A server that wants a token: name a variable (or token_file, token_credential) that holds it.
#[[source]]
#name = "example.social"
#kind = "mastodon"
#url = "https://example.social"
#token_env = "EXAMPLE_SOCIAL_TOKEN"

# Bluesky's search. Without an account (and an app password of it) it may refuse at any time.
#[[source]]
#name = "bluesky"
#kind = "bluesky"
#url = "https://api.bsky.app"
#account = "press.example.org"
#password_env = "BLUESKY_APP_PASSWORD"

# A feed: RSS, Atom or JSON Feed. With match = "phrases" items without the hashtag are kept too.
#[[source]]
#name = "news"
#kind = "feed"
#url = "https://example.org/news.rss"
#match = "phrases"
#phrases = ["International Visitor Leadership Program"]

[digest]
ready_by = "06:15"
output = "../data/digests"

[programme]                         # what makes a post one "about the programme"
phrases = ["International Visitor Leadership Program"]
link_hosts = ["state.gov"]

# The office's own accounts and its partners' are counted apart.
#[[account]]
#handle = "@office@example.social"
#role = "own"

# Days of the calendar; digests name them, and "usually" leaves them out.
#[[event]]
#name = "Workshop"
#from = "2026-11-23T13:00"
#to = "2026-11-23T16:00"

# Sections of the digest.
#[[topic]]
#name = "Cyber"
#any = ["cybersecurity", "ransomware*"]
)";
}

}  // namespace tagwatch
