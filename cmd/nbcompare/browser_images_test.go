package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestTwoPicturesInChromium compares pictures in each way, with the mouse and
// with keys, and the page's percentages with Go's.
func TestTwoPicturesInChromium(t *testing.T) {
	b := startBrowser(t)
	folder := filepath.Join(testenv.Root(t), "testdata", "notebooks", "diabetes")
	tb := b.newTab(t)
	tb.load(fileURL(report(t, folder)))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	const key = "pred_vs_true"
	within := func(selector string) string {
		return `() => (` + sectionOf + `)("` + key + `").querySelector('` + selector + `')`
	}
	tb.until(within(`.choice button[data-value="pair"]`))
	tb.click(within(`.choice button[data-value="pair"]`))
	tb.until(within(".pair"))
	require.Equal(t, "sides", tb.mode(key))

	// The share of every picture's pixels, as Go counts them.
	tb.until(within(`.shots[data-compared="0"]`))
	want := goShares(t, folder, key)
	require.Len(t, want, 12)
	require.Equal(t, want, ask[[]string](tb, `() => [...(`+sectionOf+`)("`+key+`").querySelectorAll(".share")].map((share) => share.textContent)`))

	tb.click(within(`button[data-shot="4"]`)) // rf-0
	tb.until(`(share) => (`+within(".says")+`)().dataset.share === share`, want[4])
	tb.zoomIsLinked(within)

	for _, step := range []struct{ press, mode string }{{"s", "swipe"}, {"o", "onion"}, {"d", "difference"}, {"d", "onion"}, {"d", "difference"}} {
		tb.press(step.press)
		require.Equal(t, step.mode, tb.mode(key), step.press)
	}
	tb.until(within(`canvas[data-drawn="true"]`))
	// Where the pictures differ is drawn, and nothing is where they do not.
	require.True(t, ask[bool](tb, `() => {
		const canvas = (`+within("canvas")+`)(), { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
		let found = 0;
		for (let i = 0; i < data.length; i += 4) if (data[i] === 214 && data[i + 1] === 77) found++;
		return found / (canvas.width * canvas.height) > 0.001 && found / (canvas.width * canvas.height) < 0.2;
	}`))
	tb.press("2")
	tb.until(`(share) => (`+within(".says")+`)().dataset.share === share`, want[1])
	tb.pressArrow(within)

	tb.swipes(within)
	hash := ask[string](tb, `() => location.hash`)
	require.Equal(t, "#pick."+key+"=swipe:gb-0~gb-2", strings.ReplaceAll(hash, "%7E", "~"))
	again := b.newTab(t)
	again.load(tb.url + hash)
	again.until(within(`.stage[data-mode="swipe"]`))
	again.until(`(share) => (`+within(".says")+`)().dataset.share === share`, want[2])

	for _, seen := range []*tab{tb, again} {
		seen.settle()
		require.Equal(t, sightings{}, seen.sightings())
	}
	require.Empty(t, b.trap.caught())
}

// goShares returns what Go says of every picture: "first", or the share of its
// pixels that differ from the first one's.
func goShares(t *testing.T, folder, title string) []string {
	t.Helper()
	c, err := collection.Load(t.Context(), []string{folder}, collection.Options{})
	require.NoError(t, err)
	for k, key := range c.Keys {
		if key.Title != title {
			continue
		}
		comparison := c.Compare(k)
		require.NoError(t, c.ComparePixels(t.Context(), comparison))
		shares := []string{"first"}
		for _, changed := range comparison.Body.(*collection.Images).Changed[1:] {
			text := fmt.Sprintf("%.1f %%", *changed*100)
			if *changed < 0.01 {
				text = fmt.Sprintf("%.2f %%", *changed*100)
			}
			shares = append(shares, text)
		}
		return shares
	}
	require.FailNow(t, "no key", title)
	return nil
}

func (tb *tab) mode(key string) string {
	tb.t.Helper()
	return ask[string](tb, `(key) => (`+sectionOf+`)(key).querySelector(".stage").dataset.mode`, key)
}

// press presses a key where the focus is.
func (tb *tab) press(key string) {
	tb.t.Helper()
	require.NoError(tb.t, chromedp.Do(tb.ctx, chromedp.KeyEvent(key)))
}

// zoomIsLinked enlarges with the button and moves with keys: both pictures do
// the same.
func (tb *tab) zoomIsLinked(within func(string) string) {
	tb.t.Helper()
	transforms := func() []string {
		return ask[[]string](tb, `() => [...(`+within(".stage")+`)().querySelectorAll(".layer")].map((layer) => layer.style.transform)`)
	}
	before := transforms()
	require.Len(tb.t, before, 2)
	tb.click(within(`button[aria-label="Larger"]`))
	larger := transforms()
	require.NotEqual(tb.t, before, larger)
	require.Equal(tb.t, larger[0], larger[1])
	require.NoError(tb.t, chromedp.Do(tb.ctx, chromedp.KeyEvent(kb.ArrowRight, chromedp.KeyModifiers(chromedp.ModifierShift))))
	moved := transforms()
	require.NotEqual(tb.t, larger, moved)
	require.Equal(tb.t, moved[0], moved[1])
	tb.press("0")
	require.Equal(tb.t, before, transforms())
}

// pressArrow goes to the next picture.
func (tb *tab) pressArrow(within func(string) string) {
	tb.t.Helper()
	tb.press(kb.ArrowRight)
	tb.until(within(`button[data-shot="2"][aria-pressed="true"]`))
}

// swipes drags the line between two pictures to a quarter.
func (tb *tab) swipes(within func(string) string) {
	tb.t.Helper()
	tb.click(within(`button[data-value="swipe"]`))
	tb.until(within(`.pane .line`))
	at := ask[[4]float64](tb, `() => {
		const pane = (`+within(".pane")+`)();
		pane.scrollIntoView({ block: "center", behavior: "instant" });
		const box = pane.getBoundingClientRect();
		return [box.x, box.y, box.width, box.height];
	}`)
	y := at[1] + at[3]/2
	require.NoError(tb.t, chromedp.Do(tb.ctx,
		chromedp.MouseEvent(chromedp.MousePressed, at[0]+at[2]/2, y, chromedp.Button("left")),
		chromedp.MouseEvent(chromedp.MouseMoved, at[0]+at[2]/4, y, chromedp.Button("left")),
		chromedp.MouseEvent(chromedp.MouseReleased, at[0]+at[2]/4, y, chromedp.Button("left"))))
	tb.until(`() => Math.abs(Number((` + within(".mix") + `)().value) - 25) < 1`)
	require.Contains(tb.t, ask[string](tb, `() => (`+within(".cover")+`)().style.clipPath`), "inset(0px 0px 0px 2")
}
