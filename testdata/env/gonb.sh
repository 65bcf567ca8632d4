#!/bin/sh
# usage: gonb.sh FOLDER
#
# Builds gonb, the Jupyter kernel for Go, with the versions of gonb/go.mod, and writes its kernelspec into FOLDER/kernels,
# for a JUPYTER_PATH that names FOLDER. `make notebooks FAMILY=wild` needs it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
mkdir -p "$1/bin" "$1/kernels/gonb"
folder=$(cd "$1" && pwd)

# By name and not by @version, so that go.sum vouches for what is built. gonb calls goimports.
(cd "$here/gonb" && retry go build -o "$folder/bin/" github.com/janpfeifer/gonb golang.org/x/tools/cmd/goimports)

cat >"$folder/kernels/gonb/kernel.json" <<EOF
{
  "argv": ["$folder/bin/gonb", "--kernel", "{connection_file}", "--logtostderr"],
  "display_name": "Go (gonb)",
  "language": "go",
  "env": {"PATH": "$folder/bin:\${PATH}"}
}
EOF
