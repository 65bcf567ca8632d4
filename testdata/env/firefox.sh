#!/bin/sh
# Prints the path of a Firefox for the tests in a second browser; on Debian, as root, it installs one when there is none (70 MB,
# some 15 seconds).
set -eu
. "$(cd "$(dirname "$0")" && pwd)/lib.sh"

find_firefox() {
  # The same names in internal/testenv.
  for name in ${NBCOMPARE_FIREFOX:-} firefox-esr firefox; do
    command -v "$name" && return
  done
  return 1
}

find_firefox || { apt_install firefox-esr && find_firefox; } || {
  say "no firefox-esr or firefox on PATH: install one, or name it in the variable NBCOMPARE_FIREFOX"
  exit 1
}
