package collection

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/stretchr/testify/require"
)

// cellsOf reads "id/tag: source" a line; without a colon it is the source.
func cellsOf(text string) (cells []SourceCell) {
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		cell := SourceCell{Cell: i, CellType: "code", Source: strings.TrimSpace(line)}
		if name, source, ok := strings.Cut(cell.Source, ": "); ok {
			id, tag, tagged := strings.Cut(name, "/")
			cell.ID, cell.Source = id, source
			if tagged {
				cell.Tags = []string{tag}
			}
		}
		if source, ok := strings.CutPrefix(cell.Source, "# "); ok {
			cell.CellType, cell.Source = "markdown", source
		}
		cells = append(cells, cell)
	}
	return cells
}

// pairsText writes pairs as "0=1 -2 +3 4~0": equal places, gone, new, moved.
func pairsText(pairs []CellPair) string {
	var words []string
	for _, p := range pairs {
		switch {
		case p.Old == nil:
			words = append(words, fmt.Sprintf("+%d", p.New.Cell))
		case p.New == nil:
			words = append(words, fmt.Sprintf("-%d", p.Old.Cell))
		case p.Moved:
			words = append(words, fmt.Sprintf("%d~%d", p.Old.Cell, p.New.Cell))
		default:
			words = append(words, fmt.Sprintf("%d=%d", p.Old.Cell, p.New.Cell))
		}
	}
	return strings.Join(words, " ")
}

func TestAlignCells(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"the same":          {"import a\nfit()\nshow()", "import a\nfit()\nshow()", "0=0 1=1 2=2"},
		"inserted":          {"import a\nshow()", "import a\nfit()\nshow()", "0=0 +1 1=2"},
		"removed":           {"import a\nfit()\nshow()", "import a\nshow()", "0=0 -1 2=1"},
		"edited":            {"import a\nmodel.fit(x, y)\nshow()", "import a\nmodel.fit(x, z)\nshow()", "0=0 1=1 2=2"},
		"replaced":          {"import a\nmodel.fit(x, y)\nshow()", "import a\nprint('other things')\nshow()", "0=0 -1 +1 2=2"},
		"id":                {"a: one two\nb: three four", "a: five six\nb: seven eight", "0=0 1=1"},
		"id and another":    {"a: one two three\nb: x", "c: one two four\na: five\nb: x", "+0 0=1 1=2"},
		"tag":               {"a/mse: one two\nb: x", "c/mse: five six\nd: x", "0=0 1=1"},
		"counted ids":       {"0: import a\n1: fit()\n2: show()", "0: import a\n1: new()\n2: fit()\n3: show()", "0=0 +1 1=2 2=3"},
		"moved":             {"a: one two\nb: three four\nc: five six", "c: five six\na: one two\nb: three four", "0=1 1=2 2~0"},
		"moved and edited":  {"a: one two three\nb: x\nc: y\nd: z", "b: x\nc: y\nd: z\na: one two", "0~3 1=0 2=1 3=2"},
		"moved, by its tag": {"a/t: one two three\nb: x\nc: y\nd: z", "b: x\nc: y\nd: z\ne/t: one two", "0~3 1=0 2=1 3=2"},
		"type":              {"# the text of this\nx", "the text of this\nx", "-0 +0 1=1"},
		"type with id":      {"a: # the text of this\nx", "a: the text of this\nx", "0=0 1=1"},
		"repeated":          {"x\nx\nx", "x\nx", "0=0 1=1 -2"},
		"repeated, inside":  {"a b c\nx\nd e f\nx", "a b c\nx\nnew one\nd e f\nx", "0=0 1=1 +2 2=3 3=4"},
		"the more similar":  {"fit(a, b, c, d)", "fit(a, b, e)\nfit(a, b, c, e)", "+0 0=1"},
		"nothing in common": {"one", "two", "-0 +0"},
	} {
		got := pairsText(AlignCells(cellsOf(test.old), cellsOf(test.new)))
		if name == "moved" {
			got = sortedWords(got)
			test.want = sortedWords(test.want)
		}
		require.Equal(t, test.want, got, name)
	}
	require.Empty(t, AlignCells(nil, nil))
	require.Equal(t, "+0", pairsText(AlignCells(nil, cellsOf("x"))))
}

func sortedWords(text string) string {
	words := strings.Fields(text)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// Cells that are too many to be measured against each other go by their ids.
func TestAlignManyCells(t *testing.T) {
	var old, now []SourceCell
	for i := range 1500 {
		old = append(old, SourceCell{Cell: i, CellType: "code", ID: fmt.Sprint(i), Source: fmt.Sprintf("x%d = f(%d)", i, i)})
		now = append(now, SourceCell{Cell: i, CellType: "code", ID: fmt.Sprint(i), Source: fmt.Sprintf("y%d = g(%d)", i, -i)})
	}
	for i, p := range AlignCells(old, now) {
		require.Equal(t, CellPair{Old: &old[i], New: &now[i]}, p)
	}
	for i := range now {
		now[i].ID = ""
	}
	require.Len(t, AlignCells(old, now), 3000)
}

// Every cell of both stands in one pair, cells that did not move in order, and
// a notebook is aligned with itself cell by cell.
func TestAlignCellsKeepsAll(t *testing.T) {
	rng := rand.New(rand.NewSource(9))
	for range 3000 {
		old, now := randomCells(rng), randomCells(rng)
		requireAligned(t, old, now)
		for i, p := range AlignCells(old, old) {
			require.False(t, p.Moved)
			require.Equal(t, [2]int{i, i}, [2]int{p.Old.Cell, p.New.Cell})
		}
	}
}

func requireAligned(t require.TestingT, old, now []SourceCell) {
	var olds, news []int
	last := [2]int{-1, -1}
	for _, p := range AlignCells(old, now) {
		require.False(t, p.Old == nil && p.New == nil)
		if p.Old != nil {
			olds = append(olds, p.Old.Cell)
		}
		if p.New != nil {
			news = append(news, p.New.Cell)
		}
		if p.Old != nil && p.New != nil && !p.Moved {
			require.Greater(t, p.Old.Cell, last[0])
			require.Greater(t, p.New.Cell, last[1])
			last = [2]int{p.Old.Cell, p.New.Cell}
		}
	}
	slices.Sort(olds)
	slices.Sort(news)
	require.Equal(t, upTo(len(old)), olds)
	require.Equal(t, upTo(len(now)), news)
}

func upTo(n int) (list []int) {
	for i := range n {
		list = append(list, i)
	}
	return list
}

func randomCells(rng *rand.Rand) (cells []SourceCell) {
	ids := rng.Perm(12)
	for i := range rng.Intn(10) {
		cell := SourceCell{Cell: i, CellType: []string{"code", "code", "markdown"}[rng.Intn(3)]}
		for range 1 + rng.Intn(4) {
			cell.Source += string(rune('a'+rng.Intn(5))) + " "
		}
		if rng.Intn(2) == 0 {
			cell.ID = fmt.Sprint(ids[i])
		}
		if rng.Intn(4) == 0 {
			cell.Tags = []string{fmt.Sprint("tag", ids[i])}
		}
		cells = append(cells, cell)
	}
	return cells
}

// Whatever stands in the cells, they are aligned, and in little time: a
// thousand cells that are all different are not measured against each other.
func FuzzAlignCells(f *testing.F) {
	f.Add("import a\nfit()\nshow()", "import a\nshow()")
	f.Add("a/t: one\nb: two", "b: two\na/t: three")
	f.Add("# x\n\x00\n\xff", "\u202e: \x1b[2J")
	f.Add(strings.Repeat("x\n", 50), strings.Repeat("x\ny\n", 30))
	f.Fuzz(testenv.Inputs(func(t *testing.T, old, now string) {
		if len(old)+len(now) > 20_000 {
			return
		}
		requireAligned(testenv.Plain(t), cellsOf(old), cellsOf(now))
	}))
}

// The sources of a real notebook, edited.
func TestDiffSources(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, map[string]string{
		"a.ipynb": sources("parameters:lr = 1", "injected-parameters:lr = 2", ":fit(lr)\nshow(1)", ":  ", "hide:x = 1", "hide:y = 1"),
		"b.ipynb": sources("parameters:lr = 1", "injected-parameters:lr = 3", ":fit(lr)\nshow(2)", "hide:x = 1", "hide:y = 1", ":more()"),
	})
	c := load(t, Options{Cells: CellSources}, "a.ipynb", "b.ipynb")
	require.Equal(t, []SourceCell{
		{Cell: 0, CellType: "code", Tags: []string{"parameters"}, Source: "lr = 1"},
		{Cell: 2, CellType: "code", Source: "fit(lr)\nshow(1)"},
		{Cell: 4, CellType: "code", Tags: []string{}, Source: "x = 1"},
		{Cell: 5, CellType: "code", Tags: []string{}, Source: "y = 1"},
	}, c.Runs[0].Sources())
	diff, err := c.Diff(t.Context(), DiffOptions{Sources: true})
	require.NoError(t, err)
	got := []string{}
	for _, d := range diff.Differences {
		if detail, ok := d.Detail.(*CellDiff); ok {
			got = append(got, d.Title+detailText(&Difference{Detail: &detail.LineDiff}))
		}
	}
	require.Equal(t, []string{"cell 2 fit(lr)|-show(1)|+show(2)|", "new cell 5+more()|"}, got)
	require.Equal(t, [2]int{4, 2}, [2]int{diff.Cells, diff.DifferingCells})
	require.Nil(t, load(t, Options{}, "a.ipynb").Runs[0].Sources())
}

// sources makes a notebook of code cells "tag:source".
func sources(cells ...string) string {
	list := []any{}
	for i, text := range cells {
		tag, source, _ := strings.Cut(text, ":")
		tags := []string{}
		if tag != "" {
			tags = append(tags, tag)
		}
		list = append(list, map[string]any{"cell_type": "code", "execution_count": i + 1, "source": source, "outputs": []any{},
			"metadata": map[string]any{"tags": tags}})
	}
	b, _ := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 4, "metadata": map[string]any{}, "cells": list})
	return string(b)
}
