package testenv

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A program that a signal ended runs again; the second attempt of this one finds the file of the first.
func TestRunOutlivesASignal(t *testing.T) {
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("no /bin/sh")
	}
	seen := filepath.Join(t.TempDir(), "seen")
	script := `read line; if [ -e "$1" ]; then echo "got $line"; else : > "$1"; kill -ABRT $$; fi`
	require.Equal(t, "got input\n", string(Run(t, "/bin/sh", []byte("input\n"), "-c", script, "sh", seen)))
}
