#!/bin/bash
# Installs what is missing, builds, and runs tagwatch.
#
#   run.sh          the daemon on config/tagwatch.toml, which it needs no preparation for
#   run.sh demo     the same job once against the built-in offline feeds
#   run.sh audit    plays 30 days of an invented world to it, kills it 300 times, and counts what is
#                   missing (audit [FOLDER] [--days N] [--kills N] [--seed N])
#   run.sh …        any other arguments go to tagwatch as they are
#
# It may be called from any folder: config/tagwatch.toml of the folder that it is called from is
# used, else the one beside this script's. What is built goes to stderr, so that stdout holds
# nothing but results.
set -euo pipefail
# Where the environment names no PATH, bash makes one up and keeps it to itself.
if [[ -z ${PATH:-} || ${PATH@a} != *x* ]]; then
  export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

program=tagwatch
if [ "${1:-}" = demo ]; then
  program=tagwatch-demo
  shift
elif [ $# -eq 0 ]; then
  set -- --config "$root/config/tagwatch.toml" run --init
fi
if [ "${1:-}" = audit ]; then
  shift
  folder="$root/data/audit"
  # A killed process loses nothing that it wrote, wherever that is: memory is quickest.
  [ ! -w /dev/shm ] || folder="/dev/shm/tagwatch-audit-$(id -u)"
  if [ $# -gt 0 ] && [[ $1 != --* ]]; then
    folder=$1
    shift
  fi
  "$root/scripts/deps.sh" test
  "$root/scripts/build.sh" release tagwatch-audit >&2
  # Each pass begins as a copy of one process: large pages make that a third cheaper.
  GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.top_pad=4194304:glibc.malloc.trim_threshold=268435456 \
    "$root/build/release/tagwatch-audit" "$folder" "$@"
  exec "$root/scripts/audit.py" "$folder"
fi
if [ -z "${TAGWATCH_CONFIG:-}" ] && [ ! -e config/tagwatch.toml ]; then
  export TAGWATCH_CONFIG="$root/config/tagwatch.toml"
fi

"$root/scripts/deps.sh" run
"$root/scripts/build.sh" release "$program" >&2
exec "$root/build/release/$program" "$@"
