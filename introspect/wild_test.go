package introspect

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

var update = flag.Bool("update", false, "write the golden files")

// Every kind of output that testdata/notebooks/wild holds, with its whole value.
func TestWildNotebooks(t *testing.T) {
	folder := filepath.Join(testenv.Root(t), "testdata", "notebooks", "wild")
	paths, err := filepath.Glob(filepath.Join(folder, "*.ipynb"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".ipynb")
		if strings.HasSuffix(name, "-1") {
			continue // differs from the first run in numbers alone
		}
		t.Run(name, func(t *testing.T) {
			nb, err := nbformat.ReadFile(path)
			require.NoError(t, err)
			var b strings.Builder
			for _, e := range Inspect(nb, Options{}).Entries {
				if e.Source != SourceMeta {
					writeEntry(&b, e)
				}
			}
			requireGolden(t, filepath.Join("testdata", "wild", name+".txt"), b.String())
		})
	}
}

func writeEntry(b *strings.Builder, e Entry) {
	fmt.Fprintf(b, "%s:%s@%d", e.Source, e.Name, e.Cell)
	if e.Value == nil {
		fmt.Fprintf(b, " none: %s\n", e.Reason)
		return
	}
	fmt.Fprintf(b, " %s", e.Value.Kind())
	switch v := e.Value.(type) {
	case *value.Table:
		writeTable(b, v)
	case *value.Image:
		fmt.Fprintf(b, " %s %dx%d\n", v.MIMEType, v.Width, v.Height)
	case *value.Figure:
		fmt.Fprintf(b, " %s %.200s\n", v.MIMEType, v.Spec)
	case value.Markup:
		fmt.Fprintf(b, " %s %.300q\n", v.MIMEType, v.Text)
	case value.Text:
		fmt.Fprintf(b, " %.300q\n", string(v))
	default:
		fmt.Fprintf(b, " %s\n", value.Repr(v))
	}
}

func writeTable(b *strings.Builder, table *value.Table) {
	fmt.Fprintf(b, " %q columns %q %q", table.Caption, table.Columns, table.ColumnNames)
	if table.Dtypes != nil {
		fmt.Fprintf(b, " dtypes %q", table.Dtypes)
	}
	fmt.Fprintf(b, " index %q truncated %v\n", table.IndexNames, table.Truncated)
	for i, row := range table.Rows {
		if table.Index != nil {
			fmt.Fprintf(b, "  %q", table.Index[i])
		}
		for _, cell := range row {
			fmt.Fprintf(b, "  %q=%s", cell.Text, value.Repr(cell.Value))
		}
		b.WriteByte('\n')
	}
}

func requireGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run the test with -update and read what it writes")
	require.Equal(t, string(want), got)
}
