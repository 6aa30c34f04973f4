#!/usr/bin/env bash
# Tries tagwatch against real software instead of doubles: the development network of Bluesky (its
# servers of accounts, its AppView), on 127.0.0.1 and in a temporary folder. Outside the tests.
#
#   test-real.sh [--install]
#
# TAGWATCH_REAL names the folder that holds the npm package @atproto/dev-env. What is missing is
# named, and nothing is tried: exit 0. --install installs it, and downloads to do so.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
packages=${TAGWATCH_REAL:-}
program=${TAGWATCH_PROGRAM:-$root/build/release/tagwatch}

skip() {
  echo "test-real: skipped: $1"
  exit 0
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

case "${1:-}" in
  '') ;;
  --install)
    [ -n "$packages" ] || { echo "test-real: TAGWATCH_REAL names no folder to install to" >&2; exit 2; }
    as_root apt-get install -y --no-install-recommends postgresql redis-server nodejs npm
    mkdir -p "$packages"
    # Nothing that a package brings runs, but for the one that is compiled here.
    npm install --prefix "$packages" --ignore-scripts @atproto/dev-env
    (cd "$packages" && npm rebuild better-sqlite3 --build-from-source)
    ;;
  *) echo "usage: test-real.sh [--install]" >&2; exit 2 ;;
esac

[ -n "$packages" ] || skip "TAGWATCH_REAL names no folder with @atproto/dev-env"
[ -d "$packages/node_modules/@atproto/dev-env" ] || skip "no @atproto/dev-env in $packages"
command -v node >/dev/null || skip "node is not installed"
command -v redis-server >/dev/null || skip "Redis is not installed"
postgres=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -x "$postgres/initdb" ] || skip "PostgreSQL is not installed"
[ -x "$program" ] || skip "$program is not built"

folder=$(mktemp -d "${TMPDIR:-/tmp}/tagwatch-real-XXXXXX")
mkdir "$folder/postgres" "$folder/redis" "$folder/tagwatch"
chmod 755 "$folder"

# PostgreSQL does not run as root.
database() {
  if [ "$(id -u)" = 0 ]; then
    su postgres -s /bin/sh -c "$*"
  else
    sh -c "$*"
  fi
}
[ "$(id -u)" != 0 ] || chown postgres "$folder/postgres"

stop() {
  [ -z "${redis:-}" ] || kill "$redis" 2>/dev/null || true
  database "$postgres/pg_ctl -D $folder/postgres -m immediate stop" >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => {
    console.log(s.address().port); s.close(); })'
}
database_port=$(free_port)
redis_port=$(free_port)
database "$postgres/initdb -D $folder/postgres -U postgres -A trust" >/dev/null
database "$postgres/pg_ctl -D $folder/postgres -w -l $folder/postgres/log \
  -o '-p $database_port -k $folder/postgres -c listen_addresses=127.0.0.1 -c fsync=off' start" >/dev/null
database "$postgres/createdb -h 127.0.0.1 -p $database_port -U postgres tagwatch"
redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --dir "$folder/redis" >/dev/null &
redis=$!

# Not by exec: the trap ends what was started.
DB_POSTGRES_URL="postgresql://postgres@127.0.0.1:$database_port/tagwatch" \
  REDIS_HOST="127.0.0.1:$redis_port" LOG_ENABLED=false \
  node --no-deprecation "$root/tests/real/bluesky.mjs" "$packages" "$program" "$folder/tagwatch"
