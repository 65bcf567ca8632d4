#!/bin/sh
# Installs the packages that render/web pins, for the tests that run its build. Does nothing when they are there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
cd "$here/../../render/web" 2>/dev/null && [ -f package-lock.json ] || exit 0

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  say "no node and npm on PATH"
  exit 1
fi
# npm writes this file last.
[ node_modules/.package-lock.json -nt package-lock.json ] && exit 0
say "installing the packages of render/web with npm"
retry npm ci --no-audit --no-fund </dev/null >&2
