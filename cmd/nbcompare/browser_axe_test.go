package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestAccessibilityInChromium lets axe look at every view, light on a wide
// screen and dark on a phone: no serious violation, and on the phone nothing is
// beyond the edge. The first view of each report is looked at as a whole, with all
// unfolded; of the others the part that they show.
func TestAccessibilityInChromium(t *testing.T) {
	testenv.Node(t) // which has the packages of render/web installed
	axe, err := os.ReadFile(filepath.Join(testenv.Root(t), "render", "web", "node_modules", "axe-core", "axe.min.js"))
	require.NoError(t, err, "npm ci in render/web")
	b := startBrowser(t)
	book := newViewBook(t)
	whole := map[string]bool{}
	for _, view := range pageViews {
		t.Run(view.name, func(t *testing.T) {
			tb := b.newTab(t)
			book.open(t, tb, view, "light", 1280, 900)
			part := "main > #overview"
			if ask[bool](tb, `() => document.querySelector("dialog[open]") !== null`) {
				part = "dialog[open]"
			} else if !whole[view.runs] {
				whole[view.runs] = true
				part = "html"
				tb.do(unfoldEverything)
				tb.settle()
			} else if view.at != "" {
				part = ask[string](tb, `(key) => "#" + (`+sectionOf+`)(key).id`, view.at)
			}
			_, err := chromedp.Run(tb.ctx, chromedp.Evaluate[chromedp.Void](string(axe)+"; undefined"))
			require.NoError(t, err)
			require.Empty(t, ask[[]string](tb, violations, part))
			require.NoError(t, chromedp.Do(tb.ctx, chromedp.EmulateViewport(360, 740)))
			tb.media("", "dark")
			tb.settle()
			require.Empty(t, ask[[]string](tb, beyondTheEdge))
			require.LessOrEqual(t, ask[int](tb, `() => document.documentElement.scrollWidth`), 360)
			require.Empty(t, ask[[]string](tb, violations, part))
			require.Equal(t, sightings{}, tb.sightings())
		})
	}
}

const violations = `async (part) => (await axe.run(part, { resultTypes: ["violations"], iframes: false, preload: false })).violations
	.filter(({ impact }) => impact === "serious" || impact === "critical")
	.map(({ id, nodes }) => id + ": " + nodes.slice(0, 5).map((node) => node.html.slice(0, 200) + " " + (node.any[0]?.message ?? "")).join(" ; "))`

// beyondTheEdge lists the controls that a finger does not reach: those outside
// of the screen that nothing scrolls to.
const beyondTheEdge = `() => [...document.querySelectorAll(":is(button, input, select, summary, a, label)")].filter((control) => {
	if (!control.checkVisibility() || control.matches(".skip")) return false;
	for (let around = control.parentElement; around; around = around.parentElement) {
		if (around !== document.documentElement && /auto|scroll/.test(getComputedStyle(around).overflowX)) return false;
	}
	const box = control.getBoundingClientRect();
	return box.width > 0 && (box.left < -1 || box.right > innerWidth + 1);
}).map((control) => control.outerHTML.slice(0, 200))`
