package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestFormulasInChromium sets the LaTeX of the markup runs as formulas; a report
// without LaTeX has nothing of what that takes.
func TestFormulasInChromium(t *testing.T) {
	b := startBrowser(t)
	wild := filepath.Join(testenv.Root(t), "testdata", "notebooks", "wild")
	path := report(t, filepath.Join(wild, "markup-[01].ipynb"))
	tb := b.newTab(t)
	tb.load(fileURL(path))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	tb.scrollThrough()
	for _, key := range []string{"latex", "math"} {
		require.Equal(t, 2, ask[int](tb, `(key) => (`+sectionOf+`)(key).querySelectorAll(".math .katex-html").length`, key))
	}
	// The fraction is set, in KaTeX's own font.
	tb.do(`() => (` + sectionOf + `)("math").scrollIntoView({ behavior: "instant" })`)
	tb.until(`() => document.fonts.check("16px KaTeX_Math") && document.fonts.check("16px KaTeX_Main")`)
	require.True(t, ask[bool](tb, `() => (`+sectionOf+`)("math").querySelector(".math .katex-html .mfrac").getBoundingClientRect().height > 12`))
	require.Contains(t, ask[string](tb, `() => (`+sectionOf+`)("latex").innerText`), `\begin{align}\hat{y} &= \beta_0 + 1 x\end{align}`)
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())

	with, err := os.ReadFile(path)
	require.NoError(t, err)
	without, err := os.ReadFile(report(t, filepath.Join(wild, "text-[01].ipynb")))
	require.NoError(t, err)
	require.Contains(t, string(with), "KaTeX_Main")
	require.NotContains(t, string(without), "KaTeX")
	require.Empty(t, b.trap.caught())
}

// TestHostileFormulasInChromium: LaTeX gets no class, no address and no place
// outside its box, and what is none stands there as text.
func TestHostileFormulasInChromium(t *testing.T) {
	cells := []string{}
	for i, tex := range []string{
		`$\href{javascript:pwned('href')}{click}$`, `$\url{http://beacon.example/url}$`, `$\includegraphics{http://beacon.example/image}$`,
		`$\htmlClass{overview}{x}\htmlId{app}{y}\htmlStyle{position:fixed}{z}$`, `$\rule{100000em}{100000em}$`, `$\raisebox{-9999em}{x}\kern-9999em y$`,
		`$\def\a{\a\a}\a$`, `$` + strings.Repeat("{", 3000) + `$`, `<img src=x onerror="pwned('tag')"> $x$ <script>pwned('script')</script>`,
		`\begin{tabular}{l}a\end{tabular}`,
	} {
		encoded, err := json.Marshal(tex)
		require.NoError(t, err)
		cells = append(cells, `{"cell_type": "code", "id": "c`+string(rune('a'+i))+`", "metadata": {"tags": ["tex_`+string(rune('a'+i))+`"]}, "execution_count": 1, "source": "",
			"outputs": [{"output_type": "display_data", "metadata": {}, "data": {"text/latex": `+string(encoded)+`}}]}`)
	}
	path := filepath.Join(t.TempDir(), "tex.ipynb")
	require.NoError(t, os.WriteFile(path, []byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [`+strings.Join(cells, ",")+`]}`), 0o666))
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, path)))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	tb.scrollThrough()
	require.Equal(t, 10, ask[int](tb, `() => document.querySelectorAll("#sections .math").length`))
	require.Zero(t, ask[int](tb, `() => document.querySelectorAll(".math :is(a, img, script, iframe, [id], .overview)").length`))
	require.True(t, ask[bool](tb, `() => [...document.querySelectorAll(".math")].every((box) => box.offsetHeight < 500 && box.offsetWidth <= document.querySelector("#sections").offsetWidth)`))
	tb.clickEverything()
	requireHarmless(t, tb, b.trap)
}
