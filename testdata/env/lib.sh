# Sourced by the scripts of this folder: what they share. Messages go to stderr, stdout is for the result.

say() { echo "nbcompare: $*" >&2; }

# retry COMMAND... - three attempts, because registries have bad minutes.
retry() {
  for attempt in 1 2 3; do
    "$@" && return
    say "attempt $attempt of 3 did not work: $*"
    [ "$attempt" = 3 ] || sleep $((attempt * 5))
  done
  return 1
}

# apt_install PACKAGE... - where that is possible without asking anybody: Debian or Ubuntu, as root.
apt_install() {
  command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] || return 1
  say "installing $* with apt-get"
  apt="env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600"
  # shellcheck disable=SC2086  # the options of apt-get are meant to be split
  retry $apt update </dev/null >&2 && retry $apt install --no-install-recommends "$@" </dev/null >&2
}

# optional CONSEQUENCE - goes on without something that could not be installed, but not in CI.
optional() {
  if [ "${CI:-}" = true ]; then
    say "CI=true, so this is an error"
    exit 1
  fi
  say "$1"
}
