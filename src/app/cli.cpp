#include "app/cli.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <ostream>

#include "app/cli_commands.hpp"
#include "app/cmd_config.hpp"
#include "app/cmd_sources.hpp"
#include "app/version.hpp"
#include "tagwatch/base/log.hpp"
#include "tagwatch/store/engine.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

// A group whose commands are its subcommands.
CLI::App* add_group(CLI::App& parent, const std::string& name, const std::string& help) {
  CLI::App* group = parent.add_subcommand(name, help);
  group->require_subcommand(1);
  return group;
}

// Each add_… declares one command with its options, which live as long as `app`.

void add_config(CLI::App& app, Command& chosen) {
  CLI::App* group = add_group(app, "config", "Check, show and write configurations");
  group->add_subcommand("check", "Report every mistake with its place")->callback([&chosen] {
    chosen = config_check;
  });
  CLI::App* show = group->add_subcommand("show", "Print the values in force, secrets masked");
  const auto arguments = std::make_shared<ConfigShowArguments>();
  show->add_flag("--reference", arguments->reference,
                 "Every key with its default instead, explained");
  show->callback([&chosen, arguments] {
    chosen = [arguments](Session& session) { return config_show(session, *arguments); };
  });
  group->add_subcommand("init", "Write a configuration to start with")->callback([&chosen] {
    chosen = config_init;
  });
}

void add_sources(CLI::App& app, Command& chosen) {
  CLI::App* group = add_group(app, "sources", "What is asked, and what could be");
  CLI::App* list = group->add_subcommand("list", "The configured sources");
  const auto arguments = std::make_shared<SourcesListArguments>();
  list->add_flag("--kinds", arguments->kinds, "The kinds of sources that there are instead");
  list->callback([&chosen, arguments] {
    chosen = [arguments](Session& session) { return sources_list(session, *arguments); };
  });
  add_sources_check(*group, chosen);
}

void add_global_options(CLI::App& app, Session& session) {
  app.add_option("--config", session.config_file,
                 "The configuration (else $TAGWATCH_CONFIG, ./config/tagwatch.toml, "
                 "/etc/tagwatch/tagwatch.toml)")
      ->type_name("FILE");
  app.add_option_function<std::string>(
         "--log-level",
         [](const std::string& name) {
           log::Level level{};
           if (log::level_from_name(name, level)) {
             log::set_level(level);
           }
         },
         "What is logged to stderr")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}))
      ->type_name("trace|debug|info|warn|error")
      ->option_text("trace|debug|info|warn|error");
  app.add_flag_callback(
      "--no-color", [&session] { session.color = false; }, "No colours, even on a terminal");
  app.set_version_flag("--version", [] {
    std::string text = version_text(sqlite_version());
    text.pop_back();  // the library ends the line
    return text;
  });
}

// The command that the words lead to, as far as they do: whose --help explains the mistake.
const CLI::App& innermost(const CLI::App& app) {
  const CLI::App* deepest = &app;
  while (!deepest->get_subcommands().empty()) {
    deepest = deepest->get_subcommands().front();
  }
  return *deepest;
}

std::string full_name(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  return parent == nullptr ? app.get_name() : full_name(*parent) + " " + app.get_name();
}

ExitCode explain(const CLI::App& app, const CLI::ParseError& mistake, Session& session) {
  const CLI::App& at = innermost(app);
  const auto unknown = app.remaining(true);  // words that no command takes fall to the top
  const bool lacks_command =
      mistake.get_name() == "RequiredError" && at.get_require_subcommand_min() > 0;
  if (lacks_command && unknown.empty()) {
    session.err << at.help(at.get_parent() == nullptr ? "" : full_name(*at.get_parent()));
    return ExitCode::usage;
  }
  const std::string words =
      lacks_command ? fmt::format("there is no command \"{} {}\"", full_name(at), unknown.front())
                    : std::string(mistake.what());
  session.err << for_terminal(
      fmt::format("tagwatch: {}\nSee `{} --help`.\n", words, full_name(at)));
  return ExitCode::usage;
}

}  // namespace

ExitCode run_command_line(const std::vector<std::string>& arguments, Session& session) {
  CLI::App app("Watches public hashtags and writes a digest of them every morning.", "tagwatch");
  app.fallthrough();  // --config may stand behind the command too
  app.require_subcommand(1);
  add_global_options(app, session);
  Command chosen;
  add_watching(app, chosen);
  add_digest(app, chosen);
  add_attention(*add_group(app, "attention", "What waits for an answer of the office"), chosen);
  add_posts(app, chosen);
  add_import(app, chosen);
  add_sources(app, chosen);
  add_store_care(*add_group(app, "db", "Care of the store"), chosen);
  add_config(app, chosen);
  std::vector<std::string> words(arguments.rbegin(), arguments.rend());  // taken from the back
  try {
    app.parse(std::move(words));
  } catch (const CLI::Success& wish) {  // --help, --version
    app.exit(wish, session.out, session.err);
    return ExitCode::done;
  } catch (const CLI::ParseError& mistake) {
    return explain(app, mistake, session);
  }
  return chosen(session);
}

}  // namespace tagwatch
