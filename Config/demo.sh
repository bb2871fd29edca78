#!/bin/sh
# The whole of Pamong on this machine, in a private folder, on loopback: `sh Config/demo.sh`.
#
#   --release   first argument: build with optimisation (takes longer to build, and is what to measure with)
#   others      go to `pamong demo`: --keep, --directory DIR, --scale small|full; `sh Config/demo.sh --help` lists them
#
# Postfix can only be started by root, so without root the demo itself runs under sudo.
set -eu

cd "$(dirname "$0")/.."
command -v swift >/dev/null || { echo 'demo.sh: no swift on PATH; see https://www.swift.org/install/linux' >&2; exit 69; }
sh Config/install-packages.sh

configuration=debug
if [ "${1-}" = --release ]; then
    configuration=release
    shift
fi
swift build --configuration "$configuration" --product pamong-gate
swift build --configuration "$configuration" --product pamong
pamong=$(swift build --configuration "$configuration" --show-bin-path)/pamong

export LDAPNOINIT=1
if [ "$(id -u)" -ne 0 ] && command -v sudo >/dev/null; then
    exec sudo --preserve-env=LDAPNOINIT "$pamong" demo "$@"
fi
exec "$pamong" demo "$@"
