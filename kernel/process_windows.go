package kernel

import (
	"io/fs"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var executableSuffixes = []string{".exe", ".cmd", ".bat"}

func isExecutable(fs.FileInfo) bool { return true }

// lockFile locks a file as long as it is open in this process; the error says
// that another one has it.
func lockFile(f *os.File) error {
	const how = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	return windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, new(windows.Overlapped))
}

// interruptVariable names the event that a kernel waits for: Windows has no SIGINT.
const interruptVariable = "JPY_INTERRUPT_EVENT"

// prepare gives the kernel an event by which it is interrupted.
func prepare(cmd *exec.Cmd) (release func(), err error) {
	attributes := &windows.SecurityAttributes{InheritHandle: 1}
	attributes.Length = uint32(unsafe.Sizeof(*attributes))
	event, err := windows.CreateEvent(attributes, 0, 0, nil)
	if err != nil {
		return nil, err
	}
	cmd.Env = append(cmd.Env, interruptVariable+"="+strconv.FormatUint(uint64(event), 10))
	cmd.SysProcAttr = &syscall.SysProcAttr{AdditionalInheritedHandles: []syscall.Handle{syscall.Handle(event)}}
	return func() { windows.CloseHandle(event) }, nil
}

func interruptProcess(cmd *exec.Cmd) error {
	handle, err := strconv.ParseUint(environment(cmd.Env)[interruptVariable], 10, 64)
	if err != nil {
		return err
	}
	return windows.SetEvent(windows.Handle(handle))
}

func killProcess(cmd *exec.Cmd) error { return cmd.Process.Kill() }
