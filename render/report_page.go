package render

import (
	"bufio"
	"bytes"
	_ "embed" // the bundle and the summary's template are part of the binary
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"runtime"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/internal/cores"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// The bundle that `make web` builds from web/src. It is committed, so that
// building nbcompare needs no Node.
var (
	//go:embed web/dist/report.js
	bundleScript []byte
	//go:embed web/dist/report.css
	bundleStyle []byte
	// KaTeX, its styles and its fonts: in pages that show formulas.
	//go:embed web/dist/math.js
	mathScript []byte
	//go:embed web/dist/math.css
	mathStyle []byte
)

// pageIsland is the id of the island with the page's own data.
const pageIsland = "page-data"

// policy is the page's Content-Security-Policy. It lets our own scripts run, known
// by their hashes (see hashSource), and refuses every other script and every request: what a
// notebook smuggles in can neither act nor phone home. Frames made with
// srcdoc inherit it; frame-src 'none' does not stop srcdoc itself, but does stop
// such a frame from going elsewhere. Styles are inline because notebooks'
// HTML needs its own inside its frame; the page's DOM never takes any from a notebook.
func policy(hashes ...string) string { return policyOf(imagesInside, hashes...) }

// Where a page's pictures come from. That 'self' is the page's own folder too
// when it is a file, Chromium and Firefox agree on; they both look no closer, so
// that frames, which inherit the policy, have a stricter one (framePolicy).
const (
	imagesInside = "data: blob:"
	imagesBeside = imagesInside + " 'self'"
)

// policyOf is the policy of a page that shows pictures from these sources.
func policyOf(images string, hashes ...string) string {
	return "default-src 'none'; script-src " + strings.Join(hashes, " ") + "; " +
		"style-src 'unsafe-inline'; img-src " + images + "; media-src data: blob:; font-src data:; frame-src 'none'; " +
		"connect-src 'none'; object-src 'none'; form-action 'none'; base-uri 'none'"
}

// writeHead writes everything up to the body. The policy comes first: it holds
// only for what follows it.
func writeHead(out *bufio.Writer, page *pageData) error {
	hashes, style := []string{hashSource(bundleScript)}, bundleStyle
	if page.Math {
		hashes, style = append(hashes, hashSource(mathScript)), slices.Concat(bundleStyle, mathStyle)
	}
	for _, library := range page.Libraries {
		hashes = append(hashes, library.Hash)
	}
	_, err := fmt.Fprintf(out, `<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="%s">
<meta charset="utf-8">
<meta http-equiv="x-dns-prefetch-control" content="off">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="nbcompare">
<title>%s</title>
<link rel="icon" href="data:,">
<style>
%s</style>
</head>
<body>
`, policyOf(page.images, hashes...), html.EscapeString(page.Title), style)
	return err
}

// writeScript writes the place that the app draws into, and the app. Its text
// must be the bundle's bytes and nothing else: the policy knows their hash.
func writeScript(out *bufio.Writer, page *pageData) {
	out.WriteString("<div id=\"app\" hidden></div>\n")
	if page.Math {
		out.WriteString("<script>")
		out.Write(mathScript)
		out.WriteString("</script>\n")
	}
	out.WriteString("<script>")
	out.Write(bundleScript)
	out.WriteString("</script>\n")
}

// writeIsland writes data that the app reads by its id. JSON leaves <, > and &
// escaped as \u003c and so on, also U+2028 and U+2029, so that no text of a
// notebook ends the island or opens a comment in it.
func writeIsland(out *bufio.Writer, id string, data any) error {
	return island(out, id, func() error { return writeJSON(out, data) })
}

// writePageIsland writes the page's own data, a column at a time: those of many
// runs are the largest text of a report but for its pictures.
func writePageIsland(out *bufio.Writer, page *pageData) error {
	return island(out, pageIsland, func() error {
		var head, tail bytes.Buffer
		if err := errors.Join(writeJSON(&head, &page.pageHead), writeJSON(&tail, &page.pageTail)); err != nil {
			return err
		}
		out.Write(bytes.TrimSuffix(head.Bytes(), []byte("}")))
		out.WriteString(`,"columns":[`)
		if err := writeColumns(out, page.Columns); err != nil {
			return err
		}
		out.WriteString("],")
		_, err := out.Write(bytes.TrimPrefix(tail.Bytes(), []byte("{")))
		return err
	})
}

// writeColumns writes columns with commas between, some at a time.
func writeColumns(out *bufio.Writer, columns []*columnData) error {
	texts := make([]bytes.Buffer, min(2*runtime.GOMAXPROCS(0), len(columns)))
	errs := make([]error, len(texts))
	for first := 0; first < len(columns); first += len(texts) {
		some := columns[first:min(first+len(texts), len(columns))]
		cores.Each(len(some), func(i int) {
			texts[i].Reset()
			errs[i] = writeJSON(&texts[i], some[i])
		})
		for i := range some {
			if errs[i] != nil {
				return errs[i]
			}
			if first+i > 0 {
				out.WriteByte(',')
			}
			out.Write(texts[i].Bytes())
		}
	}
	return nil
}

func island(out *bufio.Writer, id string, write func() error) error {
	fmt.Fprintf(out, "<script type=\"application/json\" id=\"%s\">", id)
	if err := write(); err != nil {
		return fmt.Errorf("writing the report's island %s: %w", id, err)
	}
	_, err := out.WriteString("</script>\n")
	return err
}

// writeJSON writes data without a line break behind it, which the encoder
// adds to what it writes at once.
func writeJSON(w io.Writer, data any) error {
	encoder := json.NewEncoder(lineWriter{w})
	encoder.SetEscapeHTML(true)
	return encoder.Encode(data)
}

// A lineWriter leaves out the line break at the end of each write.
type lineWriter struct{ w io.Writer }

func (l lineWriter) Write(b []byte) (int, error) {
	_, err := l.w.Write(bytes.TrimSuffix(b, []byte("\n")))
	return len(b), err
}

// A pictureBook gathers the pictures of a report, equal ones once.
type pictureBook struct {
	ids      map[string]string // by content hash
	pictures []*value.Image    // in the order of their first use
	figures  figureBook
	assets   *Assets // nil for pictures that stand in the page
}

func newPictureBook(assets *Assets) *pictureBook {
	return &pictureBook{ids: map[string]string{}, assets: assets}
}

// picture is how the page's data speaks of a picture.
type picture struct {
	ID       string `json:"id"` // of the island that holds it
	MIMEType string `json:"mimeType"`
	Width    int    `json:"width,omitempty"` // in pixels; 0 when unknown
	Height   int    `json:"height,omitempty"`
	// Shown is the width in CSS pixels that the notebook wants; 0 when it does
	// not say.
	Shown int    `json:"shown,omitempty"`
	Alt   string `json:"alt,omitempty"`
	// Refused says why the picture is not shown; there is no island of it then.
	Refused string `json:"refused,omitempty"`
	// Src is the address of a picture that is a file beside the page, and has
	// no island.
	Src string `json:"src,omitempty"`
}

// newPicture tells of a picture that stands in the island id.
func newPicture(m *value.Image, id string) *picture {
	p := &picture{ID: id, MIMEType: m.MIMEType, Width: m.Width, Height: m.Height, Shown: m.ShownWidth, Alt: m.Alt}
	if p.Shown == 0 && m.ShownHeight > 0 && m.Height > 0 {
		p.Shown = max(1, m.ShownHeight*m.Width/m.Height)
	}
	return p
}

// add takes a picture into the book, if it is not there yet.
func (b *pictureBook) add(m *value.Image) *picture {
	hash := m.Hash()
	id, known := b.ids[hash]
	if !known && isTooComplex(m) {
		b.ids[hash], known = "", true
	}
	if known && id == "" {
		refused := newPicture(m, "image-"+hash[:12])
		refused.Refused = "too complex to be drawn"
		return refused
	}
	if !known {
		id = fmt.Sprintf("image-%d", len(b.pictures)+1)
		b.ids[hash] = id
		b.pictures = append(b.pictures, m)
	}
	p := newPicture(m, id)
	if name := b.assetName(b.image(p), hash); name != "" {
		p.Src = b.assets.Prefix + name
	}
	return p
}

// isTooComplex says that a picture is a drawing that no browser comes to the end of.
func isTooComplex(m *value.Image) bool {
	if !strings.HasPrefix(strings.ToLower(m.MIMEType), "image/svg") {
		return false
	}
	document, err := m.Bytes()
	return err == nil && tooComplex(document)
}

// has reports whether the book holds a picture already.
func (b *pictureBook) has(m *value.Image) bool {
	_, known := b.ids[m.Hash()]
	return known
}
