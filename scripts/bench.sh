#!/usr/bin/env bash
# Builds and runs the benchmarks, and prints one table (tests/bench).
#
#   bench.sh [--small] [--rounds N] [NAME…]
#
# All of them take some twelve minutes on two idle cores, and 3 GB below build/release/bench, where
# the store of the digest's rows stays; --small only checks that they work. Peers (newsboat, sqlite3, node
# with better-sqlite3) are measured where they are installed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build="$root/build/release"

"$root/scripts/deps.sh" test
"$root/scripts/build.sh" release bench >&2
exec python3 "$root/tests/bench/bench.py" --programs "$build" "$@"
