//go:build unix

package kernel

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// install writes a kernel.json below a prefix, and the interpreter beside it.
func install(t *testing.T, prefix, name, text string) {
	dir := filepath.Join(prefix, "share", "jupyter", "kernels", name)
	require.NoError(t, os.MkdirAll(dir, 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "kernel.json"), []byte(text), 0o666))
}

func program(t *testing.T, path, text string) {
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o777))
}

const someKernel = `{"argv": ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"], "display_name": %q, "language": "python"}`

func TestFind(t *testing.T) {
	root := t.TempDir()
	at := func(parts ...string) string { return filepath.Join(append([]string{root}, parts...)...) }
	for _, prefix := range []string{"venv", "real", "home/.local", "extra"} {
		install(t, at(prefix), "Python3", fmt.Sprintf(someKernel, prefix))
		install(t, at(prefix), prefix[:4], fmt.Sprintf(someKernel, prefix))
	}
	program(t, at("venv/bin/python"), "")
	program(t, at("real/bin/python"), "")
	// pyenv's python3 is a script; only asked it tells where the real one is.
	program(t, at("shims/python3"), "#!/bin/sh\necho "+at("real")+"\n")
	install(t, at("venv"), "broken", "{")
	install(t, at("venv"), "empty", "{}")

	home := []string{"HOME=" + at("home"), "PATH=" + at("shims")}
	where := func(env ...string) []string {
		specs, problems := Find(append(env, home...))
		var list []string
		for _, s := range specs {
			if s.Where.Why != "system" {
				list = append(list, s.Name+" "+s.DisplayName+": "+s.Where.Why)
			}
		}
		for _, p := range problems {
			list = append(list, p.Error())
		}
		return list
	}
	require.Equal(t, []string{
		"home home/.local: user", "python3 home/.local: user", "real real: Python on PATH",
	}, where())
	require.Equal(t, []string{
		"python3 venv: VIRTUAL_ENV", "venv venv: VIRTUAL_ENV", "home home/.local: user", "real real: Python on PATH",
		at("venv/share/jupyter/kernels/broken/kernel.json") + ": unexpected end of JSON input",
		at("venv/share/jupyter/kernels/empty/kernel.json") + ": no argv: it does not say how to start the kernel",
	}, where("VIRTUAL_ENV="+at("venv")))
	require.Equal(t, "extr extra: JUPYTER_PATH", where("VIRTUAL_ENV="+at("venv"), "JUPYTER_PATH="+at("extra/share/jupyter"))[0])
	require.Equal(t, "home home/.local: user", where("VIRTUAL_ENV="+at("venv"), "JUPYTER_PREFER_ENV_PATH=0")[0])

	spec, err := Lookup(append(home, "VIRTUAL_ENV="+at("venv")), "PYTHON3")
	require.NoError(t, err)
	require.Equal(t, []string{at("venv/bin/python"), "-m", "ipykernel_launcher", "-f", "c.json", "--HistoryManager.hist_file=:memory:"}, spec.Command("c.json"))
	_, err = Lookup(append(home, "VIRTUAL_ENV="+at("venv")), "empty")
	require.ErrorContains(t, err, "no argv")
	_, err = Lookup(home, "julia-9")
	var missing *NotFoundError
	require.ErrorAs(t, err, &missing)
	require.Subset(t, missing.Installed, []string{"home", "python3", "real"})
}

// What Jupyter finds is what we find.
func TestFindAsJupyter(t *testing.T) {
	python := testenv.Python(t)
	prefix := filepath.Dir(filepath.Dir(python))
	out := testenv.RunPython(t, nil, "-c", `from jupyter_client.kernelspec import KernelSpecManager
for name, dir in sorted(KernelSpecManager().find_kernel_specs().items()): print(name, __import__("os").path.realpath(dir))`)
	specs, problems := Find(append(os.Environ(), "VIRTUAL_ENV="+prefix))
	require.Empty(t, problems)
	ours := map[string]string{}
	for _, s := range specs {
		dir, err := filepath.EvalSymlinks(s.Dir)
		require.NoError(t, err)
		ours[s.Name] = dir
	}
	theirs := map[string]string{}
	for _, line := range splitLines(string(out)) {
		var name, dir string
		_, err := fmt.Sscan(line, &name, &dir)
		require.NoError(t, err)
		theirs[name] = dir
	}
	require.Equal(t, theirs, ours)
}

func TestTransportByProgram(t *testing.T) {
	for program, want := range map[string]string{
		"/opt/bin/python3.11": IPC, "R": IPC, "/usr/bin/julia": IPC, "xcpp": IPC, "gonb": TCP, "evcxr_jupyter": TCP, "node": TCP,
	} {
		require.Equal(t, want, (&Spec{Argv: []string{program}}).transport(), program)
	}
}
