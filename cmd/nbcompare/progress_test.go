package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestProgress(t *testing.T) {
	var screen strings.Builder
	clock := time.Unix(0, 0)
	p := &progress{w: &screen, doing: "reading notebooks", now: func() time.Time { return clock }, next: clock.Add(progressPatience)}

	p.show(1, 9)
	require.Empty(t, screen.String(), "who waits half a second need not be told why")
	p.clear()
	require.Empty(t, screen.String())

	clock = clock.Add(progressPatience + 1)
	p.show(2, 9)
	p.show(3, 9) // at the same time
	clock = clock.Add(progressInterval + 1)
	p.show(4, 9)
	p.clear()
	require.Equal(t, "\rreading notebooks: 2 of 9\rreading notebooks: 4 of 9\r\x1b[K", screen.String())
}

func TestProgressIsSilentWithoutTerminal(t *testing.T) {
	var file strings.Builder
	p := newProgress(&file)
	p.next = time.Time{}
	p.show(1, 2)
	p.clear()
	require.Empty(t, file.String())
}
