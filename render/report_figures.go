package render

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed" // the libraries are part of the binary
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// The libraries that draw figures, each with our driver, as `make web` builds
// them: compressed, since together they are 7 MB. A page holds only what draws
// one of its figures, and hands it to frames without decompressing it here.
var (
	// plotly.js with the charts on two axes, and pies.
	//go:embed web/dist/figure-plotly.js.gz
	plotlyScript []byte
	// All of plotly.js, three times as large.
	//go:embed web/dist/figure-plotly-full.js.gz
	plotlyFullScript []byte
	// vega, vega-lite and the interpreter of vega's expressions.
	//go:embed web/dist/figure-vega.js.gz
	vegaScript []byte
)

// A library draws figures.
type library struct {
	Name string // as figureData.Library says, and the id of its island without -library
	gzip []byte
}

// libraryData is how the page's data speaks of a library.
type libraryData struct {
	Name string `json:"name"` // its island is NAME-library
	// Hash is the source expression of its script for a Content-Security-Policy.
	Hash string `json:"hash"`
}

const (
	plotlyLibrary = "plotly"
	vegaLibrary   = "vega"
)

// maxSpec is how many bytes a specification may have that the page holds.
const maxSpec = 30 << 20

// figureData is how the page's data speaks of a figure.
type figureData struct {
	MIMEType string `json:"mimeType"`
	// ID is of the island that holds its specification, and Library is what
	// draws it; "" when the page does not.
	ID      string `json:"id,omitempty"`
	Library string `json:"library,omitempty"`
	// Problem says why the page does not draw it.
	Problem string `json:"problem,omitempty"`
	Bytes   int    `json:"bytes"` // of its specification
	// Height is in CSS pixels, as the specification has it; 0 when it does not
	// say.
	Height int `json:"height,omitempty"`

	number int // tells the figures of a book apart
}

// A figureBook gathers the figures of a report, equal ones once, and what draws
// them. The zero figureBook is empty.
type figureBook struct {
	known map[[sha256.Size]byte]*figureData
	specs [][]byte // in the order of their first use
	// plotly is set when some figure needs it, full when one needs all of it.
	plotly, full, vega bool
}

// add takes a figure into the book, if it is not there yet.
func (b *figureBook) add(f *value.Figure) *figureData {
	var content content
	content.add(f.MIMEType, string(f.Spec))
	key := content.sum()
	if known := b.known[key]; known != nil {
		return known
	}
	if b.known == nil {
		b.known = map[[sha256.Size]byte]*figureData{}
	}
	data := b.newFigure(f)
	b.known[key] = data
	return data
}

func (b *figureBook) newFigure(f *value.Figure) *figureData {
	data := &figureData{MIMEType: f.MIMEType, Bytes: len(f.Spec), number: len(b.known)}
	spec := compactSpec(f.Spec)
	switch {
	case len(spec) > maxSpec:
		data.Problem = fmt.Sprintf("Its specification is larger than %d MB.", maxSpec>>20)
		return data
	case !json.Valid(spec):
		data.Problem = "Its specification is not JSON."
		return data
	}
	raw := nbformat.RawValue{Bytes: spec, Offset: -1}
	switch {
	case strings.HasPrefix(f.MIMEType, "application/vnd.plotly."):
		data.Library, b.plotly = plotlyLibrary, true
		b.full = b.full || needsAllOfPlotly(raw)
		data.Height = figureHeight(raw.Get("layout", "height"))
	case strings.HasPrefix(f.MIMEType, "application/vnd.vega"):
		data.Library, b.vega = vegaLibrary, true
		data.Height = figureHeight(raw.Get("height"))
	default:
		data.Problem = "A report does not draw figures of bokeh. Below stands what they are drawn from."
	}
	b.specs = append(b.specs, f.Spec)
	data.ID = fmt.Sprintf("figure-%d", len(b.specs))
	return data
}

// figureHeight reads a number that may be a height; 0 for any other value.
func figureHeight(raw nbformat.RawValue) int {
	n, err := strconv.ParseFloat(string(raw.Bytes), 64)
	if err != nil || !(n >= 1 && n <= 10_000) {
		return 0
	}
	return int(n + 0.5)
}

// smallPlotly lists the traces that plotlyScript draws. Those of WebGL count up
// to a size: the driver draws them as their namesakes of SVG.
var smallPlotly = []string{
	"scatter", "bar", "box", "heatmap", "histogram", "histogram2d", "histogram2dcontour", "image", "pie", "contour", "scatterternary", "violin", "scattergl", "heatmapgl", "",
}

// maxAsSVG is how many bytes a specification may have whose points of WebGL are
// drawn as SVG.
const maxAsSVG = 2 << 20

// needsAllOfPlotly says whether a figure holds more than charts on two axes.
func needsAllOfPlotly(spec nbformat.RawValue) bool {
	for _, trace := range spec.Get("data").Elements() {
		kind, _ := trace.Get("type").Text()
		if !slices.Contains(smallPlotly, kind) || kind == "scattergl" && len(spec.Bytes) > maxAsSVG {
			return true
		}
	}
	return false
}

// libraries returns what draws the figures of the book, nil when there are
// none.
func (b *figureBook) libraries() []library {
	var list []library
	switch {
	case b.full:
		list = append(list, library{plotlyLibrary, plotlyFullScript})
	case b.plotly:
		list = append(list, library{plotlyLibrary, plotlyScript})
	}
	if b.vega {
		list = append(list, library{vegaLibrary, vegaScript})
	}
	return list
}

// script returns the library's script as the frames run it.
func (l library) script() ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(l.gzip))
	if err != nil {
		return nil, fmt.Errorf("reading the library %s: %w", l.Name, err)
	}
	script, err := io.ReadAll(reader)
	if err != nil {
		return nil, fmt.Errorf("reading the library %s: %w", l.Name, err)
	}
	return script, nil
}

// newLibraries returns the libraries as the page speaks of them.
func newLibraries(list []library) ([]libraryData, error) {
	var data []libraryData
	for _, l := range list {
		script, err := l.script()
		if err != nil {
			return nil, err
		}
		data = append(data, libraryData{l.Name, hashSource(script)})
	}
	return data, nil
}

// hashSource returns a script's hash as a policy names it.
func hashSource(script []byte) string {
	hash := sha256.Sum256(script)
	return "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
}

// write writes the libraries, as base64 of their compressed scripts, and one
// island a figure.
func (b *figureBook) write(out *bufio.Writer) error {
	for _, l := range b.libraries() {
		fmt.Fprintf(out, "<script type=\"application/x-nbcompare-library\" id=\"%s-library\">", l.Name)
		encoder := base64.NewEncoder(base64.StdEncoding, out)
		if _, err := encoder.Write(l.gzip); err != nil {
			return err
		}
		if err := encoder.Close(); err != nil {
			return err
		}
		out.WriteString("</script>\n")
	}
	for i, spec := range b.specs {
		err := island(out, fmt.Sprintf("figure-%d", i+1), func() error {
			var escaped bytes.Buffer
			json.HTMLEscape(&escaped, compactSpec(spec))
			_, err := escaped.WriteTo(out)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// compactSpec returns a specification without white space between its tokens,
// which is most of an indented one. NaN, which JSON has not, becomes null as
// plotly and vega write it, and the infinities become numbers too large to be
// read as anything else.
func compactSpec(spec []byte) []byte {
	out := make([]byte, 0, len(spec)/2)
	for i := 0; i < len(spec); {
		switch c := spec[i]; {
		case c == '"':
			end := stringEnd(spec, i)
			out = append(out, spec[i:end]...)
			i = end
		case c == ' ' || c == '\n' || c == '\r' || c == '\t':
			i++
		case bytes.HasPrefix(spec[i:], []byte("NaN")):
			out = append(out, "null"...)
			i += len("NaN")
		case bytes.HasPrefix(spec[i:], []byte("Infinity")):
			out = append(out, "1e999"...)
			i += len("Infinity")
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}

// stringEnd returns the index behind the string that begins at i.
func stringEnd(text []byte, i int) int {
	for i++; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}
