//go:build unix

package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// pythonSpec is ipykernel in the Python environment of the tests.
func pythonSpec(t *testing.T) *Spec {
	t.Helper()
	prefix := filepath.Dir(filepath.Dir(testenv.Python(t)))
	spec, err := Lookup([]string{"JUPYTER_PATH=" + filepath.Join(prefix, "share", "jupyter")}, "python3")
	require.NoError(t, err)
	return spec
}

func startReal(t *testing.T, spec *Spec, opts Options) *Kernel {
	t.Helper()
	opts.Env = os.Environ()
	k, err := Start(patient(t), spec, opts)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, k.Shutdown(context.Background())) })
	return k
}

func TestIPython(t *testing.T) {
	t.Parallel()
	k := startReal(t, pythonSpec(t), Options{Dir: t.TempDir(), Threads: 3, Set: map[string]string{"TOLD": "this"}})
	require.Equal(t, "ipython", k.Info.Implementation)
	require.Equal(t, IPC, k.connection.Transport)

	t.Run("output, errors, counts", func(t *testing.T) {
		printed, reply, err := streams(t, k, patient(t), "import os\nprint('é', os.environ['TOLD'], os.environ['OMP_NUM_THREADS'])")
		require.NoError(t, err)
		require.Equal(t, "é this 3\n", printed)
		require.Equal(t, 1, *reply.ExecutionCount, "what widens the queue is not counted")
		_, reply, err = streams(t, k, patient(t), "1/0")
		require.NoError(t, err)
		require.Equal(t, "error", reply.Status)
		require.Equal(t, "ZeroDivisionError", reply.Ename)
		require.NotEmpty(t, reply.Traceback)
		printed, reply, err = streams(t, k, patient(t), "print([n for n in dir() if 'nbcompare' in n])")
		require.NoError(t, err)
		require.Equal(t, "ok", reply.Status, "an error does not abort what follows")
		require.Equal(t, "[]\n", printed)
	})
	// Trap 1.
	t.Run("many messages", func(t *testing.T) {
		count := 5_000 * soak()
		printed, reply, err := streams(t, k, patient(t), fmt.Sprintf("for i in range(%d): print(i, flush=True)", count))
		require.NoError(t, err)
		require.Zero(t, reply.Lost)
		require.Equal(t, count, strings.Count(printed, "\n"))
	})
	// Trap 5: ipykernel refuses by itself.
	t.Run("input", func(t *testing.T) {
		_, reply, err := streams(t, k, patient(t), "input()")
		require.NoError(t, err)
		require.Equal(t, "StdinNotImplementedError", reply.Ename)
	})
	// Trap 10: what a child process prints later belongs to the cell that made it.
	t.Run("late output", func(t *testing.T) {
		first := k.NewRequestID()
		_, err := k.Execute(patient(t), first, `r, w = os.pipe()
child = os.fork()
if child == 0:
    os.read(r, 1)
    print("late", flush=True)
    os._exit(0)`, nil)
		require.NoError(t, err)
		late, code := "", "os.write(w, b'!'); os.waitpid(child, 0)"
		for ctx := patient(t); late == "" && ctx.Err() == nil; code = "pass" {
			_, err = k.Execute(ctx, k.NewRequestID(), code, func(m *Message) {
				if m.Type == "stream" && m.ParentID == first {
					var content struct{ Text string }
					require.NoError(t, json.Unmarshal(m.Content, &content))
					late += content.Text
				}
			})
			require.NoError(t, err)
		}
		require.Equal(t, "late\n", late)
	})
	// Trap 11.
	t.Run("history", func(t *testing.T) {
		printed, _, err := streams(t, k, patient(t), "print(get_ipython().history_manager.hist_file)")
		require.NoError(t, err)
		require.Equal(t, ":memory:\n", printed)
	})
	t.Run("interrupt", func(t *testing.T) {
		ctx, cancel := context.WithCancel(patient(t))
		id := k.NewRequestID()
		reply, err := k.Execute(ctx, id, "print('now', flush=True)\nimport time\ntime.sleep(600)", func(m *Message) {
			if m.Type == "stream" {
				cancel()
			}
		})
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, "KeyboardInterrupt", reply.Ename)
		printed, _, err := streams(t, k, patient(t), "print('alive')")
		require.NoError(t, err)
		require.Equal(t, "alive\n", printed)
	})
	t.Run("one large message", func(t *testing.T) {
		size := 10_000_000 * soak()
		printed, reply, err := streams(t, k, patient(t), fmt.Sprintf("print('x' * %d)", size))
		require.NoError(t, err)
		require.Equal(t, size+1, len(printed))
		require.Zero(t, reply.Lost)
	})
	// Trap 6.
	t.Run("death", func(t *testing.T) {
		printed, _, err := streams(t, k, patient(t), "print('last', flush=True)\nos._exit(3)")
		var dead *DeadError
		require.ErrorAs(t, err, &dead)
		require.Equal(t, "it ended with exit status 3", dead.Ending)
		require.Contains(t, "last\n", printed)
	})
}

// ipykernel's queue as it is: what it drops is counted, at least.
func TestIPythonShortQueue(t *testing.T) {
	t.Parallel()
	k := startReal(t, pythonSpec(t), Options{ShortQueue: true, Transport: TCP})
	count := 2_000 * soak()
	printed, reply, err := streams(t, k, patient(t), fmt.Sprintf("for i in range(%d): print(i, flush=True)", count))
	require.NoError(t, err)
	require.LessOrEqual(t, count-strings.Count(printed, "\n"), reply.Lost)
}

func TestIRkernel(t *testing.T) {
	t.Parallel()
	spec, err := Lookup(os.Environ(), "ir")
	if err != nil {
		t.Skip(err)
	}
	k := startReal(t, spec, Options{Grace: 3 * time.Second})
	printed, reply, err := streams(t, k, patient(t), `cat("größer\n")`)
	require.NoError(t, err)
	require.Equal(t, "größer\n", printed)
	require.Equal(t, 1, *reply.ExecutionCount)
	_, reply, err = streams(t, k, patient(t), `stop("no")`)
	require.NoError(t, err)
	require.Equal(t, "error", reply.Status)
	// Trap 5: IRkernel asks although it was told that nobody is there.
	_, _, err = streams(t, k, patient(t), `readline("name? ")`)
	require.ErrorIs(t, err, ErrInput)
}

// When this process is killed its kernels go too, at once on Linux.
func TestKernelsDoNotOutliveUs(t *testing.T) {
	if len(os.Getenv("NBCOMPARE_ORPHAN")) > 0 {
		k, err := Start(context.Background(), fakeSpec(t, ""), Options{Env: os.Environ()})
		require.NoError(t, err)
		os.Stdout.WriteString("\nkernel " + itoa(k.process.cmd.Process.Pid) + "\n")
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self, "-test.run", "^TestKernelsDoNotOutliveUs$")
	cmd.Env = append(os.Environ(), "NBCOMPARE_ORPHAN=1", "TMPDIR="+t.TempDir())
	out, err := cmd.Output()
	require.Error(t, err)
	_, rest, found := strings.Cut(string(out), "\nkernel ")
	require.True(t, found, "%s", out)
	pid, _, _ := strings.Cut(rest, "\n")
	require.Eventually(t, func() bool { return gone(pid) }, time.Minute, 10*time.Millisecond)
}
