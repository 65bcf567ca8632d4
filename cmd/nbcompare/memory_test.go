package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPercentFor(t *testing.T) {
	for live, want := range map[uint64]int{
		0:         1600, // of the first 4 MB: 64 MB
		16 << 20:  400,
		100 << 20: 100,
		256 << 20: 50, // 128 MB
		1 << 30:   20,
	} {
		require.Equal(t, want, percentFor(live, leastHeadroom), "%d bytes", live)
	}
	require.Equal(t, 25, percentFor(0, tinyHeadroom))
	require.Equal(t, 150, percentFor(0, sparingHeadroom))
}

func TestLiveHeapIsKnown(t *testing.T) {
	require.Positive(t, liveHeap())
}
