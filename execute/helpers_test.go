//go:build unix

package execute

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/kernel"
	"github.com/nbcompare/nbcompare/nbformat"
)

// python returns the kernel of the tests' Python environment.
func python(t *testing.T) *kernel.Spec {
	t.Helper()
	prefix := filepath.Dir(filepath.Dir(testenv.Python(t)))
	spec, err := kernel.Lookup([]string{"JUPYTER_PATH=" + filepath.Join(prefix, "share", "jupyter")}, "python3")
	require.NoError(t, err)
	return spec
}

type object = map[string]any

// A testCell is a cell of a notebook that a test makes.
type testCell struct {
	source  string
	tags    []string
	outputs []any
}

func code(source string, tags ...string) testCell { return testCell{source: source, tags: tags} }

// notebook makes one; a cell that begins with "# " and a space is Markdown.
func notebook(t *testing.T, cells ...testCell) *nbformat.Notebook {
	t.Helper()
	list := []object{}
	for i, c := range cells {
		metadata := object{}
		if c.tags != nil {
			metadata["tags"] = c.tags
		}
		it := object{"cell_type": "code", "execution_count": 99, "id": "c" + string(rune('a'+i)), "metadata": metadata, "outputs": c.outputs, "source": c.source}
		if c.outputs == nil {
			it["outputs"] = []object{{"output_type": "stream", "name": "stdout", "text": "of an earlier run"}}
		}
		if text, ok := strings.CutPrefix(c.source, "markdown: "); ok {
			it = object{"cell_type": "markdown", "id": "m" + string(rune('a'+i)), "metadata": metadata, "source": text}
		}
		list = append(list, it)
	}
	text, err := json.MarshalIndent(object{"cells": list, "metadata": object{"kernelspec": object{"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}, "", "  ")
	require.NoError(t, err)
	nb, err := nbformat.Parse(text, "test.ipynb")
	require.NoError(t, err)
	return nb
}

// A recorder keeps what a run saved and told.
type recorder struct {
	mutex  sync.Mutex
	saves  []*nbformat.Notebook
	finals int
	events []Event
}

func (r *recorder) options(spec *kernel.Spec) Options {
	return Options{
		Kernel: spec, KernelOptions: kernel.Options{Env: os.Environ(), Dir: os.TempDir(), Threads: 1}, Now: time.Now,
		InputPath: "in.ipynb", OutputPath: "out.ipynb",
		Save: parsed(func(nb *nbformat.Notebook, final bool) error {
			r.mutex.Lock()
			defer r.mutex.Unlock()
			r.saves = append(r.saves, nb)
			if final {
				r.finals++
			}
			return nil
		}),
		Watch: func(e Event) {
			r.mutex.Lock()
			defer r.mutex.Unlock()
			r.events = append(r.events, e)
		},
	}
}

// parsed returns what can be Options.Save and reads the notebook for save.
func parsed(save func(nb *nbformat.Notebook, final bool) error) func([]byte, bool) error {
	return func(text []byte, final bool) error {
		nb, err := nbformat.Parse(bytes.Clone(text), "saved")
		if err != nil {
			return err
		}
		return save(nb, final)
	}
}

// outputsOf returns the outputs of a cell in short: "stdout: text",
// "text/plain: text", "error: name".
func outputsOf(nb *nbformat.Notebook, cell int) []string {
	short := []string{}
	for _, o := range nb.Cells[cell].Outputs() {
		switch o.OutputType {
		case nbformat.Stream:
			short = append(short, o.Name+": "+o.Text())
		case nbformat.ErrorOutput:
			short = append(short, "error: "+o.Ename)
		default:
			text, _ := o.Data.Get("text/plain").Text()
			short = append(short, "text/plain: "+text)
		}
	}
	return short
}

func counts(nb *nbformat.Notebook) []int {
	var list []int
	for _, c := range nb.Cells {
		n := 0
		if c.ExecutionCount != nil {
			n = *c.ExecutionCount
		}
		list = append(list, n)
	}
	return list
}

func statuses(nb *nbformat.Notebook) []string {
	var list []string
	for _, c := range nb.Cells {
		status, _ := c.Metadata.Get("papermill", "status").Text()
		list = append(list, status)
	}
	return list
}

func bytesOf(t *testing.T, nb *nbformat.Notebook) string {
	var b bytes.Buffer
	require.NoError(t, nb.Write(&b))
	return b.String()
}

func compact(t *testing.T, text []byte) string {
	var b bytes.Buffer
	require.NoError(t, json.Compact(&b, text))
	return b.String()
}

func splitSeq(text string) func(func(string) bool) { return strings.SplitSeq(text, "|") }
