package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestStampKilled kills nbcompare at any moment of a grid: only complete copies
// are there, nothing else, and the same command makes the rest. With
// NBCOMPARE_SOAK it does so a hundred times with 10,000 copies.
func TestStampKilled(t *testing.T) {
	rounds, copies := 3, 2000
	if os.Getenv("NBCOMPARE_SOAK") != "" {
		rounds, copies = 100, 10_000
	}
	dir := t.TempDir()
	program := programFor(t, dir)
	filler := strings.Repeat(`{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": "compute()"},`, 60)
	template := `{"cells": [` + filler + `{"cell_type": "code", "execution_count": null, "metadata": {"tags": ["parameters"]}, "outputs": [], "source": "seed = 0"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "t.ipynb"), []byte(template), 0o666))
	stamp := func(folder string) *exec.Cmd {
		cmd := exec.Command(program, "stamp", "t.ipynb", "-o", folder+"/{seed}.ipynb", "--grid", fmt.Sprintf("seed=1..%d", copies))
		cmd.Dir = dir
		return cmd
	}
	out, err := stamp("whole").CombinedOutput()
	require.NoError(t, err, "%s", out)
	want := readFolder(t, filepath.Join(dir, "whole"))
	require.Len(t, want, copies)

	rng := rand.New(rand.NewPCG(1, uint64(rounds)))
	interrupted := 0
	for round := range rounds {
		folder := filepath.Join(dir, fmt.Sprint("round", round))
		cmd := stamp(filepath.Base(folder))
		require.NoError(t, cmd.Start())
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		waitForFiles(folder, rng.IntN(copies/2), done)
		_ = cmd.Process.Kill() // or it is done already
		<-done
		there := map[string]string{}
		if _, err := os.Stat(folder); err == nil {
			there = readFolder(t, folder)
			entries, err := os.ReadDir(folder)
			require.NoError(t, err)
			require.Len(t, entries, len(there), "something that is no file")
		}
		if len(there) < copies {
			interrupted++
		}
		for name, text := range there {
			require.True(t, want[name] == text, "round %d: %s is not complete, or should not be there", round, name)
		}
		out, err := stamp(filepath.Base(folder)).CombinedOutput()
		require.NoError(t, err, "%s", out)
		require.True(t, len(there) == 0 || strings.Contains(string(out), fmt.Sprintf("kept %s", counted(len(there)))), "%s", out)
		require.Equal(t, len(want), len(readFolder(t, folder)))
		require.NoError(t, os.RemoveAll(folder))
	}
	t.Logf("%d of %d rounds were cut short", interrupted, rounds)
	require.Positive(t, interrupted, "nothing was killed in time")
}

// waitForFiles returns when a folder has n files, or the process is done.
func waitForFiles(folder string, n int, done chan error) {
	for {
		select {
		case err := <-done:
			done <- err
			return
		default:
		}
		if entries, _ := os.ReadDir(folder); len(entries) >= n {
			return
		}
	}
}
