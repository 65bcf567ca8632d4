package introspect

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// run returns a code cell; count is "null" for one that was not run.
func run(count, metadata, source string, outputs ...string) string {
	return fmt.Sprintf(`{"cell_type": "code", "id": "c", "execution_count": %s, "metadata": %s, "source": %q, "outputs": [%s]}`,
		count, metadata, source, strings.Join(outputs, ", "))
}

func TestStatus(t *testing.T) {
	type result struct {
		Status     Status
		FailedCell int
		Failure    string
	}
	marker := `{"cell_type": "markdown", "id": "m", "metadata": {"tags": ["papermill-error-cell-tag"]}, "source": "An Exception"}`
	allowed := `{"tags": ["raises-exception"]}`
	for _, c := range []struct {
		name, cells, metadata string
		want                  result
		strict                Status // "" for the same
	}{
		{"no cells", ``, `{}`, result{StatusNotExecuted, -1, ""}, ""},
		{"only markdown", `{"cell_type": "markdown", "id": "m", "metadata": {}, "source": "x"}`, `{}`, result{StatusNotExecuted, -1, ""}, ""},
		{"never run", run("null", `{}`, "x"), `{}`, result{StatusNotExecuted, -1, ""}, ""},
		{"run", run("1", `{}`, "x"), `{}`, result{StatusOK, -1, ""}, ""},
		{"counts were stripped", run("null", `{}`, "x", stdout("1")) + "," + run("null", `{}`, "y"), `{}`, result{StatusOK, -1, ""}, ""},
		{"stopped", run("1", `{}`, "x") + "," + run("null", `{}`, "y"), `{}`, result{StatusPartial, -1, ""}, ""},
		{"not from the start", run("null", `{}`, "x") + "," + run("1", `{}`, "y"), `{}`, result{StatusOK, -1, ""}, ""},
		{"empty and skipped cells are never run", run("1", `{}`, "x") + "," + run("null", `{}`, " \n") + "," + run("null", `{"tags": ["skip-execution"]}`, "y"), `{}`, result{StatusOK, -1, ""}, ""},
		{"failed", run("1", `{}`, "x") + "," + run("2", `{}`, "y", raised("ValueError", "bad")) + "," + run("3", `{}`, "z", raised("KeyError", "2")) + "," + run("null", `{}`, "a"), `{}`, result{StatusFailed, 1, "ValueError: bad"}, ""},
		{"interrupted", run("1", `{}`, "x", raised("KeyboardInterrupt", "")), `{}`, result{StatusFailed, 0, "KeyboardInterrupt"}, ""},
		{"interrupted for a reason", run("1", `{}`, "x", raised("KeyboardInterrupt", ""), raised("CellTimeoutError", "the cell took longer than 2s")), `{}`, result{StatusFailed, 0, "CellTimeoutError: the cell took longer than 2s"}, ""},
		{"allowed", run("1", allowed, "x", raised("ValueError", "bad")), `{}`, result{StatusOK, -1, ""}, StatusFailed},
		{"allowed, but papermill says otherwise", marker + "," + run("1", allowed, "x", raised("ValueError", "bad")), `{"papermill": {"exception": true}}`, result{StatusOK, -1, ""}, StatusFailed},
		{"allowed once", run("1", allowed, "x", raised("ValueError", "bad")) + "," + run("2", `{}`, "y", raised("KeyError", "2")), `{}`, result{StatusFailed, 1, "KeyError: 2"}, ""},
		{"exit", run("1", `{}`, "x", raised("SystemExit", "0")) + "," + run("null", `{}`, "y"), `{}`, result{StatusOK, -1, ""}, ""},
		{"exit, and papermill's word", run("1", `{"papermill": {"status": "failed", "exception": true}}`, "x", raised("SystemExit", "")) + "," + run("null", `{}`, "y"), `{"papermill": {"exception": true}}`, result{StatusOK, -1, ""}, ""},
		{"exit, run on by hand, and stopped", run("1", `{}`, "x", raised("SystemExit", "0")) + "," + run("2", `{}`, "y") + "," + run("null", `{}`, "z"), `{}`, result{StatusPartial, -1, ""}, ""},
		{"exit, and a failure", run("1", `{}`, "x", raised("ValueError", "bad")) + "," + run("2", `{}`, "x", raised("SystemExit", "0")), `{"papermill": {"exception": true}}`, result{StatusFailed, 0, "ValueError: bad"}, ""},
		{"exit, and papermill's marker", marker + "," + run("1", `{}`, "x", raised("SystemExit", "0")), `{"papermill": {"exception": true}}`, result{StatusFailed, -1, "papermill recorded an exception"}, ""},
		{"exit with a status", run("1", `{}`, "x", raised("SystemExit", "1")), `{}`, result{StatusFailed, 0, "SystemExit: 1"}, ""},
		{"line magic", run("1", `{"papermill": {"exception": true}}`, "%x", stderr("UsageError: Line magic function `%x` not found.\n")), `{}`, result{StatusFailed, 0, "UsageError: Line magic function `%x` not found."}, ""},
		{"papermill's word for a cell", run("1", `{"papermill": {"status": "failed"}}`, "x"), `{}`, result{StatusFailed, 0, "papermill recorded that the cell failed"}, ""},
		{"papermill's word for the run", run("1", `{}`, "x"), `{"papermill": {"exception": true}}`, result{StatusFailed, -1, "papermill recorded an exception"}, ""},
		{"papermill's marker", marker + "," + run("1", `{}`, "x"), `{}`, result{StatusFailed, -1, "papermill recorded an exception"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			nb := read(t, strings.Replace(notebook(c.cells), `"metadata": {}, "nbformat": 4`, `"metadata": `+c.metadata+`, "nbformat": 4`, 1))
			content := Inspect(nb, Options{})
			got := result{content.Status, content.FailedCell, ""}
			if content.Failure != nil {
				got.Failure = errorLine(*content.Failure)
			}
			require.Equal(t, c.want, got)
			strict := c.strict
			if strict == "" {
				strict = c.want.Status
			}
			require.Equal(t, strict, Inspect(nb, Options{StrictCompat: true}).Status)
		})
	}
}

// One notebook that ends by sys.exit(0), with a cell after that, as papermill
// 2.7.0 and as nbcompare run left it.
func TestStatusAfterExit(t *testing.T) {
	for _, name := range []string{"exit--papermill.ipynb", "exit--run.ipynb"} {
		nb, err := nbformat.ReadFile(filepath.Join("testdata", name))
		require.NoError(t, err)
		content := Inspect(nb, Options{})
		require.Equal(t, StatusOK, content.Status, name)
		require.Nil(t, content.Failure, name)
	}
}

func TestMeta(t *testing.T) {
	metadata := `{"kernelspec": {"name": "ir"}, "papermill": {"duration": 1.50, "start_time": "2024-01-01T00:00:00"}, "nbcompare": {"host": "h", "commit": "abc"}}`
	nb := read(t, `{"cells": [`+run("1", `{}`, "x", raised("E", "e"))+`], "metadata": `+metadata+`, "nbformat": 4, "nbformat_minor": 5}`)
	require.Equal(t, "meta:duration number 1.50\nmeta:start text 2024-01-01T00:00:00\nmeta:kernel text ir\nmeta:error text E: e\nmeta:host text h\nmeta:commit text abc",
		lines(Inspect(nb, Options{}).Entries))

	times := func(start, end string) string {
		return fmt.Sprintf(`{"execution": {"iopub.execute_input": %q, "shell.execute_reply": %q, "iopub.status.busy": 7}}`, start, end)
	}
	nb = read(t, notebook(run("2", times("2024-01-01T00:00:10Z", "2024-01-01T00:00:12.5Z"), "x")+","+run("1", times("2024-01-01T00:00:01Z", "2024-01-01T00:00:02Z"), "y")))
	require.Equal(t, "meta:duration number 11.5\nmeta:start text 2024-01-01T00:00:01Z", lines(Inspect(nb, Options{}).Entries))
}

func TestOutputValues(t *testing.T) {
	nb := read(t, notebook(cell("x", stdout("1"), stderr("e"), stdout("2\n"), glue("json", "g", "0"), shown("text/plain", `"'b'"`), shown("x/y", `1`), stdout("3"), raised("E", "e"))))
	got := Options{}.outputValues(nb, 0)
	require.Len(t, got, 4)
	require.Equal(t, []string{"number 12", "text b", "number 3"}, []string{kindAndText(got[0]), kindAndText(got[1]), kindAndText(got[3])})
	require.Nil(t, got[2])
	require.Nil(t, Options{}.outputValues(nb, -1))
	require.Nil(t, Options{}.outputValues(nb, 1))
}

func TestCells(t *testing.T) {
	nb := read(t, notebook(cell("a", stdout("1"))+","+cell("")+","+cell("", stdout("2"))))
	require.Equal(t, "tag:a@0 number 1\ncell:0@0 number 1\ncell:2@2 number 2", lines(Inspect(nb, Options{Cells: true}).Entries))
}

func TestWarningsHaveLines(t *testing.T) {
	source := strings.ReplaceAll(notebook(cell("", glue("json", "ok", "1"), glue("arrow", "a", "1"), glue("arrow", "é", "1"))), `{"output_type"`, "\n "+`{"output_type"`)
	warnings := Inspect(read(t, source), Options{}).Warnings
	require.Len(t, warnings, 2)
	for i, w := range warnings {
		require.Equal(t, [2]int{i + 3, 2}, [2]int{w.Line, w.Column})
		require.True(t, strings.HasPrefix(source[w.Offset:], `{"output_type"`))
	}
}

// TestTagsAreCheap: one cell with 100,000 tags is read in linear time and
// memory: all entries share the cell's value.
func TestTagsAreCheap(t *testing.T) {
	var tags strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&tags, "t%d ", i)
	}
	nb := read(t, notebook(cell(tags.String(), shown("image/png", onePixel))+","+cell(strings.Repeat("x ", 100_000)+"y#1", stdout("1"))+","+cell("x y", stdout("2"))+","+cell("y", stdout("3"))))
	entries := Inspect(nb, Options{}).Entries
	require.Len(t, entries, 100_000+5)
	require.Same(t, entries[0].Value.(*value.Image), entries[99_999].Value.(*value.Image))
	require.Equal(t, "tag:x#1@1 number 1\ntag:y#1@1 number 1\ntag:x@2 number 2\ntag:y#2@2 number 2\ntag:y@3 number 3", lines(entries[100_000:]))
}

func TestExecutedNotebooks(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "notebooks", "*", "*.ipynb"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		nb, err := nbformat.ReadFile(path)
		require.NoError(t, err)
		content := checkContent(t, nb, Options{})
		require.Empty(t, content.Warnings, path)
	}
}

func TestCorpus(t *testing.T) {
	n := 0
	require.NoError(t, filepath.WalkDir(testenv.Corpus(t), func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".ipynb" {
			return err
		}
		nb, err := nbformat.ReadFile(path)
		if err != nil {
			return nil // nbformat's tests say which these are
		}
		n++
		for _, opts := range []Options{{}, {StrictCompat: true}, {Cells: true}} {
			checkContent(t, nb, opts)
		}
		for i := range nb.Cells {
			Options{}.outputValues(nb, i)
		}
		return nil
	}))
	require.Greater(t, n, 80)
}
