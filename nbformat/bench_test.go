package nbformat

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkRead reads the largest notebook of the corpus from memory: MB/s is
// megabytes of the file.
func BenchmarkRead(b *testing.B) {
	var largest []byte
	for _, path := range corpus(b) {
		text, err := os.ReadFile(path)
		require.NoError(b, err)
		if len(text) > len(largest) {
			largest = text
		}
	}
	b.SetBytes(int64(len(largest)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := Parse(largest, "bench.ipynb")
		require.NoError(b, err)
	}
}

// BenchmarkReadReal reads all real notebooks of the corpus and the repository
// from memory.
func BenchmarkReadReal(b *testing.B) {
	var texts [][]byte
	size := 0
	for _, path := range corpus(b) {
		text, err := os.ReadFile(path)
		require.NoError(b, err)
		if _, err := Parse(text, path); err == nil {
			texts = append(texts, text)
			size += len(text)
		}
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ReportMetric(float64(len(texts)), "notebooks")
	for b.Loop() {
		for _, text := range texts {
			_, err := Parse(text, "bench.ipynb")
			require.NoError(b, err)
		}
	}
}

// BenchmarkReadFiles reads 2,000 small notebooks from files.
func BenchmarkReadFiles(b *testing.B) {
	const files = 2000
	folder, size := b.TempDir(), 0
	paths := make([]string, files)
	for i := range paths {
		paths[i] = filepath.Join(folder, strconv.Itoa(i)+".ipynb")
		text := notebookOf(strings.Repeat(`{"cell_type":"code","execution_count":`+strconv.Itoa(i)+`,"metadata":{"tags":["mse"]},"source":["x = 0.5\n","print(x)"],"outputs":[{"name":"stdout","output_type":"stream","text":["0.5\n"]}]},`, 19) +
			`{"cell_type":"raw","metadata":{},"source":""}`)
		size += len(text)
		require.NoError(b, os.WriteFile(paths[i], []byte(text), 0o600))
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, path := range paths {
			_, err := ReadFile(path)
			require.NoError(b, err)
		}
	}
}

// BenchmarkReadSmall reads a notebook without large outputs.
func BenchmarkReadSmall(b *testing.B) {
	b.SetBytes(int64(len(smallNotebook)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := Parse([]byte(smallNotebook), "bench.ipynb")
		require.NoError(b, err)
	}
}

// BenchmarkEdit stamps the small notebook: one cell and some metadata.
func BenchmarkEdit(b *testing.B) {
	nb := read(b, smallNotebook)
	b.ReportAllocs()
	for b.Loop() {
		e := nb.Edit()
		e.InsertCell(1, NewCell{CellType: CodeCell, Source: "alpha = 0.1\n", Tags: []string{"injected-parameters"}})
		e.SetMetadata(map[string]any{"alpha": 0.1}, "papermill", "parameters")
		_, err := e.Apply()
		require.NoError(b, err)
	}
}

// A notebook costs little memory beyond its bytes, however large its images.
func TestReadMemory(t *testing.T) {
	image := `{"cell_type":"code","source":"","metadata":{},"outputs":[{"output_type":"display_data","metadata":{},"data":{"image/png":"` +
		strings.Repeat("iVBORw0KGgo+", 100_000) + `"}}]}`
	text := []byte(notebookOf(strings.Repeat(image+",", 40) + image))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	nb, err := Parse(text, "large.ipynb")
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	require.Len(t, nb.Cells, 41)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(200_000), "for %d MB", len(text)>>20)
}

// Work grows with the file, not with its square: what stands here would take
// minutes otherwise.
func TestReadHostile(t *testing.T) {
	const n = 300_000
	for name, text := range map[string]string{
		"names":       notebookOf(`{"cell_type":"raw","source":"","metadata":{` + manyNames(n) + `}}`),
		"backslashes": notebookOf(`{"cell_type":"raw","source":"` + strings.Repeat(`\\`, n) + `\"` + strings.Repeat(`\"`, n) + `","metadata":{}}`),
		"warnings":    notebookOf(`{"cell_type":"raw","source":"","metadata":{"a":[` + strings.Repeat("NaN,", n) + `1]}}`),
		"surrogates":  notebookOf(`{"cell_type":"raw","source":"` + strings.Repeat(`\ud800`, n) + `","metadata":{}}`),
		"outputs":     notebookOf(`{"cell_type":"code","source":"","metadata":{},"outputs":[` + strings.Repeat("[],", n) + `1]}`),
		"old outputs": `{"nbformat":3,"metadata":{},"worksheets":[{"cells":[{"cell_type":"code","outputs":[{"output_type":"pyout",` + manyNames(n) + `}]}]}]}`,
		"old deep": `{"nbformat":3,"metadata":{"a":` + strings.Repeat(`[{"b":0,"a":`, 490) + `[` + strings.Repeat("1,", n) + `0]` + strings.Repeat("}]", 490) +
			`},"worksheets":[{"cells":[]}]}`,
		"worksheets": `{"nbformat":3,"metadata":{},"worksheets":[` + strings.Repeat(`{"cells":[]},`, n) + `{"cells":[]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			nb := read(t, text)
			require.Equal(t, text, string(written(t, nb)))
			edited := edit(t, nb, func(e *Editor) { e.SetMetadata("x", "new") })
			require.Equal(t, `"x"`, string(edited.Metadata.Get("new").Bytes))
		})
	}
}

func manyNames(n int) string {
	var b bytes.Buffer
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('"')
		b.WriteString(strings.Repeat("n", 1+i%3))
		b.WriteString(string(rune('A' + i%26)))
		b.Write(appendHex(nil, rune(i&0x7fff))[2:])
		b.WriteString(`":`)
		b.WriteString(`1`)
	}
	return b.String()
}
