#!/bin/sh
# Everything a change must pass: format, build, tests against real servers. Arguments go to `swift test`, for instance
#   sh Config/test.sh --filter LocalStackTests
# What failed is told once more at the end.
set -eu

cd "$(dirname "$0")/.."
command -v swift >/dev/null || { echo 'test.sh: no swift on PATH; see https://www.swift.org/install/linux' >&2; exit 69; }
sh Config/install-packages.sh
sh Config/install-python-tools.sh

# Whatever is temporary, SwiftPM's own empty folders included, is made in here and goes with it. The servers drop to
# accounts of their own, which must get through.
work=$(mktemp -d "${TMPDIR:-/tmp}/pamong.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$work/tmp"
chmod 711 "$work" "$work/tmp"
export TMPDIR="$work/tmp"

# The tests' directory must not depend on what ~/.ldaprc says.
export LDAPNOINIT=1
# Each of many tests starts servers of its own: more than a few at a time only make each other late.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH="${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-4}"
swift format lint --strict --recursive Sources Tests Package.swift
swift build --build-tests

# A pipeline's status is that of tee, so the tests' goes by way of a file.
{
    status=0
    swift test --skip-build "$@" 2>&1 || status=$?
    echo "$status" >"$work/status"
} | tee "$work/output"
status=$(cat "$work/status")
if [ "$status" -ne 0 ]; then
    echo
    echo "What failed (swift test ended with $status):"
    # An issue, and up to 20 lines that belong to it; and what ends a run without any issue.
    awk '
        /recorded an issue|[Ff]atal error|^error: |Test run with .* failed/ { print; rest = 20; next }
        /^(✘|✔|◇|➜|⚠)/ { rest = 0 }
        rest > 0 { print "    " $0; rest-- }
    ' "$work/output" | cut -c 1-1000 | head -n 400
fi
exit "$status"
