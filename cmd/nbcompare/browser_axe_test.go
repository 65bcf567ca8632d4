package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestAccessibilityInChromium lets axe look at the views, light and dark, wide
// and narrow: no serious violation.
func TestAccessibilityInChromium(t *testing.T) {
	testenv.Node(t) // which has the packages of render/web installed
	root := testenv.Root(t)
	axe, err := os.ReadFile(filepath.Join(root, "render", "web", "node_modules", "axe-core", "axe.min.js"))
	require.NoError(t, err, "npm ci in render/web")
	b := startBrowser(t)
	for _, test := range []struct {
		name, runs, hash, scheme string
		width                    int64
	}{
		{"first view", "diabetes", "", "light", 1280},
		{"arranged", "diabetes", "#transpose=on&pin=rf-1&baseline=gb-2", "dark", 1280},
		{"pictures", "diabetes", "#pick.residuals=swipe:gb-0~rf-1&pick.pred_vs_true=difference:gb-0~rf-1", "dark", 1280},
		{"tables", "churn", "#rows.classification_report=differing;tolerance=1%25", "light", 360},
		{"curves", "training", "#pick.history=chart;log-y;smooth-0.5&pick.history_table=steps", "light", 360},
		{"formulas", "wild/markup-[01].ipynb", "", "dark", 360},
		{"problems", "broken", "", "light", 1280},
	} {
		t.Run(test.name, func(t *testing.T) {
			tb := b.newTab(t)
			require.NoError(t, chromedp.Do(tb.ctx, chromedp.EmulateViewport(test.width, 900)))
			_, err := chromedp.Call(tb.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: test.scheme}}})
			require.NoError(t, err)
			tb.load(fileURL(report(t, filepath.Join(root, "testdata", "notebooks", test.runs))) + test.hash)
			tb.until(`() => document.documentElement.dataset.ready === "true"`)
			tb.do(`() => { for (const fold of document.querySelectorAll('button.fold[aria-expanded="false"]')) fold.click(); }`)
			tb.scrollThrough()
			tb.do(`() => { for (const details of document.querySelectorAll("details")) details.open = true; }`)
			tb.settle()
			_, err = chromedp.Run(tb.ctx, chromedp.Evaluate[chromedp.Void](string(axe)+"; undefined"))
			require.NoError(t, err)
			require.Empty(t, ask[[]string](tb, `async () => (await axe.run(document, { resultTypes: ["violations"], iframes: false })).violations
				.filter(({ impact }) => impact === "serious" || impact === "critical")
				.map(({ id, nodes }) => id + ": " + nodes.slice(0, 5).map((node) => node.html.slice(0, 200)).join(" ; "))`))
			// Nothing is wider than the screen.
			require.LessOrEqual(t, ask[int64](tb, `() => document.documentElement.scrollWidth`), test.width)
		})
	}
}
