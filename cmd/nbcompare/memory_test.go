package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPercentFor(t *testing.T) {
	for live, want := range map[uint64]int{
		0:         800, // of the first 4 MB: 32 MB
		16 << 20:  200,
		100 << 20: 60,
		128 << 20: 50, // 64 MB
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
