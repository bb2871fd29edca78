#!/bin/sh
# Everything a change must pass: format, build, tests against real servers. Arguments go to `swift test`, for instance
#   sh Config/test.sh --filter LocalStackTests
set -eu

cd "$(dirname "$0")/.."
command -v swift >/dev/null || { echo 'test.sh: no swift on PATH; see https://www.swift.org/install/linux' >&2; exit 69; }
sh Config/install-packages.sh

# The tests' directory must not depend on what ~/.ldaprc says.
export LDAPNOINIT=1
# Each of many tests starts servers of its own: more than a few at a time only make each other late.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH="${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-4}"
swift format lint --strict --recursive Sources Tests Package.swift
swift build --build-tests
swift test --skip-build "$@"
