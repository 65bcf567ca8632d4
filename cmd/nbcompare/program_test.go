package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// ofAllTests is a folder for what tests share: what is made once and needed
// by many. It is removed when all of them are done.
var ofAllTests = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "nbcompare-tests-") })

// tests are those of this package.
type tests struct{ *testing.M }

// Run runs them, and removes what they shared.
func (all tests) Run() int {
	status := all.M.Run()
	if folder, err := ofAllTests(); err == nil {
		_ = os.RemoveAll(folder)
	}
	return status
}

var built = sync.OnceValues(func() (string, error) {
	folder, err := ofAllTests()
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "nbcompare")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	message, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return string(message), err
	}
	return path, nil
})

// program returns the path of nbcompare as users have it. The tests themselves
// are mostly run with the race detector, which takes ten times as long.
func program(t *testing.T) string {
	t.Helper()
	path, err := built()
	require.NoError(t, err, path)
	return path
}

// reportOfProgram is report for so much that it would take the race detector
// minutes.
func reportOfProgram(t *testing.T, args ...string) string {
	t.Helper()
	page := filepath.Join(t.TempDir(), "report.html")
	command := exec.Command(program(t), append([]string{"report", "-o", page}, args...)...)
	var messages strings.Builder
	command.Stderr = &messages
	require.NoError(t, command.Run(), "%s", &messages)
	return page
}
