package collection

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rowsText writes an alignment as a line a row, with the cell of each notebook:
// its number, "-" for none, "~" before one that moved.
func rowsText(notebooks ...[]SourceCell) string {
	rows, places := Align(notebooks)
	table := make([][]string, rows)
	for i := range table {
		table[i] = slices.Repeat([]string{"-"}, len(notebooks))
	}
	for n, list := range places {
		for i, place := range list {
			table[place.Row][n] = fmt.Sprint(notebooks[n][i].Cell)
			if place.Moved {
				table[place.Row][n] = "~" + table[place.Row][n]
			}
		}
	}
	lines := make([]string, rows)
	for i, row := range table {
		lines[i] = strings.Join(row, " ")
	}
	return strings.Join(lines, "\n")
}

func TestAlignManyNotebooks(t *testing.T) {
	for name, test := range map[string]struct {
		notebooks []string
		want      string
	}{
		"one template": {[]string{"a b\nc d\ne f", "a b\nc d\ne f", "a b\nc d\ne f"}, "0 0 0\n1 1 1\n2 2 2"},
		"cells that the first lacks meet": {
			[]string{"load()\nshow()", "load()\nfit(model, x, y)\nshow()", "load()\nfit(model, x, z)\nshow()"},
			"0 0 0\n- 1 1\n1 2 2"},
		"edited again and again": {
			[]string{"a b c d e", "a b c d X", "a b c Y X", "a b Z Y X", "W U Z Y X"},
			"0 0 0 0 0"},
		"removed in the middle one": {
			[]string{"load()\nfit(model, x, y)\nshow()", "load()\nshow()", "load()\nfit(model, x, z)\nshow()"},
			"0 0 0\n1 - 1\n2 1 2"},
		"by the tag that two of them have": {
			[]string{"load()\nshow()", "load()\na/m: one two\nshow()", "load()\nb/m: three four\nshow()"},
			"0 0 0\n- 1 1\n1 2 2"},
		"moved": {
			[]string{"a: one two\nb: three four\nc: five six", "a: one two\nb: three four\nc: five six", "c: five six\na: one two\nb: three four"},
			"0 0 1\n1 1 2\n2 2 ~0"},
		"ids that some tool counted": {[]string{"cell-0: import a\n1: fit(model)", "cell-0: x = 3\n1: fit(model)\n2: y"}, "0 -\n- 0\n1 1\n- 2"},
		"twins":                      {[]string{"x\nx", "x\nx\nx", "x"}, "0 0 0\n1 1 -\n- 2 -"},
		"empty":                      {[]string{"", "a"}, "0 -\n- 0"},
	} {
		var notebooks [][]SourceCell
		for _, text := range test.notebooks {
			notebooks = append(notebooks, cellsOf(text))
		}
		require.Equal(t, test.want, rowsText(notebooks...), name)
	}
	rows, places := Align(nil)
	require.Zero(t, rows)
	require.Empty(t, places)
}

// Cells without a source, as tests and tools write them, are told apart by their tags.
func TestAlignCellsWithoutSource(t *testing.T) {
	cells := func(tags ...string) (list []SourceCell) {
		for i, tag := range tags {
			list = append(list, SourceCell{Cell: i, CellType: "code", Tags: []string{tag}})
		}
		return list
	}
	require.Equal(t, "0 0\n- 1\n1 2", rowsText(cells("a", "c"), cells("a", "b", "c")))
}

// Whatever the notebooks hold: every cell has one row, no row two cells of a notebook,
// and the cells that did not move stand in the order of their notebook.
func TestAlignKeepsAll(t *testing.T) {
	rng := rand.New(rand.NewSource(4))
	for range 2000 {
		notebooks := make([][]SourceCell, 1+rng.Intn(5))
		for n := range notebooks {
			notebooks[n] = randomCells(rng)
		}
		rows, places := Align(notebooks)
		used := map[int]bool{}
		for n, list := range places {
			require.Len(t, list, len(notebooks[n]))
			seen, last := map[int]bool{}, -1
			for _, place := range list {
				require.False(t, seen[place.Row])
				seen[place.Row], used[place.Row] = true, true
				require.Less(t, place.Row, rows)
				if !place.Moved {
					require.Greater(t, place.Row, last)
					last = place.Row
				}
			}
		}
		require.Len(t, used, rows, "no empty row")
		again, same := Align(notebooks)
		require.Equal(t, rows, again)
		require.Equal(t, places, same)
	}
}

// 2,000 notebooks of 100 cells, each edited in its own way, cost a few comparisons
// a notebook; as many that have nothing in common end at the bound.
func TestAlignWorkIsBounded(t *testing.T) {
	edited := func(run int) []SourceCell {
		var cells []SourceCell
		for i := range 100 {
			cells = append(cells, SourceCell{Cell: i, CellType: "code", Source: fmt.Sprintf("step%d = compute(%d, step%d)", i, i, i-1)})
		}
		cells[3].Source = fmt.Sprintf("alpha = %d", run)
		return cells
	}
	w := newAlignment()
	for run := range 2000 {
		w.add(edited(run))
	}
	require.Len(t, w.order, 100)
	require.Less(t, alignWork-w.work, 2000*500, "words compared")

	w = newAlignment()
	for run := range 400 {
		var cells []SourceCell
		for i := range 50 {
			cells = append(cells, SourceCell{Cell: i, CellType: "code", Source: fmt.Sprintf("w%d_%d x%d_%d", run, i, run, i)})
		}
		w.add(cells)
	}
	require.Len(t, w.order, 400*50)
	require.Less(t, w.work, alignWork/2)
	require.GreaterOrEqual(t, w.work, 0)
}
