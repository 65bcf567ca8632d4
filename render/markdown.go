package render

import (
	"github.com/gomarkdown/markdown"
	"github.com/gomarkdown/markdown/html"
	"github.com/gomarkdown/markdown/parser"
)

// markdownHTML renders Markdown as notebooks write it, with HTML in between, and
// leaves nothing in it that acts or points elsewhere.
func markdownHTML(text string) string {
	extensions := parser.CommonExtensions &^ parser.HeadingIDs &^ parser.MathJax
	rendered := markdown.ToHTML(
		markdown.NormalizeNewlines([]byte(text)),
		parser.NewWithExtensions(extensions),
		html.NewRenderer(html.RendererOptions{}),
	)
	return string(markdownPolicy().SanitizeBytes(rendered))
}
