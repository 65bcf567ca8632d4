package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestKeyboardInChromium uses a report without a pointer: skipped to, sorted,
// pinned, folded, explained.
func TestKeyboardInChromium(t *testing.T) {
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, filepath.Join(testenv.Root(t), "testdata", "notebooks", "diabetes"))))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	focused := func() string { return ask[string](tb, focusedElement) }

	// The first stop skips what is before the comparison, and keeps the address.
	tb.press(kb.Tab)
	require.Equal(t, "a Skip to the comparison", focused())
	require.True(t, ask[bool](tb, `() => document.activeElement.getBoundingClientRect().top >= 0`), "it is seen when it has the focus")
	tb.press(kb.Enter)
	tb.until(`() => document.activeElement.id === "main"`)
	require.Empty(t, ask[string](tb, `() => location.hash`))

	// The help lists the keys; Escape closes it, and the focus is where it was.
	tb.do(`() => document.querySelector("#open-help").focus()`)
	tb.press("?")
	tb.until(`() => document.querySelector("#help[open]")`)
	require.Equal(t, []string{"page", "grid", "chart", "cells", "pair", "picture"}, ask[[]string](tb, `() => [...document.querySelectorAll("#help section")].map((part) => part.dataset.place)`))
	require.Contains(t, ask[[]string](tb, `() => [...document.querySelectorAll("#help kbd")].map((key) => key.textContent)`), "1–9")
	tb.press(kb.Escape)
	tb.until(`() => !document.querySelector("#help")`)
	require.Equal(t, "button ?", focused())
	tb.press(kb.Enter)
	tb.until(`() => document.querySelector("#help[open]")`)
	tb.press(kb.Escape)

	tb.stroke("/")
	tb.until(`() => document.activeElement.id === "filter"`)
	tb.press("r")
	tb.press("f")
	tb.until(`() => document.querySelectorAll("#overview-table tbody tr[data-run]").length === 4`)
	tb.press(kb.Backspace)
	tb.press(kb.Backspace)
	tb.until(`() => document.querySelectorAll("#overview-table tbody tr[data-run]").length === 11`)

	tb.gridByKeys(t, focused)

	// From section to section.
	tb.press("n")
	tb.until(`() => document.activeElement.matches("button.fold")`)
	first := focused()
	tb.press("n")
	tb.until(`(first) => document.activeElement.matches("button.fold") && !first.endsWith(document.activeElement.innerText.trim())`, first)
	open := ask[string](tb, `() => document.activeElement.ariaExpanded`)
	tb.press("f")
	tb.until(`(open) => document.activeElement.ariaExpanded !== open`, open)
	tb.press("p")
	tb.until(`(first) => first.endsWith(document.activeElement.innerText.trim())`, first)

	// Keys of single letters can be switched off.
	tb.press("?")
	tb.until(`() => document.querySelector("#help[open]")`)
	tb.click(`() => document.querySelector("#letter-keys")`)
	tb.press(kb.Escape)
	tb.until(`() => !document.querySelector("#help")`)
	tb.press("?")
	tb.settle()
	require.False(t, ask[bool](tb, `() => document.querySelector("#help") !== null`))
	require.Contains(t, ask[string](tb, `() => location.hash`), "keys=off")

	require.Equal(t, sightings{}, tb.sightings())
	require.Empty(t, b.trap.caught())
}

// stroke presses a key as a keyboard does: what the page prevents is not typed.
func (tb *tab) stroke(key string) {
	tb.t.Helper()
	name := key
	if key == kb.Enter {
		name = "Enter"
	}
	for _, step := range []input.DispatchKeyEventParams{{Type: input.DispatchKeyEventTypeKeyDown, Key: name, Text: key}, {Type: input.DispatchKeyEventTypeKeyUp, Key: name}} {
		_, err := chromedp.Call(tb.ctx, input.DispatchKeyEvent, step)
		require.NoError(tb.t, err)
	}
}

// focusedElement says what has the focus: its kind and its text.
const focusedElement = `() => document.activeElement.localName + " " + document.activeElement.innerText.trim().replace(/\s+/g, " ")`

// gridByKeys goes through the overview: one stop of the Tab key, arrows within.
func (tb *tab) gridByKeys(t *testing.T, focused func() string) {
	t.Helper()
	tb.do(`() => document.querySelector("#overview-table .scroller").focus()`)
	tb.press(kb.ArrowDown)
	tb.press(kb.Tab)
	require.False(t, ask[bool](tb, `() => document.activeElement.closest("#overview-table") !== null`), "a table is one stop")
	tb.do(`() => document.querySelector("#overview-table .scroller").focus()`)
	at := func() [2]string {
		return ask[[2]string](tb, `() => { const cell = document.activeElement.closest("td, th"); return [cell.closest("tr").dataset.run ?? "", cell.dataset.column ?? ""]; }`)
	}
	tb.press(kb.ArrowDown)
	require.NoError(t, chromedp.Do(tb.ctx, chromedp.KeyEvent(kb.Home, chromedp.KeyModifiers(chromedp.ModifierCtrl))))
	tb.settle()
	tb.press(kb.ArrowDown)
	for range 20 {
		if at()[1] == "metrics.mse" {
			break
		}
		tb.press(kb.ArrowRight)
	}
	require.Equal(t, [2]string{"", "metrics.mse"}, at())
	require.Contains(t, focused(), "button mse")
	outline := ask[string](tb, `() => getComputedStyle(document.activeElement).outlineStyle`)
	require.Equal(t, "solid", outline, "what has the focus is seen")

	// Enter sorts, and stays on the head.
	tb.stroke(kb.Enter)
	tb.until(`() => document.querySelector('#overview-table th[data-column="metrics.mse"]').ariaSort === "ascending"`)
	require.Equal(t, [2]string{"", "metrics.mse"}, at())
	tb.press(kb.ArrowDown)
	require.Equal(t, [2]string{"0", "metrics.mse"}, at(), "the baseline stands on top")
	tb.press(kb.ArrowDown)
	best := at()
	require.Equal(t, "metrics.mse", best[1])
	require.True(t, ask[bool](tb, `() => document.activeElement.matches(".best")`))
	// A row is kept on top and is still the place.
	tb.press("k")
	tb.until(`(run) => document.querySelector("#overview-table thead tr.pinned")?.dataset.run === run`, best[0])
	require.Equal(t, best, at())
	tb.press("k")
	tb.until(`() => !document.querySelector("#overview-table thead tr.pinned")`)
	require.Equal(t, best, at())
	tb.press("b")
	tb.until(`(run) => document.querySelector("#overview-table tr.baseline").dataset.run === run`, best[0])
	require.Equal(t, best, at())
}

// TestLongTableByKeysInChromium goes through rows and columns that are drawn
// only once they are on the screen.
func TestLongTableByKeysInChromium(t *testing.T) {
	const runs, columns = 400, 60
	folder := t.TempDir()
	for run := range runs {
		var dict strings.Builder
		for column := range columns {
			fmt.Fprintf(&dict, "'m%02d': %d.5, ", column, (run*7+column)%97)
		}
		require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("run-%03d.ipynb", run)), []byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
			{"cell_type": "code", "id": "a", "metadata": {"tags": ["m"]}, "execution_count": 1, "source": "", "outputs": [
			{"output_type": "stream", "name": "stdout", "text": "{`+dict.String()+`}\n"}]}]}`), 0o666))
	}
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, folder)))
	tb.until(`() => document.querySelector("#overview-table .virtual")`)
	tb.do(`() => document.querySelector("#overview-table .scroller").focus()`)
	isAt := func(run, column string) {
		t.Helper()
		tb.until(`(run, column) => {
			const cell = document.activeElement.closest("#overview-table :is(td, th)");
			if (!cell || cell.closest("tr").dataset.run !== run || (column !== "" && cell.dataset.column !== column)) return false;
			const box = cell.getBoundingClientRect(), frame = cell.closest(".scroller").getBoundingClientRect();
			return box.left >= frame.left - 1 && box.right <= frame.right + 1 && box.bottom <= frame.bottom + 1 && box.bottom <= innerHeight + 1;
		}`, run, column)
	}
	control := func(key string) {
		t.Helper()
		require.NoError(t, chromedp.Do(tb.ctx, chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierCtrl))))
	}
	tb.press(kb.ArrowDown)
	tb.press(kb.ArrowDown)
	tb.press(kb.ArrowDown)
	control(kb.End)
	isAt("399", "")
	tb.press(kb.End)
	isAt("399", "m.m59")
	tb.press(kb.ArrowUp)
	isAt("398", "m.m59")
	for range 8 {
		tb.press(kb.ArrowLeft)
		tb.settle()
	}
	isAt("398", "m.m51")
	tb.press(kb.PageUp)
	tb.until(`() => Number(document.activeElement.closest("tr")?.dataset.run) < 395`)
	run := ask[string](tb, `() => document.activeElement.closest("tr").dataset.run`)
	isAt(run, "m.m51")
	tb.press(kb.Home)
	tb.until(`(run) => document.activeElement.matches("th.name") && document.activeElement.closest("tr").dataset.run === run`, run)
	// The wheel takes the row away: the table keeps the focus, and arrows go on from there.
	tb.do(`() => { document.querySelector("#overview-table .scroller").scrollTop = 0; }`)
	tb.until(`() => document.activeElement.matches("#overview-table .scroller")`)
	require.Empty(t, ask[[]string](tb, `() => [...document.querySelectorAll("#overview-table :is(a, button, input)")].filter((element) => element.tabIndex >= 0).map((element) => element.outerHTML)`))
	require.Equal(t, sightings{}, tb.sightings())
}

// TestThemeInChromium chooses light and dark against the system: colours, charts
// and frames follow, and so does who opens the address.
func TestThemeInChromium(t *testing.T) {
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.media("", "dark")
	tb.load(fileURL(report(t, filepath.Join(testenv.Root(t), "testdata", "notebooks", "training"))))
	tb.until(`() => document.querySelector(".line-chart canvas")`)
	type look struct {
		Page, Scheme, Chart, Mark string
	}
	looks := func() look {
		tb.settle()
		return ask[look](tb, `() => ({
			Page: getComputedStyle(document.body).backgroundColor, Scheme: getComputedStyle(document.body).colorScheme,
			Chart: document.querySelector(".line-chart canvas").toDataURL(), Mark: document.querySelector(".line-legend .line-mark").style.borderTopColor,
		})`)
	}
	choose := func(theme string) look {
		tb.click(`(theme) => document.querySelector('#theme button[data-value="' + theme + '"]')`, theme)
		return looks()
	}
	dark := looks()
	light := choose("light")
	require.Equal(t, "#theme=light", ask[string](tb, `() => location.hash`))
	require.Equal(t, "light", light.Scheme)
	for _, differs := range [][2]string{{dark.Page, light.Page}, {dark.Chart, light.Chart}, {dark.Mark, light.Mark}} {
		require.NotEqual(t, differs[0], differs[1])
	}
	again := choose("dark")
	require.Equal(t, look{dark.Page, "dark", dark.Chart, dark.Mark}, again)
	require.Equal(t, dark, choose(""))
	// The system changes, and the page with it.
	tb.media("", "light")
	tb.until(`(page) => getComputedStyle(document.body).backgroundColor === page`, light.Page)
	require.Equal(t, light.Chart, looks().Chart)
	require.Equal(t, dark.Page, choose("dark").Page, "the reader's choice is stronger")
	tb.press("t")
	tb.until(`() => location.hash === "" || location.hash === "#"`)
	other := b.newTab(t)
	other.media("", "light")
	other.load(tb.url + "#theme=dark")
	other.until(`(page) => getComputedStyle(document.body).backgroundColor === page`, dark.Page)
	for _, seen := range []*tab{tb, other} {
		require.Equal(t, sightings{}, seen.sightings())
	}
}

// TestPaperInChromium prints reports from a dark screen: light, whole, without
// controls, and no picture is cut by the end of a page.
func TestPaperInChromium(t *testing.T) {
	b := startBrowser(t)
	folder := t.TempDir()
	for _, test := range []struct {
		runs     string
		pictures int // of the notebooks; charts are drawn as lines
		texts    []string
	}{
		{"diabetes", 36, []string{"Best of each metric", "gb-0", "ridge-3", "feature_importance", "of the pixels differ", "wider than the paper", "Run metadata"}},
		{"training", 3, []string{"lr-0.001", "learning_curve", "epoch 10", "val_accuracy"}},
	} {
		tb := b.newTab(t)
		tb.media("", "dark")
		tb.load(fileURL(report(t, filepath.Join(testenv.Root(t), "testdata", "notebooks", test.runs))) + "#theme=dark")
		tb.until(`() => document.documentElement.dataset.ready === "true" && document.querySelector('section[data-key="metrics"][data-drawn]')`)
		before := ask[string](tb, `() => getComputedStyle(document.body).backgroundColor`)
		ctx, done := context.WithTimeout(tb.ctx, patience)
		pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF())
		done()
		require.NoError(t, err)
		tb.settle()
		require.Equal(t, before, ask[string](tb, `() => getComputedStyle(document.body).backgroundColor`), "the screen is as before")
		require.Zero(t, ask[int](tb, `() => document.querySelectorAll(".paper-note, table[style*=zoom], img[src^='data:']").length`), "nothing of the paper stays on the page")

		path := filepath.Join(folder, test.runs+".pdf")
		require.NoError(t, os.WriteFile(path, pdf, 0o666))
		require.Less(t, bytes.Count(pdf, []byte("/Type /Page\n")), 20)
		text, ok := poppler(t, "pdftotext", "-layout", path, "-")
		if !ok {
			continue
		}
		for _, want := range test.texts {
			require.Contains(t, text, want)
		}
		for _, control := range []string{"Filter runs", "Transpose", "Copy CSV", "Compare two", "Smoothing", "Skip to", "Auto"} {
			require.NotContains(t, text, control)
		}
		images, _ := poppler(t, "pdfimages", "-list", path)
		// What stands on two pages is listed twice.
		require.Equal(t, test.pictures, len(regexp.MustCompile(`(?m)^ *\d+ +\d+ image `).FindAllString(images, -1)), images)
	}
}

// poppler runs one of poppler's programs, where they are installed.
func poppler(t *testing.T, program string, args ...string) (string, bool) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Logf("%s is not installed (apt-get install poppler-utils): the PDF's text is not read", program)
		return "", false
	}
	out, err := exec.Command(program, args...).Output()
	require.NoError(t, err)
	return string(out), true
}

// TestNothingJumpsInChromium scrolls through reports, wide and narrow, with the
// wheel: what a reader looks at stays where it is while pictures, charts and
// sections come.
func TestNothingJumpsInChromium(t *testing.T) {
	b := startBrowser(t)
	for _, test := range []struct {
		runs          string
		width, height int64
	}{{"diabetes", 1280, 900}, {"churn", 360, 740}, {"training", 360, 740}} {
		tb := b.newTab(t)
		require.NoError(t, chromedp.Do(tb.ctx, chromedp.EmulateViewport(test.width, test.height)))
		_, err := chromedp.Call(tb.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
			window.shifts = [];
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries()) window.shifts.push([entry.value, ...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 100) ?? "")]);
			}).observe({ type: "layout-shift", buffered: true });`})
		require.NoError(t, err)
		tb.load(fileURL(report(t, filepath.Join(testenv.Root(t), "testdata", "notebooks", test.runs))))
		tb.until(`() => document.documentElement.dataset.ready === "true"`)
		steps := 0
		for !ask[bool](tb, `() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2`) {
			require.Less(t, steps, 200, "the page never ends")
			_, err := chromedp.Call(tb.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{
				Type: input.DispatchMouseEventTypeMouseWheel, X: 5, Y: float64(test.height) / 2, DeltaX: 0.01, DeltaY: float64(test.height) * 0.8,
			})
			require.NoError(t, err)
			tb.settle()
			steps++
		}
		require.Greater(t, steps, 2)
		shifts := ask[[][]any](tb, `() => window.shifts`)
		sum := 0.0
		for _, shift := range shifts {
			sum += shift[0].(float64)
		}
		t.Logf("%s, %d px: layout shifts of %.4f in all", test.runs, test.width, sum)
		require.Less(t, sum, 0.05, "%v", shifts)
		// What is measured here is measured: a page that jumps would be seen.
		tb.do(`() => { scrollTo({ top: 0, behavior: "instant" }); window.shifts = []; }`)
		tb.settle()
		tb.do(`() => { const late = document.createElement("div"); late.style.height = "300px"; document.querySelector("main").prepend(late); }`)
		tb.until(`() => window.shifts.reduce((sum, [value]) => sum + value, 0) > 0.05`)
	}
}

// TestPaperFollowsThePage prints what the reader chose: another baseline, fewer
// runs in another order, groups; and leaves the page as it was.
func TestPaperFollowsThePage(t *testing.T) {
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, filepath.Join(testenv.Root(t), "testdata", "notebooks", "diabetes"))))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	tb.do(`() => addEventListener("beforeprint", () => {
		const rows = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent));
		window.printed = { text: document.querySelector("#summary").innerText, tables: [...document.querySelectorAll("#summary table")].map(rows) };
	})`)
	type printed struct {
		Text   string
		Tables [][][]string
	}
	on := func(hash string) printed {
		t.Helper()
		tb.do(`(hash) => { location.hash = hash; }`, hash)
		tb.settle()
		ctx, done := context.WithTimeout(tb.ctx, patience)
		defer done()
		pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF())
		require.NoError(t, err)
		path := filepath.Join(t.TempDir(), "page.pdf")
		require.NoError(t, os.WriteFile(path, pdf, 0o666))
		page := ask[printed](tb, `() => window.printed`)
		if text, ok := poppler(t, "pdftotext", "-layout", path, "-"); ok {
			for _, cell := range page.Tables[len(page.Tables)-1] {
				require.Contains(t, text, strings.Fields(cell[0])[0])
			}
		}
		return page
	}
	named := func(rows [][]string) (names []string) {
		for _, row := range rows {
			names = append(names, row[0])
		}
		return names
	}

	first := on("#constants=off")
	require.Contains(t, first.Text, "Differences are against the baseline, gb-0.")
	require.Equal(t, "Metric", first.Tables[0][0][0])
	require.Equal(t, []string{"Run", "gb-0 (baseline)", "gb-1"}, named(first.Tables[1])[:3])

	chosen := on("#baseline=rf-1&filter=model=r&sort=metrics.mse&hide=mse")
	require.Contains(t, chosen.Text, "Differences are against the baseline, rf-1.")
	require.Contains(t, chosen.Text, "Shown are 8 of 12 runs: model=r.")
	require.Equal(t, []string{"Run", "rf-1 (baseline)", "ridge-2", "ridge-1"}, named(chosen.Tables[1])[:4])
	require.NotContains(t, strings.Join(chosen.Tables[1][0], " ")+strings.Join(chosen.Tables[2][0], " "), " mse")
	// The differences are those of the screen.
	cell := func(run, column string) string {
		for _, table := range chosen.Tables[1:] {
			for _, row := range table {
				if at := slices.Index(table[0], column); row[0] == run && at >= 0 {
					return row[at]
				}
			}
		}
		return ""
	}
	require.Equal(t, ask[string](tb, `() => {
		const cell = [...document.querySelectorAll('#overview-table tr[data-run] td[data-column="metrics.mse"]')].find((cell) => cell.closest("tr").querySelector(".name").textContent.startsWith("ridge-2"));
		return cell.querySelector(".value").firstChild.textContent + " ★ ▲ " + cell.querySelector(".relative").textContent;
	}`), cell("ridge-2", "metrics.mse"))

	grouped := on("#group=params.model&baseline=rf-1")
	require.Contains(t, grouped.Text, "3 groups by params.model, against rf.")
	require.Equal(t, []string{"metric", "params.model", "n", "mean", "± 95%", "Δ", "Δ%", "p", "std", "min", "max"}, grouped.Tables[0][0])

	require.Contains(t, ask[string](tb, `() => document.querySelector("#summary").textContent`), "Best of each metric", "the page is as it was")
	require.Equal(t, sightings{}, tb.sightings())
}
