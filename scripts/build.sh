#!/usr/bin/env bash
# Builds tagwatch into build/MODE.
#
#   build.sh [release|asan|tsan|coverage] [--tests] [TARGET…]
#
# Tests are configured with --tests, and stay so in that folder. Without targets everything that is
# configured is built. TAGWATCH_JOBS sets the number of compilers at once.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

mode=release
case "${1:-}" in
  release | asan | tsan | coverage) mode=$1 && shift ;;
esac
folder="$root/build/$mode"

options=()
case "$mode" in
  release) options+=(-DCMAKE_BUILD_TYPE=Release) ;;
  asan) options+=(-DCMAKE_BUILD_TYPE=Debug "-DCMAKE_CXX_FLAGS_DEBUG=-O1 -g1" -DTAGWATCH_SANITIZE=address) ;;
  tsan) options+=(-DCMAKE_BUILD_TYPE=Debug "-DCMAKE_CXX_FLAGS_DEBUG=-O1 -g1" -DTAGWATCH_SANITIZE=thread) ;;
  coverage) options+=(-DCMAKE_BUILD_TYPE=Debug "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -g1 --coverage") ;;
esac
if [ "${1:-}" = --tests ]; then
  shift
  options+=(-DTAGWATCH_TESTS=ON)
elif [ ! -f "$folder/CMakeCache.txt" ]; then
  options+=(-DTAGWATCH_TESTS=OFF)
fi
if command -v ccache >/dev/null; then
  options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi

# One compiler may take more than 600 MB: no more at once than the memory holds.
memory_mb=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)
jobs=$(nproc)
fitting=$((${memory_mb:-1000} / 900))
[ "$fitting" -ge "$jobs" ] || jobs=$((fitting > 0 ? fitting : 1))

cmake -S "$root" -B "$folder" -G Ninja "${options[@]}" --log-level=WARNING
exec ninja -C "$folder" -j "${TAGWATCH_JOBS:-$jobs}" "$@"
