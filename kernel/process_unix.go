//go:build unix

package kernel

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"syscall"
)

var executableSuffixes = []string{""}

func isExecutable(info fs.FileInfo) bool { return info.Mode()&0o111 != 0 }

// lockFile locks a file as long as it is open in this process; the error says
// that another one has it.
func lockFile(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// prepare gives the kernel a session of its own, and with it a process group:
// a terminal's ^C is for us alone, and what the kernel starts can be ended with
// it.
func prepare(cmd *exec.Cmd) (release func(), err error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	dieWithParent(cmd.SysProcAttr)
	return func() {}, nil
}

// interruptProcess sends SIGINT to the kernel's process group, as Jupyter does.
func interruptProcess(cmd *exec.Cmd) error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }

// killProcess kills the kernel and all of its process group, also when the
// kernel itself is gone.
func killProcess(cmd *exec.Cmd) error {
	err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	if errors.Is(err, syscall.ESRCH) {
		return nil
	}
	return err
}
