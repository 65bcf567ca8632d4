//go:build unix

package kernel

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

func itoa(n int) string { return strconv.Itoa(n) }

// gone reports whether no process has the id, or only its remains.
func gone(pid string) bool {
	n, _ := strconv.Atoi(pid)
	if syscall.Kill(n, 0) == syscall.ESRCH {
		return true
	}
	stat, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	return err == nil && bytes.Contains(stat, []byte(") Z "))
}

// soak returns by how much the heavy tests are heavier: `make soak`.
func soak() int {
	if os.Getenv("NBCOMPARE_SOAK") != "" {
		return 10
	}
	return 1
}

func splitLines(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
}
