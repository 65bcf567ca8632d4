package collection

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A testCell is a code cell that printed a text.
type testCell struct {
	tag, text string
}

// notebookJSON makes an executed notebook.
func notebookJSON(t testing.TB, parameters map[string]any, cells ...testCell) string {
	t.Helper()
	list := []any{}
	for i, c := range cells {
		outputs := []any{}
		if c.text != "" {
			outputs = append(outputs, map[string]any{"output_type": "stream", "name": "stdout", "text": c.text})
		}
		tags := []string{}
		if c.tag != "" {
			tags = append(tags, c.tag)
		}
		list = append(list, map[string]any{"cell_type": "code", "execution_count": i + 1, "source": "x", "outputs": outputs,
			"metadata": map[string]any{"tags": tags}})
	}
	metadata := map[string]any{}
	if parameters != nil {
		metadata["papermill"] = map[string]any{"parameters": parameters}
	}
	b, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": list})
	require.NoError(t, err)
	return string(b)
}

// write writes files into the current folder.
func write(t testing.TB, files map[string]string) {
	t.Helper()
	for name, text := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o666))
	}
}

func load(t testing.TB, opts Options, inputs ...string) *Collection {
	t.Helper()
	c, err := Load(context.Background(), inputs, opts)
	require.NoError(t, err)
	return c
}

// collect makes a collection of runs with the given entries; a nil list is a
// run that could not be read.
func collect(t testing.TB, runs ...[]introspect.Entry) *Collection {
	t.Helper()
	return collectWithin(t, maxCells, runs)
}

// collectWithin bounds the cells of the columns.
func collectWithin(t testing.TB, room int, runs [][]introspect.Entry) *Collection {
	t.Helper()
	c := &Collection{}
	for i, entries := range runs {
		r := &Run{Name: string(rune('a' + i)), Path: string(rune('a' + i)), FailedCell: -1, Status: introspect.StatusOK}
		(&loader{}).setEntries(r, entries)
		if entries == nil {
			r.Status, r.Err = "", os.ErrPermission
		}
		c.Runs = append(c.Runs, r)
	}
	c.findKeys(room)
	require.NoError(t, c.findBaseline(""))
	return c
}

// one makes a run with one value under the tag "it"; nil is none.
func one(v value.Value) []introspect.Entry {
	if v == nil {
		return []introspect.Entry{}
	}
	return []introspect.Entry{{Source: introspect.SourceTag, Name: "it", Value: v}}
}

// compareValues compares one value a run.
func compareValues(t testing.TB, values ...value.Value) *Comparison {
	t.Helper()
	var runs [][]introspect.Entry
	for _, v := range values {
		runs = append(runs, one(v))
	}
	c := collect(t, runs...)
	require.Len(t, c.Keys, 1)
	return c.Compare(0)
}

func entry(source introspect.Source, name string, v value.Value) introspect.Entry {
	return introspect.Entry{Source: source, Name: name, Value: v}
}

// entries reads "scrap:mse tag:mse=2"; the value is 1 where none is given.
func entries(t testing.TB, text string) []introspect.Entry {
	t.Helper()
	list := []introspect.Entry{}
	for word := range strings.FieldsSeq(text) {
		name, text, ok := strings.Cut(word, "=")
		if !ok {
			text = "1"
		}
		source, name, _ := strings.Cut(name, ":")
		list = append(list, entry(introspect.Source(source), name, value.ParseLiteral(text)))
	}
	return list
}

func keyTitles(c *Collection) []string {
	titles := []string{}
	for _, k := range c.Keys {
		titles = append(titles, k.Title)
	}
	return titles
}

func columnTitles(c *Collection) []string {
	titles := []string{}
	for _, col := range c.Columns() {
		titles = append(titles, col.Title)
	}
	return titles
}

func runNames(c *Collection) []string {
	names := []string{}
	for _, r := range c.Runs {
		names = append(names, r.Name)
	}
	return names
}

// messages formats warnings with their hints.
func messages(c *Collection) []string {
	list := []string{}
	for _, w := range c.Warnings {
		text := w.Error()
		if e, ok := w.(*InputError); ok && e.Hint != "" {
			text += " (" + e.Hint + ")"
		}
		list = append(list, text)
	}
	return list
}

func ptr(f float64) *float64 { return &f }
