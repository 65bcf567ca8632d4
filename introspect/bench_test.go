package introspect

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/nbformat"
)

// BenchmarkInspect reads and inspects a run of diabetes; MB/s are of its file.
func BenchmarkInspect(b *testing.B) {
	source, err := os.ReadFile(filepath.Join("..", "testdata", "notebooks", "diabetes", "gb-0.ipynb"))
	require.NoError(b, err)
	nb, err := nbformat.Read(bytes.NewReader(source), "gb-0.ipynb")
	require.NoError(b, err)
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		Inspect(nb, Options{})
	}
}
