package disk

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// A pipe gives less than it is asked for; it is read to its end, too.
func TestPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	written := make(chan error)
	go func() {
		w, err := os.OpenFile(path, os.O_WRONLY, 0)
		for range 3 {
			if err == nil {
				_, err = io.WriteString(w, strings.Repeat("x", 1000))
			}
		}
		w.Close()
		written <- err
	}()
	f, err := Open(path)
	require.NoError(t, err)
	defer f.Close()
	info, err := f.Info()
	require.NoError(t, err)
	require.False(t, info.Regular)
	got, err := f.ReadAll(nil, 10)
	require.NoError(t, err)
	require.Equal(t, strings.Repeat("x", 3000), string(got))
	require.NoError(t, <-written)
}
