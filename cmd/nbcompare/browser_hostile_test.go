package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestHostileNotebooks opens what hostile notebooks make of a page without
// defences, and what they make of a report.
func TestHostileNotebooks(t *testing.T) {
	testenv.Chromium(t)
	notebooks, err := filepath.Glob(filepath.Join(testenv.Root(t), "testdata", "hostile", "*.ipynb"))
	require.NoError(t, err)
	require.Greater(t, len(notebooks), 40)
	notebooks = append(notebooks, hostilePaths(t, notebooks[0])...)
	t.Run("naive", func(t *testing.T) { testNaivePages(t, notebooks) })
	t.Run("report without its policy", testReportWithoutPolicy)
	t.Run("report", func(t *testing.T) { testHostileReport(t, notebooks) })
}

// hostilePaths makes notebooks whose paths are attacks; such files cannot stand
// in a repository. What a file system does not take is left out.
func hostilePaths(t *testing.T, like string) []string {
	t.Helper()
	names := []string{
		`<img src="data:," onerror="pwned('path-image')">.ipynb`,
		`"></title><script>pwned('path-script')</script>.ipynb`,
		`' onmouseover='alert(1)' quotes " and spaces.ipynb`,
		"emoji \U0001F608 \u202egnp.ipynb",
		"line\nbreak \u2028.ipynb",
		"__proto__.ipynb",
	}
	data, err := os.ReadFile(like)
	require.NoError(t, err)
	folder := t.TempDir()
	var paths []string
	for _, name := range names {
		text := string(data)
		if _, attack := readHostile(t, like); strings.Contains(name, "pwned") {
			// It promises what its name does, and nothing else.
			require.NotEmpty(t, attack.Requests)
			text = `{"cells": [], "metadata": {"attack": {"runs": ["` + strings.Split(name, "'")[1] + `"]}}, "nbformat": 4, "nbformat_minor": 4}`
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		if os.MkdirAll(filepath.Dir(path), 0o777) == nil && os.WriteFile(path, []byte(text), 0o666) == nil {
			paths = append(paths, path)
		}
	}
	return paths
}

// testReportWithoutPolicy shows that each of two defences is one, and that the
// tests see into the frames of a report: a report whose styles were let through
// asks for what they name; its policy refuses, and without the policy (and that
// of the frames, which is about pictures) it fetches.
func testReportWithoutPolicy(t *testing.T) {
	b := startBrowser(t)
	path := report(t, filepath.Join(testenv.Root(t), "testdata", "hostile", "beacon-css.ipynb"))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	open := func(replace ...string) *tab {
		changed := strings.NewReplacer(replace...).Replace(string(data))
		require.NotEqual(t, string(data), changed)
		require.NoError(t, os.WriteFile(path, []byte(changed), 0o666))
		tb := b.newTab(t)
		tb.load(fileURL(path))
		tb.until(`() => document.documentElement.dataset.ready === "true"`)
		tb.scrollThrough()
		return tb
	}
	const request = "http://beacon.example/css-background"

	refused := open("refused(", "url(", "@refused", "@import")
	require.True(t, eventually(patience, func() bool { return slices.Contains(refused.sightings().Refused, "request for "+request) }))
	require.Empty(t, b.trap.caught())

	fetched := open("refused(", "url(", "@refused", "@import", `http-equiv="Content-Security-Policy"`, `name="nothing"`,
		`http-equiv=\"Content-Security-Policy\"`, `name=\"nothing\"`)
	require.True(t, eventually(patience, func() bool { return b.trap.saw("css-background") && b.trap.saw("css-import") }))
	require.Contains(t, fetched.sightings().Requests, request)
}

func testHostileReport(t *testing.T, notebooks []string) {
	b := startBrowser(t)
	tb := b.newTab(t)
	title := "</title><script>pwned('title')</script>"
	tb.load(fileURL(report(t, append([]string{"--title", title}, notebooks...)...)))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	require.Equal(t, title, ask[string](tb, `() => document.title`))

	tb.scrollThrough()
	requireHarmless(t, tb, b.trap)
	for _, path := range notebooks {
		_, attack := readHostile(t, path)
		tb.requireFigures(attack.Figures)
	}
	requireHarmless(t, tb, b.trap)
	tb.clickEverything()
	tb.scrollThrough()
	requireHarmless(t, tb, b.trap)
	// The clicks have put the runs into groups and more; without a view in its address the page is as at first.
	tb.do(`() => { location.hash = ""; }`)
	tb.until(`() => document.querySelectorAll("#overview-table tbody tr[data-run]").length > 2 && document.querySelector(".grouped-by").childElementCount === 0`)
	requireSortable(t, tb, "score")
	requireHarmless(t, tb, b.trap)
	hosts := []string{"beacon.example"}
	for _, path := range notebooks {
		_, attack := readHostile(t, path)
		hosts = append(hosts, attack.Resolves...)
	}
	require.Empty(t, b.lookedUp(hosts...))
}

// requireFigures finds each figure drawn, or not, as its notebook says, and
// clicks in it.
func (tb *tab) requireFigures(states map[string]string) {
	tb.t.Helper()
	for _, key := range slices.Sorted(maps.Keys(states)) {
		run := ask[int](tb, `(key) => parseInt((`+sectionOf+`)(key).querySelector("figure[data-run]").dataset.run)`, key)
		state := tb.bringDrawing(key, run)
		if states[key] != "" {
			require.Equal(tb.t, states[key], state, "%s: %s", key, ask[string](tb, `(key) => (`+sectionOf+`)(key).textContent`, key))
		}
		if state == "drawn" {
			tb.clickInside(key, run)
		}
	}
}

// requireHarmless asserts that nothing happened in the tab that a report must
// not do, and that the page is still the reader's.
func requireHarmless(t *testing.T, tb *tab, trap *trap) {
	t.Helper()
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
	require.Empty(t, trap.caught())
	require.Equal(t, tb.url, ask[string](tb, `() => location.href.split("#")[0]`))
	require.Equal(t, map[string]any{"polluted": false, "frames": 0.0, "windows": 1.0, "title": true}, map[string]any{
		"polluted": ask[any](tb, `() => "polluted" in {}`),
		"frames": ask[any](tb, `() => [...document.querySelectorAll("iframe, object, embed, frame")]
			.filter((e) => e.getAttribute("sandbox") !== "" && !e.matches("iframe.drawing-frame[sandbox='allow-scripts']")).length`),
		"title":   ask[any](tb, `() => document.title === document.querySelector("h1").textContent || document.title`),
		"windows": float64(countWindows(t, tb)),
	})
	tb.do(`() => document.querySelector("#app h1").scrollIntoView({ block: "center", behavior: "instant" })`)
	tb.until(`() => {
		const head = document.querySelector("#app h1"), box = head.getBoundingClientRect();
		return head.contains(document.elementFromPoint(box.x + 5, box.y + box.height / 2));
	}`)
}

// countWindows counts the pages of the browser beside its first, empty one.
func countWindows(t *testing.T, tb *tab) int {
	t.Helper()
	targets, err := chromedp.Targets(tb.ctx)
	require.NoError(t, err)
	n := 0
	for _, target := range targets {
		if target.Type == "page" && target.URL != "about:blank" {
			n++
		}
	}
	return n
}

// settle lets the page do what it still wants to do: two frames are drawn and
// the event loop is idle twice.
func (tb *tab) settle() {
	tb.t.Helper()
	tb.do(`async () => {
		for (let i = 0; i < 2; i++) {
			await new Promise((done) => requestAnimationFrame(() => requestIdleCallback(done, { timeout: 1000 })));
		}
	}`)
}

// scrollThrough brings every section, the notebooks, every picture and frame to
// the screen, and again while what lies above it still grows.
func (tb *tab) scrollThrough() {
	tb.t.Helper()
	for _, step := range []struct{ all, there string }{
		{"section[data-key]", `(section) => section.querySelector(".body").hidden || section.dataset.drawn === "true"`},
		{"#notebooks", `(notebooks) => notebooks.dataset.drawn === "true"`},
		{".frame", `(frame) => !frame.checkVisibility() || frame.querySelector("iframe") !== null`},
		{"img.picture", `(image) => !image.checkVisibility() || (image.complete && image.src !== "") || "broken" in image.dataset || "asks" in image.dataset`},
	} {
		for at := 0; at >= 0; {
			next := ask[int](tb, strings.Replace(scrollSome, "there(", "("+step.there+")(", 1), step.all, at)
			require.True(tb.t, next != at, "%s %d is not drawn", step.all, at)
			at = next
		}
	}
}

// scrollSome scrolls to the elements of a selector from one on, each until
// something is there. It returns the one to go on with after some seconds, -1
// after the last, and where it began when that never comes.
const scrollSome = `async (all, at) => {
	const begun = performance.now();
	for (; at < document.querySelectorAll(all).length; at++) {
		for (;;) {
			const element = document.querySelectorAll(all)[at];
			element?.scrollIntoView({ behavior: "instant", block: element.matches("section") ? "start" : "center" });
			await new Promise(requestAnimationFrame);
			if (element === undefined || there(element)) break;
			if (performance.now() - begun > 25_000) return at;
		}
		if (performance.now() - begun > 5_000) return at + 1;
	}
	return -1;
}`

// clickEverything clicks what the page offers, and then what the clicks have
// brought; of what is all alike, such as the heads that sort a table, some, and
// so of the options of a list. Another baseline draws the page anew: that comes last.
func (tb *tab) clickEverything() {
	tb.t.Helper()
	for range 2 {
		tb.do(`() => {
			window.toClick = [...document.querySelectorAll("#app :is(button, summary, a, input, select, label, th, [tabindex])")]
				.filter((element) => !element.matches('#choose-baseline, [data-action="baseline"]'));
			window.alike = 0;
		}`)
		for !ask[bool](tb, clickSome) {
		}
		tb.do(`() => { window.toClick = [...document.querySelectorAll('button.fold[aria-expanded="false"]')]; }`)
		for !ask[bool](tb, clickSome) {
		}
		tb.do(`async () => {
			const pause = () => new Promise((done) => requestAnimationFrame(done));
			for (const details of document.querySelectorAll("details")) details.open = true;
			const filter = document.querySelector("#filter");
			for (const text of ["a", "</script>", ""]) {
				filter.value = text;
				filter.dispatchEvent(new Event("input", { bubbles: true }));
				await pause();
			}
		}`)
	}
	tb.do(`() => document.querySelector('[data-action="baseline"]')?.click()`)
}

// clickSome clicks for some seconds, and says whether all is clicked.
const clickSome = `async () => {
	const pause = () => new Promise((done) => requestAnimationFrame(done));
	const until = performance.now() + 3000;
	while (window.toClick.length > 0 && performance.now() < until) {
		const element = window.toClick.shift();
		if (!element.isConnected || (element.matches("button.sort, #columns li *, [data-action], .thumb") && ++window.alike % 40 !== 1)) continue;
		if (element.matches("select")) {
			for (const option of [...element.options].filter((_, i, all) => i < 3 || i === all.length - 1)) {
				element.value = option.value;
				element.dispatchEvent(new Event("change", { bubbles: true }));
			}
		} else element.click();
		const buttons = document.querySelectorAll("dialog[open] button");
		if (buttons.length > 0) await pause();
		for (const button of buttons) button.click();
	}
	return window.toClick.length === 0;
}`

// requireSortable sorts by a column of the overview, both ways, with the mouse.
func requireSortable(t *testing.T, tb *tab, column string) {
	t.Helper()
	head := `(column) => document.querySelector('#overview-table th[data-column="' + CSS.escape(column) + '"] button.sort')`
	for _, direction := range []string{"ascending", "descending"} {
		for range 3 { // the state before is not known
			tb.click(head, column)
			if tb.becomes(patience/10, `(column, direction) => document.querySelector('#overview-table th[data-column="' + CSS.escape(column) + '"]').ariaSort === direction`,
				column, direction) {
				break
			}
		}
		values := shownColumn(t, tb, column)
		require.Greater(t, len(values), 2)
		if direction == "descending" {
			slices.Reverse(values)
		}
		require.True(t, slices.IsSorted(values), "%s %s: %v", column, direction, values)
	}
}

// shownColumn returns the numbers of a column of the overview from top to
// bottom, without the baseline's, which always stands on top.
func shownColumn(t *testing.T, tb *tab, column string) []float64 {
	t.Helper()
	texts := ask[[]string](tb, `(column) => [...document.querySelectorAll('#overview-table tbody td[data-column="' + CSS.escape(column) + '"]:not(.missing) .value')]
		.map((cell) => cell.firstChild.textContent)`, column)
	numbers := make([]float64, len(texts))
	for i, text := range texts {
		n, err := strconv.ParseFloat(strings.Replace(text, "\u2212", "-", 1), 64)
		require.NoError(t, err)
		numbers[i] = n
	}
	return numbers
}
