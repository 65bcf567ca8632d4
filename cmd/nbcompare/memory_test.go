package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPercentFor(t *testing.T) {
	for live, want := range map[uint64]int{
		0:         3200, // of 1 MB: 32 MB
		16 << 20:  200,
		100 << 20: 60,
		128 << 20: 50, // 64 MB
		1 << 30:   20,
	} {
		require.Equal(t, want, percentFor(live), "%d bytes", live)
	}
}

func TestLiveHeapIsKnown(t *testing.T) {
	require.Positive(t, liveHeap())
}
