package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// htmlNotebook shows HTML under the tag note.
const htmlNotebook = `{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{"cell_type": "code", "execution_count": 1, "source": "",
	"metadata": {"tags": ["note"]}, "outputs": [{"output_type": "display_data", "metadata": {}, "data": {"text/html": "<p>a <b>note</b></p>"}}]}]}`

// TestAssetsInChromium opens a report whose pictures are files beside it, as a
// file and from a server: the pictures show, nothing else is asked for, and two
// pictures are compared as far as the browser allows.
func TestAssetsInChromium(t *testing.T) {
	b := startBrowser(t)
	folder := t.TempDir()
	extra := filepath.Join(t.TempDir(), "html.ipynb")
	require.NoError(t, os.WriteFile(extra, []byte(htmlNotebook), 0o666))
	page := filepath.Join(folder, "report.html")
	var messages strings.Builder
	status := run(t.Context(), []string{"report", "-o", page, "--assets", filepath.Join(folder, "the pictures"), "-k", "pred_vs_true", "-k", "note",
		filepath.Join(testenv.Root(t), "testdata", "notebooks", "diabetes"), extra}, Streams{In: strings.NewReader(""), Err: &messages})
	require.Equal(t, 0, status, messages.String())
	require.Contains(t, messages.String(), "; 12 pictures in ")
	b.trap.serve(folder)

	for _, place := range []struct {
		url  string
		read bool // the browser lets the page read pixels
	}{{fileURL(folder) + "/", false}, {"http://" + pagesHost + "/", true}} {
		tb := b.newTab(t)
		tb.load(place.url + "report.html")
		tb.until(`() => document.documentElement.dataset.ready === "true"`)
		within := func(selector string) string {
			return `() => (` + sectionOf + `)("pred_vs_true").querySelector('` + selector + `')`
		}
		tb.until(within("img.picture"))
		count := ask[int](tb, `() => (`+sectionOf+`)("pred_vs_true").querySelectorAll("img.picture").length`)
		require.Equal(t, 12, count)
		for i := range count {
			tb.do(`(i) => (`+sectionOf+`)("pred_vs_true").querySelectorAll("img.picture")[i].scrollIntoView({ behavior: "instant" })`, i)
			tb.until(`(i) => (`+sectionOf+`)("pred_vs_true").querySelectorAll("img.picture")[i].naturalWidth === 264`, i)
		}

		tb.until(within(`.choice button[data-value="pair"]`))
		tb.click(within(`.choice button[data-value="pair"]`))
		tb.until(within(".pair .says"))
		tb.click(within(`button[data-shot="4"]`)) // rf-0
		tb.click(within(`.choice button[data-value="difference"]`))
		if place.read {
			tb.until(within(`canvas[data-drawn="true"]`))
			tb.until(within(`.says[data-share="2.6 %"]`))
		} else {
			tb.until(within(`.pane[data-blend="true"]`))
			tb.until(`() => (` + within(".says") + `)().textContent.includes("without --assets")`)
			require.False(t, ask[bool](tb, `() => (`+sectionOf+`)("pred_vs_true").querySelector("canvas") !== null`))
		}

		tb.settle()
		seen := tb.sightings()
		require.NotEmpty(t, seen.Requests)
		for _, request := range seen.Requests {
			require.Regexp(t, `^`+place.url+`the%20pictures/[0-9a-f]{32}\.png$`, request)
		}
		seen.Requests = nil
		require.Equal(t, sightings{}, seen)
		if place.read { // else the sandbox by itself keeps files from frames
			tb.framesAskForNothing(place.url)
		}
	}
	require.Empty(t, b.trap.caught())

	// Who moves the page without its pictures sees what is missing.
	moved := filepath.Join(t.TempDir(), "report.html")
	require.NoError(t, os.Rename(page, moved))
	tb := b.newTab(t)
	tb.load(fileURL(moved))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	tb.do(`() => (` + sectionOf + `)("pred_vs_true").scrollIntoView({ behavior: "instant" })`)
	tb.until(`() => /^pred_vs_true of .*gb-0 \(cannot be shown: \.\/the pictures\/[0-9a-f]{32}\.png\)$/.test((` + sectionOf + `)("pred_vs_true").querySelector("img").alt)`)
}

// framesAskForNothing puts a picture of the page's own folder into a frame of
// the page, where it would be seen, and behind what stands first in the frames
// of notebooks, where it is refused.
func (tb *tab) framesAskForNothing(folder string) {
	t := tb.t
	t.Helper()
	tb.do(`() => (` + sectionOf + `)("note").scrollIntoView({ behavior: "instant" })`)
	tb.until(`() => (` + sectionOf + `)("note").querySelector("iframe")`)
	mount := `(document) => {
		const frame = window.document.createElement("iframe");
		frame.sandbox = "";
		frame.srcdoc = document;
		window.document.body.append(frame);
		return new Promise((loaded) => { frame.onload = () => loaded(true); });
	}`
	require.True(t, ask[bool](tb, mount, `<img src="open.png">`))
	require.True(t, eventually(patience, func() bool { return slices.Contains(tb.sightings().Requests, folder+"open.png") }), "without the frame's policy it is asked for")
	policy := ask[string](tb, `() => (`+sectionOf+`)("note").querySelector("iframe").srcdoc.match(/^<meta [^>]*>/)[0]`)
	require.True(t, ask[bool](tb, mount, policy+`<img src="shut.png"><p style="background: url(shut2.png)">x</p>`))
	for _, name := range []string{"shut.png", "shut2.png"} {
		refused := func() bool { return slices.Contains(tb.sightings().Refused, "request for "+folder+name) }
		require.True(t, eventually(patience, refused), "%s: %+v", name, tb.sightings())
	}
}
