#!/usr/bin/env bash
# Installs what is missing, builds, and runs tagwatch.
#
#   run.sh          the daemon on config/tagwatch.toml, which it needs no preparation for
#   run.sh demo     the same job once against the built-in offline feeds
#   run.sh …        any other arguments go to tagwatch as they are
#
# What is built goes to stderr, so that stdout holds nothing but results.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

program=tagwatch
if [ "${1:-}" = demo ]; then
  program=tagwatch-demo
  shift
elif [ $# -eq 0 ]; then
  set -- --config "$root/config/tagwatch.toml" run --init
fi

"$root/scripts/deps.sh" run
"$root/scripts/build.sh" release "$program" >&2
exec "$root/build/release/$program" "$@"
