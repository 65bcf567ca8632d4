package nbformat

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// perCPU runs work until the benchmark is over and reports, beside the mean of
// wall time, what says something on a busy machine too: the megabytes that go
// through it in a second of processor time, and in the best run of all.
func perCPU(b *testing.B, size int, work func()) {
	b.Helper()
	b.SetBytes(int64(size))
	b.ReportAllocs()
	best, before := time.Duration(math.MaxInt64), cpuTime(b)
	for b.Loop() {
		start := time.Now()
		work()
		best = min(best, time.Since(start))
	}
	spent := cpuTime(b) - before
	b.ReportMetric(float64(size)*float64(b.N)/1e6/spent.Seconds(), "MB/cpu-s")
	b.ReportMetric(spent.Seconds()*1e3/float64(b.N), "cpu-ms/op")
	b.ReportMetric(float64(size)/1e6/best.Seconds(), "best-MB/s")
	b.ReportMetric(best.Seconds()*1e3, "best-ms/op")
}

// readable returns the notebooks at paths that can be read, and their size.
func readable(b *testing.B, paths []string) (all [][]byte, size int) {
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(b, err)
		if _, err := Parse(text, path); err == nil {
			all = append(all, text)
			size += len(text)
		}
	}
	return all, size
}

// BenchmarkRead reads notebooks from memory: the largest of the corpus, all
// of the shared corpus, which are real ones of all sizes, and those of the
// repository.
func BenchmarkRead(b *testing.B) {
	shared := func(path string) bool { return strings.Contains(path, "/shared/corpus/") }
	paths := corpus(b)
	all, _ := readable(b, paths)
	largest := slices.MaxFunc(all, func(a, b []byte) int { return len(a) - len(b) })
	real, realSize := readable(b, slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return !shared(path) }))
	ours, oursSize := readable(b, slices.DeleteFunc(slices.Clone(paths), shared))
	for _, set := range []struct {
		name  string
		texts [][]byte
		size  int
	}{{"largest", [][]byte{largest}, len(largest)}, {"corpus", real, realSize}, {"repository", ours, oursSize}} {
		b.Run(set.name, func(b *testing.B) {
			b.ReportMetric(float64(len(set.texts)), "notebooks")
			perCPU(b, set.size, func() {
				for _, text := range set.texts {
					if _, err := Parse(text, "bench.ipynb"); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// BenchmarkReadFiles reads 2,000 small notebooks from files, on one worker and
// on two, each with a Reader.
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
	for workers := 1; workers <= 2; workers++ {
		b.Run(strconv.Itoa(workers), func(b *testing.B) {
			perCPU(b, size, func() {
				var group sync.WaitGroup
				for worker := range workers {
					group.Go(func() {
						var reader Reader
						for i := worker; i < files; i += workers {
							if _, err := reader.ReadFile(paths[i]); err != nil {
								b.Error(err)
							}
						}
					})
				}
				group.Wait()
			})
		})
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

// BenchmarkReadLarge reads a notebook of 200 MB whose outputs stay in the file.
func BenchmarkReadLarge(b *testing.B) {
	file := &repeated{head: `{"cells":[`, n: 2000, tail: `{"cell_type":"raw","metadata":{},"source":""}],"metadata":{},"nbformat":4,"nbformat_minor":4}`,
		cell: `{"cell_type":"code","execution_count":1,"metadata":{},"source":"x","outputs":[{"output_type":"display_data","metadata":{},"data":{"image/png":"` +
			strings.Repeat("iVBORw0KGgo+", 8000) + `"}}]}` + "\n,\n"}
	perCPU(b, int(file.size()), func() {
		if _, err := ReadLarge(file, file.size(), "large.ipynb"); err != nil {
			b.Fatal(err)
		}
	})
}
