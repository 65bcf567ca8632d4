package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

var (
	screenshots = flag.String("screenshots", "", "write a picture of every view into this folder, and the README's again (make screenshots)")
	viewNames   = flag.String("views", "", "of -screenshots, the names of the views: a regular expression")
)

// readmePictures are those that are committed, in docs.
var readmePictures = []struct {
	file, view    string
	width, height int64
}{
	{"report.png", "overview", 1360, 804},
	{"pair.png", "pair-difference", 1360, 804},
}

// TestScreenshots takes the README's pictures. Fonts differ from machine to
// machine, and with them the pixels; so those that are committed must only be
// there, have the size, and be small enough for a page.
func TestScreenshots(t *testing.T) {
	b := startBrowser(t)
	book := newViewBook(t)
	if *screenshots != "" {
		takeAll(t, b, book, *screenshots)
	}
	for _, picture := range readmePictures {
		path := filepath.Join(testenv.Root(t), "docs", picture.file)
		view := pageViews[slices.IndexFunc(pageViews, func(v pageView) bool { return v.name == picture.view })]
		var taken []byte
		t.Run(picture.file, func(t *testing.T) { taken = takeScreenshot(t, b, book, view, "light", picture.width, picture.height) })
		if *screenshots != "" {
			require.NoError(t, os.WriteFile(path, taken, 0o666))
		}
		committed, err := os.ReadFile(path)
		require.NoError(t, err, "make screenshots")
		require.Less(t, len(committed), 250_000, path)
		want, err := png.DecodeConfig(bytes.NewReader(taken))
		require.NoError(t, err)
		got, err := png.DecodeConfig(bytes.NewReader(committed))
		require.NoError(t, err)
		require.Equal(t, [2]int{want.Width, want.Height}, [2]int{got.Width, got.Height}, path)
	}
}

// takeAll takes every view, light and dark, wide and narrow.
func takeAll(t *testing.T, b *browser, book viewBook, folder string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(folder, 0o777))
	for _, view := range pageViews {
		if found, err := regexp.MatchString(*viewNames, view.name); err != nil || !found {
			continue
		}
		for _, scheme := range []string{"light", "dark"} {
			for _, size := range [][2]int64{{1280, 900}, {360, 740}} {
				name := fmt.Sprintf("%s-%s-%d.png", view.name, scheme, size[0])
				t.Run(name, func(t *testing.T) { // a test of its own closes its tab
					require.NoError(t, os.WriteFile(filepath.Join(folder, name), takeScreenshot(t, b, book, view, scheme, size[0], size[1]), 0o666))
				})
			}
		}
	}
}

func takeScreenshot(t *testing.T, b *browser, book viewBook, view pageView, scheme string, width, height int64) []byte {
	t.Helper()
	tb := b.newTab(t)
	ctx, done := context.WithTimeout(tb.ctx, 4*patience)
	defer done()
	book.open(t, tb, view, scheme, width, height)
	tb.until(`() => [...document.querySelectorAll("img.picture")].every((image) => image.dataset.loaded === undefined || (image.complete && image.src !== ""))`)
	tb.until(`() => !document.querySelector(".pair .says") || document.querySelector(".shots").dataset.compared !== undefined`)
	tb.until(`() => document.querySelector('.drawing[data-state="drawing"], dialog.figure-large:not([data-state="drawn"])') === null`)
	tb.settle()
	taken, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	require.NoError(t, err)
	return taken
}
