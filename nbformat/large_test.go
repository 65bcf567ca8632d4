package nbformat

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/stretchr/testify/require"
)

// requireSameLarge asserts that a notebook that stays in its file is the one
// that is read as a whole, also where much of it is larger than the window.
func requireSameLarge(t *testing.T, text []byte) (inFile bool) {
	t.Helper()
	requireSameThrough(t, text, 16)
	return requireSameThrough(t, text, windowSize)
}

func requireSameThrough(t *testing.T, text []byte, window int) (inFile bool) {
	t.Helper()
	want, wantErr := Parse(text, "nb.ipynb")
	got, err := readLarge(bytes.NewReader(text), int64(len(text)), "nb.ipynb", window)
	require.Equal(t, wantErr, err)
	if err != nil {
		require.Nil(t, got)
		return false
	}
	require.Equal(t, string(text), string(written(t, got)))
	require.Equal(t, want.Warnings, got.Warnings)
	require.Equal(t, []any{want.Name, want.NBFormat, want.NBFormatMinor, want.UnknownCells, want.UnknownOutputs, len(want.Cells)},
		[]any{got.Name, got.NBFormat, got.NBFormatMinor, got.UnknownCells, got.UnknownOutputs, len(got.Cells)})
	requireSameValues(t, want.Metadata, got.Metadata)
	for i := range want.Cells {
		w, g := &want.Cells[i], &got.Cells[i]
		require.Equal(t, []any{w.CellType, w.ID, w.Tags, w.ExecutionCount, w.Source(), w.HasOutputs(), w.Raw.Offset},
			[]any{g.CellType, g.ID, g.Tags, g.ExecutionCount, g.Source(), g.HasOutputs(), g.Raw.Offset})
		requireSameValues(t, w.Metadata, g.Metadata)
		requireSameOutputs(t, w.Outputs(), g.Outputs())
	}
	require.NoError(t, got.Err())
	return got.far != nil
}

func requireSameValues(t *testing.T, want, got RawValue) {
	t.Helper()
	require.Equal(t, []any{want.Bytes, want.Offset}, []any{got.Bytes, got.Offset})
}

func requireSameOutputs(t *testing.T, want, got []Output) {
	t.Helper()
	require.Equal(t, len(want), len(got))
	for i := range want {
		w, g := want[i], got[i]
		requireSameValues(t, w.Raw, g.Raw)
		requireSameValues(t, w.Metadata, g.Metadata)
		require.Equal(t, len(w.Data), len(g.Data))
		for n := range w.Data {
			require.Equal(t, w.Data[n].Type, g.Data[n].Type)
			requireSameValues(t, w.Data[n].Value, g.Data[n].Value)
		}
		require.Equal(t, []any{w.OutputType, w.Name, w.Text(), w.Ename, w.Evalue, w.Traceback}, []any{g.OutputType, g.Name, g.Text(), g.Ename, g.Evalue, g.Traceback})
	}
}

func TestReadLargeIsRead(t *testing.T) {
	inFile := 0
	for _, path := range corpus(t) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		if requireSameLarge(t, text) {
			inFile++
		}
	}
	require.Greater(t, inFile, 50)
	for _, text := range seedTexts() {
		requireSameLarge(t, []byte(text))
		for _, after := range []string{"\x00", "\n ", "}", ","} {
			requireSameLarge(t, []byte(text+after))
		}
	}
}

func FuzzReadLarge(f *testing.F) {
	for _, text := range seeds(f) {
		f.Add([]byte(text))
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text []byte) { requireSameLarge(t, text) }))
}

// What is larger than the window is read, wherever the window ends.
func TestReadLargerThanTheWindow(t *testing.T) {
	for _, size := range []int{windowSize / 3, windowSize - 70, windowSize - 1, windowSize, 5*windowSize + 3} {
		for _, end := range []string{`\n`, `\\`, `\"`, "é", `\ud83d\ude00`, ""} {
			long := strings.Repeat("a", size) + end
			output := `{"output_type":"display_data","metadata":{},"data":{"text/plain":["` + long + `"],"image/png":"` + long + `"}}`
			cell := `{"cell_type":"code","execution_count":1,"metadata":{"x":"` + long + `"},"source":"` + end + `","outputs":[` + output + ` , ` + output + `]}`
			require.True(t, requireSameLarge(t, []byte(notebookOf(cell+`, `+cell))), "%d %s", size, end)
		}
	}
}

// A string that is larger than the window is left out in parts, none of which ends within a
// character or an escape sequence, wherever the window ends.
func TestReadLongStrings(t *testing.T) {
	for _, long := range []string{"plain text", "é", "√", "😀", `\n`, `\\`, `\"`, `\\\"`, `a\u00e9`, `\ud83d\ude00`, `plain text, then\ud83d\ude00`} {
		for window := 16; window < 40; window++ {
			text := strings.Repeat(long, 200)
			output := `{"output_type":"display_data","metadata":{"` + text + `":["` + text + `", "` + text + `"]},"data":{"text/plain":"` + text + `"}}`
			require.True(t, requireSameThrough(t, []byte(notebookWith(output)), window), "%d %s", window, long)
			requireStaysSmall(t, text, 4*window)
		}
	}
	// Of these there is something to say, which Read does.
	text := strings.Repeat("plain text", 100)
	for _, output := range []string{
		`{"output_type":"` + text + `stream","name":"stdout","text":"x"}`,
		`{"output_type":"display_data","metadata":{},"data":{"` + text + `":1,"` + text + `":2}}`,
		`{"output_type":"display_data","metadata":{},"data":{"text/plain":"` + text + `\ud83d` + text + `"}}`,
		`{"output_type":"display_data","metadata":{},"data":{"text/plain":"` + text + "\x01" + text + `"}}`,
		`{"output_type":"display_data","metadata":{},"data":{"text/plain":"` + text + "\xff" + text + `"}}`,
		`{"output_type":"display_data","metadata":{},"data":{"text/plain":"` + text + `\x` + text + `"}}`,
		`{"output_type":"display_data","metadata":{},"data":{"text/plain":"` + text,
	} {
		for window := 16; window < 40; window++ {
			require.False(t, requireSameThrough(t, []byte(notebookWith(output)), window), output)
		}
	}
}

// requireStaysSmall asserts that a window does not grow for a long text.
func requireStaysSmall(t *testing.T, text string, size int) {
	t.Helper()
	value := `[{"name": "` + text + `"}]`
	l := larger{window: newWindow(strings.NewReader(value+","), size), checker: newChecker(nil, nil)}
	n := l.value(l.isPlainText)
	require.LessOrEqual(t, cap(l.b), 2*size, text[:20])
	l.take(n)
	require.EqualValues(t, len(value), l.offset())
}

// notebookWith returns a notebook of one cell with an output.
func notebookWith(output string) string {
	return notebookOf(`{"cell_type":"code","execution_count":1,"metadata":{},"source":"","outputs":[` + output + `]}`)
}

// Problems that are found later are located in the file.
func TestLocateLarge(t *testing.T) {
	text := []byte(strings.ReplaceAll(smallNotebook, "Title", "Titel für é"))
	whole, err := Parse(text, "nb.ipynb")
	require.NoError(t, err)
	large, err := ReadLarge(bytes.NewReader(text), int64(len(text)), "nb.ipynb")
	require.NoError(t, err)
	require.NotNil(t, large.far)
	var want, got []*Problem
	for offset := int64(len(text)); offset >= -1; offset-- {
		want, got = append(want, &Problem{Offset: offset}), append(got, &Problem{Offset: offset})
	}
	whole.Locate(want...)
	large.Locate(got...)
	for i, p := range want {
		if p.Offset < 0 || p.Offset == int64(len(text)) || text[p.Offset] < 0x80 || text[p.Offset] >= 0xC0 { // within a character there is no column
			require.Equal(t, p, got[i])
		}
	}
}

func TestEditLarge(t *testing.T) {
	large, err := ReadLarge(strings.NewReader(smallNotebook), int64(len(smallNotebook)), "nb.ipynb")
	require.NoError(t, err)
	change := func(e *Editor) { e.SetSource(1, "y") }
	require.Equal(t, string(written(t, edit(t, read(t, smallNotebook), change))), string(written(t, edit(t, large, change))))
}

// A file that is gone or has changed gives no outputs, and an error.
func TestReadLargeChanges(t *testing.T) {
	for name, change := range map[string]func(b *brittle){
		"gone":    func(b *brittle) { b.err = errors.New("the disk is gone") },
		"changed": func(b *brittle) { b.text = strings.ReplaceAll(b.text, `"0.5\n",`, `"0.5\n" `) },
		"shorter": func(b *brittle) { b.text = b.text[:200] },
	} {
		t.Run(name, func(t *testing.T) {
			file := &brittle{text: smallNotebook}
			nb, err := ReadLarge(file, int64(len(smallNotebook)), "nb.ipynb")
			require.NoError(t, err)
			change(file)
			require.Empty(t, nb.Cells[1].Outputs())
			require.Error(t, nb.Err())
		})
	}
	_, err := ReadLarge(&brittle{err: io.ErrClosedPipe}, 1000, "nb.ipynb")
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

type brittle struct {
	text string
	err  error
}

func (b *brittle) ReadAt(p []byte, offset int64) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	return strings.NewReader(b.text).ReadAt(p, offset)
}

// ExampleReadLarge walks over a notebook cell by cell: each time only the
// outputs of that cell are in memory.
func ExampleReadLarge() {
	file := strings.NewReader(smallNotebook)
	nb, err := ReadLarge(file, file.Size(), "large.ipynb")
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range nb.Cells {
		for _, o := range nb.Cells[i].Outputs() {
			fmt.Printf("cell %d: %s %q\n", i, o.OutputType, o.Text())
		}
	}
	fmt.Println(nb.Err())
	// Output:
	// cell 1: stream "0.5\ndone\n"
	// <nil>
}

// A notebook of 200 MB takes little memory while it is read, and so do the
// outputs of one cell.
func TestReadLargeMemory(t *testing.T) {
	for picture, most := range map[int]uint64{96_000: 6_000_000, 4_800_000: 1_000_000} {
		t.Run(fmt.Sprintf("pictures of %d bytes", picture), func(t *testing.T) {
			cell := `{"cell_type":"code","execution_count":1,"metadata":{},"source":"x","outputs":[{"output_type":"display_data","metadata":{},"data":{"image/png":"` +
				strings.Repeat("iVBORw0KGgo+", picture/12) + `"}}]}` + "\n,\n"
			file := &repeated{head: `{"cells":[`, cell: cell, tail: `{"cell_type":"raw","metadata":{},"source":""}],"metadata":{},"nbformat":4,"nbformat_minor":4}`}
			for file.size() < 200_000_000 {
				file.n++
			}
			var before, opened, after runtime.MemStats
			runtime.ReadMemStats(&before)
			nb, err := ReadLarge(file, file.size(), "large.ipynb")
			runtime.ReadMemStats(&opened)
			require.NoError(t, err)
			require.NotNil(t, nb.far)
			require.Len(t, nb.Cells, file.n+1)
			require.Less(t, opened.TotalAlloc-before.TotalAlloc, most, "bytes for all that was ever allocated")
			require.Len(t, nb.Cells[file.n/2].Outputs()[0].Data[0].Value.Bytes, picture+len(`""`))
			runtime.ReadMemStats(&after)
			require.Less(t, after.TotalAlloc-opened.TotalAlloc, uint64(picture+200_000))
		})
	}
}

// repeated is a file of a head, n equal cells and a tail.
type repeated struct {
	head, cell, tail string
	n                int
}

func (r *repeated) size() int64 { return int64(len(r.head) + r.n*len(r.cell) + len(r.tail)) }

func (r *repeated) ReadAt(p []byte, offset int64) (n int, err error) {
	for n < len(p) {
		at := int(offset) + n - len(r.head)
		switch {
		case offset+int64(n) >= r.size():
			return n, io.EOF
		case at < 0:
			n += copy(p[n:], r.head[offset+int64(n):])
		case at < r.n*len(r.cell):
			n += copy(p[n:], r.cell[at%len(r.cell):])
		default:
			n += copy(p[n:], r.tail[at-r.n*len(r.cell):])
		}
	}
	return n, nil
}
