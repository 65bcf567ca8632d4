package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestTerminalWidth(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("there are no terminals here: ", err)
	}
	defer terminal.Close()
	require.NoError(t, unix.IoctlSetWinsize(int(terminal.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 72}))
	for columns, want := range map[string]int{"": 72, "50": 50, "wide": 72, "0": 72, "-3": 72} {
		t.Setenv("COLUMNS", columns)
		require.Equal(t, want, terminalWidth(terminal), columns)
		require.Zero(t, terminalWidth(&bytes.Buffer{}), columns)
	}
}
