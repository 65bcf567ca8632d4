//go:build unix

package nbformat

import (
	"syscall"
	"testing"
	"time"
)

// cpuTime returns the processor time that this process has used in its own
// code and in the kernel: what other processes do on the machine does not count.
func cpuTime(t testing.TB) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
