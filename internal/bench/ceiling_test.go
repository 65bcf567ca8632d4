package main

import (
	"context"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
)

func TestCeilings(t *testing.T) {
	many, few := &runSet{notebooks: ceilingNotebooks + 1}, &runSet{notebooks: ceilingNotebooks}
	require.Zero(t, many.ceiling(extractCeiling))
	require.Equal(t, int64(200e6), few.ceiling(extractCeiling))

	within := &contestant{name: "small", ceiling: 10e6, results: []measurement{{Peak: 10e6}}}
	above := &contestant{name: "large", ceiling: 10e6, results: []measurement{{Peak: 9e6}, {Peak: 11e6}}}
	unbound := &contestant{name: "peer", results: []measurement{{Peak: 1e9}}}
	require.NoError(t, checkCeilings([]*contestant{within, unbound}))
	require.EqualError(t, checkCeilings([]*contestant{within, above, unbound}), "large needed 11.0 MB of memory, more than 10.0 MB")
}

// TestMemoryOfANotebook is the ceilings on a small scale: of what a notebook holds, 68 KB, a collection keeps little.
func TestMemoryOfANotebook(t *testing.T) {
	const notebooks = 120
	folder := filepath.Join(t.TempDir(), "runs")
	_, err := generate(diabetes, folder, notebooks)
	require.NoError(t, err)
	kept := func(opts collection.Options) int64 {
		before := liveBytes()
		c, err := collection.Load(context.Background(), []string{folder}, opts)
		require.NoError(t, err)
		after := liveBytes()
		require.Len(t, c.Runs, notebooks)
		runtime.KeepAlive(c)
		return (after - before) / notebooks
	}
	kept(collection.Options{Scalars: true}) // what is made once
	scalars, all := kept(collection.Options{Scalars: true}), kept(collection.Options{})
	t.Logf("%d bytes for scalars, %d for all", scalars, all)
	require.Less(t, scalars, int64(10_000))
	require.Less(t, all, int64(18_000))
}

// liveBytes returns how much memory is in use.
func liveBytes() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC() // what the first one's finalizers kept
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
