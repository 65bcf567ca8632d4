package introspect

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// ShownKind says how an output is to be shown.
type ShownKind string

// The kinds.
const (
	ShownStdout   ShownKind = "stdout"
	ShownStderr   ShownKind = "stderr"
	ShownError    ShownKind = "error" // Text is the traceback, with ANSI colours
	ShownText     ShownKind = "text"
	ShownHTML     ShownKind = "html"
	ShownMarkdown ShownKind = "markdown"
	ShownLatex    ShownKind = "latex"
	ShownImage    ShownKind = "image"
	ShownOther    ShownKind = "other" // nothing but its MIMEType is known
)

// A Shown is an output of a code cell as a reader of the notebook sees it.
// Streams that follow each other are one.
type Shown struct {
	Kind ShownKind
	// MIMEType is that of a display or result.
	MIMEType string
	Text     string
	// Omitted is how many bytes of Text were left out of its middle.
	Omitted int
	Image   *value.Image // of ShownImage
	// Size is that of an image, or of what is not shown, as it stands in the file,
	// in bytes.
	Size int
	// Sum tells apart what is not shown as a whole: figures, files, what was left
	// out. It is "" where Text and Image say all.
	Sum string
}

// ShownOutputs returns what a cell shows, in order, with at most limit bytes of
// each text. The data of scraps is not to be seen, and left out. Of the options
// only Reread counts.
func ShownOutputs(nb *nbformat.Notebook, cell int, opts Options, limit int) []Shown {
	var list []Shown
	stream := func(kind ShownKind, text string) {
		if n := len(list); n > 0 && list[n-1].Kind == kind {
			list[n-1].Text += text
			return
		}
		list = append(list, Shown{Kind: kind, Text: text})
	}
	for _, o := range cellOutputs(&nb.Cells[cell]) {
		switch o.class {
		case stdoutOutput:
			stream(ShownStdout, o.Text())
		case stderrOutput:
			stream(ShownStderr, o.Text())
		case errorOutput:
			list = append(list, Shown{Kind: ShownError, Text: tracebackText(o.Output)})
		case shownOutput, scrapDisplay:
			list = append(list, opts.shown(o.Data, o.Metadata))
		case ignoredOutput:
			list = append(list, Shown{Kind: ShownOther, MIMEType: "output of type " + o.OutputType})
		}
	}
	for i := range list {
		list[i].bound(limit)
	}
	return list
}

// tracebackText returns the traceback, or what the error says where it has none.
func tracebackText(o *nbformat.Output) string {
	if text := strings.Join(o.Traceback, "\n"); text != "" {
		return text
	}
	return strings.TrimSuffix(o.Ename+": "+o.Evalue, ": ")
}

// shown chooses what is shown of a bundle: what can be drawn, else what is best read
// and compared as text. Of pandas' tables that is their plain text.
func (o Options) shown(data nbformat.MIMEBundle, metadata nbformat.RawValue) Shown {
	for _, t := range imageTypes {
		if raw := data.Get(t); raw.Exists() {
			if image, _ := o.newImage(t, raw); image != nil {
				present(image, metadata)
				return Shown{Kind: ShownImage, MIMEType: t, Image: image, Size: len(raw.Bytes)}
			}
		}
	}
	for _, d := range data {
		if isFigureType(d.Type) || isFileType(d.Type) {
			return unseen(d.Type, d.Value.Bytes)
		}
	}
	plain, isPlain := data.Get("text/plain").Text()
	html, isHTML := data.Get("text/html").Text()
	if f := embeddedVega(html); f != nil {
		return unseen(f.MIMEType, f.Spec)
	}
	switch {
	case isHTML && isPlain && !isRepr(plain):
		return Shown{Kind: ShownText, MIMEType: "text/html", Text: plain}
	case isHTML:
		return Shown{Kind: ShownHTML, MIMEType: "text/html", Text: html}
	}
	markdown, isMarkdown := data.Get("text/markdown").Text()
	latex, isLatex := data.Get("text/latex").Text()
	switch {
	case isMarkdown && !(isLatex && isPlain): // R's values are all three
		return Shown{Kind: ShownMarkdown, MIMEType: "text/markdown", Text: markdown}
	case isLatex && !isMarkdown:
		return Shown{Kind: ShownLatex, MIMEType: "text/latex", Text: latex}
	}
	if isPlain {
		return Shown{Kind: ShownText, MIMEType: "text/plain", Text: plain}
	}
	if len(data) == 0 {
		return Shown{Kind: ShownOther, MIMEType: "nothing"}
	}
	return unseen(data[0].Type, data[0].Value.Bytes)
}

// unseen returns an output of which no more is told than that it is there.
func unseen(mimeType string, content []byte) Shown {
	return Shown{Kind: ShownOther, MIMEType: mimeType, Size: len(content), Sum: sumOf(content)}
}

func sumOf[T string | []byte](content T) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:8])
}

func isFileType(t string) bool {
	return t == "application/pdf" || strings.HasPrefix(t, "audio/") || strings.HasPrefix(t, "video/")
}

// isRepr reports whether a text only names an object, as <Figure size 640x480>.
func isRepr(text string) bool {
	text = strings.TrimSpace(text)
	return text == "" || strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">") && !strings.Contains(text, "\n")
}

// bound brings the text to what a terminal would show, and cuts its middle out
// where it is longer than limit. HTML is all or nothing.
func (s *Shown) bound(limit int) {
	if s.Kind == ShownStdout || s.Kind == ShownStderr {
		s.Text = overwritten(s.Text)
	}
	if len(s.Text) > limit {
		s.Sum = sumOf(s.Text)
	}
	switch {
	case len(s.Text) <= limit:
	case s.Kind == ShownHTML:
		s.Kind, s.Omitted, s.Text = ShownOther, len(s.Text), ""
	default:
		head := strings.ToValidUTF8(s.Text[:limit*2/3], "")
		tail := s.Text[len(s.Text)-limit/3:]
		for len(tail) > 0 && !utf8.RuneStart(tail[0]) {
			tail = tail[1:]
		}
		s.Omitted = len(s.Text) - len(head) - len(tail)
		s.Text = head + "\n⋯\n" + tail
		return
	}
	// The rest of what the text was cut from is not to stay in memory.
	s.Text = strings.Clone(s.Text)
}

// overwritten returns what is left to see of lines that carriage returns wrote
// anew, such as progress bars.
func overwritten(text string) string {
	if !strings.Contains(text, "\r") {
		return text
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		line = strings.TrimRight(line, "\r")
		lines[i] = line[strings.LastIndexByte(line, '\r')+1:]
	}
	return strings.Join(lines, "\n")
}
