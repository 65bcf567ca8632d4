package render

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// notebookText returns text that a Markdown cell shows as it is: no emphasis, no
// link, no HTML, no formula. Characters that Markdown reads become entities,
// which all its dialects know; what begins a formula stands in an element of its
// own, because MathJax looks at the finished page, where no entity helps.
func notebookText(text string) string {
	var b strings.Builder
	text = Visible(text)
	before := ' '
	for i, r := range text {
		last := before
		before = r
		switch {
		case r == '_' && isWordRune(last) && beginsWithWord(text[i+1:]):
			b.WriteRune(r) // snake_case is no emphasis
		case r == '$' || r == '\\':
			fmt.Fprintf(&b, "<span>&#%d;</span>", r)
		case strings.ContainsRune("`*_[]|~<>&!#@{}", r), r == ':' && strings.HasPrefix(text[i+1:], "/"),
			r == '.' && i >= 3 && strings.EqualFold(text[i-3:i], "www"):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func beginsWithWord(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return size > 0 && isWordRune(r)
}

// cellHTML is text inside an element of an output: MathJax looks there too.
func cellHTML(text string) string {
	return formulaMarks.Replace(html.EscapeString(Visible(text)))
}

var formulaMarks = strings.NewReplacer("$", "<span>$</span>", `\`, `<span>\</span>`)

// partHTML is a part's title, table and text; "" for a part without any.
func partHTML(p *part) string {
	var b strings.Builder
	if p.title != "" || p.note != "" {
		b.WriteString("<p>")
		if p.title != "" {
			b.WriteString("<strong>" + cellHTML(p.title) + "</strong>")
			if p.note != "" {
				b.WriteString(": ")
			}
		}
		b.WriteString(cellHTML(p.note) + "</p>\n")
	}
	if p.table != nil {
		p.table.writeHTML(&b)
	}
	if len(p.diff) > 0 {
		b.WriteString("<pre>")
		for _, line := range p.diff {
			b.WriteString(html.EscapeString(lineText(line)) + "\n")
		}
		b.WriteString("</pre>\n")
	}
	if p.text != "" {
		b.WriteString("<pre>" + html.EscapeString(visibleLines(p.text)) + "</pre>\n")
	}
	if len(p.items) > 0 {
		b.WriteString("<ul>\n")
		for _, item := range p.items {
			b.WriteString("<li>" + cellHTML(item) + "</li>\n")
		}
		b.WriteString("</ul>\n")
	}
	return b.String()
}

// writeHTML writes a table. Some viewers drop styles and some have their own
// for cells, so that both attributes are needed; the best is strong and has a
// star.
func (t *partTable) writeHTML(b *strings.Builder) {
	b.WriteString("<table>\n<thead>\n<tr>")
	for _, head := range t.heads {
		b.WriteString("<th" + sideOf(head.right) + ">" + cellHTML(head.text) + "</th>")
	}
	b.WriteString("</tr>\n</thead>\n<tbody>\n")
	for _, row := range t.rows {
		b.WriteString("<tr>")
		for j := range row {
			text, element := cellHTML(row[j].shown()), "td"
			if t.heads[j].right && len(text) < longestCell {
				text = strings.ReplaceAll(text, " ", "\u00a0") // a number and its marks stay in one line
			}
			if j == 0 {
				element = "th"
			}
			if row[j].best {
				text = "<strong>" + text + "</strong>"
			}
			b.WriteString("<" + element + sideOf(t.heads[j].right) + ">" + text + "</" + element + ">")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n")
	if t.more != "" {
		b.WriteString("<p>" + cellHTML(t.more) + "</p>\n")
	}
}

func sideOf(right bool) string {
	if right {
		return ` align="right" style="text-align: right"`
	}
	return ` align="left" style="text-align: left"`
}

// partText is what partHTML is, for who shows no HTML.
func partText(p *part) string {
	var b strings.Builder
	if p.title != "" {
		b.WriteString(Visible(p.title))
		if p.note != "" {
			b.WriteString(": ")
		}
	}
	if p.title != "" || p.note != "" {
		b.WriteString(Visible(p.note) + "\n")
	}
	if p.table != nil {
		p.table.writeText(&b)
	}
	for _, line := range p.diff {
		b.WriteString(lineText(line) + "\n")
	}
	if p.text != "" {
		b.WriteString(visibleLines(p.text) + "\n")
	}
	for _, item := range p.items {
		b.WriteString("- " + Visible(item) + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// writeText writes a table in columns.
func (t *partTable) writeText(b *strings.Builder) {
	widths := make([]int, len(t.heads))
	for j, head := range t.heads {
		widths[j] = runewidth.StringWidth(Visible(head.text))
		for _, row := range t.rows {
			widths[j] = max(widths[j], runewidth.StringWidth(Visible(row[j].shown())))
		}
	}
	line := func(cell func(j int) string) {
		var out strings.Builder
		for j, head := range t.heads {
			text := Visible(cell(j))
			if head.right {
				text = padLeft(text, widths[j])
			} else {
				text = pad(text, widths[j])
			}
			if j > 0 {
				out.WriteString("  ")
			}
			out.WriteString(text)
		}
		b.WriteString(strings.TrimRight(out.String(), " ") + "\n")
	}
	line(func(j int) string { return t.heads[j].text })
	for _, row := range t.rows {
		line(func(j int) string { return row[j].shown() })
	}
	if t.more != "" {
		b.WriteString(Visible(t.more) + "\n")
	}
}

// drawingOutput shows an SVG, as base64, in an <img>, where no script in it
// runs. As image/svg+xml it would be shown by few: JupyterLab asks for trust,
// others put it into their page as elements and break it or run it.
func drawingOutput(encoded, alt, plain string) any {
	return display(map[string]any{
		"text/html":  `<img alt="` + html.EscapeString(Visible(alt)) + `" src="data:image/svg+xml;base64,` + encoded + `">`,
		"text/plain": Visible(plain),
	})
}

// pictureOutput shows a picture as it stands in its notebook.
func (n *notebookWriter) pictureOutput(p *part) any {
	if p.picture.Refused != "" {
		return display(map[string]any{"text/plain": Visible(p.alt + ": " + p.picture.describe())})
	}
	image := n.pictures.image(p.picture)
	encoded := image.Base64()
	if encoded == nil {
		_, err := image.Bytes()
		n.fail(fmt.Errorf("reading a picture again: %w", err))
		return nil
	}
	clean := onlyBase64(encoded)
	plain := Visible(p.alt + ": " + p.picture.describe())
	if !shownByViewers[p.picture.MIMEType] {
		if p.picture.MIMEType != "image/svg+xml" {
			return display(map[string]any{"text/plain": plain})
		}
		return drawingOutput(clean, p.alt, plain)
	}
	output := display(map[string]any{p.picture.MIMEType: clean, "text/plain": plain})
	if p.picture.Shown > 0 {
		output["metadata"] = map[string]any{p.picture.MIMEType: map[string]any{"width": p.picture.Shown}}
	}
	return output
}

// shownByViewers are the types of pictures that viewers of notebooks show.
var shownByViewers = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true}

func (n *notebookWriter) fail(err error) {
	if n.err == nil {
		n.err = err
	}
}

// onlyBase64 drops what is no base64, whatever the notebook says.
func onlyBase64(encoded []byte) string {
	return string(bytes.Map(func(r rune) rune {
		if r < 256 && isBase64[r] {
			return r
		}
		return -1
	}, encoded))
}

// describe tells of a picture without showing it.
func (p *picture) describe() string {
	text := strings.TrimPrefix(p.MIMEType, "image/")
	if p.Width > 0 {
		text += fmt.Sprintf(", %d × %d", p.Width, p.Height)
	}
	if p.Refused != "" {
		text += ", " + p.Refused
	}
	return text
}

// image is the picture that the page's data speaks of.
func (b *pictureBook) image(p *picture) *value.Image {
	var number int
	if _, err := fmt.Sscanf(p.ID, "image-%d", &number); err != nil || number < 1 || number > len(b.pictures) {
		panic("a picture that is not in the book") // a bug of ours
	}
	return b.pictures[number-1]
}
