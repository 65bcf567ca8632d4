package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
)

// BenchmarkVerbs measures whole commands on the twelve runs of the family
// diabetes. Beside the time of an operation it reports how much of the quickest
// one is not reading, in ms-above-reading: to stay below 50.
func BenchmarkVerbs(b *testing.B) {
	runs := filepath.Join(testenv.Root(b), "testdata", "notebooks", "diabetes")
	read := func() {
		_, err := collection.Load(b.Context(), []string{runs}, collection.Options{})
		require.NoError(b, err)
	}
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			read()
		}
	})
	for _, verb := range []struct {
		name string
		args []string
	}{
		{"table", []string{"table", runs}},
		{"table --where", []string{"table", runs, "--where", `metrics.mse < 4000 and params.model in ["rf", "gb", "ridge"]`}},
		{"extract", []string{"extract", runs}},
		{"check", []string{"check", runs, "--baseline", "ridge-0", "--rule", "metrics.mse <= baseline * 2", "--rule", `status == "ok"`,
			"--rule", "rows(feature_importance) == baseline", "--format", "md"}},
		{"check similar", []string{"check", runs, "--baseline", "ridge-0", "--rule", "similar(pred_vs_true) > 0.1"}},
	} {
		b.Run(verb.name, func(b *testing.B) {
			quickest := [2]time.Duration{time.Hour, time.Hour} // of reading, of the command
			for b.Loop() {
				start := time.Now()
				read()
				quickest[0] = min(quickest[0], time.Since(start))
				start = time.Now()
				require.Equal(b, exitDone, run(b.Context(), verb.args, Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}))
				quickest[1] = min(quickest[1], time.Since(start))
			}
			b.ReportMetric(float64(quickest[1]-quickest[0])/1e6, "ms-above-reading")
		})
	}
}
