package main

import (
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

var update = flag.Bool("update", false, "write what the scripts expect again")

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){"nbcompare": main})
}

func TestScripts(t *testing.T) {
	root := testenv.Root(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"notebooks": func(ts *testscript.TestScript, neg bool, args []string) { copyFamilies(ts, root, args) },
			"status":    assertStatus,
		},
		Condition: func(cond string) (bool, error) {
			if cond == "unprivileged" {
				return os.Geteuid() != 0, nil
			}
			return false, nil
		},
	})
}

// copyFamilies is the script command "notebooks FAMILY...": it copies folders
// of testdata/notebooks to the script's folder.
func copyFamilies(ts *testscript.TestScript, root string, families []string) {
	for _, family := range families {
		from := filepath.Join(root, "testdata", "notebooks", family)
		ts.Check(os.CopyFS(ts.MkAbs(family), os.DirFS(from)))
	}
}

// assertStatus is the script command "status N COMMAND...": it runs a command
// and asserts its exit status.
func assertStatus(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 || neg {
		ts.Fatalf("usage: status N COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		got = itoa(exit.ExitCode())
	} else {
		ts.Check(err)
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

func itoa(n int) string { return string(rune('0' + n)) }

func TestOutputAppearsComplete(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o640))
	out := output{path: path}

	err := out.write(t.Context(), func(w io.Writer) error {
		io.WriteString(w, "half of")
		return io.ErrUnexpectedEOF
	})
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Equal(t, map[string]string{"out.csv": "old"}, readFolder(t, dir))

	require.NoError(t, out.write(t.Context(), func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }))
	require.Equal(t, map[string]string{"out.csv": "new"}, readFolder(t, dir))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o640), info.Mode(), "an overwritten file keeps its permissions")
}

func TestOutputThroughSymbolicLink(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "real"), 0o777))
	link := filepath.Join(dir, "link.csv")
	require.NoError(t, os.Symlink(filepath.Join("real", "out.csv"), link))

	write := func(text string) {
		require.NoError(t, output{path: link}.write(t.Context(), func(w io.Writer) error { _, err := io.WriteString(w, text); return err }))
	}
	write("first") // the link dangles
	write("second")
	require.Equal(t, map[string]string{"out.csv": "second"}, readFolder(t, filepath.Join(dir, "real")))
	target, err := os.Readlink(link)
	require.NoError(t, err)
	require.Equal(t, filepath.Join("real", "out.csv"), target)
}

func readFolder(t *testing.T, dir string) map[string]string {
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	files := map[string]string{}
	for _, e := range entries {
		if e.Type().IsRegular() {
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			require.NoError(t, err)
			files[e.Name()] = string(data)
		}
	}
	return files
}
