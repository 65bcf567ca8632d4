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

// markdownHTML renders Markdown as notebooks write it, with HTML in between. It is
// as little to be trusted as any other HTML of a notebook.
func markdownHTML(text string) string {
	if tooMuchMarkdown(text) {
		return "<p><em>" + markdownNotRendered + "</em></p>\n<pre>" + html.EscapeString(text) + "</pre>\n"
	}
	extensions := parser.CommonExtensions &^ parser.HeadingIDs &^ parser.MathJax
	return string(markdown.ToHTML(
		markdown.NormalizeNewlines([]byte(text)),
		parser.NewWithExtensions(extensions),
		markdownhtml.NewRenderer(markdownhtml.RendererOptions{}),
	))
}

// markdownNotRendered stands above Markdown that is shown as it is.
const markdownNotRendered = "Too long to be rendered."

func tooMuchMarkdown(text string) bool {
	if len(text) > mostMarkdown {
		return true
	}
	openers := 0
	for _, opener := range []string{"[", "`", "<", "~"} {
		openers += strings.Count(text, opener)
	}
	return openers > mostOpeners
}
