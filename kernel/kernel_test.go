//go:build unix

package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// streams returns what an execution printed.
func streams(t *testing.T, k *Kernel, ctx context.Context, code string) (printed string, reply *Reply, err error) {
	id := k.NewRequestID()
	reply, err = k.Execute(ctx, id, code, func(m *Message) {
		if m.Type == "stream" && m.ParentID == id {
			var content struct{ Text string }
			require.NoError(t, json.Unmarshal(m.Content, &content))
			printed += content.Text
		}
	})
	return printed, reply, err
}

func TestExecuteOverBothTransports(t *testing.T) {
	for _, transport := range []string{IPC, TCP} {
		k := startFake(t, "pings", Options{Transport: transport})
		printed, reply, err := streams(t, k, patient(t), "hello")
		require.NoError(t, err)
		require.Equal(t, "hello", printed)
		require.Equal(t, "ok", reply.Status)
		require.Equal(t, 1, *reply.ExecutionCount)
		require.Zero(t, reply.Lost)
		require.Equal(t, "fake", k.Info.Implementation)
	}
}

// Trap 1: what a kernel drops is counted.
func TestLostMessagesAreCounted(t *testing.T) {
	k := startFake(t, "", Options{})
	for _, c := range []struct {
		code string
		lost int
	}{{"a", 0}, {"lose 1234567", 7}, {"b", 0}, {"lose 1", 1}} {
		_, reply, err := streams(t, k, patient(t), c.code)
		require.NoError(t, err)
		require.Equal(t, c.lost, reply.Lost, c.code)
	}
}

// What widens the queue is at work while the kernel is not known to be ready:
// its messages are not lost.
func TestMessagesOfTheStartAreNotLost(t *testing.T) {
	for range 5 {
		k := startFake(t, slowReply, Options{})
		printed, reply, err := streams(t, k, patient(t), "hello")
		require.NoError(t, err)
		require.Equal(t, "hello", printed)
		require.Zero(t, reply.Lost)
	}
}

// Trap 2: idle was dropped.
func TestLostIdle(t *testing.T) {
	k := startFake(t, "loses idle", Options{})
	for range 2 {
		printed, reply, err := streams(t, k, patient(t), "hello")
		require.NoError(t, err)
		require.Equal(t, "hello", printed)
		require.True(t, reply.IdleLost)
		require.Equal(t, 1, reply.Lost)
	}
}

// Trap 3: aborted is told.
func TestAborted(t *testing.T) {
	k := startFake(t, "", Options{})
	_, reply, err := streams(t, k, patient(t), "abort")
	require.NoError(t, err)
	require.Equal(t, "aborted", reply.Status)
}

// Trap 4: the first questions are not heard.
func TestSlowJoiner(t *testing.T) {
	k := startFake(t, "slow joiner", Options{})
	printed, _, err := streams(t, k, patient(t), "hello")
	require.NoError(t, err)
	require.Equal(t, "hello", printed)
}

// Trap 5: code that asks for input is ended, and the kernel lives.
func TestInputRequest(t *testing.T) {
	k := startFake(t, "", Options{})
	_, reply, err := streams(t, k, patient(t), "input")
	require.ErrorIs(t, err, ErrInput)
	require.True(t, reply.Asked)
	printed, _, err := streams(t, k, patient(t), "hello")
	require.NoError(t, err)
	require.Equal(t, "hello", printed)
}

// Trap 6: a kernel that dies gives its last words, and the reason.
func TestDeath(t *testing.T) {
	k := startFake(t, "", Options{})
	printed, _, err := streams(t, k, patient(t), "die")
	var dead *DeadError
	require.ErrorAs(t, err, &dead)
	require.Equal(t, &DeadError{Kernel: "fake", When: "while the code ran", Ending: "it ended with exit status 9",
		Log: "Segmentation fault, said the kernel"}, dead)
	require.Equal(t, "last words", printed)
	_, _, err = streams(t, k, patient(t), "hello")
	require.ErrorAs(t, err, &dead)
}

func TestDeathAtTheStart(t *testing.T) {
	_, err := Start(patient(t), fakeSpec(t, "dies at the start"), Options{})
	require.EqualError(t, err, "the kernel fake died while it started: it ended with exit status 7; it wrote:\nImportError: no module named soul")
}

// Trap 7: interrupted, and then killed with its group.
func TestTimeouts(t *testing.T) {
	reason := errors.New("too slow")
	k := startFake(t, "", Options{Grace: time.Minute})
	ctx, cancel := context.WithTimeoutCause(t.Context(), 50*time.Millisecond, reason)
	defer cancel()
	_, reply, err := streams(t, k, ctx, "wait")
	require.ErrorIs(t, err, reason)
	require.NotNil(t, reply)
	require.Equal(t, "KeyboardInterrupt", reply.Ename)

	k = startFake(t, "", Options{Grace: 50 * time.Millisecond})
	ctx, cancel = context.WithTimeoutCause(t.Context(), 50*time.Millisecond, reason)
	defer cancel()
	_, reply, err = streams(t, k, ctx, "hang")
	require.ErrorIs(t, err, reason)
	require.Nil(t, reply)
	<-k.process.ended
}

// A peer that accepts and says nothing, and one that subscribes nobody, do not
// hold the start for longer than it may take.
func TestStartKeepsToItsLimit(t *testing.T) {
	for _, manner := range []string{"silent", "deaf"} {
		reason := errors.New("no answer in time")
		ctx, cancel := context.WithTimeoutCause(t.Context(), 700*time.Millisecond, reason)
		defer cancel()
		_, err := Start(ctx, fakeSpec(t, manner), Options{})
		require.ErrorIs(t, err, reason, manner)
	}
}

// Trap 8: a shutdown that never ends is ended.
func TestShutdownIsLimited(t *testing.T) {
	k, err := Start(patient(t), fakeSpec(t, "does not go"), Options{Farewell: 20 * time.Millisecond})
	require.NoError(t, err)
	require.NoError(t, k.Shutdown(t.Context()))
	require.NoDirExists(t, k.folder.path)
	require.ErrorIs(t, syscall.Kill(k.process.cmd.Process.Pid, 0), syscall.ESRCH)
}

// Trap 9: the kernel knows its parent, leads a group of its own, and what a
// killed process left is swept.
func TestProcessAndFolders(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	k := startFake(t, "", Options{})
	pid := k.process.cmd.Process.Pid
	group, err := syscall.Getpgid(pid)
	require.NoError(t, err)
	require.Equal(t, pid, group)
	require.Equal(t, strconv.Itoa(os.Getpid()), environment(k.process.cmd.Env)["JPY_PARENT_PID"])
	require.Len(t, leftovers(t, temp), 1)

	left := filepath.Join(temp, "nbcompare-kernel-1")
	require.NoError(t, os.MkdirAll(left, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(left, "lock"), nil, 0o600))
	made, empty, foreign := filepath.Join(temp, "nbcompare-kernel-2"), filepath.Join(temp, "nbcompare-kernel-3"), filepath.Join(temp, "nbcompare-kernel-4")
	for _, path := range []string{made, empty, filepath.Join(foreign, "something")} {
		require.NoError(t, os.MkdirAll(path, 0o700))
	}
	hour := time.Now().Add(-time.Hour)
	require.NoError(t, os.Chtimes(empty, hour, hour))
	require.NoError(t, os.Chtimes(foreign, hour, hour))
	sweep()
	require.NoDirExists(t, left)
	require.NoDirExists(t, empty)
	require.DirExists(t, made, "somebody is making it")
	require.DirExists(t, foreign, "it holds something that is not ours")
	require.DirExists(t, k.folder.path, "in use")
}

func TestForgedAndHugeMessages(t *testing.T) {
	k := startFake(t, "", Options{MaxMessage: 1 << 20, Grace: 50 * time.Millisecond})
	printed, _, err := streams(t, k, patient(t), "forge")
	require.NoError(t, err)
	require.Equal(t, "forge", printed)

	// The socket is given up, so the end of the code is never seen.
	_, _, err = streams(t, k, patient(t), "huge")
	require.ErrorContains(t, err, "iopub")
}

func TestUnknownTransportAndProgram(t *testing.T) {
	_, err := Start(t.Context(), fakeSpec(t, ""), Options{Transport: "smoke"})
	require.EqualError(t, err, `transport "smoke": must be ipc or tcp`)
	_, err = Start(t.Context(), &Spec{Name: "gone", Argv: []string{"/nowhere/python"}}, Options{})
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = Start(t.Context(), &Spec{Name: "gone", Argv: []string{"no-such-program"}}, Options{Env: os.Environ()})
	require.ErrorContains(t, err, "executable file not found")
}
