//go:build unix

package execute

import (
	"context"
	"errors"
	"io/fs"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/kernel"
	"github.com/nbcompare/nbcompare/nbformat"
)

func TestOutputs(t *testing.T) {
	t.Parallel()
	nb := notebook(t,
		code("markdown: # Title"),
		code("import sys, os, time\nfrom IPython.display import display, clear_output, HTML\nprint('a'); print('b', flush=True)\nprint('e', file=sys.stderr, flush=True)\nprint('c')"),
		code("for i in range(3): print(f'\\r{i*50}%', end='', flush=True)\nprint('\\nab\\bc')"),
		code("print('gone')\nclear_output()\nprint('stays')"),
		code("print('gone')\nclear_output(wait=True)\nprint('stays')\nclear_output(wait=True)"),
		code("h = display('first', display_id='x')\ndisplay('second', display_id='x');"),
		code("h.update('third')\n42"),
		code("1/0", "raises-exception"),
		testCell{source: "print('skipped')", tags: []string{"skip-execution"}, outputs: []any{object{"output_type": "stream", "name": "stdout", "text": "kept"}}},
		code("print('slow')", "slow"),
		code("   "),
		code("display({'text/plain': 'p', 'application/json': {'a': [1.50, 1e400 if False else 2]}}, raw=True, metadata={'m': 1})\n"),
		code("%not_a_magic", "raises-exception"),
		code("raise SystemExit(0)"),
		code("print('never')"),
	)
	var r recorder
	opts := r.options(python(t))
	opts.SkipTags = []string{"slow"}
	opts.Record = func() map[string]any { return object{"host": "here"} }
	result, err := Notebook(t.Context(), nb, opts)
	require.NoError(t, err)
	done := result.Notebook
	want := [][]string{{},
		{"stdout: a\nb\n", "stderr: e\n", "stdout: c\n"},
		{"stdout: 100%\nac\n"},
		{"stdout: stays\n"},
		{"stdout: stays\n"},
		{"text/plain: 'third'", "text/plain: 'third'"},
		{"text/plain: 42"},
		{"error: ZeroDivisionError"},
		{"stdout: kept"},
		{"stdout: of an earlier run"},
		{},
		{"text/plain: p"},
		{"stderr: UsageError: Line magic function `%not_a_magic` not found.\n"},
		nil, // IPython warns, now before the error and now after it
		{},
	}
	require.Contains(t, outputsOf(done, 13), "error: SystemExit")
	for i := range want {
		if want[i] == nil {
			continue
		}
		require.Equal(t, want[i], outputsOf(done, i), "cell %d", i)
	}
	require.Equal(t, []int{0, 1, 2, 3, 4, 5, 6, 7, 99, 99, 0, 8, 9, 10, 0}, counts(done))
	require.Equal(t, []string{"completed", "completed", "completed", "completed", "completed", "completed", "completed", "completed",
		"completed", "completed", "completed", "completed", "completed", "completed", "pending"}, statuses(done))
	require.Equal(t, `{"a":[1.5,2]}`, compact(t, done.Cells[11].Outputs()[0].Data.Get("application/json").Bytes))
	require.Equal(t, `{"m":1}`, compact(t, done.Cells[11].Outputs()[0].Metadata.Bytes))
	require.Empty(t, result.Warnings)

	language, _ := done.Metadata.Get("language_info", "name").Text()
	require.Equal(t, "python", language)
	require.True(t, done.Metadata.Get("papermill", "exception").IsNull())
	host, _ := done.Metadata.Get("nbcompare", "run", "host").Text()
	require.Equal(t, "here", host)
	for _, name := range []string{"iopub.execute_input", "iopub.status.busy", "iopub.status.idle", "shell.execute_reply"} {
		require.True(t, done.Cells[1].Metadata.Get("execution", name).Exists(), name)
	}

	// The first save is of what was not run yet, and only the last one is final.
	require.Equal(t, 1, r.finals)
	require.Equal(t, "pending", statuses(r.saves[0])[0])
	require.Equal(t, []int{0, 0, 0, 0, 0, 0, 0, 0, 99, 99, 0, 0, 0, 0, 0}, counts(r.saves[0]))

	// What the run did not change has kept its bytes.
	require.Equal(t, bytesOf(t, stripped(t, nb)), bytesOf(t, stripped(t, done)))
	<-result.Closed
}

// stripped removes what a run may change.
func stripped(t *testing.T, nb *nbformat.Notebook) *nbformat.Notebook {
	nb, err := withoutMarkers(nb)
	require.NoError(t, err)
	e := nb.Edit()
	for i, c := range nb.Cells {
		e.SetCellMetadata(i, nbformat.RawValue{}, "papermill")
		e.SetCellMetadata(i, nbformat.RawValue{}, "execution")
		if c.CellType == nbformat.CodeCell {
			e.ClearOutputs(i)
			e.SetExecutionCount(i, nil)
		}
	}
	for _, name := range []string{"papermill", "nbcompare", "language_info", "widgets"} {
		e.SetMetadata(nbformat.RawValue{}, name)
	}
	nb, err = e.Apply()
	require.NoError(t, err)
	return nb
}

func TestFailure(t *testing.T) {
	t.Parallel()
	nb := notebook(t, code("x = 1"), code("print('so far')\nraise ValueError('bad\\nworse')"), code("print('never')"))
	var r recorder
	result, err := Notebook(t.Context(), nb, r.options(python(t)))
	require.EqualError(t, err, "cell 1: ValueError: bad")
	var failure *CellError
	require.ErrorAs(t, err, &failure)
	require.Equal(t, 2, *failure.Count)
	done := result.Notebook
	require.Equal(t, []string{"", "completed", "", "failed", "pending"}, statuses(done))
	require.Equal(t, []string{"stdout: so far\n", "error: ValueError"}, outputsOf(done, 3))
	require.Contains(t, done.Cells[0].Source(), `<a href="#papermill-error-cell">In [2]</a>`)
	require.Contains(t, done.Cells[2].Source(), `<span id="papermill-error-cell"`)
	failed, _ := done.Metadata.Get("papermill", "exception").Bool()
	require.True(t, failed)

	// Run again, its markers are gone, and with --allow-errors it is no failure.
	opts := r.options(python(t))
	opts.AllowErrors = true
	result, err = Notebook(t.Context(), done, opts)
	require.NoError(t, err)
	require.Equal(t, []string{"completed", "completed", "completed"}, statuses(result.Notebook))
	require.Equal(t, []string{"stdout: never\n"}, outputsOf(result.Notebook, 2))
	require.True(t, result.Notebook.Metadata.Get("papermill", "exception").IsNull())
}

func TestWhatIsNoErrorOfTheCode(t *testing.T) {
	t.Parallel()
	spec := python(t)
	reason := errors.New("enough")
	for name, c := range map[string]struct {
		source  string
		options func(*Options)
		outputs []string
		err     string
	}{
		"timeout":  {"import time\nprint('a', flush=True)\ntime.sleep(600)", func(o *Options) { o.CellTimeout, o.KernelOptions.Grace = 3*time.Second, time.Minute }, []string{"stdout: a\n", "error: KeyboardInterrupt", "error: CellTimeoutError"}, "cell 0: the cell took longer than 3s"},
		"stubborn": {"import time\nprint('a', flush=True)\nwhile True:\n  try: time.sleep(600)\n  except KeyboardInterrupt: pass", func(o *Options) { o.CellTimeout, o.KernelOptions.Grace = 3*time.Second, 100*time.Millisecond }, []string{"stdout: a\n", "error: CellTimeoutError"}, "cell 0: the cell took longer than 3s"},
	} {
		t.Run(name, func(t *testing.T) {
			var r recorder
			opts := r.options(spec)
			if c.options != nil {
				c.options(&opts)
			}
			result, err := Notebook(t.Context(), notebook(t, code(c.source)), opts)
			require.ErrorContains(t, err, c.err)
			require.Equal(t, c.outputs, outputsOf(result.Notebook, 2), "behind two markers")
			<-result.Closed
		})
	}
	t.Run("interrupted", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		var r recorder
		opts := r.options(spec)
		opts.Watch = func(e Event) {
			if e.Kind == Printed {
				cancel(reason)
			}
		}
		result, err := Notebook(ctx, notebook(t, code("print('a', flush=True)\nimport time\ntime.sleep(600)"), code("2")), opts)
		require.ErrorIs(t, err, reason)
		require.Equal(t, []string{"", "", "failed", "pending"}, statuses(result.Notebook))
	})
	t.Run("no kernel", func(t *testing.T) {
		var r recorder
		result, err := Notebook(t.Context(), notebook(t, code("1")), r.options(&kernel.Spec{Name: "gone", Argv: []string{"/nowhere/python"}}))
		require.ErrorIs(t, err, fs.ErrNotExist)
		require.Equal(t, []string{"pending"}, statuses(result.Notebook))
		failed, _ := result.Notebook.Metadata.Get("papermill", "exception").Bool()
		require.True(t, failed)
	})
	t.Run("no room at the start", func(t *testing.T) {
		var r recorder
		opts := r.options(spec)
		opts.Save = func([]byte, bool) error { return reason }
		result, err := Notebook(t.Context(), notebook(t, code("1")), opts)
		require.ErrorIs(t, err, reason)
		<-result.Closed
	})
}

// A disk that is full for a while costs nothing; one that is full at the end
// is an error.
func TestSavingFails(t *testing.T) {
	t.Parallel()
	reason := errors.New("no space left on device")
	for _, fails := range []func(n int, final bool) bool{
		func(n int, final bool) bool { return n > 1 && !final },
		func(n int, final bool) bool { return n > 1 },
	} {
		n := 0
		var r recorder
		opts := r.options(python(t))
		opts.Save = parsed(func(nb *nbformat.Notebook, final bool) error {
			if n++; fails(n, final) {
				return reason
			}
			return nil
		})
		result, err := Notebook(t.Context(), notebook(t, code("1"), code("2")), opts)
		if fails(9, true) {
			require.ErrorIs(t, err, reason)
		} else {
			require.NoError(t, err)
			require.Equal(t, []string{"text/plain: 2"}, outputsOf(result.Notebook, 1))
		}
	}
}

// Widgets that capture outputs, by the messages that ipywidgets sends.
func TestWidgets(t *testing.T) {
	t.Parallel()
	const library = `from comm import create_comm
out = create_comm(target_name='jupyter.widget', comm_id='out', metadata={'version': '2.1.0'}, data={'state': {
    '_model_module': '@jupyter-widgets/output', '_model_name': 'OutputModel', '_model_module_version': '1.0.0', 'msg_id': '', 'outputs': []}})
def state(**values):
    import sys
    sys.stdout.flush() # as ipywidgets does
    out.send({'method': 'update', 'state': values})
def current(): return get_ipython().get_parent()['header']['msg_id']
box = create_comm(target_name='jupyter.widget', comm_id='box', buffers=[b'abc'], data={'state': {
    '_model_module': 'm', '_model_name': 'Box', '_model_module_version': '2'}, 'buffer_paths': [['value']]})`
	nb := notebook(t, code(library),
		code("state(msg_id=current())\nprint('in 1')\nprint('in 2')\n1/0 if 0 else None\nstate(msg_id='')\nprint('outside')"),
		code("from IPython.display import clear_output\nstate(msg_id=current())\nclear_output(wait=True)\nprint('in 3')\nstate(msg_id='')\n'shown'"),
	)
	var r recorder
	result, err := Notebook(t.Context(), nb, r.options(python(t)))
	require.NoError(t, err)
	require.Equal(t, []string{"stdout: outside\n"}, outputsOf(result.Notebook, 1))
	require.Equal(t, []string{"text/plain: 'shown'"}, outputsOf(result.Notebook, 2))
	require.JSONEq(t, `{"application/vnd.jupyter.widget-state+json": {"version_major": 2, "version_minor": 0, "state": {
		"out": {"model_module": "@jupyter-widgets/output", "model_name": "OutputModel", "model_module_version": "1.0.0", "state": {
			"_model_module": "@jupyter-widgets/output", "_model_name": "OutputModel", "_model_module_version": "1.0.0", "msg_id": "",
			"outputs": [{"output_type": "stream", "name": "stdout", "text": "in 3\n"}]}},
		"box": {"model_module": "m", "model_name": "Box", "model_module_version": "2",
			"state": {"_model_module": "m", "_model_name": "Box", "_model_module_version": "2"},
			"buffers": [{"data": "YWJj", "encoding": "base64", "path": ["value"]}]}
	}}}`, string(result.Notebook.Metadata.Get("widgets").Bytes))
}

func TestStreamText(t *testing.T) {
	for _, c := range []struct{ chunks, want string }{
		{"a|b", "ab"}, {"ab\rc", "c"}, {"ab\r|c", "c"}, {"ab\r\nc", "ab\r\nc"}, {"ab\r|\nc", "ab\r\nc"}, {"x\nab\rc", "x\nc"},
		{"ab\r", "ab\r"}, {"ab\r\rc", "c"}, {"a\bb", "b"}, {"é\b|\b", "\b"}, {"x\n\by", "x\n\by"},
	} {
		var s streamText
		for chunk := range splitSeq(c.chunks) {
			s.write(chunk)
		}
		require.Equal(t, c.want, string(s.text), "%q", c.chunks)
	}
}
