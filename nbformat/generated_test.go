package nbformat

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// 10,000 notebooks of all kinds are for us what they are for Python's json and
// the real nbformat: every value of them. And each of them, damaged somewhere,
// is taken or refused as Python does it.
func TestGeneratedLikePython(t *testing.T) {
	const notebooks, batch = 10_000, 2_500
	taken, warned := 0, 0
	for first := 0; first < notebooks; first += batch {
		var texts, damaged []string
		for i := range batch {
			g := &generator{Rand: rand.New(rand.NewPCG(2026, uint64(first+i)))}
			text := g.notebook()
			texts = append(texts, base64.StdEncoding.EncodeToString([]byte(text)))
			damaged = append(damaged, base64.StdEncoding.EncodeToString(g.damage(text)))
		}
		answers := ask[struct {
			Read  []attempt
			Takes []bool
		}](t, map[string]any{"generated": texts, "damaged": damaged})
		require.Len(t, answers.Read, batch)
		for i, want := range answers.Read {
			text, err := base64.StdEncoding.DecodeString(texts[i])
			require.NoError(t, err)
			require.Empty(t, want.Error, "%s", text)
			requireLikePython(t, string(text), want.Value)
			warned += len(read(t, string(text)).Warnings)
			bad, err := base64.StdEncoding.DecodeString(damaged[i])
			require.NoError(t, err)
			_, problem := check(bad, &notes{})
			require.Equal(t, answers.Takes[i], problem == nil, "%q: %v", bad, problem)
			if problem == nil {
				taken++
			}
		}
	}
	t.Logf("%d of %d damaged notebooks are JSON all the same; %d warnings", taken, notebooks, warned)
	require.Greater(t, taken, notebooks/20, "too few to say anything")
	require.Less(t, taken, notebooks*3/4)
	require.Greater(t, warned, notebooks/20)
}

// requireLikePython asserts that a notebook says what Python says of it, also
// when its outputs stay in the file.
func requireLikePython(t *testing.T, text string, want any) {
	t.Helper()
	nb := read(t, text)
	large, err := ReadLarge(strings.NewReader(text), int64(len(text)), "nb.ipynb")
	require.NoError(t, err)
	got := pythonModel(nb)
	if nb.NBFormat < 4 {
		dropIDs(got)
		dropIDs(want)
	}
	require.Equal(t, want, got, "%s", text)
	for i := range nb.Cells {
		requireSameOutputs(t, nb.Cells[i].Outputs(), large.Cells[i].Outputs())
	}
}

// pythonModel is model for notebooks with what encoding/json does not take: it
// is made of nothing but what this package reads.
func pythonModel(nb *Notebook) any {
	root := pythonValue(RawValue{Bytes: nb.document[skipSpace(nb.document, bomLen(nb.document)):]}).(map[string]any)
	cells := []any{}
	for i := range nb.Cells {
		c := &nb.Cells[i]
		cell := pythonValue(c.Raw).(map[string]any)
		cell["source"] = c.Source()
		delete(cell["metadata"].(map[string]any), "trusted")
		if c.CellType == CodeCell {
			outputs := []any{}
			for _, o := range c.Outputs() {
				outputs = append(outputs, pythonOutput(o))
			}
			cell["outputs"] = outputs
		}
		cells = append(cells, cell)
	}
	root["cells"] = cells
	return root
}

func pythonOutput(o Output) map[string]any {
	output := pythonValue(o.Raw).(map[string]any)
	if o.OutputType == Stream {
		output["text"] = o.Text()
	}
	for _, d := range o.Data {
		if text, ok := d.Text(); ok {
			output["data"].(map[string]any)[d.Type] = text
		}
	}
	return output
}

// pythonValue decodes a value as testdata/peer.py writes it: what is no JSON
// number is a string.
func pythonValue(v RawValue) any {
	return decodedWith(v, func(number []byte) any {
		text := string(number)
		if strings.HasSuffix(text, "N") || strings.HasSuffix(text, "y") {
			return "not JSON: " + text
		}
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			panic(err)
		}
		return f
	})
}

// A generator makes notebooks, each in a style of its own.
type generator struct {
	*rand.Rand
	newline, indent, colon string
	b                      strings.Builder
	depth                  int
	older                  bool // of format 2 or 3, where nbformat does not take half a character
}

func (g *generator) pick(from ...string) string { return from[g.IntN(len(from))] }

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

// notebook returns a notebook of format 4, or an older one that is upgraded.
func (g *generator) notebook() string {
	g.newline, g.indent = g.pick("\n", "\n", "\r\n", "", " \n"), g.pick(" ", "  ", "\t", "            ")
	g.colon = g.pick(":", ": ", " : ", ":\n\t")
	if g.chance(3) {
		g.b.WriteString("\uFEFF")
	}
	if g.older = g.chance(15); g.older {
		g.old()
	} else {
		g.object(g.shuffled("cells", g.cells, "metadata", g.metadata, "nbformat", g.text("4"), "nbformat_minor", g.text(g.pick("0", "2", "4", "5", "9"))))
	}
	g.b.WriteString(g.pick("", "\n", " \r\n\t"))
	return g.b.String()
}

// old writes a notebook of format 2 or 3.
func (g *generator) old() {
	version := g.pick("2", "3")
	source := func(name string) []member { return []member{{name, g.multiline}} }
	cell := func() {
		switch g.IntN(4) {
		case 0:
			g.object(append(source("input"), g.shuffled("cell_type", g.text(`"code"`), "prompt_number", g.text("7"), "language", g.text(`"python"`),
				"collapsed", g.text("false"), "metadata", g.metadata, "outputs", g.oldOutputs)...))
		case 1:
			g.object(append(source("source"), g.shuffled("cell_type", g.text(`"heading"`), "level", g.text(g.pick("1", "3", "6")), "metadata", g.metadata)...))
		default:
			g.object(append(source("source"), g.shuffled("cell_type", g.text(g.pick(`"markdown"`, `"html"`, `"raw"`)), "metadata", g.metadata)...))
		}
	}
	sheet := func() {
		g.object([]member{{"cells", func() { g.list(g.IntN(4), cell) }}, {"metadata", g.metadata}})
	}
	g.object(g.shuffled("worksheets", func() { g.list(1+g.IntN(2), sheet) }, "metadata", g.metadata, "nbformat", g.text(version), "nbformat_minor", g.text("0")))
}

func (g *generator) oldOutputs() {
	g.list(g.IntN(3), func() {
		switch g.IntN(3) {
		case 0:
			g.object(g.shuffled("output_type", g.text(`"stream"`), "stream", g.text(g.pick(`"stdout"`, `"stderr"`)), "text", g.multiline))
		case 1:
			g.object(g.shuffled("output_type", g.text(`"pyerr"`), "ename", g.string, "evalue", g.string, "traceback", func() { g.list(g.IntN(3), g.string) }))
		default:
			g.object(g.shuffled("output_type", g.text(`"pyout"`), "prompt_number", g.text("3"), "metadata", g.text("{}"), "text", g.multiline, "html", g.multiline, "png", g.text(`"iVBORw0KGgo=\n"`)))
		}
	})
}

func (g *generator) cells() {
	g.list(g.IntN(5), func() {
		kind := g.pick(`"code"`, `"code"`, `"code"`, `"markdown"`, `"raw"`, `"slide"`)
		m := g.shuffled("cell_type", g.text(kind), "metadata", g.metadata, "source", g.multiline)
		if g.chance(50) {
			m = append(m, member{"id", g.text(strconv.Quote(fmt.Sprintf("id-%d", g.IntN(1000))))})
		}
		if kind == `"code"` {
			m = append(m, member{"execution_count", g.text(g.pick("null", "1", "77", "123456"))}, member{"outputs", func() { g.list(g.IntN(4), g.output) }})
			g.Shuffle(len(m), func(i, j int) { m[i], m[j] = m[j], m[i] })
		}
		g.object(m)
	})
}

func (g *generator) output() {
	switch g.IntN(4) {
	case 0:
		g.object(g.shuffled("output_type", g.text(`"stream"`), "name", g.text(g.pick(`"stdout"`, `"stderr"`)), "text", g.multiline))
	case 1:
		g.object(g.shuffled("output_type", g.text(`"error"`), "ename", g.string, "evalue", g.string, "traceback", func() { g.list(g.IntN(3), g.string) }))
	default:
		var bundle []member
		for _, mime := range []string{"text/plain", "text/html", "image/png", "image/svg+xml", "application/x"} {
			if g.chance(40) {
				bundle = append(bundle, member{mime, g.multiline})
			}
		}
		for _, mime := range []string{"application/json", "application/vnd.plotly.v1+json"} {
			if g.chance(20) {
				bundle = append(bundle, member{mime, g.value})
			}
		}
		g.object(g.shuffled("output_type", g.text(g.pick(`"display_data"`, `"execute_result"`)), "metadata", g.metadata, "data", func() { g.object(bundle) }))
	}
}

func (g *generator) metadata() {
	var m []member
	if g.chance(40) {
		m = append(m, member{"tags", func() { g.list(g.IntN(3), g.string) }})
	}
	for range g.IntN(3) {
		m = append(m, member{g.pick("a", "b", "kernel spec", "é", "trusted", "a/b~c", `q"q`), g.value})
	}
	g.object(m)
}

type member struct {
	name  string
	write func()
}

// shuffled returns members in any order: names and what writes their values.
func (g *generator) shuffled(namesAndValues ...any) (list []member) {
	for i := 0; i < len(namesAndValues); i += 2 {
		list = append(list, member{namesAndValues[i].(string), namesAndValues[i+1].(func())})
	}
	g.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func (g *generator) text(json string) func() { return func() { g.b.WriteString(json) } }

func (g *generator) line() {
	if g.newline != "" {
		g.b.WriteString(g.newline + strings.Repeat(g.indent, g.depth))
	}
}

func (g *generator) object(members []member) {
	g.b.WriteByte('{')
	g.depth++
	for i, m := range members {
		if i > 0 {
			g.b.WriteByte(',')
		}
		g.line()
		g.b.Write(quote(nil, m.name, g.chance(30)))
		g.b.WriteString(g.colon)
		m.write()
	}
	g.depth--
	g.line()
	g.b.WriteByte('}')
}

func (g *generator) list(n int, element func()) {
	g.b.WriteByte('[')
	g.depth++
	for i := range n {
		if i > 0 {
			g.b.WriteByte(',')
		}
		g.line()
		element()
	}
	g.depth--
	g.line()
	g.b.WriteByte(']')
}

// multiline writes a text as a string or as a list of lines.
func (g *generator) multiline() {
	if g.chance(40) {
		g.string()
		return
	}
	g.list(g.IntN(4), g.stringLine)
}

// string writes a string with what strings have: mostly words, escapes of all
// kinds, characters of all lengths, now and then half of one, base64.
func (g *generator) string() { g.stringOf(`\n`, `\r\n`, `\u2028`) }

// stringLine is string for a line of a text; in old formats what ends it counts.
func (g *generator) stringLine() { g.stringOf("") }

func (g *generator) stringOf(more ...string) {
	g.b.WriteByte('"')
	for range g.IntN(6) {
		switch g.IntN(12) {
		case 0:
			g.b.WriteString(g.pick(`\"`, `\\`, `\/`, `\b`, `\f`, `\t`, `\u0000`, `\u001b[31m`, `\u00e9`, `\uD83D\uDE00`, `\ud83d\ude00`, `\\u0041`, `\\\"`))
		case 1:
			g.b.WriteString(g.pick("é", "中文字", "😀", "\u007f", "\u0800", "\uffff", "\U0010ffff", "\u00a0"))
		case 2:
			g.b.WriteString(g.pick(more...))
		case 3:
			if g.chance(3) && !g.older {
				g.b.WriteString(g.pick(`\ud800`, `\udc00x`, `\ud83d\u0041`))
			}
		case 4:
			if g.chance(20) {
				g.b.WriteString(strings.Repeat("iVBORw0KGgo+/A==", g.IntN(80)))
			}
		default:
			g.b.WriteString(g.pick("x = 0.5", "print(x)", " ", "the loss", "<td>1</td>", "{", "]", ",", ":", "'", "1", "null"))
		}
	}
	g.b.WriteByte('"')
}

// value writes any value.
func (g *generator) value() {
	switch n := g.IntN(10); {
	case n < 2 && g.depth < 12:
		g.list(g.IntN(4), g.value)
	case n < 4 && g.depth < 12:
		var m []member
		for range g.IntN(5) {
			m = append(m, member{g.pick("a", "b", "c", "d", "", "a.b", "naïve"), g.value})
		}
		g.object(m)
	case n < 7:
		g.b.WriteString(g.pick("0", "-0", "1", "-17", "3.25", "1e5", "-2.5E-3", "1E+2", "12345678901234567890", "0.1", "1e-300", "2.2250738585072014e-308"))
	case n == 7:
		g.b.WriteString(g.pick("true", "false", "null"))
		return
	case n == 8 && g.chance(5):
		g.b.WriteString(g.pick("NaN", "Infinity", "-Infinity"))
	default:
		g.string()
	}
}

// damage puts something somewhere into a text, or takes something out.
func (g *generator) damage(text string) []byte {
	pieces := []string{`"`, `\`, `\u`, `\ud83d`, "\xff", "\xc3", "{", "}", "[", "]", ",", ":", "NaN", "-Infinity", "-", "0", ".", "e", "E+5", "true", "nul",
		" ", "\n", "\t", "\x01", "\x7f", "é", "01", "1.5", `"a"`, `{"a":1}`, `\x`, ""}
	at, cut := g.IntN(len(text)+1), g.IntN(3)
	return []byte(text[:at] + g.pick(pieces...) + text[min(len(text), at+cut):])
}
