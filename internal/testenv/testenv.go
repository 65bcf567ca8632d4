// Package testenv finds what some tests need beyond Go: a Python environment, a browser, Node, and a corpus of notebooks.
//
// `make test` installs the first two and names them in NBCOMPARE_PYTHON and NBCOMPARE_CHROMIUM. Without these variables they
// are found by the rules of the scripts in testdata/env, so that a plain `go test ./...` works after one `make test`.
// What is absent skips the test and says why. With CI=true an absent Python or browser fails it instead: there,
// a skip would mean that nobody looks any more.
package testenv

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Python returns the path of an interpreter that can import what testdata/python/requirements.txt lists.
func Python(t testing.TB) string {
	t.Helper()
	path, err := findPython(Root(t), os.Getenv)
	return need(t, path, err)
}

// RunPython runs a script with the interpreter of Python, gives it the input, and returns what it printed.
// A script that ends with an error fails the test, with what it complained.
func RunPython(t testing.TB, input []byte, args ...string) []byte {
	t.Helper()
	return Run(t, Python(t), input, args...)
}

// Run is RunPython for any program. One that a signal ended says nothing about the code under test: numpy's and pyarrow's
// native threads abort now and then at the interpreter's end. It runs again, three times at most.
func Run(t testing.TB, program string, input []byte, args ...string) []byte {
	t.Helper()
	for attempt := 1; ; attempt++ {
		command := exec.Command(program, args...)
		command.Env = append(os.Environ(), "PYTHONFAULTHANDLER=1", "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
		command.Stdin = bytes.NewReader(input)
		var complaint bytes.Buffer
		command.Stderr = &complaint
		printed, err := command.Output()
		if err == nil {
			return printed
		}
		if command.ProcessState == nil || command.ProcessState.Exited() || attempt == 3 {
			t.Fatalf("%s: %v\n%s", command, err, &complaint)
		}
		t.Logf("attempt %d: %s: %v\n%s", attempt, command, err, &complaint)
	}
}

// Chromium returns the path of a Chromium or Chrome.
func Chromium(t testing.TB) string {
	t.Helper()
	path, err := findChromium(os.Getenv)
	return need(t, path, err)
}

// Node returns the path of a node for which the packages of render/web are installed. Absent, it skips, with CI=true too:
// building nbcompare needs no Node, and the bundle is committed.
func Node(t testing.TB) string {
	t.Helper()
	path, err := findNode(Root(t))
	if err != nil {
		t.Skip(err)
	}
	return path
}

// Corpus returns the folder of shared notebooks beside the repository, and skips the test where there is none.
// It is to be read only.
func Corpus(t testing.TB) string {
	t.Helper()
	folder := filepath.Join(filepath.Dir(Root(t)), "shared", "corpus")
	if !isDir(folder) {
		t.Skip("no corpus of notebooks at ../shared/corpus, seen from the repository")
	}
	return folder
}

// Root returns the absolute path of the repository: the nearest folder with a go.mod, from the working directory upwards.
func Root(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	root, err := findRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// need ends the test when something is absent: it fails in CI, elsewhere it is skipped.
func need(t testing.TB, path string, err error) string {
	t.Helper()
	switch {
	case err == nil:
		return path
	case os.Getenv("CI") == "true":
		t.Fatalf("%v (CI=true, so this is no reason to skip)", err)
	default:
		t.Skip(err)
	}
	return ""
}

func findRoot(folder string) (string, error) {
	for parent := folder; ; parent = filepath.Dir(parent) {
		if _, err := os.Stat(filepath.Join(parent, "go.mod")); err == nil {
			return parent, nil
		}
		if parent == filepath.Dir(parent) {
			return "", fmt.Errorf("no go.mod in %s or above it", folder)
		}
	}
}

// findPython has the rule of testdata/env/python.sh: the user's cache folder and the hash of the requirements.
func findPython(root string, getenv func(string) string) (string, error) {
	if path := getenv("NBCOMPARE_PYTHON"); path != "" {
		return executable(path, "the Python of NBCOMPARE_PYTHON")
	}
	requirements, err := os.ReadFile(filepath.Join(root, "testdata", "python", "requirements.txt"))
	if err != nil {
		return "", err
	}
	cache := getenv("XDG_CACHE_HOME")
	if cache == "" {
		cache = filepath.Join(getenv("HOME"), ".cache")
	}
	hash := sha256.Sum256(requirements)
	place := "python-" + hex.EncodeToString(hash[:])[:12]
	return executable(filepath.Join(cache, "nbcompare", place, "bin", "python"), "the Python environment of `make python`")
}

// findChromium has the rule of testdata/env/chromium.sh.
func findChromium(getenv func(string) string) (string, error) {
	if path := getenv("NBCOMPARE_CHROMIUM"); path != "" {
		return executable(path, "the browser of NBCOMPARE_CHROMIUM")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no chromium or google-chrome on PATH: install one or run `make chromium`")
}

func findNode(root string) (string, error) {
	if !isDir(filepath.Join(root, "render", "web", "node_modules")) {
		return "", errors.New("no node_modules in render/web: run `make web`")
	}
	path, err := exec.LookPath("node")
	if err != nil {
		return "", errors.New("no node on PATH")
	}
	return path, nil
}

// executable returns path when a program is there; what names it in the error.
func executable(path, what string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("%s is not at %s", what, path)
	case err != nil:
		return "", fmt.Errorf("%s: %w", what, err)
	case info.IsDir() || info.Mode()&0o111 == 0:
		return "", fmt.Errorf("%s: %s cannot be executed", what, path)
	}
	return path, nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
