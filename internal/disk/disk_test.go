package disk

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What a file says and holds is what package os says, of files of all kinds.
func TestLikeOS(t *testing.T) {
	dir := t.TempDir()
	paths := []string{dir, filepath.Join(dir, "missing"), filepath.Join(dir, "a.txt", "b")}
	for name, text := range map[string]string{"empty": "", "a.txt": "text\n", "long": strings.Repeat("0123456789abcdef", 10_000)} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		require.NoError(t, os.Chtimes(path, time.Time{}, time.Unix(1_700_000_000, 123_456_700)))
		paths = append(paths, path)
	}
	for _, path := range paths {
		want, wantErr := os.ReadFile(path)
		f, err := Open(path)
		if wantErr != nil && err != nil { // a folder can be opened
			require.Equal(t, wantErr, err)
			continue
		}
		require.NoError(t, err)
		stat, err := os.Stat(path)
		require.NoError(t, err)
		info, err := f.Info()
		require.NoError(t, err)
		require.Equal(t, stat.Mode().IsRegular(), info.Regular)
		require.True(t, stat.ModTime().Equal(info.Modified))
		require.Equal(t, stat.Size(), info.Size)
		for _, room := range []int{0, 1, len(want), len(want) + 1} {
			f, err := Open(path)
			require.NoError(t, err)
			got, err := f.ReadAll([]byte{}, room)
			require.Equal(t, wantErr, err)
			if err == nil {
				require.Equal(t, string(want), string(got))
			}
			require.NoError(t, f.Close())
		}
		if !stat.IsDir() {
			checkReadAt(t, f, want)
		}
		file := f.OS()
		require.Equal(t, path, file.Name())
		require.NoError(t, file.Close())
	}
}

func checkReadAt(t *testing.T, f File, want []byte) {
	t.Helper()
	whole := make([]byte, len(want))
	n, err := f.ReadAt(whole, 0)
	require.NoError(t, err)
	require.Equal(t, len(want), n)
	require.Equal(t, string(want), string(whole))
	n, err = f.ReadAt(make([]byte, 10), int64(len(want)-min(len(want), 3)))
	require.ErrorIs(t, err, io.EOF)
	require.Equal(t, min(len(want), 3), n)
}
