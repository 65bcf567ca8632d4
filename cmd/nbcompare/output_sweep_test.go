package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What a killed process left is removed; what somebody may be writing, and what
// is not ours, stays.
func TestSweepTemporary(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	for name, age := range map[string]time.Duration{
		".a.ipynb.123-0.tmp": time.Hour, ".b.ipynb.123-0.tmp": time.Second,
		"a.ipynb": time.Hour, "c.123-0.tmp": time.Hour, ".hidden.tmp": time.Hour, ".c.ipynb.x-0.tmp": time.Hour,
	} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, nil, 0o666))
		require.NoError(t, os.Chtimes(path, now.Add(-age), now.Add(-age)))
	}
	// The name is that which is really given.
	f, err := createTemporary(filepath.Join(dir, "d.ipynb"), 0o666)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.NoError(t, os.Chtimes(f.Name(), now.Add(-time.Hour), now.Add(-time.Hour)))

	sweepTemporary(dir, now)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	require.Equal(t, []string{".b.ipynb.123-0.tmp", ".c.ipynb.x-0.tmp", ".hidden.tmp", "a.ipynb", "c.123-0.tmp"}, names)
	sweepTemporary(filepath.Join(dir, "none"), now)
}
