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

// Each cell waits until the file shows that the one before has ended, and that
// this one runs. Without a save after each cell the second would wait forever.
func TestSavedAfterEachCell(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var r recorder
	opts := r.options(python(t))
	dir := t.TempDir()
	opts.KernelOptions.Dir, opts.SaveEvery = dir, time.Hour
	opts.Save = func(nb *nbformat.Notebook, final bool) error {
		at := slices.Index(statuses(nb), statusRunning)
		if final || at < 0 {
			return nil
		}
		for i := range at {
			require.Len(t, outputsOf(nb, i), 1)
		}
		return os.WriteFile(filepath.Join(dir, fmt.Sprint(at)), nil, 0o666)
	}
	const wait = "import os, time\nwhile not os.path.exists('%d'): time.sleep(0.001)\nprint('seen')"
	var cells []testCell
	for i := range 20 {
		cells = append(cells, code(fmt.Sprintf(wait, i)))
	}
	_, err := Notebook(ctx, notebook(t, cells...), opts)
	require.NoError(t, err)
}

// A slow disk does not hold up short cells: this save ends after the last of them.
func TestSavingIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var r recorder
	opts := r.options(python(t))
	over, saves := make(chan struct{}), 0
	opts.Watch = func(e Event) {
		if e.Kind == CellEnded && e.Number == e.Cells {
			close(over)
		}
	}
	opts.Save = func(nb *nbformat.Notebook, final bool) error {
		switch saves++; saves {
		case 1:
			time.Sleep(50 * time.Millisecond) // a cell is long from a second on
		case 2:
			<-over
		}
		return nil
	}
	_, err := Notebook(ctx, notebook(t, code("1"), code("import time; time.sleep(0.6)"), code("3")), opts)
	require.NoError(t, err)
	require.GreaterOrEqual(t, saves, 2)
}

// A long cell is saved before the next one begins.
func TestLongCellsAreWaitedFor(t *testing.T) {
	t.Parallel()
	var r recorder
	opts := r.options(python(t))
	opts.SaveEvery = time.Hour
	saved := make(chan []string, 100)
	opts.Save = func(nb *nbformat.Notebook, _ bool) error { saved <- statuses(nb); return nil }
	opts.Watch = func(e Event) {
		if e.Kind == Printed {
			// Nothing but the boundary asked for it, and the kernel has the next cell already.
			var last []string
			for len(saved) > 0 {
				last = <-saved
			}
			require.Equal(t, []string{statusCompleted, statusRunning}, last)
		}
	}
	_, err := Notebook(t.Context(), notebook(t, code("import time; time.sleep(0.6)"), code("print(1)")), opts)
	require.NoError(t, err)
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
	opts.Save = func(nb *nbformat.Notebook, final bool) error {
		if len(outputsOf(nb, 0)) > 0 {
			cancel() // what was printed has been saved: the cell may end
		}
		return nil
	}
	_, err := Notebook(ctx, notebook(t, code("print('a', flush=True)\nimport time\ntime.sleep(600)")), opts)
	require.ErrorIs(t, err, context.Canceled)
}
