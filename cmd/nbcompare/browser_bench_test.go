package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	browserdomain "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

var benchReport = flag.Bool("bench-report", false, "measure the report in Chromium (make bench-report)")

// benchRepeats is how often each page is opened, in a browser of its own; the
// least counts, as what else the machine does can only add to it.
const benchRepeats = 3

// TestBenchReport measures what the report promises, beside a page that shows
// the same without any thought, and prints a table.
func TestBenchReport(t *testing.T) {
	if !*benchReport {
		t.Skip("a benchmark: make bench-report")
	}
	bench := &reportBench{t: t, folder: t.TempDir()}
	bench.machine()
	fmt.Println("\n| what | goal | least | median | of | goal met |\n|---|--:|--:|--:|--:|---|")
	few := bench.collection("images", 2000, 20, 100)
	ours := bench.opened("2,000 runs, 20 metrics, 2 images of 30 KB each", few, 500, 300)
	bench.opened("10,000 runs, 20 metrics, 2 images of 3 KB each", bench.collection("many", 10_000, 20, 32), 1000, 0)
	bench.interaction(bench.collection("wide", 2000, 60, 0))
	bench.points(bench.longHistories())
	bench.empty()
	bench.naive(few, ours)
}

type reportBench struct {
	t      *testing.T
	folder string
}

// machine prints where this is measured.
func (bench *reportBench) machine() {
	b := startBrowser(bench.t)
	version, err := chromedp.CallBrowser(b.newTab(bench.t).ctx, browserdomain.GetVersion, cdp.Empty{})
	require.NoError(bench.t, err)
	model := ""
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		_, rest, _ := strings.Cut(string(info), "model name")
		line, _, _ := strings.Cut(rest, "\n")
		model = strings.TrimLeft(line, "\t :") + ", "
	}
	load := ""
	if average, err := os.ReadFile("/proc/loadavg"); err == nil {
		load = ", load average before it " + strings.Fields(string(average))[0]
	}
	fmt.Printf("Measured on %s: %s%d cores, %s/%s, %s%s. Each page is opened %d times, each time in a new browser; the least counts.\n",
		time.Now().Format(time.DateOnly), model, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, version.Product, load, benchRepeats)
	b.stop()
}

// row prints what was measured; a goal of 0 is none.
func (bench *reportBench) row(what, unit string, goal float64, measured []float64) (least float64) {
	slices.Sort(measured)
	least = measured[0]
	wanted, met := "", ""
	if goal > 0 {
		wanted, met = fmt.Sprintf("%.0f %s", goal, unit), "yes"
		if least >= goal {
			met = "**no**"
		}
	}
	fmt.Printf("| %s | %s | %.0f %s | %.0f %s | %d | %s |\n", what, wanted, least, unit, measured[len(measured)/2], unit, len(measured), met)
	return least
}

// collection makes runs with metrics, and two different pictures each of so many
// pixels a side (none for 0), and returns their report.
func (bench *reportBench) collection(name string, runs, metrics, side int) string {
	bench.t.Helper()
	folder := filepath.Join(bench.folder, name)
	require.NoError(bench.t, os.Mkdir(folder, 0o777))
	random := rand.New(rand.NewPCG(1, 2))
	for run := range runs {
		cells := []any{}
		for metric := range metrics {
			cells = append(cells, hostileCell(fmt.Sprintf("metric_%02d", metric), stdout(fmt.Sprintf("%.6f", random.Float64()))))
		}
		for _, tag := range []string{"roc", "residuals"} {
			if side > 0 {
				cells = append(cells, hostileCell(tag, display("image/png", noise(random, side))))
			}
		}
		data, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 4, "cells": cells, "metadata": map[string]any{
			"papermill": map[string]any{"parameters": map[string]any{"seed": run, "model": []string{"rf", "gb", "ridge"}[run%3]}}}})
		require.NoError(bench.t, err)
		require.NoError(bench.t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("run-%05d.ipynb", run)), data, 0o666))
	}
	return report(bench.t, folder)
}

// noise is a picture that cannot be packed: three bytes a pixel.
func noise(random *rand.Rand, side int) string {
	picture := image.NewNRGBA(image.Rect(0, 0, side, side))
	for i := range picture.Pix {
		picture.Pix[i] = byte(random.Uint32()) | byte(i%4/3)*255
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(&out, picture); err != nil {
		panic(err) // a bytes.Buffer takes all
	}
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

// longHistories returns the report of ten runs of 100,000 numbers.
func (bench *reportBench) longHistories() string {
	bench.t.Helper()
	folder := filepath.Join(bench.folder, "histories")
	require.NoError(bench.t, os.Mkdir(folder, 0o777))
	for run := range 10 {
		numbers := make([]string, 100_000)
		for step := range numbers {
			numbers[step] = fmt.Sprintf("%.5f", float64(run+1)/float64(step+1))
		}
		data, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 4, "metadata": map[string]any{},
			"cells": []any{hostileCell("loss", stdout("["+strings.Join(numbers, ", ")+"]"))}})
		require.NoError(bench.t, err)
		require.NoError(bench.t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("run-%d.ipynb", run)), data, 0o666))
	}
	return report(bench.t, folder)
}

// whenUsable notes when the page is drawn and when it has answered to a filter,
// in ms since the browser began to open it.
const whenUsable = `new MutationObserver(() => {
	if (document.documentElement.dataset.ready !== "true" || window.bench) return;
	window.bench = { ready: performance.now() };
	const filter = document.querySelector("#filter");
	filter.value = "run-0001";
	filter.dispatchEvent(new Event("input", { bubbles: true }));
	requestAnimationFrame(() => setTimeout(() => { window.bench.usable = performance.now(); }));
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });`

// opened measures how long it takes until a page is usable, and how much memory
// it needs once all of it is there.
func (bench *reportBench) opened(what, path string, goal, goalMemory float64) (least [2]float64) {
	bench.t.Helper()
	info, err := os.Stat(path)
	require.NoError(bench.t, err)
	what = fmt.Sprintf("%s (%d MB)", what, info.Size()/1e6)
	var ready, usable, private, resident []float64
	for range benchRepeats {
		b := startBrowser(bench.t)
		tb := b.newTab(bench.t)
		_, err := chromedp.Call(tb.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: whenUsable})
		require.NoError(bench.t, err)
		tb.start(fileURL(path))
		require.True(bench.t, tb.becomes(5*time.Minute, `() => window.bench?.usable && document.readyState === "complete"`))
		ready = append(ready, ask[float64](tb, `() => window.bench.ready`))
		usable = append(usable, ask[float64](tb, `() => window.bench.usable`))
		tb.settle()
		private = append(private, memoryOfPage(bench.t, tb, "RssAnon"))
		resident = append(resident, memoryOfPage(bench.t, tb, "VmRSS"))
		b.stop()
	}
	bench.row(what+": drawn", "ms", 0, ready)
	least[0] = bench.row(what+": usable, a filter answered", "ms", goal, usable)
	least[1] = bench.row(what+": memory of the page, all loaded", "MB", goalMemory, private)
	bench.row(what+": the same with the browser's program, which its processes share", "MB", 0, resident)
	return least
}

// memoryOfPage returns the memory of the largest process of pages, in MB: its
// private memory for RssAnon, which is what Chromium's own task manager calls the memory
// footprint of a page; for VmRSS also the pages of the browser's program, 100 MB of
// which all its processes have in common.
func memoryOfPage(t *testing.T, tb *tab, what string) float64 {
	t.Helper()
	info, err := chromedp.CallBrowser(tb.ctx, systeminfo.GetProcessInfo, cdp.Empty{})
	require.NoError(t, err)
	most := 0.0
	for _, process := range info.ProcessInfo {
		if process.Type == "renderer" {
			most = max(most, float64(memoryOfProcess(process.ID, what))/1e6)
		}
	}
	return most
}

// interaction measures sorting and filtering to the next frame.
func (bench *reportBench) interaction(path string) {
	bench.t.Helper()
	b := startBrowser(bench.t)
	tb := b.newTab(bench.t)
	tb.load(fileURL(path))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	tb.settle()
	toNextFrame := func(action string) []float64 {
		var took []float64
		for i := range 15 {
			took = append(took, ask[float64](tb, `async (i) => {
				await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
				const from = performance.now();
				(`+action+`)(i);
				await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
				return performance.now() - from;
			}`, i))
		}
		return took
	}
	const table = "2,000 runs, 60 columns: "
	bench.row(table+"sorted, to the next frame", "ms", 50, toNextFrame(`(i) => document.querySelectorAll("#overview-table th[data-column^=metric] button.sort")[Math.floor(i / 3)].click()`))
	bench.row(table+"filtered, to the next frame", "ms", 50, toNextFrame(`(i) => {
		const filter = document.querySelector("#filter");
		filter.value = "run-0" + "12".repeat(i % 3);
		filter.dispatchEvent(new Event("input", { bubbles: true }));
	}`))
	bench.row(table+"scrolled a screen at a time, the longest frame of 40", "ms", 0, ask[[]float64](tb, `async () => {
		const filter = document.querySelector("#filter"), longest = [];
		filter.value = "";
		filter.dispatchEvent(new Event("input", { bubbles: true }));
		const frame = document.querySelector("#overview-table .scroller");
		for (let pass = 0; pass < 3; pass++) {
			let most = 0;
			frame.scrollTo(0, 0);
			for (let i = 0; i < 40; i++) {
				const from = performance.now();
				if (i % 10 === 9) frame.scrollBy(frame.clientWidth / 2, 0);
				else frame.scrollBy(0, frame.clientHeight);
				await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
				if (i > 0) most = Math.max(most, performance.now() - from);
			}
			longest.push(most);
		}
		return longest;
	}`))
	b.stop()
}

// points measures how long a million numbers take to be drawn.
func (bench *reportBench) points(path string) {
	bench.t.Helper()
	b := startBrowser(bench.t)
	tb := b.newTab(bench.t)
	tb.load(fileURL(path))
	tb.until(`() => document.querySelector(".line-chart .u-over")`)
	var took []float64
	for range benchRepeats {
		took = append(took, ask[float64](tb, `async () => {
			document.querySelector('.histories button[data-value="steps"]').click();
			await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
			const from = performance.now();
			document.querySelector('.histories button[data-value="chart"]').click();
			while (!document.querySelector(".line-chart canvas")) await new Promise((done) => requestAnimationFrame(done));
			await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
			return performance.now() - from;
		}`))
	}
	bench.row("10 runs of 100,000 numbers: the chart drawn", "ms", 500, took)
	b.stop()
}

// empty measures the page of a notebook in which nothing stands.
func (bench *reportBench) empty() {
	bench.t.Helper()
	path := filepath.Join(bench.folder, "empty.ipynb")
	require.NoError(bench.t, os.WriteFile(path, []byte(`{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": []}`), 0o666))
	data, err := os.ReadFile(report(bench.t, path))
	require.NoError(bench.t, err)
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	require.NoError(bench.t, err)
	_, err = w.Write(data)
	require.NoError(bench.t, err)
	require.NoError(bench.t, w.Close())
	bench.row(fmt.Sprintf("the page of an empty notebook (%d KB), gzip", len(data)/1000), "KB", 100, []float64{float64(packed.Len()) / 1000})
}

// naive opens the runs of a report as one plain table with every picture an
// <img>, and prints how many times as long and as large that is.
func (bench *reportBench) naive(path string, ours [2]float64) {
	bench.t.Helper()
	plain := filepath.Join(bench.folder, "naive.html")
	bench.writeNaive(plain)
	var usable, memory []float64
	for range 2 {
		b := startBrowser(bench.t)
		tb := b.newTab(bench.t)
		tb.start(fileURL(plain))
		require.True(bench.t, tb.becomes(5*time.Minute, `() => window.naiveUsable`))
		usable = append(usable, ask[float64](tb, `() => window.naiveUsable`))
		tb.settle()
		memory = append(memory, memoryOfPage(bench.t, tb, "RssAnon"))
		b.stop()
	}
	const what = "the same 2,000 runs as one plain table, every image an `<img>`"
	least := bench.row(what+": loaded, a filter answered", "ms", 0, usable)
	large := bench.row(what+": memory of the page", "MB", 0, memory)
	fmt.Printf("\nThe plain page takes %.0f times as long until it is usable, and %.1f times the memory.\n", least/ours[0], large/ours[1])
}

// writeNaive writes the runs of the folder images as one would at first.
func (bench *reportBench) writeNaive(path string) {
	bench.t.Helper()
	out, err := os.Create(path)
	require.NoError(bench.t, err)
	defer out.Close()
	fmt.Fprint(out, `<!doctype html><meta charset="utf-8"><title>naive</title><table><tbody>`)
	notebooks, err := filepath.Glob(filepath.Join(bench.folder, "images", "*.ipynb"))
	require.NoError(bench.t, err)
	for _, notebook := range notebooks {
		nb, _ := readHostile(bench.t, notebook)
		fmt.Fprintf(out, "<tr><th>%s</th>", strings.TrimSuffix(filepath.Base(notebook), ".ipynb"))
		for _, cell := range nb.Cells {
			for _, output := range cell.Outputs {
				if picture, ok := output.Data["image/png"].(string); ok {
					fmt.Fprintf(out, `<td><img src="data:image/png;base64,%s"></td>`, picture)
				} else {
					fmt.Fprintf(out, "<td>%s</td>", strings.TrimSpace(output.Text))
				}
			}
		}
		fmt.Fprint(out, "</tr>\n")
	}
	fmt.Fprint(out, `</tbody></table><script>
addEventListener("load", () => {
	for (const row of document.querySelectorAll("tr")) row.hidden = !row.innerText.includes("run-0001");
	requestAnimationFrame(() => setTimeout(() => { window.naiveUsable = performance.now(); }));
});
</script>`)
}
