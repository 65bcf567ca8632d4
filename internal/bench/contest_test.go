//go:build unix

package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The contest measures by a process of its own program, which is here the tests.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == measureVerb {
		exit(measureHere(os.Args[2:], os.Stdout))
	}
	os.Exit(m.Run())
}

func shell(name, script string, runs int) *contestant {
	return &contestant{job: "job", name: name, argv: []string{"sh", "-c", script}, runs: runs}
}

func table(all []*contestant) string {
	var out strings.Builder
	writeTable(&out, "job", all)
	return out.String()
}

// Who fails is left out, and named; the others have their runs and their lines.
func TestContestWithFailures(t *testing.T) {
	checked := shell("checked", "echo no", 2)
	checked.check = func(stdout string) error { return errors.New("saw " + stdout) }
	all := []*contestant{shell("good", "true", 2), shell("bad", "exit 3", 2), checked, shell("once", "true", 1)}
	err := contest(t.Context(), all, io.Discard)
	require.ErrorContains(t, err, "bad: ")
	require.ErrorContains(t, err, "checked: saw no")
	require.Len(t, all[0].results, 2)
	require.Empty(t, all[1].results)
	require.Len(t, all[3].results, 1)
	require.Regexp(t, `^\n\| job .*\n\|---.*\n\| good \|.*\| 2 \|.*\n\| once \|.*\| 1 \|.*\n$`, table(all))
}

// Who interrupts it has the results so far.
func TestContestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	second := shell("second", "true", 3)
	runs := 0
	second.check = func(string) error {
		if runs++; runs == 3 { // with the one for nothing
			cancel()
		}
		return nil
	}
	all := []*contestant{shell("first", "true", 3), second}
	require.ErrorIs(t, contest(ctx, all, io.Discard), context.Canceled)
	require.Len(t, all[0].results, 2)
	require.Regexp(t, `\| first \|.*\| 2 \|.*\n\| second \|.*\| 2 \|`, table(all))
}
