#!/usr/bin/env bash
# Installs from Debian what the build needs and is missing, and checks Rust and Node. Every make target runs it first; a
# stamp makes later runs instant.
#
#   scripts/bootstrap.sh [base|verify]     base: build and test; verify: also what only `make verify` needs
#
# Without root and without passwordless sudo it prints the exact line to run and stops with status 1.
set -euo pipefail
cd "$(dirname "$0")/.."

rust_min=1.95
node_min=20

# package | why. Checked one by one; only missing ones are installed.
base_packages='
ca-certificates      downloads by cargo and npm
gcc                  linker and C compiler that cargo calls
g++                  second host compiler, of the framework alone
clang-19             compiler: host and Solana programs
lld-19               linker for sanitizers
llvm-19              opt, llvm-ar, llvm-cov
clang-tidy-19        checks
clang-format-19      formatting
libfuzzer-19-dev     fuzzing
libclang-rt-19-dev   sanitizers
cmake                build
ninja-build          build
ccache               rebuilds
mold                 linking
pkg-config           finds libraries
libssl-dev           TLS
libboost1.81-dev     network
nlohmann-json3-dev   JSON
libcli11-dev         command line
libspdlog-dev        logging
libfmt-dev           formatting of text
libsodium-dev        signatures, hashes
libsqlite3-dev       journal of effects
libsimdjson-dev      UTF-8 of WebSocket texts
libvalijson-dev      JSON Schema
librapidcheck-dev    property tests
libgtest-dev         tests
libgmock-dev         tests
z3                   proofs of the arithmetic of programs
python3              scripts
python3-pip          brings ONNX Runtime and what checks the API (tests/e2e/requirements.txt)
patch                changes that the test of the tutorial makes
'
verify_packages='
qemu-user            determinism on an older CPU
shellcheck           checks of shell scripts
'

stop() { printf 'bootstrap: %s\n' "$*" >&2; exit 1; }

level=${1:-base}
case "$level" in
  base) packages=$base_packages ;;
  verify) packages=$base_packages$verify_packages ;;
  *) printf 'usage: scripts/bootstrap.sh [base|verify]\n' >&2; exit 2 ;;
esac

# The stamp names this script and this machine: a checkout that is mounted elsewhere is checked anew.
stamp="build/bootstrap/$level-$( (cat "$0"; uname -n) | sha256sum | cut -c1-16)"
[ -e "$stamp" ] && exit 0

# Numeric comparison of dotted versions: at_least HAVE NEED
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

check_rust() {
  command -v cargo >/dev/null && command -v rustc >/dev/null ||
    stop "Rust is missing. Install Rust $rust_min or newer (https://rustup.rs), open a new shell, run make again."
  local have; have=$(rustc --version | cut -d' ' -f2) && [ -n "$have" ] || stop "rustc does not run. Try: rustup default stable"
  at_least "$have" "$rust_min" || stop "Rust $have is too old: $rust_min or newer is needed. Run: rustup update stable"
}

check_node() {
  command -v node >/dev/null && command -v npm >/dev/null ||
    stop "Node.js is missing. Install Node $node_min or newer with npm (https://nodejs.org), run make again."
  local have; have=$(node --version | tr -d v) && [ -n "$have" ] || stop "node does not run; install it again (https://nodejs.org)."
  at_least "$have" "$node_min" || stop "Node.js $have is too old: $node_min or newer is needed (https://nodejs.org)."
}

check_system() {
  [ "$(uname -s)" = Linux ] || stop "$(uname -s) is not supported: use Debian 12 on x86-64 (a virtual machine, or WSL2 on Windows)."
  [ "$(uname -m)" = x86_64 ] || stop "$(uname -m) is not supported: an x86-64 machine is needed."
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    stop "this is not Debian: the packages are named for Debian 12. Use Debian 12 (a virtual machine or container)."
  local version; version=$(. /etc/os-release && printf '%s' "${ID:-}-${VERSION_ID:-}")
  [ "$version" = debian-12 ] || printf 'bootstrap: note: tried on Debian 12; this is %s\n' "$version"
}

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

check_system
check_rust
check_node

missing=()
while read -r name why; do
  [ -n "$name" ] || continue
  installed "$name" && continue
  [ ${#missing[@]} -gt 0 ] || printf 'bootstrap: missing Debian packages:\n'
  printf '  %-20s %s\n' "$name" "$why"
  missing+=("$name")
done <<<"$packages"

if [ ${#missing[@]} -gt 0 ]; then
  install=(apt-get install -y --no-install-recommends "${missing[@]}")
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root=(sudo -n env DEBIAN_FRONTEND=noninteractive)
    else
      stop "root is needed to install them. Run this once, then make again:
  sudo apt-get update && sudo ${install[*]}"
    fi
  fi
  mkdir -p build/logs
  log=build/logs/bootstrap.log
  start=$SECONDS
  if ! { DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get update &&
         DEBIAN_FRONTEND=noninteractive "${as_root[@]}" "${install[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 15 "$log" >&2
    stop "apt-get failed; the whole log is $log"
  fi
  printf 'bootstrap: %d packages installed in %d s\n' "${#missing[@]}" $((SECONDS - start))
fi

mkdir -p "$(dirname "$stamp")"
: >"$stamp"
