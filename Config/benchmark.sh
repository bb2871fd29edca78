#!/bin/sh
# Measures how fast the worker is, on real servers in private folders, and prints a table. Arguments are passed on:
#   sh Config/benchmark.sh [--runs N] [NAME …]       names: load, replica, restart, cut, burst, mailboxes, report, import
set -eu

cd "$(dirname "$0")/.."
command -v swift >/dev/null || { echo 'benchmark.sh: no swift on PATH; see https://www.swift.org/install/linux' >&2; exit 69; }
sh Config/install-packages.sh

# What is measured must not depend on what ~/.ldaprc says.
export LDAPNOINIT=1
swift build -c release --product pamong-benchmarks
exec "$(swift build -c release --show-bin-path)/pamong-benchmarks" "$@"
