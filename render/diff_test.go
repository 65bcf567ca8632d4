package render

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

func loadRuns(t testing.TB, opts collection.Options, paths ...string) *collection.Collection {
	t.Helper()
	c, err := collection.Load(context.Background(), paths, opts)
	require.NoError(t, err)
	return c
}

func diffText(t testing.TB, c *collection.Collection, opts DiffOptions) (string, DiffSummary) {
	t.Helper()
	var out bytes.Buffer
	summary, err := Diff(context.Background(), &out, c, opts)
	require.NoError(t, err)
	return out.String(), summary
}

func TestDiffGoldens(t *testing.T) {
	const churn, diabetes = "../testdata/notebooks/churn/", "../testdata/notebooks/diabetes/"
	two := []string{churn + "production.ipynb", churn + "candidate.ipynb"}
	status := collection.DiffOptions{Status: true}
	for name, test := range map[string]struct {
		paths []string
		keys  []string
		opts  DiffOptions
	}{
		"churn.diff.txt":          {two, nil, DiffOptions{DiffOptions: status}},
		"churn.diff.80.color.txt": {two, nil, DiffOptions{DiffOptions: status, Width: 80, Color: true}},
		"churn.diff.60.txt":       {two, nil, DiffOptions{DiffOptions: status, Width: 60}},
		"churn.diff.full.txt":     {two, []string{"metrics", "top_customers", "version"}, DiffOptions{Full: true}},
		"churn.diff.md":           {two, nil, DiffOptions{DiffOptions: status, Format: Markdown}},
		"churn.diff.html":         {two, []string{"metrics", "decision", "confusion_table"}, DiffOptions{Format: HTML}},
		"churn.diff.json":         {two, nil, DiffOptions{DiffOptions: status, Format: JSON}},
		"broken.diff.txt":         {[]string{"../testdata/notebooks/broken"}, nil, DiffOptions{DiffOptions: status}},
		"broken.diff.md":          {[]string{"../testdata/notebooks/broken"}, nil, DiffOptions{DiffOptions: status, Format: Markdown}},
		"diabetes.diff.80.txt":    {[]string{diabetes + "gb-*", diabetes + "ridge-0.ipynb"}, []string{"params.*", "best_feature", "metrics", "residuals", "cv.folds"}, DiffOptions{Width: 80}},
		"diabetes.diff.html":      {[]string{diabetes + "gb-*"}, []string{"params.*", "best_feature", "metrics", "residuals"}, DiffOptions{Format: HTML}},
	} {
		t.Run(name, func(t *testing.T) {
			text, summary := diffText(t, loadRuns(t, collection.Options{Keys: test.keys}, test.paths...), test.opts)
			require.True(t, summary.Differs)
			golden(t, name, []byte(strings.ReplaceAll(text+"\n== "+summary.Text+"\n", "../testdata/notebooks/", "")))
		})
	}
}

// The two runs of every kind of output that testdata/notebooks/wild holds.
func TestDiffWildGoldens(t *testing.T) {
	for _, name := range []string{"tables", "great-tables", "text", "markup", "figures", "keys", "r", "go", "julia"} {
		c := loadRuns(t, collection.Options{}, "../testdata/notebooks/wild/"+name+"-[01].ipynb")
		text, summary := diffText(t, c, DiffOptions{})
		golden(t, "wild."+name+".diff.txt", []byte(text+"\n== "+summary.Text+"\n"))
	}
	c := loadRuns(t, collection.Options{Keys: []string{"series_long"}}, "../testdata/notebooks/wild/tables-[01].ipynb")
	text, _ := diffText(t, c, DiffOptions{Format: JSON})
	require.Contains(t, text, `"truncated": true`)
}

func TestDiffSourceGoldens(t *testing.T) {
	dir := t.TempDir()
	for name, cells := range map[string][][2]string{
		"old": {{"markdown", "# Title"}, {"code", "import a\nimport b"}, {"code", "model.fit(x, y)\nmodel.score(x)"}, {"code", "gone()"}, {"code", "move(me, please)"}},
		"new": {{"markdown", "# Title"}, {"code", "move(me, please)"}, {"code", "import a\nimport b"}, {"raw", "a raw cell"}, {"code", "model.fit(x, z)\nmodel.score(x)"}},
	} {
		writeCells(t, filepath.Join(dir, name+".ipynb"), cells, nil)
	}
	c := loadRuns(t, collection.Options{Cells: collection.CellSources}, filepath.Join(dir, "old.ipynb"), filepath.Join(dir, "new.ipynb"))
	for name, format := range map[string]Format{"sources.diff.txt": Text, "sources.diff.md": Markdown, "sources.diff.json": JSON} {
		text, summary := diffText(t, c, DiffOptions{DiffOptions: collection.DiffOptions{Sources: true}, Format: format})
		golden(t, name, []byte(strings.ReplaceAll(text, dir, "")+"\n== "+summary.Text+"\n"))
	}
}

// writeCells writes a notebook of cells of a type with a source; each tag's
// cell printed its text.
func writeCells(t testing.TB, path string, sources [][2]string, tagged [][2]string) {
	cells := []any{}
	for _, cell := range sources {
		c := map[string]any{"cell_type": cell[0], "source": cell[1], "metadata": map[string]any{}}
		if cell[0] == "code" {
			c["outputs"], c["execution_count"] = []any{}, nil
		}
		cells = append(cells, c)
	}
	for _, cell := range tagged {
		cells = append(cells, map[string]any{"cell_type": "code", "execution_count": 1, "source": cell[1],
			"metadata": map[string]any{"tags": []string{cell[0]}},
			"outputs":  []any{map[string]any{"output_type": "stream", "name": "stdout", "text": cell[1]}}})
	}
	b, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 4, "metadata": map[string]any{}, "cells": cells})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, b, 0o666))
}

// When nothing differs text is empty, and the other formats say so.
func TestDiffOfEqualRuns(t *testing.T) {
	path := "../testdata/notebooks/churn/production.ipynb"
	c := loadRuns(t, collection.Options{Cells: collection.CellSources}, path, path)
	for format, want := range map[Format]string{
		Text: "", Markdown: "**production** → **production#2**\n\nnothing differs in 20 keys and 18 cells\n",
		HTML: "<div class=\"nbcompare-diff\">\n<p><del>production</del> → <ins>production#2</ins></p>\n<p>nothing differs in 20 keys and 18 cells</p>\n</div>\n",
	} {
		text, summary := diffText(t, c, DiffOptions{Format: format, DiffOptions: collection.DiffOptions{Status: true, Sources: true}})
		require.False(t, summary.Differs)
		require.Equal(t, want, text)
	}
}

// On a terminal no line of values is wider than it.
func TestDiffFitsTheTerminal(t *testing.T) {
	for _, family := range []string{"churn", "diabetes", "broken", "training", "wild"} {
		c := loadFamily(t, family)
		for _, width := range []int{60, 80, 132} {
			text, _ := diffText(t, c, DiffOptions{Width: width, DiffOptions: collection.DiffOptions{Status: true}})
			inLines := false
			for line := range strings.Lines(text) {
				line = strings.TrimSuffix(line, "\n")
				switch {
				case line == "":
					inLines = false
				case strings.HasPrefix(line, "@@"):
					inLines = true // lines of a text are as long as they are
				case !inLines && !strings.HasPrefix(line, "-") && !strings.HasPrefix(line, "+") && strings.Contains(line, "→"):
					require.LessOrEqual(t, runewidth.StringWidth(line), width, "%s: %q", family, line)
				}
			}
		}
	}
}

// JSON loses no digit and holds what text shows.
func TestDiffJSONIsExact(t *testing.T) {
	dir := t.TempDir()
	writeCells(t, filepath.Join(dir, "a.ipynb"), nil, [][2]string{{"x", "0.10000000000000000001"}, {"n", "123456789012345678901234567890"}, {"i", "inf"}})
	writeCells(t, filepath.Join(dir, "b.ipynb"), nil, [][2]string{{"x", "0.10000000000000000002e0"}, {"n", "123456789012345678901234567891"}, {"i", "nan"}})
	text, _ := diffText(t, loadRuns(t, collection.Options{}, dir), DiffOptions{Format: JSON})
	var doc struct {
		Differences []struct {
			Path     string
			Old, New json.RawMessage
		}
	}
	require.NoError(t, json.Unmarshal([]byte(text), &doc))
	got := ""
	for _, d := range doc.Differences {
		got += fmt.Sprintf("%s %s %s\n", d.Path, d.Old, d.New)
	}
	require.Equal(t, "n 123456789012345678901234567890 123456789012345678901234567891\ni \"Infinity\" \"NaN\"\n", got)
}

// A line of three backticks does not end the fence.
func TestDiffFence(t *testing.T) {
	dir := t.TempDir()
	writeCells(t, filepath.Join(dir, "a.ipynb"), nil, [][2]string{{"x", "```\n````js\nx"}})
	writeCells(t, filepath.Join(dir, "b.ipynb"), nil, [][2]string{{"x", "```\n````js\n<script>y"}})
	text, _ := diffText(t, loadRuns(t, collection.Options{}, dir), DiffOptions{Format: Markdown})
	require.Contains(t, text, "`````diff\n ```\n ````js\n-x\n+<script>y\n`````\n")
}

var allowedTags = map[string]bool{"div": true, "p": true, "del": true, "ins": true, "strong": true, "table": true, "thead": true,
	"tbody": true, "tr": true, "th": true, "td": true, "pre": true}

var sgr = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// FuzzDiff writes hostile notebooks in one of the formats: nothing of them reaches a
// terminal but printable text, and nothing becomes HTML.
func FuzzDiff(f *testing.F) {
	formats := []DiffOptions{{Width: 80, Color: true}, {}, {Full: true}, {Format: Markdown}, {Format: HTML}, {Format: JSON}}
	for which := range formats {
		f.Add("key", "text \x1b[2J\x1b]0;title\x07", "line\nother \u202e", "x = 1\r\x1b[1A", "\x9b31m", which)
		f.Add("<script>", "{'<img src=x onerror=alert(1)>': 1, '\x1b[1m': [1, '\x00']}", "{'a': 2}", "```\n</pre><script>", "x", which)
		f.Add("a|b`c", "[1, 2, '\u2028', b'\\x1b']", "[3]", "# \ud7ff", "\xff\xfe", which)
		f.Add("t", "<table><tr><th></th><th>\x1b[7m</th></tr><tr><th>r</th><td>1</td></tr></table>", "0x7f0000000000", "", "", which)
	}
	dir := f.TempDir()
	f.Fuzz(testenv.Inputs(func(t *testing.T, key, old, now, source, other string, which int) {
		writeCells(t, filepath.Join(dir, "a.ipynb"), [][2]string{{"code", source}, {"markdown", other}}, [][2]string{{key, old}, {"same", old}})
		writeCells(t, filepath.Join(dir, "b.ipynb"), [][2]string{{"code", other}, {"markdown", source}}, [][2]string{{key, now}, {"other", now}})
		c := loadRuns(t, collection.Options{Cells: collection.CellSources}, filepath.Join(dir, "a.ipynb"), filepath.Join(dir, "b.ipynb"))
		opts := formats[uint(which)%uint(len(formats))]
		opts.Status, opts.Sources, opts.Meta = true, true, true
		text, summary := diffText(t, c, opts)
		require.True(t, utf8.ValidString(text))
		requireHarmless(t, text, &opts)
		requireHarmless(t, summary.Text, &DiffOptions{})
	}))
}

func requireHarmless(t *testing.T, text string, opts *DiffOptions) {
	if opts.Color {
		text = sgr.ReplaceAllStringFunc(text, func(code string) string {
			require.Contains(t, []string{ansiBold, ansiGreen, ansiRed, ansiCyan, ansiReset}, code)
			return ""
		})
	}
	switch opts.Format {
	case JSON:
		require.True(t, json.Valid([]byte(text)), text)
	case HTML:
		tokens := html.NewTokenizer(strings.NewReader(text))
		for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
			if kind != html.TextToken {
				token := tokens.Token()
				require.True(t, allowedTags[token.Data], token.String())
			}
		}
	}
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' {
			require.Fail(t, "acts on a terminal", "%q in %q", r, text)
		}
	}
}

func TestPictureNote(t *testing.T) {
	small, large := &value.Image{MIMEType: "image/png", Width: 10, Height: 10}, &value.Image{MIMEType: "image/png", Width: 20, Height: 10}
	damaged, drawing := &value.Image{MIMEType: "image/png"}, &value.Image{MIMEType: "image/svg+xml"}
	for _, test := range []struct {
		old, new *value.Image
		want     string
	}{
		{small, large, "of another size"},
		{small, small, "the pictures differ"},
		{small, damaged, "cannot be decoded"},
		{damaged, small, "the baseline's cannot be decoded"},
		{damaged, damaged, "neither can be decoded"},
		{drawing, drawing, "the pictures differ"},
	} {
		diff := &collection.Difference{Old: collection.Cell{Value: test.old}, New: collection.Cell{Value: test.new}}
		require.Equal(t, test.want, pictureNote(diff, &collection.PictureDiff{}))
	}
}
