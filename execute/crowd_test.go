//go:build unix

package execute

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Many kernels at a time on few cores: all start, all end, and we stay small.
// `make soak` takes 64.
func TestCrowd(t *testing.T) {
	kernels := 4
	if os.Getenv("NBCOMPARE_SOAK") != "" {
		kernels = 64
	}
	spec := python(t)
	jobs := make([]Job, kernels)
	printed := make([]string, kernels)
	for i := range jobs {
		nb := notebook(t, code(fmt.Sprintf("print(%d)", i)), code("import time; time.sleep(0.2)\nprint('x' * 100_000)"))
		jobs[i].Run = func(ctx context.Context) (*Result, error) {
			var r recorder
			opts := r.options(spec)
			opts.StartTimeout = 10 * time.Minute
			opts.Save = nil
			result, err := Notebook(ctx, nb, opts)
			if err == nil {
				printed[i] = outputsOf(result.Notebook, 0)[0]
			}
			return result, err
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i, err := range Pool(t.Context(), jobs, PoolOptions{Jobs: kernels}) {
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("stdout: %d\n", i), printed[i])
	}
	runtime.ReadMemStats(&after)
	require.Less(t, after.Sys-before.Sys, uint64(60<<20), "what this process needs more than before")
}
