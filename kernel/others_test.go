//go:build unix

package kernel

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// programs say in each language: print 5,000 lines, and fail.
var programs = map[string]struct{ lines, failure string }{
	"python": {"for i in range(5000): print('line', i, flush=True)", "raise ValueError('no')"},
	"r":      {"for (i in 0:4999) cat('line', i, '\n')", "stop('no')"},
	"bash":   {"for i in $(seq 0 4999); do echo line $i; done", "(exit 3)"},
	"go":     {"%%\nfor i := range 5000 { fmt.Println(\"line\", i) }", "%%\nundefined()"},
}

// Each kernel of NBCOMPARE_KERNELS, folders as JUPYTER_PATH has them, executes
// code, fails, goes on, and ends. `make soak` has an older ipykernel, Bash and Go.
func TestOtherKernels(t *testing.T) {
	t.Parallel()
	folders := os.Getenv("NBCOMPARE_KERNELS")
	if folders == "" {
		t.Skip("NBCOMPARE_KERNELS names no folders with kernels: `make soak` does")
	}
	tried := 0
	for _, folder := range filepath.SplitList(folders) {
		specs, problems := kernelsIn(folder)
		require.Empty(t, problems)
		for _, spec := range specs {
			tried++
			t.Run(spec.DisplayName, func(t *testing.T) {
				code, known := programs[strings.ToLower(spec.Language)]
				require.True(t, known, spec.Language)
				k := startReal(t, &spec, Options{Dir: t.TempDir()})
				t.Log(k.Info.Implementation, k.Info.ImplementationVersion, k.connection.Transport)
				for range 2 {
					printed, reply, err := streams(t, k, patient(t), code.lines)
					require.NoError(t, err)
					require.Equal(t, "ok", reply.Status)
					if lines := strings.Count(printed, "line "); lines != 5000 {
						require.Positive(t, reply.Lost, "%d lines came", lines) // only IPython's queue can be widened
					}
					_, reply, err = streams(t, k, patient(t), code.failure)
					require.NoError(t, err)
					require.Equal(t, "error", reply.Status)
				}
			})
		}
	}
	require.NotZero(t, tried)
}

// kernelsIn lists the kernels of one folder of a JUPYTER_PATH.
func kernelsIn(folder string) ([]Spec, []error) {
	p := place(folder, "NBCOMPARE_KERNELS")
	p.Dir = filepath.Join(p.Dir, "kernels")
	return p.specs()
}
