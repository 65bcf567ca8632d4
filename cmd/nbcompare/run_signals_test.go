//go:build unix

package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/nbformat"
)

// A signalledRun is nbcompare executing a notebook whose second cell writes
// its kernel's process id to a file, and then waits.
type signalledRun struct {
	t          *testing.T
	cmd        *exec.Cmd
	stderr     bytes.Buffer
	out, pid   string
	args       []string
	kernelsPID int
}

const (
	waitingCell  = `import time; time.sleep(600)`
	stubbornCell = `
while True:
    try: time.sleep(600)
    except KeyboardInterrupt: pass`
)

func startSignalled(t *testing.T, cell string) *signalledRun {
	t.Helper()
	dir := t.TempDir()
	r := &signalledRun{t: t, out: filepath.Join(dir, "out.ipynb"), pid: filepath.Join(dir, "pid")}
	in := filepath.Join(dir, "in.ipynb")
	source := "import os, time, pathlib\npathlib.Path(" + strconv.Quote(r.pid+".new") + ").write_text(str(os.getpid()))\nos.rename(" +
		strconv.Quote(r.pid+".new") + ", " + strconv.Quote(r.pid) + ")\nif not os.path.exists('quick'):\n  " + strings.ReplaceAll(cell, "\n", "\n  ")
	text := `{"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": null, "outputs": [], "source": "1"},
{"cell_type": "code", "id": "b", "metadata": {}, "execution_count": null, "outputs": [], "source": ` + strconv.Quote(source) + `}],
"metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}`
	require.NoError(t, os.WriteFile(in, []byte(text), 0o666))
	r.args = []string{"run", in, "-o", r.out, "--cwd", dir}
	r.start()
	return r
}

// start runs nbcompare until the second cell waits, and the file says so.
func (r *signalledRun) start() {
	share := filepath.Join(filepath.Dir(filepath.Dir(testenv.Python(r.t))), "share", "jupyter")
	r.cmd = exec.Command("nbcompare", r.args...)
	r.cmd.Env = append(os.Environ(), "JUPYTER_PATH="+share, "TMPDIR="+filepath.Dir(r.out)) // a killed one leaves a folder
	r.cmd.Stderr = &r.stderr
	require.NoError(r.t, r.cmd.Start())
	require.Eventually(r.t, func() bool {
		text, err := os.ReadFile(r.pid)
		r.kernelsPID, _ = strconv.Atoi(string(text))
		return err == nil && (slices.Equal(r.statuses(), []string{"completed", "running"}) || r.isQuick())
	}, time.Minute, 10*time.Millisecond)
}

// end waits for nbcompare, and for its kernel to be gone.
func (r *signalledRun) end() (exit int) {
	_ = r.cmd.Wait()
	require.Eventually(r.t, func() bool { return syscall.Kill(r.kernelsPID, 0) == syscall.ESRCH || isZombie(r.kernelsPID) }, 5*time.Second, 10*time.Millisecond)
	return r.cmd.ProcessState.ExitCode()
}

// isQuick reports whether the second cell was told not to wait.
func (r *signalledRun) isQuick() bool {
	_, err := os.Stat(filepath.Join(filepath.Dir(r.out), "quick"))
	return err == nil
}

func isZombie(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && bytes.Contains(stat, []byte(") Z "))
}

func (r *signalledRun) statuses() (list []string) {
	nb, err := nbformat.ReadFile(r.out)
	require.NoError(r.t, err)
	for _, c := range nb.Cells {
		if c.CellType == nbformat.CodeCell {
			status, _ := c.Metadata.Get("papermill", "status").Text()
			list = append(list, status)
		}
	}
	return list
}

func TestRunInterruptedOnce(t *testing.T) {
	t.Parallel()
	r := startSignalled(t, waitingCell)
	require.NoError(t, r.cmd.Process.Signal(os.Interrupt))
	require.Equal(t, exitInterrupted, r.end())
	require.Equal(t, []string{"completed", "failed"}, r.statuses())
	require.Contains(t, r.stderr.String(), "out.ipynb: cell 1: ")
	require.True(t, strings.HasSuffix(r.stderr.String(), "nbcompare: interrupted\n"), r.stderr.String())
}

func TestRunInterruptedTwice(t *testing.T) {
	t.Parallel()
	r := startSignalled(t, stubbornCell)
	require.NoError(t, r.cmd.Process.Signal(os.Interrupt))
	// The second one counts once the first was seen; sent too early it is the first again.
	done := make(chan int)
	go func() { done <- r.end() }()
	for {
		select {
		case <-done:
			require.Equal(t, []string{"completed", "running"}, r.statuses())
			return
		case <-time.After(50 * time.Millisecond):
			_ = r.cmd.Process.Signal(os.Interrupt)
		}
	}
}

// Killed at any moment, what is under the name is a whole notebook, and at the
// end the same command completes it.
func TestRunKilledAtRandom(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.ipynb"), filepath.Join(dir, "out.ipynb")
	var cells []string
	for i := range 40 {
		cells = append(cells, codeCell(i, "import time; time.sleep(0.02)\nprint('x' * 50_000)"))
	}
	text := `{"cells": [` + strings.Join(cells, ",\n") + `], "metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}`
	require.NoError(t, os.WriteFile(in, []byte(text), 0o666))
	random := rand.New(rand.NewPCG(6, 6))
	start := func() *exec.Cmd {
		cmd := exec.Command("nbcompare", "run", in, "-o", out)
		cmd.Env = append(os.Environ(), "JUPYTER_PATH="+filepath.Join(filepath.Dir(filepath.Dir(testenv.Python(t))), "share", "jupyter"), "TMPDIR="+dir)
		require.NoError(t, cmd.Start())
		return cmd
	}
	for range killRounds() + 1 {
		cmd := start()
		kill := time.AfterFunc(time.Duration(random.IntN(4000))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		if !kill.Stop() {
			require.Eventually(t, func() bool { return len(childrenOf(cmd.Process.Pid)) == 0 }, 5*time.Second, 10*time.Millisecond)
		}
		if _, err := os.Stat(out); err == nil {
			nb, err := nbformat.ReadFile(out)
			require.NoError(t, err)
			require.GreaterOrEqual(t, len(nb.Cells), 40)
		}
	}
	require.NoError(t, start().Wait())
	r := &signalledRun{t: t, out: out}
	require.NotContains(t, r.statuses(), "pending")
	require.NotContains(t, r.statuses(), "failed")
}

// Killed, no cell is lost but the running one: whatever the kernel had begun,
// the file has all before it. What is saved each time is large, so that a save
// that the next cell does not wait for would not be done.
func TestRunKilledLosesTheRunningCell(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in, out, begun := filepath.Join(dir, "in.ipynb"), filepath.Join(dir, "out.ipynb"), filepath.Join(dir, "begun")
	const count = 60
	cells := []string{codeCell(0, "print('x' * 5_000_000)")}
	for i := range count {
		cells = append(cells, codeCell(i+1, "with open('begun', 'a') as f: f.write('x')\nprint('seen')"))
	}
	text := `{"cells": [` + strings.Join(cells, ",\n") + `], "metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}`
	require.NoError(t, os.WriteFile(in, []byte(text), 0o666))
	beginnings := func() int {
		info, err := os.Stat(begun)
		if err != nil {
			return 0
		}
		return int(info.Size())
	}
	random := rand.New(rand.NewPCG(1, 9))
	for range killRounds() + 1 {
		_ = os.Remove(begun)
		cmd := exec.Command("nbcompare", "run", in, "-o", out, "--force", "--cwd", dir)
		cmd.Env = append(os.Environ(), "JUPYTER_PATH="+filepath.Join(filepath.Dir(filepath.Dir(testenv.Python(t))), "share", "jupyter"), "TMPDIR="+dir)
		require.NoError(t, cmd.Start())
		at := 2 + random.IntN(count-10)
		require.Eventually(t, func() bool { return beginnings() >= at }, time.Minute, 100*time.Microsecond)
		require.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait()
		require.Eventually(t, func() bool { return len(childrenOf(cmd.Process.Pid)) == 0 }, 5*time.Second, 10*time.Millisecond)
		nb, err := nbformat.ReadFile(out)
		require.NoError(t, err)
		for i := range beginnings() { // the first cell, and those that began but for the last
			status, _ := nb.Cells[i].Metadata.Get("papermill", "status").Text()
			require.Equal(t, "completed", status, "cell %d of %d that began", i, beginnings())
			require.Len(t, nb.Cells[i].Outputs(), 1)
		}
	}
}

// codeCell is the JSON of a cell of this source.
func codeCell(id int, source string) string {
	return `{"cell_type": "code", "id": "c` + strconv.Itoa(id) + `", "metadata": {}, "execution_count": null, "outputs": [], "source": ` + strconv.Quote(source) + `}`
}

// childrenOf returns the kernels that were told that a process is their
// parent, and live.
func childrenOf(pid int) (list []string) {
	all, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, path := range all {
		if env, err := os.ReadFile(path); err == nil && bytes.Contains(env, []byte("\x00JPY_PARENT_PID="+strconv.Itoa(pid)+"\x00")) {
			list = append(list, path)
		}
	}
	return list
}

// Killed, nothing is torn, nothing lives on, and the same command goes on.
func TestRunKilled(t *testing.T) {
	t.Parallel()
	r := startSignalled(t, waitingCell)
	for range killRounds() {
		require.NoError(t, r.cmd.Process.Kill())
		r.end()
		require.Equal(t, []string{"completed", "running"}, r.statuses())
		require.NoError(t, os.Remove(r.pid))
		r.start()
	}
	require.NoError(t, r.cmd.Process.Kill())
	r.end()
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(r.out), "quick"), nil, 0o666))
	require.NoError(t, os.Remove(r.pid))
	r.start()
	require.Zero(t, r.end())
	require.Equal(t, []string{"completed", "completed"}, r.statuses())
	left, err := filepath.Glob(filepath.Join(filepath.Dir(r.out), ".*.tmp"))
	require.NoError(t, err)
	require.Empty(t, left)
}

// killRounds is how often; `make soak` does it more often.
func killRounds() int {
	if os.Getenv("NBCOMPARE_SOAK") != "" {
		return 100
	}
	return 1
}
