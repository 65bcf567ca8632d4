package collection

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

var update = flag.Bool("update", false, "write the golden files")

// A peerFrame is a data frame as testdata/single_rows.py prints it.
type peerFrame struct {
	Columns []string `json:"columns"`
	Index   []string `json:"index"`
	Data    [][]any  `json:"data"`
}

// TestSingleRowsAsNotebookCollection compares tables of one row with what
// sklearn-evaluation makes of them: with its answers in
// testdata/single_rows.json, and with itself where NBCOMPARE_PEERS_PYTHON names
// a Python that has it. -update writes its answers again.
func TestSingleRowsAsNotebookCollection(t *testing.T) {
	root := testenv.Root(t)
	groups := singleRowGroups(t, root)
	golden := filepath.Join("testdata", "single_rows.json")
	python := os.Getenv("NBCOMPARE_PEERS_PYTHON")
	var want []*peerFrame
	if python != "" {
		input, err := json.Marshal(groups)
		require.NoError(t, err)
		printed := testenv.Run(t, python, input, filepath.Join("testdata", "single_rows.py"))
		if *update {
			require.NoError(t, os.WriteFile(golden, printed, 0o644))
		}
		require.NoError(t, json.Unmarshal(printed, &want))
	}
	require.False(t, *update && python == "", "NBCOMPARE_PEERS_PYTHON names no Python")
	var kept []*peerFrame
	text, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &kept))
	if want != nil {
		require.Equal(t, want, kept, "sklearn-evaluation answers otherwise: go test ./collection -update, and read what it wrote")
	}
	require.Len(t, kept, len(groups))
	tables := 0
	for i, group := range groups {
		got := singleRowFrame(t, group)
		require.Equal(t, kept[i], got, "%v", group)
		if got != nil {
			tables++
		}
	}
	require.Greater(t, tables, 100)
	t.Logf("%d tables of %d groups are the same", tables, len(groups))
}

// A singleRowGroup is a key and the notebooks to compare.
type singleRowGroup struct {
	key   string
	paths []string
}

// MarshalJSON writes the group as single_rows.py reads it.
func (g singleRowGroup) MarshalJSON() ([]byte, error) { return json.Marshal([]any{g.key, g.paths}) }

// singleRowGroups are the runs of a family in twos and threes, and notebooks
// with random tables.
func singleRowGroups(t *testing.T, root string) (groups []singleRowGroup) {
	family, err := filepath.Glob(filepath.Join(root, "testdata", "notebooks", "diabetes", "*.ipynb"))
	require.NoError(t, err)
	require.Len(t, family, 12)
	for i := range family {
		for _, n := range []int{2, 3} {
			var paths []string
			for j := range n {
				paths = append(paths, family[(i+j)%len(family)])
			}
			groups = append(groups, singleRowGroup{"metrics_table", paths})
		}
	}
	groups = append(groups, singleRowGroup{"metrics_table", family})
	rng := rand.New(rand.NewSource(11))
	folder := t.TempDir()
	for i := range 90 {
		g := singleRowGroup{key: "metrics"}
		for j := range 2 + rng.Intn(2) {
			path := filepath.Join(folder, fmt.Sprintf("%d-%d.ipynb", i, j))
			require.NoError(t, os.WriteFile(path, []byte(randomSingleRow(rng)), 0o600))
			g.paths = append(g.paths, path)
		}
		groups = append(groups, g)
	}
	return groups
}

// randomSingleRow writes a notebook that shows a data frame of one row as pandas does.
func randomSingleRow(rng *rand.Rand) string {
	var head, row strings.Builder
	for i, name := range []string{"mse", "mae", "r2", "f1-score", "n"} {
		if i > 0 && rng.Intn(5) == 0 {
			continue // another run may have it
		}
		fmt.Fprintf(&head, "<th>%s</th>", name)
		fmt.Fprintf(&row, "<td>%s</td>", randomCell(rng))
	}
	html := `<div><table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th>` + head.String() +
		`</tr></thead><tbody><tr><th>` + strconv.Itoa(rng.Intn(3)) + `</th>` + row.String() + `</tr></tbody></table></div>`
	cell := map[string]any{"cell_type": "code", "execution_count": 1, "source": "x", "metadata": map[string]any{"tags": []string{"metrics"}},
		"outputs": []any{map[string]any{"output_type": "execute_result", "execution_count": 1, "metadata": map[string]any{},
			"data": map[string]any{"text/html": html, "text/plain": "a frame"}}}}
	b, _ := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 4, "metadata": map[string]any{}, "cells": []any{cell}})
	return string(b)
}

func randomCell(rng *rand.Rand) string {
	switch rng.Intn(6) {
	case 0:
		return "NaN"
	case 1:
		return "0"
	case 2:
		return strconv.Itoa(rng.Intn(2000) - 1000)
	case 3:
		return strconv.FormatFloat(rng.NormFloat64()*1e-3, 'e', 6, 64)
	}
	return strconv.FormatFloat(rng.NormFloat64()*10, 'f', 6, 64)
}

// singleRowFrame writes our table as the peer's is written.
func singleRowFrame(t *testing.T, g singleRowGroup) *peerFrame {
	c := load(t, Options{StrictCompat: true, Keys: []string{g.key}}, g.paths...)
	table := c.SingleRows(0)
	if table == nil {
		return nil
	}
	frame := &peerFrame{}
	for j, column := range table.Columns {
		name := column.String()
		if j < len(g.paths) {
			require.Equal(t, c.Runs[j].Name, name)
			name = fmt.Sprintf("run%d", j)
		}
		frame.Columns = append(frame.Columns, name)
	}
	for i, row := range table.Rows {
		frame.Index = append(frame.Index, table.Index[i].String())
		var cells []any
		for _, cell := range row {
			cells = append(cells, peerCell(cell.Value))
		}
		frame.Data = append(frame.Data, cells)
	}
	return frame
}

func peerCell(v value.Value) any {
	n, ok := v.(value.Number)
	switch {
	case !ok:
		return nil
	case math.IsInf(n.Float, 0):
		return value.FormatFloat(n.Float)
	}
	return n.Float
}
