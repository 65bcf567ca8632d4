package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// What a verb may take at most for two hostile notebooks, however busy the
// machine is: seconds of processor time, and memory in MB.
const (
	mostSeconds = 60
	mostMemory  = 1000
)

// runAll runs commands, two at a time, and tells of each the exit status,
// the processor time, the peak of memory in KB and the end of what it
// complained. A program that is not done after two minutes is killed.
const runAll = `
import concurrent.futures, json, os, subprocess, sys, tempfile, threading
def run(command):
    with tempfile.TemporaryFile() as err:
        p = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=err)
        timer = threading.Timer(120, p.kill)
        timer.start()
        _, status, used = os.wait4(p.pid, 0)
        timer.cancel()
        err.seek(0)
        return {"Status": os.waitstatus_to_exitcode(status), "Seconds": used.ru_utime + used.ru_stime,
            "Peak": used.ru_maxrss, "Complaint": err.read().decode("utf-8", "replace")[-2000:]}
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for result in pool.map(run, json.load(sys.stdin)):
        print(json.dumps(result))`

type hostileRun struct {
	Status    int
	Seconds   float64
	Peak      int
	Complaint string
}

// TestHostileVerbs gives every hostile notebook to every verb that reads: each
// ends with a result or a message, in bounded time and memory.
func TestHostileVerbs(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("memory is counted as Linux does")
	}
	folder := t.TempDir()
	type job struct {
		name, verb string
		want       []int // exit statuses
	}
	var jobs []job
	var commands [][]string
	add := func(name string, paths ...string) {
		for _, verb := range []struct {
			args []string
			want []int
		}{
			{[]string{"report", "-o", filepath.Join(folder, name+".html")}, []int{0}},
			{[]string{"extract"}, []int{0}},
			{[]string{"table"}, []int{0}},
			{[]string{"diff"}, []int{0, 3}},
			{[]string{"check", "--baseline", paths[len(paths)-1], "--rule", "score <= baseline * 1000"}, []int{0}},
			{[]string{"show"}, []int{0}},
			{[]string{"params"}, []int{0, 1}}, // 1 where there is no parameter cell
		} {
			given := paths
			switch verb.args[0] {
			case "show", "params":
				given = paths[:1]
			case "check":
				given = paths[:len(paths)-1]
			}
			jobs = append(jobs, job{name, verb.args[0], verb.want})
			commands = append(commands, append(append([]string{program(t)}, verb.args...), given...))
		}
	}
	notebooks, err := filepath.Glob(filepath.Join(testenv.Root(t), "testdata", "hostile", "*.ipynb"))
	require.NoError(t, err)
	require.Greater(t, len(notebooks), 40)
	for i, path := range notebooks {
		add(filepath.Base(path), path, notebooks[(i+1)%len(notebooks)])
	}
	for _, large := range largeHostile {
		add(large.name, largeNotebooks(t, large.name)...)
	}

	input, err := json.Marshal(commands)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(testenv.RunPython(t, input, "-c", runAll))), "\n")
	require.Len(t, lines, len(jobs))
	var most hostileRun
	for i, line := range lines {
		var got hostileRun
		require.NoError(t, json.Unmarshal([]byte(line), &got))
		what := fmt.Sprintf("%s %s: %+v", jobs[i].verb, jobs[i].name, got)
		require.Contains(t, jobs[i].want, got.Status, what)
		require.NotContains(t, got.Complaint, "goroutine ", what)
		require.Less(t, got.Seconds, float64(mostSeconds), what)
		require.Less(t, got.Peak, mostMemory<<10, what)
		most.Seconds, most.Peak = max(most.Seconds, got.Seconds), max(most.Peak, got.Peak)
	}
	t.Logf("%d commands, at most %.1f s of processor time and %d MB", len(lines), most.Seconds, most.Peak>>10)
}
