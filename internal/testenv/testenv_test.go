package testenv

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func env(pairs ...string) func(string) string {
	values := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return values[name] }
}

// program makes an empty file that counts as executable.
func program(t *testing.T, path string) string {
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, nil, 0o755))
	return path
}

func TestFindRoot(t *testing.T) {
	root, err := findRoot(filepath.Join(Root(t), "internal", "testenv"))
	require.NoError(t, err)
	require.Equal(t, Root(t), root)
	require.FileExists(t, filepath.Join(root, "go.mod"))

	folder := t.TempDir()
	_, err = findRoot(folder)
	require.EqualError(t, err, "no go.mod in "+folder+" or above it")
}

func TestFindPythonInTheNamedPlace(t *testing.T) {
	path := program(t, filepath.Join(t.TempDir(), "python"))
	found, err := findPython(Root(t), env("NBCOMPARE_PYTHON", path))
	require.NoError(t, err)
	require.Equal(t, path, found)

	_, err = findPython(Root(t), env("NBCOMPARE_PYTHON", path+"3"))
	require.EqualError(t, err, "the Python of NBCOMPARE_PYTHON is not at "+path+"3")

	require.NoError(t, os.Chmod(path, 0o644))
	_, err = findPython(Root(t), env("NBCOMPARE_PYTHON", path))
	require.EqualError(t, err, "the Python of NBCOMPARE_PYTHON: "+path+" cannot be executed")
}

// The script and the package must look in the same place: else every test that needs Python would be skipped in silence.
func TestFindPythonWhereTheScriptMakesIt(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh on PATH")
	}
	cache := t.TempDir()
	_, err := findPython(Root(t), env("XDG_CACHE_HOME", cache))
	require.ErrorContains(t, err, "the Python environment of `make python` is not at "+cache)
	missing := strings.TrimPrefix(err.Error(), "the Python environment of `make python` is not at ")
	program(t, missing)

	script := exec.Command("sh", filepath.Join(Root(t), "testdata", "env", "python.sh"))
	script.Env = append(os.Environ(), "XDG_CACHE_HOME="+cache)
	printed, err := script.Output()
	require.NoError(t, err)
	require.Equal(t, missing+"\n", string(printed))

	found, err := findPython(Root(t), env("XDG_CACHE_HOME", cache))
	require.NoError(t, err)
	require.Equal(t, missing, found)
}

func TestFindPythonUnderHome(t *testing.T) {
	_, err := findPython(Root(t), env("HOME", "/home/ada"))
	require.ErrorContains(t, err, filepath.FromSlash("/home/ada/.cache/nbcompare/python-"))
}

func TestFindChromium(t *testing.T) {
	path := program(t, filepath.Join(t.TempDir(), "chrome"))
	found, err := findChromium(env("NBCOMPARE_CHROMIUM", path))
	require.NoError(t, err)
	require.Equal(t, path, found)

	bin := t.TempDir()
	t.Setenv("PATH", bin)
	_, err = findChromium(env())
	require.EqualError(t, err, "no chromium or google-chrome on PATH: install one or run `make chromium`")

	chrome := program(t, filepath.Join(bin, "google-chrome"))
	found, err = findChromium(env())
	require.NoError(t, err)
	require.Equal(t, chrome, found)
}

func TestFindNode(t *testing.T) {
	root, bin := t.TempDir(), t.TempDir()
	t.Setenv("PATH", bin)
	_, err := findNode(root)
	require.EqualError(t, err, "no node_modules in render/web: run `make web`")

	require.NoError(t, os.MkdirAll(filepath.Join(root, "render", "web", "node_modules"), 0o755))
	_, err = findNode(root)
	require.EqualError(t, err, "no node on PATH")

	node := program(t, filepath.Join(bin, "node"))
	found, err := findNode(root)
	require.NoError(t, err)
	require.Equal(t, node, found)
}

// outcome notes how a test would have ended.
type outcome struct {
	testing.TB
	skipped, failed bool
}

func (o *outcome) Helper()               {}
func (o *outcome) Skip(...any)           { o.skipped = true }
func (o *outcome) Fatalf(string, ...any) { o.failed = true }

func TestAbsentSkipsButFailsInCI(t *testing.T) {
	t.Setenv("NBCOMPARE_CHROMIUM", filepath.Join(t.TempDir(), "chrome"))
	for ci, want := range map[string]outcome{"": {skipped: true}, "true": {failed: true}} {
		t.Setenv("CI", ci)
		got := outcome{}
		Chromium(&got)
		require.Equal(t, want, got, "CI=%q", ci)
	}
}

func TestTheEnvironmentHasWhatTestsImport(t *testing.T) {
	const imports = "import bs4, html5lib, lxml, matplotlib, nbclient, nbformat, numpy, pandas, papermill, pyarrow, scrapbook, sklearn"
	out, err := exec.Command(Python(t), "-c", imports).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

func TestChromiumStarts(t *testing.T) {
	out, err := exec.Command(Chromium(t), "--version").Output()
	require.NoError(t, err)
	require.Regexp(t, `Chrom(e|ium) \d+`, string(out))
}
