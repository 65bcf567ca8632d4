package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestDiskFull writes to a file system that is too small: the older file
// stays, nothing else is left, and the error names the file.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("no small file system to fill: mounting one: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, 0)) })
	report := filepath.Join(dir, "report.html")
	require.NoError(t, os.WriteFile(report, []byte("older"), 0o666))

	var errs bytes.Buffer
	notebooks := filepath.Join(testenv.Root(t), "testdata", "notebooks", "diabetes")
	code := run(t.Context(), []string{"report", notebooks, "--exclude", "*mse", "-o", report}, Streams{Err: &errs})
	require.Equal(t, exitSomeFailed, code)
	require.Equal(t, "nbcompare: "+report+": no space left on device\n", errs.String())
	require.Equal(t, map[string]string{"report.html": "older"}, readFolder(t, dir))
}

// TestNoPermission runs nbcompare as a user who may neither read one of the
// notebooks nor write into a folder.
func TestNoPermission(t *testing.T) {
	dir := t.TempDir()
	notebooks := filepath.Join(dir, "runs")
	require.NoError(t, os.CopyFS(notebooks, os.DirFS(filepath.Join(testenv.Root(t), "testdata", "notebooks", "broken"))))
	require.NoError(t, os.Chmod(filepath.Join(notebooks, "ok.ipynb"), 0))
	readOnly := filepath.Join(dir, "read-only")
	require.NoError(t, os.Mkdir(readOnly, 0o555))
	program := programFor(t, dir)

	out, errs, code := runAsNobody(t, program, dir, "extract", "runs")
	require.Equal(t, exitSomeFailed, code, errs)
	require.Contains(t, out, "\nok,unreadable,")
	require.Contains(t, out, "\nfailed,failed,")
	require.Contains(t, errs, "nbcompare: runs/ok.ipynb: permission denied\n")

	_, errs, code = runAsNobody(t, program, dir, "report", "runs/failed.ipynb", "-o", "read-only/report.html")
	require.Equal(t, exitSomeFailed, code, errs)
	require.Equal(t, "nbcompare: read-only/report.html: permission denied\n", errs)
}

// programFor copies nbcompare into a folder that every user may enter.
func programFor(t *testing.T, dir string) string {
	for parent := dir; parent != filepath.Clean(os.TempDir()) && parent != "/"; parent = filepath.Dir(parent) {
		require.NoError(t, os.Chmod(parent, 0o755))
	}
	data, err := os.ReadFile(program(t))
	require.NoError(t, err)
	path := filepath.Join(dir, "nbcompare")
	require.NoError(t, os.WriteFile(path, data, 0o755))
	return path
}

// runAsNobody runs a program without the privileges of root, whom no
// permission stops.
func runAsNobody(t *testing.T, program, dir string, args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &errs
	if os.Geteuid() == 0 {
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Skipf("no other user to be: %v", err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}
