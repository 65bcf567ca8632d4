#!/bin/sh
# usage: kernels.sh
#
# Prints folders as JUPYTER_PATH has them, with the kernels of `make soak`: an older ipykernel, Bash, Go, and R where it
# is installed. What cannot be installed is left out, and told.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
folders=
if python=$("$here/python.sh" "$here/../python/requirements-kernels.txt") && "$python" -m bash_kernel.install --sys-prefix >&2; then
  folders=$(dirname "$(dirname "$python")")/share/jupyter
else
  say "without an older ipykernel and Bash"
fi
gonb=${XDG_CACHE_HOME:-$HOME/.cache}/nbcompare/gonb
if "$here/gonb.sh" "$gonb" >&2; then
  folders=$folders:$gonb
else
  say "without Go"
fi
if [ -e /usr/share/jupyter/kernels/ir ]; then
  folders=$folders:/usr/share/jupyter
fi
echo "$folders"
