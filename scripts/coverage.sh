#!/usr/bin/env bash
# Line coverage of the C++ tests: a table on the terminal, pages in build/coverage/html.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/build.py coverage
rm -rf build/coverage/raw
LLVM_PROFILE_FILE="$PWD/build/coverage/raw/%m-%p.profraw" \
  ctest --test-dir build/coverage -j "$(nproc)" --output-on-failure --timeout 900
llvm-profdata-19 merge -sparse build/coverage/raw/*.profraw -o build/coverage/all.profdata

mapfile -t binaries < <(find build/coverage -type f -executable -name '*_test' | sort)
objects=("${binaries[0]}")
for binary in "${binaries[@]:1}"; do objects+=(-object "$binary"); done
ignore=(-ignore-filename-regex '(_test|_fuzz)\.cpp$|^/usr/')
llvm-cov-19 show "${objects[@]}" -instr-profile build/coverage/all.profdata "${ignore[@]}" \
  -format html -output-dir build/coverage/html src grapnel programs
llvm-cov-19 report "${objects[@]}" -instr-profile build/coverage/all.profdata "${ignore[@]}" src grapnel programs
echo "pages: build/coverage/html/index.html"
