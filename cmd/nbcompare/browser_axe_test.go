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
// unfolded; of the others the part that they show. Views of one report follow each
// other in one tab, by their address.
func TestAccessibilityInChromium(t *testing.T) {
	testenv.Node(t) // which has the packages of render/web installed
	axe, err := os.ReadFile(filepath.Join(testenv.Root(t), "render", "web", "node_modules", "axe-core", "axe.min.js"))
	require.NoError(t, err, "npm ci in render/web")
	b := startBrowser(t)
	book := newViewBook(t)
	tabs := map[string]*tab{}
	for _, view := range pageViews {
		if view.still {
			continue
		}
		tb := tabs[view.runs]
		first := tb == nil
		if first {
			tb = b.newTab(t)
			tabs[view.runs] = tb
		}
		t.Run(view.name, func(t *testing.T) {
			tb.t = t
			book.open(t, tb, view, "light", 1280, 900)
			if first {
				tb.do(unfoldEverything)
				tb.settle()
			}
			if !ask[bool](tb, `() => "axe" in window`) {
				_, err := chromedp.Run(tb.ctx, chromedp.Evaluate[chromedp.Void](string(axe)+"; undefined"))
				require.NoError(t, err)
			}
			part := view.part(tb, first)
			require.Empty(t, ask[[]string](tb, violations, part, nil))
			require.NoError(t, chromedp.Do(tb.ctx, chromedp.EmulateViewport(360, 740)))
			tb.media("", "dark")
			tb.settle()
			require.Empty(t, ask[[]string](tb, beyondTheEdge))
			require.LessOrEqual(t, ask[int](tb, `() => document.documentElement.scrollWidth`), 360)
			rules := lookRules
			if view.name == pageViews[0].name { // what a phone alone shows
				rules = nil
			}
			require.Empty(t, ask[[]string](tb, violations, part, rules))
			require.Equal(t, sightings{}, tb.sightings())
			if view.name == pageViews[0].name { // what is faint would be seen
				tb.do(`() => { const faint = document.createElement("p"); faint.textContent = "faint"; faint.style.cssText = "color: #555; background: #444"; document.querySelector("#overview").append(faint); }`)
				require.Len(t, ask[[]string](tb, violations, "main > #overview", lookRules), 1)
			}
			if first || view.then != "" { // what was opened closes with the page
				tb.load("about:blank")
			}
		})
	}
}

// part returns the selector of what a view shows.
func (v pageView) part(tb *tab, whole bool) string {
	switch {
	case ask[bool](tb, `() => document.querySelector("dialog[open]") !== null`):
		return "dialog[open]"
	case whole:
		return "html"
	case v.at != "":
		return ask[string](tb, `(at) => "#" + (`+partOf+`)(at).id`, v.at)
	}
	return "main > #overview"
}

// lookRules are the rules of axe whose verdict depends on colours and widths; all others see the same elements, light or dark.
var lookRules = []string{"color-contrast", "link-in-text-block", "scrollable-region-focusable"}

// violations lists what axe finds in a part of the page. What is beside the part
// is not there meanwhile, as axe would look through all of it for what lies behind
// each text; nor are siblings that are but for their words like one before them, such
// as the rows of a table.
const violations = `async (part, rules) => {
	const root = document.querySelector(part);
	const away = [];
	for (let at = root; !at.matches("html, body, main"); at = at.parentElement) {
		for (const other of at.parentElement.children) if (other !== at && !other.matches("script, style")) away.push(other);
	}
	const telling = /^(?:class|style|role|type|aria-pressed|aria-expanded|aria-sort|data-heat|data-state)$/;
	const shape = (element) => element.outerHTML.replace(/([\w-]+)="[^"]*"/g, (all, name) => telling.test(name) ? all : name).replace(/>[^<]+</g, ">…<");
	const hide = (parent) => {
		const shapes = new Map();
		for (const child of parent.children) {
			const own = parent.childElementCount > 1 && !child.matches("script, style") ? shape(child) : "";
			shapes.set(own, (shapes.get(own) ?? 0) + 1);
			if (own !== "" && shapes.get(own) > 1) away.push(child);
			else hide(child);
		}
	};
	hide(root);
	// What holds a frame stays, as it would load anew; all else leaves the document.
	const back = away.map((element) => {
		if (element.querySelector("iframe, canvas")) {
			const { display } = element.style;
			element.style.display = "none";
			return () => { element.style.display = display; };
		}
		const place = document.createComment("");
		element.replaceWith(place);
		return () => place.replaceWith(element);
	});
	const options = { resultTypes: ["violations"], iframes: false, preload: false, selectors: false, ...rules && { runOnly: rules } };
	const found = (await axe.run(part, options)).violations;
	for (const step of back) step();
	return found.filter(({ impact }) => impact === "serious" || impact === "critical")
		.map(({ id, nodes }) => id + ": " + nodes.slice(0, 5).map((node) => node.html.slice(0, 200) + " " + (node.any[0]?.message ?? "")).join(" ; "));
}`

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
