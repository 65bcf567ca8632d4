//go:build unix

package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
)

// An interrupt while the output is written ends the command, and neither the
// output nor its temporary file is there.
func TestInterruptWhileWriting(t *testing.T) {
	dir := t.TempDir()
	notebooks := filepath.Join(testenv.Root(t), "testdata", "notebooks", "broken")
	opts := loadOptions{inputs: []string{notebooks}}
	for name, fill := range map[string]func(cancel func(), w io.Writer) error{
		"before a write": func(cancel func(), w io.Writer) error {
			cancel()
			_, err := io.WriteString(w, "text")
			return err
		},
		"after the last": func(cancel func(), w io.Writer) error {
			_, err := io.WriteString(w, "text")
			cancel()
			return err
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		out := output{filepath.Join(dir, "out.csv"), Streams{Err: io.Discard}}
		_, err := opts.write(ctx, out, func(w io.Writer, _ *collection.Collection) error { return fill(cancel, w) })
		require.Equal(t, exitInterrupted, explain(io.Discard, err), name)
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Empty(t, entries, name)
	}
}
