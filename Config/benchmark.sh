#!/bin/sh
# Measures how fast worker, gate, uploads and portal are, on real servers in private folders, and prints a table. Arguments are passed on:
#   sh Config/benchmark.sh [--runs N] [NAME …]
# names: load, replica, restart, cut, burst, mailboxes, report; binds, latency, codes, apppasswords, search, ldapproxy, idle,
#   rotation, import, portal
#
# ldapproxy compares the gate with pi-ldapproxy, a program for Python 2.7, which is installed by pip into a temporary folder
# that goes again. PYTHON2 names the interpreter where it is not python2.7 on PATH; without one this comparison is left out.
set -eu

cd "$(dirname "$0")/.."
command -v swift >/dev/null || { echo 'benchmark.sh: no swift on PATH; see https://www.swift.org/install/linux' >&2; exit 69; }
sh Config/install-packages.sh

# What is measured must not depend on what ~/.ldaprc says.
export LDAPNOINIT=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# The versions are the last that run on Python 2.7 together.
install_proxy() {
    python2=$(command -v "${PYTHON2:-python2.7}") && "$python2" --version >/dev/null 2>&1 \
        || { echo 'benchmark.sh: no Python 2.7 for pi-ldapproxy' >&2; return 1; }
    python3 -m venv "$work/tools" && "$work/tools/bin/pip" install --quiet 'virtualenv<20.22' \
        && "$work/tools/bin/virtualenv" --quiet -p "$python2" "$work/proxy" \
        && "$work/proxy/bin/pip" install --quiet pi-ldapproxy==0.6 ldaptor==20.0.0 'Twisted[tls]==20.3.0' \
            Automat==20.2.0 incremental==21.3.0 configobj==5.0.6 PyHamcrest==1.10.1
}

# Asked for by its name, or because everything is.
is_wanted=yes skips_value=
for argument; do
    [ -z "$skips_value" ] || { skips_value=; continue; }
    case $argument in
        --runs) skips_value=yes ;;
        ldapproxy) is_wanted=yes; break ;;
        *) is_wanted= ;;
    esac
done
if [ -n "$is_wanted" ]; then
    if install_proxy >"$work/install.log" 2>&1; then
        export PAMONG_BENCHMARK_TWISTD="$work/proxy/bin/twistd"
    else
        tail -n 5 "$work/install.log" >&2
        echo 'benchmark.sh: pi-ldapproxy cannot be installed: that comparison is left out' >&2
    fi
fi

for product in pamong pamong-gate pamong-benchmarks; do swift build -c release --product "$product"; done
"$(swift build -c release --show-bin-path)/pamong-benchmarks" "$@"
