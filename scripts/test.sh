#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. The last line is ctest's verdict.
#
#   test.sh [CTEST ARGUMENTS…]     such as: test.sh -R Settings
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

"$root/scripts/deps.sh" test
"$root/scripts/build.sh" release --tests

log="$root/build/release/ctest.log"
status=0
ctest --test-dir "$root/build/release" --output-on-failure --no-tests=error -j "$(nproc)" "$@" |
  tee "$log" || status=$?
grep -E '^[0-9]+% tests passed' "$log" || echo "test.sh: ctest did not reach its end"
exit "$status"
