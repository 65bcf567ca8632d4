package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// writeMachine writes where and when, and with which versions, this was measured. What cannot be found out is left out.
func writeMachine(ctx context.Context, out io.Writer, cfg *config) {
	facts := []string{time.Now().Format(time.DateOnly)}
	if model := lineValue("/proc/cpuinfo", "model name", ":"); model != "" {
		facts = append(facts, model)
	}
	facts = append(facts, fmt.Sprintf("%d cores", runtime.NumCPU()))
	if kilobytes, err := strconv.Atoi(strings.TrimSuffix(lineValue("/proc/meminfo", "MemTotal", ":"), " kB")); err == nil {
		facts = append(facts, fmt.Sprintf("%.0f GB of memory", float64(kilobytes)*1024/1e9))
	}
	system := strings.Trim(lineValue("/etc/os-release", "PRETTY_NAME", "="), `"`)
	facts = append(facts, strings.TrimSpace(system+" "+runtime.GOOS+"/"+runtime.GOARCH))
	if kernel, err := exec.CommandContext(ctx, "uname", "-r").Output(); err == nil {
		facts = append(facts, "kernel "+strings.TrimSpace(string(kernel)))
	}
	facts = append(facts, runtime.Version())
	if cfg.peers {
		facts = append(facts, peerVersions(ctx, cfg.python)...)
	}
	fmt.Fprintf(out, "Measured on %s. Whole processes, in turn, files in the page cache.\n", strings.Join(facts, ", "))
}

const printVersions = `import platform
from importlib.metadata import version
print("Python", platform.python_version())
for name in "scrapbook", "sklearn-evaluation":
    print(name, version(name))`

func peerVersions(ctx context.Context, python string) []string {
	out, err := exec.CommandContext(ctx, python, "-c", printVersions).Output()
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// lineValue returns what a file of lines like "name: value" says of a name first; "" when it does not.
func lineValue(path, name, separator string) string {
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		before, after, ok := strings.Cut(lines.Text(), separator)
		if ok && strings.TrimSpace(before) == name {
			return strings.TrimSpace(after)
		}
	}
	return ""
}
