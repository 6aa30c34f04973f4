#!/usr/bin/env bash
# Installs the Debian packages that tagwatch needs and that are not there yet.
#
#   deps.sh run     what the program needs to be built and run
#   deps.sh test    the same, and what the tests need
#   deps.sh check   the same, and the tools of scripts/check.sh
#
# Asks dpkg first: with nothing missing it says nothing, needs no network and takes no time.
set -euo pipefail

run_packages=(
  g++ cmake ninja-build pkg-config ca-certificates tzdata
  libboost1.81-dev libboost-url1.81-dev libssl-dev libcurl4-openssl-dev
  libfmt-dev libspdlog-dev libsimdjson-dev libpugixml-dev libre2-dev libgumbo-dev
  libutf8proc-dev libhowardhinnant-date-dev libtomlplusplus-dev libcli11-dev
  libsqlite3-dev libzstd-dev libcld2-dev libkainjow-mustache-dev
)
test_packages=(
  libgtest-dev libgmock-dev python3 python3-jsonschema python3-aiosmtpd openssl tidy cmark-gfm
  weasyprint poppler-utils chromium
)
check_packages=(clang-format clang-tidy ccache gcovr git)

wanted=("${run_packages[@]}")
case "${1:-run}" in
  run) ;;
  test) wanted+=("${test_packages[@]}") ;;
  check) wanted+=("${test_packages[@]}" "${check_packages[@]}") ;;
  *)
    echo "deps.sh: unknown set \"$1\"; write run, test or check" >&2
    exit 2
    ;;
esac

say() { echo "deps: $*" >&2; }

if ! command -v dpkg-query >/dev/null; then
  say "this is no Debian system; install these by hand (Debian's names): ${wanted[*]}"
  exit 1
fi

installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
  sed -n 's/^installed //p' || true)
missing=()
for package in "${wanted[@]}"; do
  grep -qxF "$package" <<<"$installed" || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    say "missing, and only root may install: ${missing[*]}"
    say "as root: apt-get install ${missing[*]}"
    exit 1
  fi
  as_root=(sudo)
fi
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"
}

say "installing ${missing[*]}"
apt update >&2 || say "the package lists could not be refreshed; trying with those that are there"

# Debian's default Boost (libboost-dev, 1.74) lacks what tagwatch uses, and only one version's
# headers can be installed. Headers may go; anything else that would go with them may not.
removed=$(apt-get -s install --no-install-recommends "${missing[@]}" 2>/dev/null |
  awk '$1 == "Remv" { print $2 }' || true)
if [ -n "$removed" ]; then
  if grep -qvE '^libboost[a-z0-9.-]*-dev$' <<<"$removed"; then
    say "libboost1.81-dev takes the place of the Boost headers that are installed (libboost-dev,"
    say "1.74), and apt would remove other packages along with them: $(tr '\n' ' ' <<<"$removed")"
    say "nothing was changed. To agree, run: apt-get install ${missing[*]}"
    exit 1
  fi
  say "libboost1.81-dev takes the place of the Boost 1.74 headers (only one version can be"
  say "installed; programs keep their libraries). Removed: $(tr '\n' ' ' <<<"$removed")"
fi

if ! apt install -y --no-install-recommends "${missing[@]}" >&2; then
  say "apt could not install everything (see above). Needed: ${missing[*]}"
  exit 1
fi
