#include "app/cli_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/cmd_attention.hpp"
#include "app/cmd_db.hpp"
#include "app/cmd_digest.hpp"
#include "app/cmd_import.hpp"
#include "app/cmd_poll.hpp"
#include "app/cmd_posts.hpp"
#include "app/cmd_run.hpp"
#include "app/cmd_sources_check.hpp"
#include "app/cmd_status.hpp"
#include "tagwatch/ingest/import.hpp"

namespace tagwatch {
namespace {

constexpr int kSearchLimitMax = 10'000;

// Declares a command whose arguments are an Arguments, run by `command`.
template <class Arguments>
std::shared_ptr<Arguments> declare(CLI::App* at, Command& chosen,
                                   ExitCode (*command)(Session&, const Arguments&)) {
  const auto arguments = std::make_shared<Arguments>();
  at->callback([&chosen, arguments, command] {
    chosen = [arguments, command](Session& session) { return command(session, *arguments); };
  });
  return arguments;
}

// An option that may be given several times, one value each.
void add_repeatable(CLI::App* at, const std::string& name, std::vector<std::string>& values,
                    const std::string& type, const std::string& help) {
  at->add_option(name, values, help)->type_name(type)->allow_extra_args(false);
}

void add_duration(CLI::App* at, const std::string& name, Duration& value, const std::string& help) {
  at->add_option_function<std::string>(
        name, [&value](const std::string& text) { value = *parse_duration(text); }, help)
      ->check([](const std::string& text) {
        return parse_duration(text) ? "" : "\"" + text + "\" is no duration; write 90s, 5m or 2h";
      })
      ->type_name("DURATION");
}

void add_wait(CLI::App* at, Duration& wait, const std::string& otherwise) {
  add_duration(at, "--wait", wait,
               "How long to wait for another tagwatch that is writing (" + otherwise + ")");
}

// A command without arguments of its own.
void add_plain(CLI::App& group, Command& chosen, const std::string& name, const std::string& help,
               ExitCode (*command)(Session&)) {
  group.add_subcommand(name, help)->callback([&chosen, command] { chosen = command; });
}

constexpr const char* kTimeHelp = "RFC 3339, a day, or a duration back from now (36h)";

}  // namespace

void add_watching(CLI::App& app, Command& chosen) {
  CLI::App* run = app.add_subcommand("run",
                                     "The daemon: polls on schedule, issues each digest, serves "
                                     "the archive");
  const auto run_arguments = declare<RunArguments>(run, chosen, run_command);
  run->add_flag("--init", run_arguments->init, "Make the store when there is none");

  CLI::App* poll = app.add_subcommand("poll", "One pass over all sources, then exit");
  const auto poll_arguments = declare<PollArguments>(poll, chosen, poll_command);
  add_repeatable(poll, "--source", poll_arguments->sources, "NAME",
                 "Only this source (repeatable)");
  add_repeatable(poll, "--tag", poll_arguments->tags, "TAG", "Only this tag (repeatable)");
  add_duration(poll, "--sweep", poll_arguments->sweep,
               "Read this much again, due or not: late posts, edits, deletions, counts (48h)");
  poll->add_option("--since", poll_arguments->since,
                   "Read history back to here, also what was read before; what one pass does not "
                   "reach, the next ones do")
      ->type_name("TIME");
  poll->add_flag("--init", poll_arguments->init, "Make the store when there is none");
  poll->add_flag("--json", poll_arguments->json, "The report as JSON");
  add_wait(poll, poll_arguments->wait, "not at all");

  CLI::App* status = app.add_subcommand("status", "How each source and tag stands");
  const auto status_arguments = declare<StatusArguments>(status, chosen, status_command);
  status->add_flag("--json", status_arguments->json, "As JSON");
}

void add_digest(CLI::App& app, Command& chosen) {
  CLI::App* digest =
      app.add_subcommand("digest", "Show the digest of a day, as issued or as a preview; issue it");
  const auto arguments = declare<DigestArguments>(digest, chosen, digest_command);
  arguments->wait = std::chrono::minutes(15);
  CLI::Option* date =
      digest->add_option("--date", arguments->date, "The local day (yesterday when left out)")
          ->type_name("YYYY-MM-DD|today|yesterday");
  CLI::Option* from =
      digest->add_option("--from", arguments->from, "First of several days, shown together")
          ->type_name("YYYY-MM-DD")
          ->excludes(date);
  CLI::Option* to =
      digest->add_option("--to", arguments->to, "Last of several days")->type_name("YYYY-MM-DD");
  from->needs(to);
  to->needs(from);
  digest
      ->add_option("--format", arguments->formats,
                   "Formats, separated by commas: html, text, json, markdown, csv (the posts), "
                   "pdf, atom (the feed of issued digests)")
      ->delimiter(',')
      ->type_name("FORMAT,…")
      ->allow_extra_args(false);
  digest->add_option("--output", arguments->output, "A folder for files, or - for stdout")
      ->type_name("DIR|-");
  CLI::Option* issue =
      digest->add_flag("--issue", arguments->issue, "Issue the digest: once, and for good");
  issue->excludes(from);
  CLI::Option* deliver = digest->add_flag("--deliver", arguments->deliver,
                                          "Send the issued digest to whom it was not sent yet");
  deliver->excludes(from);
  digest
      ->add_flag("--again", arguments->again,
                 "Send it once more, also to whom it was sent, and what is held in doubt")
      ->needs(deliver);
  add_wait(digest, arguments->wait, "15m");
}

void add_attention(CLI::App& group, Command& chosen) {
  CLI::App* list = group.add_subcommand("list", "What waits for an answer, the oldest first");
  const auto listed = declare<AttentionListArguments>(list, chosen, attention_list_command);
  list->add_flag("--json", listed->json, "As JSON");

  CLI::App* close =
      group.add_subcommand("close", "Say that a post waits no longer: no digest tells it again");
  const auto closed = declare<AttentionCloseArguments>(close, chosen, attention_close_command);
  close->add_option("ID", closed->number, "Its number in the list and in the digest")->required();
  closed->wait = std::chrono::minutes(1);
  add_wait(close, closed->wait, "1m");
}

void add_posts(CLI::App& app, Command& chosen) {
  CLI::App* exporting = app.add_subcommand("export", "Write stored posts, oldest first");
  const auto exported = declare<ExportArguments>(exporting, chosen, export_command);
  exporting->add_flag("--all", exported->all,
                      "Also the content of posts whose authors ask not to be shown");
  exporting->add_option("--from", exported->from, kTimeHelp)->type_name("TIME");
  exporting->add_option("--to", exported->to, "The same; posts from there on are left out")
      ->type_name("TIME");
  add_repeatable(exporting, "--tag", exported->tags, "TAG", "Only this tag (repeatable)");
  add_repeatable(exporting, "--source", exported->sources, "NAME",
                 "Only what this source showed (repeatable)");
  exporting->add_option("--format", exported->format, "ndjson, json or csv")
      ->check(CLI::IsMember({"ndjson", "json", "csv"}))
      ->type_name("ndjson|json|csv")
      ->option_text("ndjson|json|csv");
  exporting->add_option("--output", exported->output, "A file, or - for stdout")
      ->type_name("FILE|-");

  CLI::App* search = app.add_subcommand(
      "search",
      "Find stored posts by words: all must occur; word* for beginnings, \"…\" for phrases");
  const auto found = declare<SearchArguments>(search, chosen, search_command);
  search->add_option("QUERY", found->query, "What to look for")->required();
  search->add_option("--from", found->from, kTimeHelp)->type_name("TIME");
  search->add_option("--to", found->to, "The same; posts from there on are left out")
      ->type_name("TIME");
  search->add_option("--limit", found->limit, "At most so many, last stored first (20)")
      ->check(CLI::Range(1, kSearchLimitMax))
      ->type_name("N");
  search->add_flag("--json", found->json, "Whole posts as JSON");
}

void add_import(CLI::App& app, Command& chosen) {
  CLI::App* importing =
      app.add_subcommand("import", "Store posts from saved answers, feeds and exports");
  const auto arguments = declare<ImportArguments>(importing, chosen, import_command);
  importing->add_option("FILE", arguments->files, "What to read; - for stdin")->required();
  std::vector<std::string> names;
  std::string help = "What the files hold";
  for (const ImportKind& kind : import_kinds()) {
    help += fmt::format("{} {}: {}", names.empty() ? "." : ";", kind.name, kind.summary);
    names.emplace_back(kind.name);
  }
  importing->add_option("--kind", arguments->kind, help)
      ->required()
      ->check(CLI::IsMember(names))
      ->type_name("KIND")
      ->option_text("KIND");
  importing
      ->add_option("--source", arguments->source,
                   "The configured source whose answers they are; not for exports")
      ->type_name("NAME");
  importing->add_flag("--init", arguments->init, "Make the store when there is none");
  add_wait(importing, arguments->wait, "not at all");
}

void add_store_care(CLI::App& group, Command& chosen) {
  add_plain(group, chosen, "check", "Look for damage: pages, references, search index",
            db_check_command);

  CLI::App* backup = group.add_subcommand("backup", "Copy the store, also while a daemon writes");
  const auto copied = declare<BackupArguments>(backup, chosen, db_backup_command);
  backup->add_option("FILE", copied->file, "The copy")->required();
  backup->add_flag("--force", copied->force, "Replace a file that has the name");

  add_plain(group, chosen, "stats", "Rows, bytes, oldest and newest post", db_stats_command);

  CLI::App* retopic =
      group.add_subcommand("retopic", "Give every post its topics by the present configuration");
  const auto waiting = declare<RetopicArguments>(retopic, chosen, db_retopic_command);
  waiting->wait = std::chrono::minutes(1);
  add_wait(retopic, waiting->wait, "1m");

  CLI::App* erase = group.add_subcommand(
      "erase", "Take an account's content out of the store and the digests, for good");
  const auto erased = declare<EraseArguments>(erase, chosen, db_erase_command);
  erase->add_option("ACCOUNT", erased->account, "Its handle as digests show it (@name@server)")
      ->required();
  erased->wait = std::chrono::minutes(1);
  add_wait(erase, erased->wait, "1m");

  CLI::App* prune = group.add_subcommand(
      "prune", "Take out what is older than [retention] keeps, and purge the file");
  const auto pruned = declare<PruneArguments>(prune, chosen, db_prune_command);
  pruned->wait = std::chrono::minutes(1);
  add_wait(prune, pruned->wait, "1m");
}

void add_sources_check(CLI::App& group, Command& chosen) {
  CLI::App* check = group.add_subcommand("check", "Fetch each source once and store nothing");
  const auto arguments = declare<SourcesCheckArguments>(check, chosen, sources_check_command);
  check->add_option("NAME", arguments->names, "Only these sources");
}

}  // namespace tagwatch
