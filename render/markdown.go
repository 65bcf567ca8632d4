package render

import (
	"html"
	"strings"

	"github.com/gomarkdown/markdown"
	markdownhtml "github.com/gomarkdown/markdown/html"
	"github.com/gomarkdown/markdown/parser"
)

// Longer Markdown, and such with more characters that open something, is shown
// as it is: the parser looks from each of them to the end, and so needs hours
// for a megabyte of brackets.
const (
	mostMarkdown = 200_000 // bytes
	mostOpeners  = 10_000
)

// markdownHTML renders Markdown as notebooks write it, with HTML in between, and
// leaves nothing in it that acts or points elsewhere.
func markdownHTML(text string) string {
	if len(text) > mostMarkdown || countOpeners(text) > mostOpeners {
		return "<p><em>Too long to be rendered.</em></p>\n<pre>" + html.EscapeString(text) + "</pre>\n"
	}
	extensions := parser.CommonExtensions &^ parser.HeadingIDs &^ parser.MathJax
	rendered := markdown.ToHTML(
		markdown.NormalizeNewlines([]byte(text)),
		parser.NewWithExtensions(extensions),
		markdownhtml.NewRenderer(markdownhtml.RendererOptions{}),
	)
	return string(markdownPolicy().SanitizeBytes(rendered))
}

func countOpeners(text string) int {
	n := 0
	for _, opener := range []string{"[", "`", "<", "~"} {
		n += strings.Count(text, opener)
	}
	return n
}
