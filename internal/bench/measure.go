package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A measurement is one run of a whole process.
type measurement struct {
	Seconds float64 // wall clock, from before its start until it was waited for
	Peak    int64   // bytes of resident memory at most, of the process or the largest of its children; 0 when unknown
	Own     int64   // bytes of resident memory at most, of the process alone; 0 when unknown
	Stdout  string
}

// measureVerb, as the first argument, makes this program measure the rest of its arguments.
const measureVerb = "measure"

// measure runs a command and measures it. It does so from a fresh process of this same program: Linux counts the memory
// of the parent at the fork as memory of the child, and ours has just made ten thousand notebooks.
func measure(ctx context.Context, argv []string) (measurement, error) {
	self, err := os.Executable()
	if err != nil {
		return measurement{}, err
	}
	cmd := exec.CommandContext(ctx, self, append([]string{measureVerb}, argv...)...)
	// sklearn-evaluation would ask the network for a newer version, and report its use.
	cmd.Env = append(os.Environ(), "PLOOMBER_STATS_ENABLED=false", "PLOOMBER_VERSION_CHECK_DISABLED=true")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return measurement{}, fmt.Errorf("%s: %w: %s", argv[0], err, stderr.Bytes())
	}
	var m measurement
	err = json.Unmarshal(out, &m)
	return m, err
}

// measureHere runs a command and writes its measurement as JSON.
func measureHere(argv []string, out io.Writer) error {
	var stdout bytes.Buffer
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdout, cmd.Stderr = &stdout, os.Stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	own := watchMemory(cmd.Process.Pid)
	if err := cmd.Wait(); err != nil {
		return err
	}
	seconds := time.Since(start).Seconds()
	return json.NewEncoder(out).Encode(measurement{seconds, peakMemory(cmd.ProcessState), own(), stdout.String()})
}

// watchMemory looks now and then how much memory a process has had at most, until the function it returns is called;
// that gives the bytes. Only Linux tells it of a process that lives; what the last moments need is missed.
func watchMemory(pid int) (stop func() int64) {
	quit, most := make(chan struct{}), make(chan int64)
	go func() {
		var last int64
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for {
			if status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)); err == nil {
				last = max(last, highWater(string(status)))
			}
			select {
			case <-ticker.C:
			case <-quit:
				most <- last
				return
			}
		}
	}()
	return func() int64 { close(quit); return <-most }
}

// highWater returns what VmHWM says in the text of /proc/PID/status, in bytes; 0 for nothing.
func highWater(status string) (bytes int64) {
	_, rest, _ := strings.Cut(status, "\nVmHWM:")
	_, _ = fmt.Sscanf(rest, "%d kB", &bytes)
	return bytes * 1024
}
