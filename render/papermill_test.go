package render

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
)

// The rows are those of the real scrapbook, in its order, by its rules.
func TestPapermillFrameIsScrapbooks(t *testing.T) {
	for _, family := range []string{"diabetes", "churn", "training", "broken"} {
		comparePapermillRows(t, filepath.Join("..", "testdata", "notebooks", family))
	}
	t.Run("corpus", func(t *testing.T) {
		comparePapermillRows(t, filepath.Join(testenv.Corpus(t), "papermill"))
	})
}

func comparePapermillRows(t *testing.T, folder string) {
	printed := testenv.RunPython(t, nil, filepath.Join("testdata", "papermill_rows.py"), folder)
	var want [][]any
	for line := range strings.Lines(string(printed)) {
		var row []any
		require.NoError(t, json.Unmarshal([]byte(line), &row), line)
		want = append(want, row)
	}
	c, err := collection.Load(context.Background(), []string{folder}, collection.Options{StrictCompat: true})
	require.NoError(t, err)
	frame, _ := PapermillFrame(c)
	require.Equal(t, want, jsonRows(t, frame), folder)
	require.NotEmpty(t, want, folder)
}

// jsonRows returns the rows of a frame as JSON has them.
func jsonRows(t *testing.T, frame *Frame) [][]any {
	var lines bytes.Buffer
	require.NoError(t, frame.Write(&lines, JSONL))
	var rows [][]any
	for line := range strings.Lines(lines.String()) {
		var object map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &object))
		row := []any{}
		for _, col := range frame.Columns {
			row = append(row, object[col.Title])
		}
		rows = append(rows, row)
	}
	return rows
}

func TestPapermillFrame(t *testing.T) {
	c := loadFamily(t, "churn")
	var out bytes.Buffer
	frame, left := PapermillFrame(c)
	require.NoError(t, frame.Write(&out, CSV))
	golden(t, "churn.papermill.csv", out.Bytes())
	require.Equal(t, LeftOut{}, left)
}
