package kernel

import "syscall"

// dieWithParent lets Linux kill the kernel when the thread that started it
// ends; that one waits for the kernel, see launch.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }
