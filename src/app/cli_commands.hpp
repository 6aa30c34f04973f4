// The commands that poll, show and write: their words and options.
#pragma once

#include <functional>

#include "app/session.hpp"

namespace CLI {
class App;
}

namespace tagwatch {

/// What the words of the command line came to; runs once all of them are understood.
using Command = std::function<ExitCode(Session&)>;

// Each declares commands of `app` with their options, which live as long as `app`; the one that the
// words name is put into `chosen`.

/// run, poll, status
void add_watching(CLI::App& app, Command& chosen);
/// digest
void add_digest(CLI::App& app, Command& chosen);
/// attention list, attention close, in the group `attention`
void add_attention(CLI::App& group, Command& chosen);
/// export, search
void add_posts(CLI::App& app, Command& chosen);
/// import
void add_import(CLI::App& app, Command& chosen);
/// db check, db backup, db stats, db retopic, db erase, db prune, in the group `db`
void add_store_care(CLI::App& group, Command& chosen);
/// `sources check`, in the group `sources`
void add_sources_check(CLI::App& group, Command& chosen);

}  // namespace tagwatch
