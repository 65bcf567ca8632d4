//go:build programs

// Package gonb names the programs that gonb.sh builds.
package gonb

import (
	_ "github.com/janpfeifer/gonb"
	_ "golang.org/x/tools/cmd/goimports"
)
