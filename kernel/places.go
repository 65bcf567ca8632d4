package kernel

import (
	"bytes"
	"context"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A variables is an environment by name.
type variables map[string]string

func environment(list []string) variables {
	env := variables{}
	for _, pair := range list {
		if name, value, ok := strings.Cut(pair, "="); ok && name != "" {
			env[name] = value
		}
	}
	return env
}

// places yields where kernels may be, in the order in which they count, each
// folder once. It is that of jupyter_core's jupyter_path: JUPYTER_PATH, then
// the user's folder and the environment's, which goes first when one is
// active, then the system's.
func places(env variables) iter.Seq[Place] {
	return func(yield func(Place) bool) {
		seen := map[string]bool{}
		for _, step := range []func(variables) []Place{jupyterPath, environmentOrUser, userOrPython, systemPlaces} {
			for _, place := range step(env) {
				place.Dir = filepath.Join(place.Dir, "kernels")
				if seen[place.Dir] {
					continue
				}
				seen[place.Dir] = true
				if !yield(place) {
					return
				}
			}
		}
	}
}

func jupyterPath(env variables) []Place {
	var list []Place
	for _, dir := range filepath.SplitList(env["JUPYTER_PATH"]) {
		if dir != "" {
			list = append(list, place(dir, "JUPYTER_PATH"))
		}
	}
	return list
}

// environmentOrUser returns what comes first after JUPYTER_PATH: an active
// environment, unless the user prefers otherwise.
func environmentOrUser(env variables) []Place {
	if active := activeEnvironment(env); active != nil && prefersEnvironment(env) {
		return []Place{*active}
	}
	return userPlaces(env)
}

// userOrPython returns what environmentOrUser left out. Only here Python on
// PATH is asked for.
func userOrPython(env variables) []Place {
	var list []Place
	if active := activeEnvironment(env); active != nil {
		list = append(list, *active)
	}
	list = append(list, userPlaces(env)...)
	if python := pythonOnPath(env); python != "" {
		if prefix := prefixOf(python, env); prefix != "" {
			list = append(list, place(filepath.Join(prefix, "share", "jupyter"), "Python on PATH"))
		}
	}
	return list
}

func systemPlaces(env variables) []Place {
	if runtime.GOOS == "windows" {
		if data := env["PROGRAMDATA"]; data != "" {
			return []Place{place(filepath.Join(data, "jupyter"), "PROGRAMDATA")}
		}
		return nil
	}
	return []Place{place("/usr/local/share/jupyter", "system"), place("/usr/share/jupyter", "system")}
}

// activeEnvironment is the virtual or Conda environment that the shell says
// is active.
func activeEnvironment(env variables) *Place {
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if dir := env[name]; dir != "" {
			p := place(filepath.Join(dir, "share", "jupyter"), name)
			return &p
		}
	}
	return nil
}

func prefersEnvironment(env variables) bool {
	switch value, set := env["JUPYTER_PREFER_ENV_PATH"]; {
	case set:
		return !strings.Contains(" no n false off 0 0.0 ", " "+strings.ToLower(value)+" ")
	case env["VIRTUAL_ENV"] != "":
		return true
	}
	name := env["CONDA_DEFAULT_ENV"]
	return name != "" && name != "base"
}

func userPlaces(env variables) []Place {
	home := env["HOME"]
	if runtime.GOOS == "windows" {
		home = env["USERPROFILE"]
	}
	data := env["JUPYTER_DATA_DIR"]
	switch {
	case data != "":
		return []Place{place(data, "JUPYTER_DATA_DIR")}
	case runtime.GOOS == "windows" && env["APPDATA"] != "":
		data = filepath.Join(env["APPDATA"], "jupyter")
	case runtime.GOOS == "darwin" && home != "":
		data = filepath.Join(home, "Library", "Jupyter")
	case env["XDG_DATA_HOME"] != "":
		data = filepath.Join(env["XDG_DATA_HOME"], "jupyter")
	case home == "":
		return nil
	default:
		data = filepath.Join(home, ".local", "share", "jupyter")
	}
	list := []Place{place(data, "user")}
	if home != "" { // where pip install --user puts them
		list = append(list, place(filepath.Join(home, ".local", "share", "jupyter"), "user"))
	}
	return list
}

// place returns a place by its folder share/jupyter. When that is in an
// environment with an interpreter, this is the place's Python.
func place(dir, why string) Place {
	p := Place{Dir: dir, Why: why}
	prefix := filepath.Dir(filepath.Dir(dir))
	if filepath.Base(dir) != "jupyter" || filepath.Base(filepath.Dir(dir)) != "share" {
		return p
	}
	names := []string{"bin/python", "bin/python3"}
	if runtime.GOOS == "windows" {
		names = []string{`Scripts\python.exe`, "python.exe"}
	}
	for _, name := range names {
		if path := filepath.Join(prefix, name); isFile(path) {
			p.python = path
			return p
		}
	}
	return p
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// pythonOnPath returns the first python3 or python of PATH; "" for none.
func pythonOnPath(env variables) string {
	for _, name := range []string{"python3", "python"} {
		if path := lookPath(name, env); path != "" {
			return path
		}
	}
	return ""
}

// lookPath is exec.LookPath for a PATH that is not our own.
func lookPath(name string, env variables) string {
	for _, dir := range filepath.SplitList(env["PATH"]) {
		for _, suffix := range executableSuffixes {
			path := filepath.Join(dir, name+suffix)
			if info, err := os.Stat(path); dir != "" && err == nil && !info.IsDir() && isExecutable(info) {
				return path
			}
		}
	}
	return ""
}

// prefixOf returns sys.prefix of an interpreter. Where the files beside it do
// not tell, it is asked: a shim of pyenv is a script that hides the real one.
func prefixOf(python string, env variables) string {
	prefix := filepath.Dir(filepath.Dir(python))
	if isFile(filepath.Join(prefix, "pyvenv.cfg")) {
		return prefix
	}
	if libraries, _ := filepath.Glob(filepath.Join(prefix, "lib", "python3*", "os.py")); len(libraries) > 0 {
		return prefix
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, python, "-I", "-S", "-c", "import sys; print(sys.prefix)")
	cmd.Env = env.list()
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return string(bytes.TrimSpace(out))
}

func (v variables) list() []string {
	list := make([]string, 0, len(v))
	for name, value := range v {
		list = append(list, name+"="+value)
	}
	return list
}
