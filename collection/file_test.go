package collection

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// A run keeps nothing of the bytes that its notebook was read from: they are
// read over by the next notebook.
func TestRunsKeepNoBytes(t *testing.T) {
	checked := 0
	for _, path := range notebooksBelow(t, filepath.Join(testenv.Root(t), "testdata"), filepath.Join(testenv.Root(t), "..", "shared", "corpus")) {
		for _, cells := range []bool{false, true} {
			for _, strict := range []bool{false, true} {
				want, wanted := inspected(t, path, strict, cells, false)
				got, run := inspected(t, path, strict, cells, true)
				require.Equal(t, want, got, path)
				require.Equal(t, wanted.Status, run.Status, path)
				require.Equal(t, wanted.Failure, run.Failure, path)
				require.Equal(t, wanted.Warnings, run.Warnings, path)
				checked += len(run.entries)
			}
		}
	}
	require.Greater(t, checked, 1000)
}

// inspected returns the entries of a notebook as text: when overwritten, after
// its bytes have been changed and its reader has read another.
func inspected(t *testing.T, path string, strict, cells, overwritten bool) (string, *Run) {
	l, r := &loader{opts: Options{StrictCompat: strict}}, &Run{Path: path}
	o, err := l.open(path)
	if err != nil {
		require.Nil(t, o.Notebook)
		return err.Error(), r
	}
	if overwritten {
		l.inspect(r, o, cells)
		b := o.reader.buffer
		copy(b, bytes.Repeat([]byte("#"), len(b)))
		_, err := o.reader.notebooks.Parse([]byte(`{"cells": [{"cell_type": "code", "metadata": {"tags": ["other"]}, "source": "1"}], "nbformat": 4}`), path)
		require.NoError(t, err)
	} else {
		l.inspect(r, opened{Notebook: o.Notebook}, cells)
	}
	var b []byte
	for _, id := range r.keys() {
		b = appendEntry(b, r.entry(id))
	}
	for _, e := range r.silent {
		require.Nil(t, e.Value)
	}
	return string(b), r
}

func appendEntry(b []byte, e *introspect.Entry) []byte {
	b = append(b, string(e.Source)+" "+e.Name+" "+e.Reason+" "...)
	for _, v := range []value.Value{e.Value, e.Display} {
		b = append(value.AppendJSON(b, v), '\n')
		if f, ok := v.(*value.Figure); ok && f.Static != nil {
			v = f.Static
		}
		if m, ok := v.(*value.Image); ok {
			b = append(b, m.Hash()...)
		}
	}
	return b
}

func notebooksBelow(t *testing.T, folders ...string) (paths []string) {
	for _, folder := range folders {
		if _, err := os.Stat(folder); os.IsNotExist(err) {
			continue
		}
		require.NoError(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && strings.HasSuffix(path, ".ipynb") {
				paths = append(paths, path)
			}
			return err
		}))
	}
	return paths
}

// An image of a file that has changed is no other image.
func TestImageOfChangedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ipynb")
	text := strings.Replace(notebookJSON(t, nil, testCell{"roc", "x"}), `"name":"stdout","output_type":"stream","text":"x"`,
		`"output_type":"display_data","metadata":{},"data":{"image/svg+xml":["<svg/>\n"," "]}`, 1)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	c := load(t, Options{}, path)
	image := c.Entry(0, 0).Value.(*value.Image)
	b, err := image.Bytes()
	require.NoError(t, err)
	require.Equal(t, "<svg/>", string(b))
	require.NoError(t, os.Chtimes(path, time.Time{}, time.Now().Add(time.Hour)))
	_, err = image.Bytes()
	require.EqualError(t, err, path+" changed after it was read")
	require.Nil(t, image.Base64())
	require.NoError(t, os.Remove(path))
	_, err = image.Bytes()
	require.ErrorIs(t, err, os.ErrNotExist)
}

// What comes once is kept where it is needed twice.
func TestKeylessStandardInput(t *testing.T) {
	text := notebookJSON(t, nil, testCell{"", "7"})
	c := load(t, Options{Stdin: strings.NewReader(text)}, "-")
	require.Len(t, c.Keys, 1)
	require.Equal(t, value.Int(7), c.Entry(0, 0).Value)
	require.Nil(t, c.Runs[0].kept)
}

// A collection costs what it tells: neither images nor the bytes of files stay
// in memory, and no more of them are there at a time than are being read.
func TestLoadMemory(t *testing.T) {
	const notebooks, imageSize = 200, 1 << 18
	folder := t.TempDir()
	for i := range notebooks {
		text := strings.Replace(notebookJSON(t, map[string]any{"seed": i}, testCell{"mse", "0.5"}, testCell{"roc", "x"}),
			`"name":"stdout","output_type":"stream","text":"x"`,
			`"output_type":"display_data","metadata":{},"data":{"image/png":"`+strings.Repeat("iVBO", imageSize/4)+`"}`, 1)
		require.NoError(t, os.WriteFile(filepath.Join(folder, strconv.Itoa(i)+".ipynb"), []byte(text), 0o666))
	}
	before := heap()
	c := load(t, Options{Jobs: 2}, folder)
	after := heap()
	require.Equal(t, value.KindImage, c.Entry(notebooks-1, 2).Value.Kind())
	require.Less(t, after.HeapAlloc, before.HeapAlloc+4*imageSize+notebooks*5000, "for %d bytes in files", notebooks*imageSize)
	require.Less(t, after.TotalAlloc, before.TotalAlloc+notebooks*imageSize/2)
}

// heap returns what is in use, and what was ever allocated.
func heap() (m runtime.MemStats) {
	for range 2 { // the first leaves what a pool holds
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m
}
