#!/bin/sh
# Prints the path of a Chromium or Chrome for the browser tests; on Debian, as root, it installs one when there is none.
set -eu
. "$(cd "$(dirname "$0")" && pwd)/lib.sh"

find_chromium() {
  # The same names in internal/testenv.
  for name in ${NBCOMPARE_CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && return
  done
  return 1
}

find_chromium || { apt_install chromium fonts-dejavu-core && find_chromium; } || {
  say "no chromium or google-chrome on PATH: install one, or name it in the variable NBCOMPARE_CHROMIUM"
  exit 1
}
