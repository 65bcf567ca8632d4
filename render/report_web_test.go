package render

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestBundleIsReproducible builds the bundle again from its sources.
func TestBundleIsReproducible(t *testing.T) {
	out := t.TempDir()
	runNode(t, "build.mjs", "--out", out)
	for name, want := range map[string][]byte{"report.js": bundleScript, "report.css": bundleStyle, "math.js": mathScript, "math.css": mathStyle} {
		got, err := os.ReadFile(filepath.Join(out, name))
		require.NoError(t, err)
		require.True(t, string(want) == string(got), "%s is not what its sources give: run make web", name)
	}
	// How Node compresses differs from version to version; what it compresses does not.
	for name, want := range map[string][]byte{"figure-plotly.js.gz": plotlyScript, "figure-plotly-full.js.gz": plotlyFullScript, "figure-vega.js.gz": vegaScript} {
		packed, err := os.ReadFile(filepath.Join(out, name))
		require.NoError(t, err)
		require.True(t, string(unpack(t, want)) == string(unpack(t, packed)), "%s is not what its sources give: run make web", name)
	}
}

func unpack(t *testing.T, packed []byte) []byte {
	t.Helper()
	script, err := library{gzip: packed}.script()
	require.NoError(t, err)
	return script
}

// TestBundleTypes checks the types of the bundle's sources, and runs their tests.
func TestBundleTypes(t *testing.T) {
	runNode(t, filepath.Join("node_modules", "typescript", "bin", "tsc"), "--noEmit")
	runNode(t, "build.mjs", "--tests")
	runNode(t, "--test", "build/")
}

// TestLockFileNamesNoRegistry: it is for everybody, whatever registry they use.
func TestLockFileNamesNoRegistry(t *testing.T) {
	lock, err := os.ReadFile(filepath.Join("web", "package-lock.json"))
	require.NoError(t, err)
	require.NotContains(t, string(lock), `"resolved"`)
}

func runNode(t *testing.T, arguments ...string) {
	t.Helper()
	command := exec.Command(testenv.Node(t), arguments...)
	command.Dir = "web"
	output, err := command.CombinedOutput()
	require.NoError(t, err, string(output))
}
