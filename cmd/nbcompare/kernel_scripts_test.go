//go:build unix

package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestKernelScripts runs the scripts that need a kernel: the ipykernel of the
// tests' environment, and no other.
func TestKernelScripts(t *testing.T) {
	root := testenv.Root(t)
	python := testenv.Python(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script/kernel",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("JUPYTER_PATH", filepath.Join(filepath.Dir(filepath.Dir(python)), "share", "jupyter"))
			env.Setenv("PYTHON", python)
			// The socket of a kernel has a short name; the folders of tests have long ones.
			env.Setenv("TMPDIR", t.TempDir())
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"notebooks": func(ts *testscript.TestScript, neg bool, args []string) { copyFamilies(ts, root, args) },
			"status":    assertStatus,
		},
	})
}
