//go:build unix

package execute

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/kernel"
)

// printPID is a cell that prints the kernel's process id.
const printPID = "import os\nprint(os.getpid(), flush=True)"

// killing returns options that kill the kernel once the cell of a number,
// starting at 1, has ended, and then wait until it is gone. The first cell is
// printPID.
func killing(t *testing.T, r *recorder, number int) Options {
	opts := r.options(python(t))
	pid := 0
	opts.Watch = func(e Event) {
		switch {
		case e.Kind == Printed && pid == 0:
			var err error
			pid, err = strconv.Atoi(strings.TrimSpace(e.Text))
			require.NoError(t, err)
		case e.Kind == CellEnded && e.Number == number:
			require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
			require.Eventually(t, func() bool { return syscall.Kill(pid, 0) == syscall.ESRCH }, time.Minute, time.Millisecond)
		}
	}
	return opts
}

func TestKilledWithinACell(t *testing.T) {
	t.Parallel()
	var r recorder
	opts := r.options(python(t))
	opts.Watch = func(e Event) {
		if e.Kind == Printed {
			pid, err := strconv.Atoi(strings.TrimSpace(e.Text))
			require.NoError(t, err)
			require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
		}
	}
	result, err := Notebook(t.Context(), notebook(t, code(printPID+"\nimport time; time.sleep(600)"), code("2")), opts)
	require.ErrorContains(t, err, "cell 0: the kernel python3 died while the code ran: it was ended by signal: killed")
	require.Equal(t, []string{"", "", "failed", "pending"}, statuses(result.Notebook))
	outputs := outputsOf(result.Notebook, 2)
	require.Len(t, outputs, 2)
	require.Contains(t, outputs[0], "stdout: ")
	require.Equal(t, "error: DeadKernelError", outputs[1])
	<-result.Closed
}

func TestKilledBetweenCells(t *testing.T) {
	t.Parallel()
	var r recorder
	result, err := Notebook(t.Context(), notebook(t, code(printPID), code("print('never')"), code("2")), killing(t, &r, 1))
	var dead *kernel.DeadError
	require.ErrorAs(t, err, &dead)
	require.ErrorContains(t, err, "cell 1: the kernel python3 died ")
	require.Equal(t, "it was ended by signal: killed", dead.Ending)
	require.Equal(t, []string{"", "completed", "", "failed", "pending"}, statuses(result.Notebook))
	require.Equal(t, []string{"error: DeadKernelError"}, outputsOf(result.Notebook, 3))
	<-result.Closed
}

// What dies after its last cell has done its work.
func TestKilledAfterTheLastCell(t *testing.T) {
	t.Parallel()
	var r recorder
	result, err := Notebook(t.Context(), notebook(t, code(printPID), code("1")), killing(t, &r, 2))
	require.NoError(t, err)
	require.Equal(t, []string{"completed", "completed"}, statuses(result.Notebook))
	require.Equal(t, []string{"text/plain: 1"}, outputsOf(result.Notebook, 1))
	<-result.Closed
}

// A real segmentation fault: what the kernel itself wrote says where.
func TestSegmentationFault(t *testing.T) {
	t.Parallel()
	var r recorder
	result, err := Notebook(t.Context(), notebook(t, code("print('so far', flush=True)\nimport ctypes\nctypes.string_at(0)"), code("2")), r.options(python(t)))
	require.ErrorContains(t, err, "cell 0: the kernel python3 died while the code ran: it was ended by signal: segmentation fault")
	require.ErrorContains(t, err, "Fatal Python error: Segmentation fault")
	require.Equal(t, []string{"", "", "failed", "pending"}, statuses(result.Notebook))
	require.Contains(t, outputsOf(result.Notebook, 2), "error: DeadKernelError")
	<-result.Closed
}

// What users registered to be done at the end is done, before a run is over.
func TestExitHandlersRun(t *testing.T) {
	t.Parallel()
	var r recorder
	opts := r.options(python(t))
	opts.KernelOptions.Dir, opts.KernelOptions.Farewell = t.TempDir(), time.Minute
	result, err := Notebook(t.Context(), notebook(t, code(`import atexit, time
atexit.register(lambda: (time.sleep(0.2), open('done', 'w').close()))
unclosed = open('text', 'w')
unclosed.write('all of it')`)), opts)
	require.NoError(t, err)
	<-result.Closed
	require.FileExists(t, filepath.Join(opts.KernelOptions.Dir, "done"))
	text, err := os.ReadFile(filepath.Join(opts.KernelOptions.Dir, "text"))
	require.NoError(t, err)
	require.Equal(t, "all of it", string(text))
}

// Output that comes in large pieces, faster than it is saved.
func TestLargeOutput(t *testing.T) {
	t.Parallel()
	pieces := 100
	if os.Getenv("NBCOMPARE_SOAK") != "" {
		pieces = 1000 // 100 MB
	}
	var r recorder
	opts := r.options(python(t))
	opts.SaveEvery, opts.Save = 10*time.Millisecond, nil
	result, err := Notebook(t.Context(), notebook(t, code("for i in range("+strconv.Itoa(pieces)+"): print('x' * 99_999, flush=True)")), opts)
	require.NoError(t, err)
	require.Empty(t, result.Warnings)
	require.Len(t, result.Notebook.Cells[0].Outputs()[0].Text(), pieces*100_000)
	<-result.Closed
}
