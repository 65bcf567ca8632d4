package main

import (
	"bytes"
	"context"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

var screenshot = flag.Bool("screenshot", false, "write the README's picture of the report again (make screenshot)")

// TestScreenshot takes the README's picture of the report of the diabetes runs.
// Fonts differ from machine to machine, and with them the pixels; so the picture
// that is committed must only be there and have the size.
func TestScreenshot(t *testing.T) {
	b := startBrowser(t)
	path := filepath.Join(testenv.Root(t), "docs", "report.png")
	taken := takeScreenshot(t, b)
	if *screenshot {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, taken, 0o666))
	}
	want, err := png.DecodeConfig(bytes.NewReader(taken))
	require.NoError(t, err)
	committed, err := os.Open(path)
	require.NoError(t, err, "make screenshot")
	defer committed.Close()
	got, err := png.DecodeConfig(committed)
	require.NoError(t, err)
	require.Equal(t, [2]int{want.Width, want.Height}, [2]int{got.Width, got.Height})
}

func takeScreenshot(t *testing.T, b *browser) []byte {
	t.Helper()
	tb := b.newTab(t)
	ctx, done := context.WithTimeout(tb.ctx, patience)
	defer done()
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(1360, 804)))
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: "light"}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	require.NoError(t, err)
	tb.load(fileURL(report(t, "--title", "Diabetes: three regressors, four seeds", filepath.Join(testenv.Root(t), "testdata", "notebooks", "diabetes"))))
	tb.until(`() => document.documentElement.dataset.ready === "true" && document.fonts.status === "loaded"`)
	tb.settle()
	taken, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	require.NoError(t, err)
	return taken
}
