package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// mostRenderer is how many bytes the process of a hostile page may have at once.
// Drawing the pictures of [bombs] would take more, and most of what else is there
// would never end.
const mostRenderer = 1500 << 20

// TestLargeHostileInChromium opens reports of what is far too much, uses
// everything that they offer, and finds them usable.
func TestLargeHostileInChromium(t *testing.T) {
	t.Run("naive", testNaiveBombs)
	b := startBrowser(t)
	for _, large := range largeHostile {
		if large.name == "values" {
			continue // wide tables and long lists: the tables and keys of the others, once more
		}
		t.Run(large.name, func(t *testing.T) {
			tb := b.newTab(t)
			tb.patience = 4 * patience // some of it is a second of work, and the machine may have other
			tb.load(fileURL(reportOfProgram(t, largeNotebooks(t, large.name)...)))
			tb.until(`() => document.documentElement.dataset.ready === "true"`)
			tb.requireUsable()
			if large.name == "bombs" {
				tb.clickEverything()
			} else {
				tb.clickOfEachKind()
			}
			requireHarmless(t, tb, b.trap)
			tb.requireUsable()
			memory := rendererMemory(t, tb)
			t.Logf("%d MB at most", memory>>20)
			limit := int64(mostRenderer)
			if large.name == "tags" {
				limit *= 2 // an island for each of 100,000 keys
			}
			require.Less(t, memory, limit)
		})
	}
}

// testNaiveBombs shows that two of the bombs are ones where a page draws what it
// is given: one fills the memory, the other never comes to its end.
func testNaiveBombs(t *testing.T) {
	b := startBrowser(t)
	open := func(image string) *tab {
		page := filepath.Join(t.TempDir(), "naive.html")
		require.NoError(t, os.WriteFile(page, []byte(`<!doctype html><title>naive</title><img style="width: 300px" src="`+image+`">`), 0o666))
		tb := b.newTab(t)
		tb.start(fileURL(page))
		return tb
	}
	tb := open("data:image/png;base64," + pngBomb(20_000, 20_000, 0))
	if rendererMemory(t, tb) > 0 {
		require.True(t, eventually(patience, func() bool { return rendererMemory(t, tb) > mostRenderer }), "the picture is drawn in %d MB", rendererMemory(t, tb)>>20)
	}

	tb = open("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(svgOfUses(0))))
	answers := func() bool {
		ctx, done := context.WithTimeout(tb.ctx, 3*time.Second)
		defer done()
		_, err := chromedp.Run(ctx, chromedp.Evaluate[float64](`performance.now()`))
		return err == nil
	}
	require.True(t, eventually(patience, func() bool { return !answers() }), "a page that draws 10^9 circles still answers")
	b.kill()
}

// requireUsable types into the filter and waits for the table to answer, twice.
func (tb *tab) requireUsable() {
	tb.t.Helper()
	tb.do(`() => { location.hash = ""; }`) // what was clicked before may filter, too
	for _, text := range []string{"no such run", ""} {
		tb.do(`(text) => {
			const filter = document.querySelector("#filter");
			filter.value = text;
			filter.dispatchEvent(new Event("input", { bubbles: true }));
		}`, text)
		tb.until(`(text) => document.querySelector(".overview .found").textContent.startsWith(text && "0 of 2")`, text)
	}
	tb.settle()
}

// clickOfEachKind clicks two of what is alike: a thousand keys have a thousand
// folds, and what one does the others do. What the clicks bring comes next.
func (tb *tab) clickOfEachKind() {
	tb.t.Helper()
	tb.do(`() => { window.clicked = {}; }`)
	for range 2 {
		tb.do(`() => {
			window.toClick = [...document.querySelectorAll("#app :is(button, summary, a, input, select, label, th, [tabindex])")]
				.filter((element) => !element.matches('#choose-baseline, [data-action="baseline"]'))
				.filter((element) => { const kind = element.tagName + element.className; return (window.clicked[kind] = (window.clicked[kind] ?? 0) + 1) <= 2; });
			window.alike = 0;
		}`)
		for !ask[bool](tb, clickSome) {
		}
	}
}

// rendererMemory returns the most that a process of the browser's pages had in
// memory, in bytes; 0 where the system does not tell.
func rendererMemory(t *testing.T, tb *tab) int64 {
	t.Helper()
	info, err := chromedp.CallBrowser(tb.ctx, systeminfo.GetProcessInfo, cdp.Empty{})
	require.NoError(t, err)
	most := int64(0)
	for _, process := range info.ProcessInfo {
		if process.Type == "renderer" {
			most = max(most, memoryOfProcess(process.ID, "VmHWM"))
		}
	}
	return most
}

// memoryOfProcess reads what Linux says of a running process: VmRSS is what it
// has in memory, VmHWM the most that it had, in bytes.
func memoryOfProcess(id int64, what string) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", id))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, what+":"); ok {
			kilobytes, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kilobytes << 10
		}
	}
	return 0
}
