package collection

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect"
)

// notebookOf makes a notebook of cells as they stand in JSON.
func notebookOf(cells ...map[string]any) string {
	for i, cell := range cells {
		if cell["metadata"] == nil {
			cell["metadata"] = map[string]any{}
		}
		if cell["cell_type"] == nil {
			cell["cell_type"], cell["execution_count"] = "code", i+1
			if cell["outputs"] == nil {
				cell["outputs"] = []any{}
			}
		}
	}
	b, _ := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 4, "metadata": map[string]any{}, "cells": cells})
	return string(b)
}

func tagged(tag string) map[string]any { return map[string]any{"tags": []string{tag}} }

func stream(name, text string) map[string]any {
	return map[string]any{"output_type": "stream", "name": name, "text": text}
}

func TestAlignRuns(t *testing.T) {
	t.Chdir(t.TempDir())
	run := func(alpha string) string {
		return notebookOf(
			map[string]any{"source": "alpha = 1", "metadata": tagged("parameters")},
			map[string]any{"source": "alpha = " + alpha, "metadata": tagged("injected-parameters")},
			map[string]any{"source": "fit(alpha)", "outputs": []any{stream("stdout", "alpha "+alpha)}})
	}
	write(t, map[string]string{"a.ipynb": run("2"), "b.ipynb": run("3"), "c.ipynb": "no notebook", "d.ipynb": notebookOf(map[string]any{"source": "fit(alpha)"})})
	c := load(t, Options{Cells: CellOutputs}, "a.ipynb", "b.ipynb", "c.ipynb", "d.ipynb")
	rows := c.AlignRuns(0)
	require.Equal(t, 3, rows.Rows)
	require.Equal(t, []int{0, 0, -1, 1}, rows.Of, "runs of one template share their cells")
	require.Zero(t, rows.LeftOut)
	require.Equal(t, []CellPlace{{Row: 2}}, rows.Lists[1].Places)
	require.Equal(t, [2]string{"alpha = 2", "alpha = 3"}, [2]string{c.Runs[0].Injected(), c.Runs[1].Injected()})
	require.Equal(t, []CellOutput{{Cell: 2, Outputs: []introspect.Shown{{Kind: introspect.ShownStdout, Text: "alpha 3"}}}}, c.Runs[1].Outputs())
	require.Nil(t, load(t, Options{Cells: CellSources}, "a.ipynb").Runs[0].Outputs())

	few := c.AlignRuns(1)
	require.Equal(t, []int{0, 0, -1, 1}, few.Of, "what has no other source costs nothing")
	write(t, map[string]string{"d.ipynb": notebookOf(map[string]any{"source": "other()"})})
	few = load(t, Options{Cells: CellSources}, "a.ipynb", "b.ipynb", "d.ipynb").AlignRuns(5)
	require.Equal(t, []int{0, 0, -1}, few.Of)
	require.Equal(t, 1, few.LeftOut)
}

// Beyond the first runs, outputs are kept of the cell that failed only.
func TestOutputsOfManyRuns(t *testing.T) {
	t.Chdir(t.TempDir())
	failure := map[string]any{"output_type": "error", "ename": "E", "evalue": "no", "traceback": []string{"line 1", "E: no"}}
	write(t, map[string]string{
		"ok.ipynb":  notebookOf(map[string]any{"source": "a", "outputs": []any{stream("stdout", "x")}}),
		"bad.ipynb": notebookOf(map[string]any{"source": "a", "outputs": []any{stream("stdout", "x")}}, map[string]any{"source": "b", "outputs": []any{failure}}),
	})
	inputs := []string{"bad.ipynb"}
	for range OutputRuns {
		inputs = append(inputs, "ok.ipynb")
	}
	c := load(t, Options{Cells: CellOutputs}, append(inputs, "bad.ipynb")...)
	kept := func(run int) int { return len(c.Runs[run].Outputs()) }
	require.Equal(t, [4]int{2, 1, 0, 1}, [4]int{kept(0), kept(OutputRuns - 1), kept(OutputRuns), kept(OutputRuns + 1)})
	require.Equal(t, "line 1\nE: no", c.Runs[OutputRuns+1].Outputs()[0].Outputs[0].Text)
	require.Equal(t, 1, len(load(t, Options{Cells: AllCells}, inputs...).Runs[OutputRuns].Outputs()))
}

func TestKeyPlaces(t *testing.T) {
	t.Chdir(t.TempDir())
	text := func(source string) map[string]any {
		return map[string]any{"cell_type": "markdown", "source": source}
	}
	key := func(tag string) map[string]any {
		return map[string]any{"source": tag, "metadata": tagged(tag), "outputs": []any{stream("stdout", "1")}}
	}
	write(t, map[string]string{"a.ipynb": notebookOf(
		key("first"), text("# The **model**\n\nIntroduction.\n\nWhat `it` does,\nin two lines."), key("second"), key("third"),
		text("```\n# no heading\n```"), text("Evaluation\n----------"), text("### Deep ###"), key("fourth"), text("## Last\n# Top"), key("fifth"),
	)})
	c := load(t, Options{Cells: CellSources}, "a.ipynb")
	got := map[string]KeyPlace{}
	for i, place := range c.KeyPlaces() {
		if place.Run >= 0 {
			got[c.Keys[i].Title] = place
		}
	}
	require.Equal(t, map[string]KeyPlace{
		"first":  {Cell: 0},
		"second": {Cell: 2, Headings: []string{"The model"}, Text: "What it does, in two lines."},
		"third":  {Cell: 3, Headings: []string{"The model"}},
		"fourth": {Cell: 7, Headings: []string{"The model", "Evaluation", "Deep"}},
		"fifth":  {Cell: 9, Headings: []string{"Top"}},
	}, got)
	require.Equal(t, KeyPlace{Cell: 2}, load(t, Options{}, "a.ipynb").KeyPlaces()[1], "nothing is known of the text")
}
