//go:build unix

package execute

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/nbformat"
)

// When a cell begins, the file has the one before as it ended, also when the
// disk is slow: each cell fails unless that was saved.
func TestSavedBeforeTheNextCell(t *testing.T) {
	t.Parallel()
	var r recorder
	opts := r.options(python(t))
	dir := t.TempDir()
	opts.KernelOptions.Dir, opts.SaveEvery = dir, time.Hour
	opts.Save = parsed(func(nb *nbformat.Notebook, final bool) error {
		at := slices.Index(statuses(nb), statusRunning)
		if final || at < 0 {
			return nil
		}
		for i := range at {
			require.Equal(t, []string{"stdout: seen\n"}, outputsOf(nb, i))
		}
		time.Sleep(10 * time.Millisecond) // the disk
		return os.WriteFile(filepath.Join(dir, fmt.Sprint(at)), nil, 0o666)
	})
	var cells []testCell
	for i := range 20 {
		cells = append(cells, code(fmt.Sprintf("import os\nassert os.path.exists('%d')\nprint('seen')", i)))
	}
	result, err := Notebook(t.Context(), notebook(t, cells...), opts)
	require.NoError(t, err)
	<-result.Closed
}

// The kernel starts while the record is collected: here it is waited for.
func TestKernelStartsMeanwhile(t *testing.T) {
	t.Parallel()
	spec, sign := *python(t), filepath.Join(t.TempDir(), "started")
	spec.Argv = append([]string{"/bin/sh", "-c", `: > "$0" && exec "$@"`, sign, spec.Command("")[0]}, spec.Argv[1:]...)
	var r recorder
	opts := r.options(&spec)
	opts.Record = func() map[string]any {
		require.Eventually(t, func() bool { _, err := os.Stat(sign); return err == nil }, time.Minute, time.Millisecond)
		return object{"host": "here"}
	}
	result, err := Notebook(t.Context(), notebook(t, code("1")), opts)
	require.NoError(t, err)
	for _, nb := range append(r.saves, result.Notebook) {
		host, _ := nb.Metadata.Get("nbcompare", "run", "host").Text()
		require.Equal(t, "here", host)
	}
}

// A long cell is saved while it runs.
func TestSavingWithinACell(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var r recorder
	opts := r.options(python(t))
	opts.SaveEvery = 10 * time.Millisecond
	opts.Save = parsed(func(nb *nbformat.Notebook, final bool) error {
		if len(outputsOf(nb, 0)) > 0 {
			cancel() // what was printed has been saved: the cell may end
		}
		return nil
	})
	_, err := Notebook(ctx, notebook(t, code("print('a', flush=True)\nimport time\ntime.sleep(600)")), opts)
	require.ErrorIs(t, err, context.Canceled)
}
