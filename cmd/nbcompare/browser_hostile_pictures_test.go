package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestPicturesThatLeaveInChromium takes pictures away while they load, as a quick
// reader and a small screen do: none is asked for by an address that is gone, and
// what stays in the end is shown.
func TestPicturesThatLeaveInChromium(t *testing.T) {
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, filepath.Join(testenv.Root(t), "testdata", "notebooks", "diabetes"))))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	tb.scrollThrough()
	const plate = `() => [...document.querySelectorAll("button.plate")].filter((plate) => plate.checkVisibility())[0]`
	for _, clicks := range [][]string{{"close"}, {"next", "close"}, {"next", "next", "previous", "close"}, {"flip", "flip", "flip", "close"}} {
		for range 3 {
			tb.do(`async (plate, clicks) => {
				(`+plate+`)().click();
				const [previous, flip, next, close] = document.querySelectorAll("dialog[open] button");
				for (const click of clicks) ({ previous, flip, next, close })[click].click();
			}`, plate, clicks)
			tb.until(`() => document.querySelector("dialog") === null`)
		}
	}
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings(), "a large picture is closed while it loads")

	// There and back: the same picture is loaded twice, and the first time is over later.
	tb.do(`async () => {
		(` + plate + `)().click();
		const [previous, , next] = document.querySelectorAll("dialog[open] button");
		for (let i = 0; i < 20; i++) {
			next.click();
			await new Promise((done) => setTimeout(done, i % 4));
			previous.click();
		}
	}`)
	tb.until(`() => { const image = document.querySelector("dialog[open] img"); return image.complete && image.naturalWidth > 0; }`)
	tb.do(`() => document.querySelector("dialog[open] button:last-child").click()`)

	// What leaves the screen leaves with its address.
	tb.do(`async () => {
		const app = document.getElementById("app");
		for (let i = 0; i < 60; i++) {
			app.style.paddingTop = i % 2 ? "" : "300vh";
			app.style.marginTop = i % 2 ? "" : "20000px";
			for (let wait = i % 3; wait >= 0; wait--) await new Promise(requestAnimationFrame);
		}
		(` + plate + `)().scrollIntoView({ block: "center", behavior: "instant" });
	}`)
	tb.until(`() => { const image = (` + plate + `)().querySelector("img"); return image.complete && image.naturalWidth > 0; }`)
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
}

// TestLargeDrawingInChromium: a drawing of 200,000 circles is named with its size,
// and drawn when the reader wants it.
func TestLargeDrawingInChromium(t *testing.T) {
	var circles strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&circles, `<circle cx="%d" cy="%d" r="3"/>`, i%1000, i/1000)
	}
	svg := strings.Replace(svgStart, `width="100" height="100"`, `width="1000" height="200"`, 1) + circles.String() + "</svg>"
	data, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 4, "metadata": map[string]any{}, "cells": []any{
		hostileCell("score", stdout("0.5")), hostileCell("circles", display("image/svg+xml", svg)),
	}})
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "circles.ipynb")
	require.NoError(t, os.WriteFile(path, data, 0o666))
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(reportOfProgram(t, path)))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	image := `() => (` + sectionOf + `)("circles").querySelector("img.picture")`
	tb.do(`() => (` + sectionOf + `)("circles").scrollIntoView({ behavior: "instant" })`)
	tb.until(`() => (` + image + `)()?.alt.endsWith(" MB: click to draw it)")`)
	require.Equal(t, "", ask[string](tb, `() => (`+image+`)().src`))
	require.Regexp(t, `^circles of circles \(a drawing of 6 MB: click to draw it\)$`, ask[string](tb, `() => (`+image+`)().alt`))
	tb.click(image)
	tb.until(`() => { const large = document.querySelector("dialog[open] img"); return large.complete && large.naturalWidth === 1000; }`)
	tb.do(`() => document.querySelector("dialog[open] button:last-child").click()`)
	tb.until(`() => { const image = (` + image + `)(); return image.complete && image.naturalWidth === 1000 && image.alt === "circles of circles"; }`)
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
}
