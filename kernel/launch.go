package kernel

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// A running is the process of a kernel.
type running struct {
	cmd   *exec.Cmd
	log   string        // the file that has what the kernel itself wrote
	ended chan struct{} // closed when the process is gone
	err   error         // how it ended; set before ended is closed
}

// launch starts a command with its output in a file. Linux kills it when the
// thread that started it ends, so that thread waits for it.
func launch(argv []string, cwd, log string, env []string) (*running, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	path := argv[0]
	if !strings.ContainsRune(path, os.PathSeparator) {
		if path = lookPath(path, environment(env)); path == "" {
			return nil, &exec.Error{Name: argv[0], Err: exec.ErrNotFound}
		}
	}
	cmd := exec.Command(path, argv[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = cwd, env, out, out
	release, err := prepare(cmd)
	if err != nil {
		return nil, err
	}
	p := &running{cmd: cmd, log: log, ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.ended)
		}
		release()
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// tail returns the end of what the kernel itself wrote, without escape
// sequences of terminals.
func (p *running) tail() string {
	const most = 1 << 16
	f, err := os.Open(p.log)
	if err != nil {
		return ""
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > most {
		_, _ = f.Seek(-most, io.SeekEnd)
	}
	text, _ := io.ReadAll(io.LimitReader(f, most))
	return lastWords(strings.TrimSpace(strings.ToValidUTF8(string(text), "")))
}

// lastWords returns the end of a text, or of what Python wrote about a crash
// the beginning: the frames from the fault to the cell, without those of
// IPython below it and the list of modules.
func lastWords(text string) string {
	const most = 4096
	if at := strings.LastIndex(text, "Fatal Python error: "); at >= 0 {
		text = text[at:]
		for _, end := range []string{"\n\nExtension modules:", "\n\nCurrent thread's C stack", "/IPython/core/interactiveshell.py"} {
			if at := strings.Index(text, end); at >= 0 {
				text = text[:at]
			}
		}
		if at := strings.LastIndex(text, "\n  File \""); at >= 0 && !strings.Contains(text[at+1:], ", line ") {
			text = text[:at] // it was cut within a frame
		}
		return text[:min(len(text), most)]
	}
	return text[max(0, len(text)-most):]
}

// ending says how the process ended.
func (p *running) ending() string {
	var exit *exec.ExitError
	switch {
	case p.err == nil:
		return "it ended with exit status 0"
	case errors.As(p.err, &exit) && exit.Exited():
		return fmt.Sprintf("it ended with exit status %d", exit.ExitCode())
	}
	return "it was ended by " + p.err.Error()
}

// threadVariables limit the threads of the libraries that do linear algebra.
var threadVariables = []string{
	"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
	"VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS", "BLIS_NUM_THREADS",
}

// kernelEnv returns the environment of a kernel. Later variables win.
func kernelEnv(base []string, spec *Spec, opts Options) []string {
	env := environment(base)
	if opts.Threads > 0 && env["OMP_NUM_THREADS"] == "" {
		for _, name := range threadVariables {
			if env[name] == "" {
				env[name] = strconv.Itoa(opts.Threads)
			}
		}
	}
	for name, value := range spec.Env {
		env[name] = os.Expand(value, func(v string) string { return env[v] })
	}
	for name, value := range opts.Set {
		env[name] = value
	}
	env["JPY_PARENT_PID"] = strconv.Itoa(os.Getpid())
	if runtime.GOOS == "windows" {
		delete(env, "JPY_PARENT_PID") // there it is a handle
	}
	return env.list()
}
