package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestHistoriesInChromium reads the curves of the training runs: with the
// pointer, enlarged, on a logarithmic axis, smoothed, and as a table.
func TestHistoriesInChromium(t *testing.T) {
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, filepath.Join(testenv.Root(t), "testdata", "notebooks", "training"))))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	within := func(selector string) string {
		return `() => (` + sectionOf + `)("history").querySelector('` + selector + `')`
	}
	tb.until(within(`.line-chart[data-metric="loss"] .u-over`))

	// At the last epoch every run's number is said, as the summary writes it.
	require.Equal(t, tip{"epoch 50", []string{"lr-0.001 1.2394", "lr-0.01 0.1166", "lr-0.1 0.0201"}}, tb.pointAt(within, 1))
	require.Equal(t, []string{"1.2394", "0.1166", "0.0201"}, ask[[]string](tb, `() => [...(`+sectionOf+`)("history")
		.querySelectorAll('.history-summary td[data-column="loss last"] .value')].map((cell) => cell.firstChild.textContent)`))
	require.Equal(t, 1, ask[int](tb, `() => (`+sectionOf+`)("history").querySelectorAll('.history-summary td.best[data-column="loss min"]').length`))

	// Dragging over the first fifth enlarges it, in all charts; then all is shown again.
	tb.drag(within(`.line-chart[data-metric="loss"] .u-over`), 0, 0.2)
	require.LessOrEqual(t, tb.pointAt(within, 1).epoch(t), 11)
	tb.click(within(".reset"))
	require.Equal(t, 50, tb.pointAt(within, 1).epoch(t))

	// A run that is hidden is said no more.
	tb.click(within(`button[data-line="1"]`))
	require.Equal(t, []string{"lr-0.001 1.2394", "lr-0.1 0.0201"}, tb.pointAt(within, 1).Rows)
	tb.click(within(`button[data-line="1"]`))

	// Logarithmic and smoothed it looks otherwise, and says the same numbers.
	look := func() string {
		tb.settle()
		return ask[string](tb, `() => (`+within(`.line-chart[data-metric="loss"] canvas`)+`)().toDataURL()`)
	}
	looks := map[string]string{look(): "plain"}
	tb.click(`() => [...(` + sectionOf + `)("history").querySelectorAll("label.check")].find((label) => label.innerText.includes("Log y"))`)
	tb.until(within(`.line-chart[data-metric="loss"] .u-over`))
	looks[look()] = "log y"
	tb.do(`() => {
		const slider = (` + within(".smoothing") + `)();
		slider.value = "0.9";
		slider.dispatchEvent(new Event("input", { bubbles: true }));
		slider.dispatchEvent(new Event("change", { bubbles: true }));
	}`)
	tb.until(within(`.line-chart[data-metric="loss"] .u-over`))
	looks[look()] = "log y, smoothed"
	require.Len(t, looks, 3)
	require.Equal(t, tip{"epoch 50", []string{"lr-0.001 1.2394", "lr-0.01 0.1166", "lr-0.1 0.0201"}}, tb.pointAt(within, 1))
	require.Equal(t, "#pick.history=chart;log-y;smooth-0.9", ask[string](tb, `() => location.hash`))

	// Behind the chart stands every number.
	tb.click(within(`button[data-value="steps"]`))
	require.Equal(t, []string{"1.2394", "0.1166", "0.0201"}, ask[[]string](tb, `() => [...[...(`+sectionOf+`)("history").querySelectorAll("tbody tr")].at(-1).querySelectorAll("td")].map((cell) => cell.textContent)`))
	tb.click(within(`button[data-value="table"]`))
	tb.until(within(`td[data-row="49"][data-column="loss"]`))

	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
	require.Empty(t, b.trap.caught())
}

// A tip is what a chart says at the pointer.
type tip struct {
	Head string
	Rows []string
}

func (s tip) epoch(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimPrefix(s.Head, "epoch "))
	require.NoError(t, err)
	return n
}

// pointAt moves the pointer to a place between the left, 0, and the right, 1,
// of the chart of the loss.
func (tb *tab) pointAt(within func(string) string, x float64) tip {
	tb.t.Helper()
	box := tb.boxOf(within(`.line-chart[data-metric="loss"] .u-over`))
	require.NoError(tb.t, chromedp.Do(tb.ctx,
		chromedp.MouseEvent(chromedp.MouseMoved, box[0]+box[2]/2, box[1]+box[3]/2),
		chromedp.MouseEvent(chromedp.MouseMoved, box[0]+min(max(box[2]*x, 1), box[2]-2), box[1]+box[3]/2)))
	tb.until(`() => { const tip = (` + within(`.line-chart[data-metric="loss"] .tip`) + `)(); return tip && !tip.hidden; }`)
	tb.settle()
	return ask[tip](tb, `() => {
		const tip = (`+within(`.line-chart[data-metric="loss"] .tip`)+`)();
		return { Head: tip.querySelector("p").innerText, Rows: [...tip.querySelectorAll(".tip-row")].map((row) => [...row.children].slice(1).map((part) => part.textContent).join(" ")) };
	}`)
}

// boxOf returns the place and the size of an element, which is brought to the
// middle of the screen.
func (tb *tab) boxOf(function string) [4]float64 {
	tb.t.Helper()
	return ask[[4]float64](tb, `() => {
		const element = (`+function+`)();
		element.scrollIntoView({ block: "center", behavior: "instant" });
		const box = element.getBoundingClientRect();
		return [box.x, box.y, box.width, box.height];
	}`)
}

// drag drags over an element from left to right, in shares of its width.
func (tb *tab) drag(function string, from, to float64) {
	tb.t.Helper()
	box := tb.boxOf(function)
	x := func(share float64) float64 { return box[0] + 1 + (box[2]-2)*share }
	y := box[1] + box[3]/2
	require.NoError(tb.t, chromedp.Do(tb.ctx,
		chromedp.MouseEvent(chromedp.MouseMoved, x(from), y),
		chromedp.MouseEvent(chromedp.MousePressed, x(from), y, chromedp.Button("left"), chromedp.ClickCount(1)),
		chromedp.MouseEvent(chromedp.MouseMoved, x((from+to)/2), y, chromedp.Button("left")),
		chromedp.MouseEvent(chromedp.MouseMoved, x(to), y, chromedp.Button("left")),
		chromedp.MouseEvent(chromedp.MouseReleased, x(to), y, chromedp.Button("left"), chromedp.ClickCount(1))))
}

// TestLongHistoryInChromium draws a million numbers.
func TestLongHistoryInChromium(t *testing.T) {
	const runs, steps = 10, 100_000
	folder := t.TempDir()
	for run := range runs {
		var list strings.Builder
		for step := range steps {
			if step > 0 {
				list.WriteString(", ")
			}
			fmt.Fprintf(&list, "%.5f", float64(run+1)/float64(step+1))
		}
		require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("run-%d.ipynb", run)), []byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
			{"cell_type": "code", "id": "a", "metadata": {"tags": ["loss"]}, "execution_count": 1, "source": "", "outputs": [
			{"output_type": "stream", "name": "stdout", "text": "[`+list.String()+`]\n"}]}]}`), 0o666))
	}
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, folder)))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	tb.until(`() => document.querySelector(".line-chart .u-over")`)
	// From the click to the drawn chart.
	took := ask[float64](tb, `async () => {
		document.querySelector('.histories button[data-value="steps"]').click();
		const from = performance.now();
		document.querySelector('.histories button[data-value="chart"]').click();
		while (!document.querySelector(".line-chart canvas")) await new Promise((done) => requestAnimationFrame(done));
		await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
		return performance.now() - from;
	}`)
	t.Logf("%d numbers drawn in %.0f ms", runs*steps, took)
	require.Less(t, took, 10_000.0)
	require.Equal(t, sightings{}, tb.sightings())
}
