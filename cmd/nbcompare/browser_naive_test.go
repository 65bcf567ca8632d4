package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gomarkdown/markdown"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// hostileNotebook is what the naive page reads of a notebook.
type hostileNotebook struct {
	Cells []struct {
		Source   string
		Metadata struct{ Tags []string }
		Outputs  []struct {
			Data                      map[string]any
			Metadata                  map[string]any
			Text, Name, Ename, Evalue string
			Traceback                 []string
		}
	}
	Metadata map[string]any
}

// An attack is what a hostile notebook says about itself; see
// testdata/hostile/README.md.
type attack struct {
	Runs, Requests, Resolves []string
	Hides, Breaks            bool
	Figures                  map[string]string // what becomes of each in a report, by its key
}

func readHostile(t *testing.T, path string) (hostileNotebook, attack) {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var nb hostileNotebook
	require.NoError(t, json.Unmarshal(data, &nb))
	var marked struct{ Metadata struct{ Attack attack } }
	require.NoError(t, json.Unmarshal(data, &marked))
	delete(nb.Metadata, "attack")
	return nb, marked.Metadata.Attack
}

// naiveHead is the page's own: a function that shows JSON as chart libraries
// and settings do, with text as HTML, addresses as pictures and links,
// expressions as code and every key merged.
const naiveHead = `<!doctype html>
<meta charset="utf-8"><title>naive</title>
<script>
const settings = {};
function merge(into, from) {
	for (const key in from) {
		const value = from[key];
		if (value && typeof value === "object") merge(into[key] ??= {}, value);
		else into[key] = value;
	}
}
function show(value, key) {
	if (value && typeof value === "object") for (const k in value) { show(k); show(value[k], k); }
	else if (key === "source" || key === "url") new Image().src = value;
	else if (key === "update") new Function("return " + value)();
	else if (/^javascript:/.test(value)) document.body.append(Object.assign(document.createElement("a"), { href: value, textContent: "link" }));
	else document.body.insertAdjacentHTML("beforeend", value);
}
function display(encoded) {
	const data = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0))));
	show(data);
	merge(settings, data);
}
</script>
<h1 id="control">Comparison</h1>
`

// naiveTail is the page's own again: what it needs must still be there.
const naiveTail = `
<script>
if (({}).polluted) throw new Error("polluted");
document.getElementById("control").dataset.ready = "true";
document.querySelector("title").textContent;
document.createElement("p");
</script>
`

// naivePage is the report as one would write it without a thought for who wrote
// the notebooks: their texts, one after the other.
func naivePage(name string, nb hostileNotebook) string {
	var b strings.Builder
	b.WriteString(naiveHead)
	fmt.Fprintf(&b, "<section title='%s'><h2>%s</h2>\n", name, name)
	naiveData(&b, nb.Metadata)
	for _, cell := range nb.Cells {
		for _, tag := range cell.Metadata.Tags {
			fmt.Fprintf(&b, "<h3 title=\"%s\">%s</h3><textarea>%s</textarea><svg><title>%s</title></svg>\n", tag, tag, tag, tag)
		}
		fmt.Fprintf(&b, "<pre>%s</pre>\n", cell.Source)
		for _, output := range cell.Outputs {
			fmt.Fprintf(&b, "<pre>%s%s%s%s</pre>\n", output.Text, output.Ename, output.Evalue, strings.Join(output.Traceback, "\n"))
			if scrap, ok := output.Metadata["scrapbook"].(map[string]any); ok {
				fmt.Fprintf(&b, "<h3 title='%s'>%s</h3>\n", scrap["name"], scrap["name"])
			}
			for _, mime := range slices.Sorted(maps.Keys(output.Data)) {
				naiveOutput(&b, mime, output.Data[mime])
			}
		}
	}
	b.WriteString("</section>")
	b.WriteString(naiveTail)
	return b.String()
}

const (
	plotlyType   = "application/vnd.plotly.v1+json"
	vegaType     = "application/vnd.vega.v5+json"
	vegaliteType = "application/vnd.vegalite.v5+json"
)

// naiveFigures lets the libraries of charts draw what a notebook has for them.
func naiveFigures(t *testing.T, nb hostileNotebook) string {
	t.Helper()
	var b strings.Builder
	for _, script := range []string{"plotly.js-strict-dist-min/plotly-strict.min.js", "vega/build/vega.min.js", "vega-lite/build/vega-lite.min.js"} {
		path := filepath.Join(testenv.Root(t), "render", "web", "node_modules", filepath.FromSlash(script))
		fmt.Fprintf(&b, "<script src=\"%s\"></script>\n", fileURL(path))
	}
	for _, cell := range nb.Cells {
		for _, output := range cell.Outputs {
			for mime, draw := range map[string]string{
				plotlyType:   "Plotly.newPlot(place, spec)",
				vegaType:     "new vega.View(vega.parse(spec), { renderer: 'svg', container: place }).runAsync()",
				vegaliteType: "new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'svg', container: place }).runAsync()",
			} {
				if spec, ok := output.Data[mime]; ok {
					text, err := json.Marshal(spec)
					require.NoError(t, err)
					fmt.Fprintf(&b, "<script>{ const place = document.body.appendChild(document.createElement('div')), spec = %s; %s; }</script>\n", text, draw)
				}
			}
		}
	}
	return b.String()
}

func naiveOutput(w io.Writer, mime string, data any) {
	text, isText := data.(string)
	switch {
	case mime == "text/markdown":
		w.Write(markdown.ToHTML([]byte(text), nil, nil))
	case mime == "image/svg+xml", mime == "text/html", mime == "text/latex", mime == "text/plain":
		fmt.Fprintf(w, "<div>%s</div>\n", text)
	case mime == "application/javascript":
		fmt.Fprintf(w, "<script>%s</script>\n", text)
	case strings.HasPrefix(mime, "image/"):
		fmt.Fprintf(w, `<img alt="%s" src="data:%s;base64,%s">`, mime, mime, text)
	case isText:
		fmt.Fprintf(w, "<p>cannot show %s</p>\n", mime)
	default:
		naiveData(w, data)
	}
}

// naiveData writes data as it is into an island, and shows it.
func naiveData(w io.Writer, data any) {
	var buf bytes.Buffer
	encoder := json.NewEncoder(&buf)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(data); err != nil {
		panic(err) // it came from JSON
	}
	fmt.Fprintf(w, "<script type=\"application/json\">%s</script>\n", buf.Bytes())
	fmt.Fprintf(w, "<script>display('%s')</script>\n", base64.StdEncoding.EncodeToString(buf.Bytes()))
}

// testNaivePages shows that every attack of the hostile notebooks works where
// nothing defends the page, so that a report which shows none of them is worth
// something.
func testNaivePages(t *testing.T, notebooks []string) {
	testenv.Node(t) // which has the packages of render/web installed, the libraries of figures among them
	b := startBrowser(t)
	folder := t.TempDir()
	var hosts []string
	for i, path := range notebooks {
		nb, attack := readHostile(t, path)
		hosts = append(hosts, attack.Resolves...)
		name := filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path) // a tag's slash parts it too
		page := filepath.Join(folder, fmt.Sprint(i, ".html"))
		text := naivePage(name, nb)
		if len(attack.Figures) > 0 && len(attack.Requests) > 0 {
			text += naiveFigures(t, nb)
		}
		require.NoError(t, os.WriteFile(page, []byte(text), 0o666))
		all := t
		t.Run(strings.TrimSuffix(filepath.Base(path), ".ipynb"), func(t *testing.T) {
			owner := t
			if len(attack.Resolves) > 0 {
				owner = all // nothing tells when a look-up is done, so the tab stays open as long as the others
			}
			tb := b.newTab(owner)
			tb.start(fileURL(page))
			requireAttack(t, tb, b.trap, attack)
		})
	}
	require.NotEmpty(t, hosts)
	require.Equal(t, hosts, b.lookedUp(hosts...))
}

func requireAttack(t *testing.T, tb *tab, trap *trap, attack attack) {
	t.Helper()
	missing := func() (names []string) {
		for _, name := range attack.Runs {
			if !tb.saw(name) {
				names = append(names, name)
			}
		}
		for _, name := range attack.Requests {
			if !trap.saw(name) {
				names = append(names, name)
			}
		}
		return names
	}
	clicked := false
	eventually(patience/3, func() bool {
		left := missing()
		if !clicked && len(left) > 0 {
			// An attack may need a click; a page that went elsewhere has none to offer.
			clicked, _ = evaluate[bool](tb, clickEverythingNaive)
		}
		return len(left) == 0
	})
	require.Empty(t, missing(), "attacks that do not work: %+v", tb.sightings())
	if attack.Hides {
		tb.until(`() => {
			const control = document.getElementById("control"), box = control.getBoundingClientRect();
			return !control.contains(document.elementFromPoint(box.x + 5, box.y + 5)) || getComputedStyle(control).visibility === "hidden";
		}`)
	}
	if attack.Breaks {
		tb.until(`() => document.readyState === "complete"`)
		require.False(t, ask[bool](tb, `() => Document.prototype.querySelector.call(document, "h1").getAttribute("data-ready") === "true"`), "the page's own script ran to its end")
	}
}

const clickEverythingNaive = `() => {
	if (document.readyState !== "complete") return false;
	for (const element of document.querySelectorAll("a, area, button, .mark-rect path")) {
		element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, composed: true, view: window }));
	}
	return true;
}`
