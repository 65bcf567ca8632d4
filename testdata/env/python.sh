#!/bin/sh
# usage: python.sh [REQUIREMENTS]      (default: testdata/python/requirements.txt)
#
# Prints the interpreter of a Python virtual environment that has what the file requires. It is kept in the user's cache
# folder under the hash of the file; when it is not there yet, it is made, which takes some minutes and 800 MB.
# The environment is built beside its place and appears there in one step, so a half-made one is never used.
# internal/testenv finds it by the same rule.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
requirements=${1:-$here/../python/requirements.txt}

hash_of() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -c 1-12
}

# The pinned versions have wheels for these.
find_python() {
  for python in ${PYTHON:-} python3 python3.11 python3.12 python3.13; do
    "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo "$python" && return
  done
  return 1
}

make_venv() {
  # Debian keeps venv's ensurepip in a package of its own.
  "$python" -m venv --clear "$1" >&2 || { apt_install python3-venv && "$python" -m venv --clear "$1" >&2; }
}

hash=$(hash_of "$requirements")
cache=${XDG_CACHE_HOME:-$HOME/.cache}/nbcompare
place=$cache/python-$hash
if [ -x "$place/bin/python" ]; then
  echo "$place/bin/python"
  exit
fi

python=$(find_python) || { apt_install python3 python3-venv && python=$(find_python); } || {
  say "no Python 3.11 to 3.13 on PATH: install one, or name it in the variable PYTHON"
  exit 1
}
say "making a Python environment with $(basename "$requirements") in $place (once; some minutes, 800 MB)"
mkdir -p "$cache"
half=$(mktemp -d "$place.XXXXXX")
trap 'rm -rf "$half"' EXIT
trap 'exit 1' HUP INT TERM
make_venv "$half"
retry "$half/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" </dev/null >&2
# A link, because a virtual environment cannot be moved. When two runs raced, the second gives up its own.
if ln -sn "$(basename "$half")" "$place" 2>/dev/null; then
  trap - EXIT
fi
echo "$place/bin/python"
