#!/usr/bin/env bash
# Everything that is checked besides the tests.
#
#   check.sh              format, layers, co_await, sizes, and clang-tidy on files changed since main's
#                         last commit
#   check.sh format|layers|coawait|sizes
#   check.sh tidy [--all | FILE…]
#   check.sh asan|tsan    builds and runs every test under the sanitizers
#   check.sh coverage     the lines that the tests run, as a table
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

sources() { git ls-files --cached --others --exclude-standard -- 'src/*.[ch]pp' 'include/*.hpp' 'tests/*.[ch]pp'; }

format() {
  sources | xargs clang-format --dry-run --Werror && echo "format: good"
}

tidy() {
  local chosen
  case "${1:-}" in
    --all) chosen=$(sources | grep '^src/.*\.cpp$' || true) ;;
    '') chosen=$( (git diff --name-only HEAD; git ls-files --others --exclude-standard) |
      grep '^src/.*\.cpp$' || true) ;;
    *) chosen=$(printf '%s\n' "$@") ;;
  esac
  if [ -n "$chosen" ]; then
    [ -f build/release/compile_commands.json ] ||
      cmake -S . -B build/release -G Ninja -DCMAKE_BUILD_TYPE=Release --log-level=WARNING
    xargs -n 1 -P "$(nproc)" clang-tidy --quiet -p build/release <<<"$chosen" 2>/dev/null
  fi
  echo "tidy: good"
}

sanitize() {
  scripts/build.sh "$1" --tests
  ctest --test-dir "build/$1" --output-on-failure --no-tests=error -j "$(nproc)"
}

coverage() {
  scripts/build.sh coverage --tests
  ctest --test-dir build/coverage --output-on-failure --no-tests=error -j "$(nproc)"
  gcovr --root . --object-directory build/coverage --filter src/ --filter include/ --sort-uncovered
}

scripts/deps.sh check
case "${1:-all}" in
  all)
    status=0
    format || status=1
    for rule in layers coawait sizes; do python3 "scripts/check_$rule.py" || status=1; done
    tidy || status=1
    exit "$status"
    ;;
  format | coverage) "$1" ;;
  layers | coawait | sizes) python3 "scripts/check_$1.py" ;;
  tidy) shift && tidy "$@" ;;
  asan | tsan) sanitize "$1" ;;
  *)
    echo "check.sh: unknown check \"$1\"" >&2
    exit 2
    ;;
esac
