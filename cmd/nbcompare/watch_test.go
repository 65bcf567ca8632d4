//go:build unix

package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A watching is a running nbcompare table --watch.
type watching struct {
	t      *testing.T
	cmd    *exec.Cmd
	out    *bufio.Reader
	errs   *bufio.Reader
	folder string
}

// startWatch runs the command in a folder; it is killed when it takes too long.
func startWatch(t *testing.T, folder string, args ...string) *watching {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	program, err := exec.LookPath("nbcompare") // testscript.Main has put it there
	require.NoError(t, err)
	cmd := exec.CommandContext(ctx, program, append([]string{"table", "--watch"}, args...)...)
	cmd.Dir = folder
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	errs, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	return &watching{t, cmd, bufio.NewReader(out), bufio.NewReader(errs), folder}
}

// until reads tables, each with a blank line behind it, until one is want.
func (w *watching) until(want string) {
	w.t.Helper()
	var table strings.Builder
	for {
		line, err := w.out.ReadString('\n')
		if err != nil {
			rest, _ := io.ReadAll(w.errs)
			w.t.Fatalf("%v: the last table was\n%s\nand not\n%s\n%s", err, table.String(), want, rest)
		}
		if line != "\n" {
			table.WriteString(line)
			continue
		}
		if table.String() == want {
			return
		}
		table.Reset()
	}
}

// complains reads messages until one has the text.
func (w *watching) complains(text string) {
	w.t.Helper()
	for {
		line, err := w.errs.ReadString('\n')
		require.NoError(w.t, err, "nobody says %s", text)
		if strings.Contains(line, text) {
			return
		}
	}
}

// ends sends ^C and reads the rest.
func (w *watching) ends() {
	w.t.Helper()
	require.NoError(w.t, w.cmd.Process.Signal(os.Interrupt))
	_, err := io.Copy(io.Discard, w.out)
	require.NoError(w.t, err)
	rest, err := io.ReadAll(w.errs)
	require.NoError(w.t, err)
	require.NotContains(w.t, string(rest), "interrupted")
	require.NoError(w.t, w.cmd.Wait(), "^C is how a watch ends")
}

func printedNotebook(text string) string {
	return `{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{"cell_type": "code", "execution_count": 1,
 "metadata": {"tags": ["mse"]}, "source": "x", "outputs": [{"output_type": "stream", "name": "stdout", "text": "` + text + `"}]}]}`
}

// replace writes a notebook beside its place and renames it, as careful programs do.
func replace(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path+".tmp", []byte(text), 0o666))
	require.NoError(t, os.Rename(path+".tmp", path))
}

func TestWatchShowsWhatHappens(t *testing.T) {
	folder := t.TempDir()
	runs := filepath.Join(folder, "runs")
	require.NoError(t, os.Mkdir(runs, 0o777))
	w := startWatch(t, folder, "runs", "--format", "csv", "-k", "mse")
	w.complains("runs: no notebook in this folder")

	replace(t, filepath.Join(runs, "a.ipynb"), printedNotebook("0.5"))
	w.until("notebook,status,mse\na,ok,0.5\n")

	whole := printedNotebook("0.25")
	b := filepath.Join(runs, "b.ipynb")
	require.NoError(t, os.WriteFile(b, []byte(whole[:100]), 0o666))
	w.until("notebook,status,mse\na,ok,0.5\nb,unreadable,\n")
	w.complains("runs/b.ipynb:")
	require.NoError(t, os.WriteFile(b, []byte(whole), 0o666))
	w.until("notebook,status,mse\na,ok,0.5\nb,ok,0.25\n")

	replace(t, b, printedNotebook("0.125"))
	w.until("notebook,status,mse\na,ok,0.5\nb,ok,0.125\n")

	deep := filepath.Join(runs, "deep", "er")
	require.NoError(t, os.MkdirAll(deep, 0o777))
	replace(t, filepath.Join(deep, "c.ipynb"), printedNotebook("1"))
	w.until("notebook,status,mse\na,ok,0.5\nb,ok,0.125\ndeep/er/c,ok,1\n")
	replace(t, filepath.Join(deep, "c.ipynb"), printedNotebook("2"))
	w.until("notebook,status,mse\na,ok,0.5\nb,ok,0.125\ndeep/er/c,ok,2\n")

	require.NoError(t, os.RemoveAll(filepath.Join(runs, "deep")))
	require.NoError(t, os.Remove(b))
	w.until("notebook,status,mse\na,ok,0.5\n")
	require.NoError(t, os.Remove(filepath.Join(runs, "a.ipynb")))
	w.complains("runs: no notebook in this folder")
	replace(t, filepath.Join(runs, "z.ipynb"), printedNotebook("3"))
	w.until("notebook,status,mse\nz,ok,3\n")
	w.ends()
}

// A named file that is replaced, and a glob.
func TestWatchFilesAndGlobs(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "one.ipynb")
	replace(t, file, printedNotebook("1"))
	w := startWatch(t, folder, "one.ipynb", "more/*.ipynb", "--format", "csv")
	w.complains("more/*.ipynb: matches no notebook")
	require.NoError(t, os.Mkdir(filepath.Join(folder, "more"), 0o777))
	replace(t, filepath.Join(folder, "more", "two.ipynb"), printedNotebook("2"))
	w.until("notebook,status,mse\none,ok,1\nmore/two,ok,2\n")
	replace(t, file, printedNotebook("3"))
	w.until("notebook,status,mse\none,ok,3\nmore/two,ok,2\n")
	w.ends()
}

// With -o the file is written again, whole each time.
func TestWatchWritesAFile(t *testing.T) {
	folder := t.TempDir()
	runs := filepath.Join(folder, "runs")
	require.NoError(t, os.Mkdir(runs, 0o777))
	w := startWatch(t, folder, "runs", "-o", "table.csv")
	w.complains("no notebook in this folder")
	replace(t, filepath.Join(runs, "bad.ipynb"), "{")
	w.complains("runs/bad.ipynb:") // said after the file is written
	text, err := os.ReadFile(filepath.Join(folder, "table.csv"))
	require.NoError(t, err)
	require.Equal(t, "notebook,status\nbad,unreadable\n", string(text))
	w.ends()
}

// On a terminal the screen is drawn again, and ^C ends it.
func TestWatchOnATerminal(t *testing.T) {
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("no script, which makes a terminal")
	}
	folder := t.TempDir()
	replace(t, filepath.Join(folder, "a.ipynb"), printedNotebook("0.5"))
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, script, "-qefc", "stty cols 80 rows 24; exec nbcompare table --watch .", "/dev/null")
	cmd.Dir = folder
	keys, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	if err := cmd.Start(); err != nil {
		t.Skip(err)
	}
	seen := readUntil(t, out, "watching '.'; ^C ends")
	if !strings.Contains(seen, clearScreen) {
		t.Skipf("this script makes no terminal: %q", seen)
	}
	require.Contains(t, seen, "a         0.5\r\n")
	replace(t, filepath.Join(folder, "b.ipynb"), printedNotebook("0.25"))
	seen = readUntil(t, out, "watching '.'; ^C ends")
	require.Contains(t, seen, clearScreen)
	require.Contains(t, seen, "0.25")
	_, err = io.WriteString(keys, "\x03")
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, out)
	require.NoError(t, err)
	require.NoError(t, cmd.Wait())
}

// readUntil reads what is written until it ends in text.
func readUntil(t *testing.T, r io.Reader, text string) string {
	t.Helper()
	var seen strings.Builder
	for one := make([]byte, 1); !strings.HasSuffix(seen.String(), text); {
		if _, err := r.Read(one); err != nil {
			t.Fatalf("%v after %q", err, seen.String())
		}
		seen.Write(one)
	}
	return seen.String()
}
