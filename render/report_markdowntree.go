package render

import (
	"strings"

	"github.com/gomarkdown/markdown"
	"github.com/gomarkdown/markdown/ast"
	"github.com/gomarkdown/markdown/parser"
)

// A markdownNode is a piece of rendered Markdown in the page's data: a string is
// text, a list is a name from web/src/markdowntree.ts and what it holds. The page makes
// an element of each name that it knows and a text of each string, so that no text of a
// notebook is ever read as markup; and no element gets an address.
type markdownNode any

// markdownTree reads Markdown for the page. Math says that it holds formulas.
func markdownTree(text string) (tree []markdownNode, math bool) {
	if tooMuchMarkdown(text) {
		return append(named("p", named("em", markdownNotRendered)...), named("pre", text)...), false
	}
	extensions := parser.CommonExtensions&^parser.HeadingIDs | parser.MathJax
	document := markdown.Parse(markdown.NormalizeNewlines([]byte(text)), parser.NewWithExtensions(extensions))
	r := &treeRenderer{}
	return r.children(document), r.math
}

type treeRenderer struct{ math bool }

// treeName is the element that holds what the node holds, "" for none.
func treeName(node ast.Node) string {
	switch node := node.(type) {
	case *ast.Paragraph:
		return "p"
	case *ast.BlockQuote:
		return "blockquote"
	case *ast.List:
		if node.ListFlags&ast.ListTypeOrdered != 0 {
			return "ol"
		}
		return "ul"
	case *ast.ListItem:
		return "li"
	case *ast.Emph:
		return "em"
	case *ast.Strong:
		return "strong"
	case *ast.Del:
		return "del"
	case *ast.Subscript:
		return "sub"
	case *ast.Superscript:
		return "sup"
	case *ast.Table:
		return "table"
	case *ast.TableHeader:
		return "thead"
	case *ast.TableBody:
		return "tbody"
	case *ast.TableRow:
		return "tr"
	case *ast.TableCell:
		if node.IsHeader {
			return "th"
		}
		return "td"
	case *ast.Heading:
		return []string{"h3", "h4", "h5", "h6"}[min(max(node.Level-1, 0), 3)]
	}
	return ""
}

func (r *treeRenderer) children(node ast.Node) []markdownNode {
	nodes := []markdownNode{}
	for _, child := range node.GetChildren() {
		nodes = append(nodes, r.node(child)...)
	}
	return nodes
}

// node renders one node; one without a place in the tree gives what it holds.
func (r *treeRenderer) node(node ast.Node) []markdownNode {
	switch node := node.(type) {
	case *ast.Text:
		if len(node.Literal) == 0 {
			return nil
		}
		return []markdownNode{string(node.Literal)}
	case *ast.Code:
		return named("code", string(node.Literal))
	case *ast.CodeBlock:
		return named("pre", strings.TrimSuffix(string(node.Literal), "\n"))
	case *ast.Math:
		return r.formula("math", "$", string(node.Literal))
	case *ast.MathBlock:
		return r.formula("display", "$$", string(node.Literal))
	case *ast.HTMLSpan:
		return rawHTML(string(node.Literal))
	case *ast.HTMLBlock:
		return rawHTML(string(node.Literal))
	case *ast.Hardbreak:
		return named("br")
	case *ast.Softbreak:
		return []markdownNode{"\n"}
	case *ast.NonBlockingSpace:
		return []markdownNode{"\u00a0"}
	case *ast.HorizontalRule:
		return named("hr")
	case *ast.Link:
		return named("link", append([]markdownNode{shortAddress(node.Destination)}, r.children(node)...)...)
	case *ast.Image:
		return named("image", append([]markdownNode{shortAddress(node.Destination)}, r.children(node)...)...)
	}
	if name := treeName(node); name != "" {
		return named(name, r.children(node)...)
	}
	if leaf := node.AsLeaf(); leaf != nil && len(leaf.Literal) > 0 {
		return []markdownNode{string(leaf.Literal)}
	}
	return r.children(node)
}

func named(name string, children ...markdownNode) []markdownNode {
	return []markdownNode{append([]markdownNode{name}, children...)}
}

// formula renders LaTeX. Dollars with white space inside are prices.
func (r *treeRenderer) formula(name, sign, tex string) []markdownNode {
	if trimmed := strings.TrimSpace(tex); trimmed == "" || len(tex) > maxMath || name == "math" && trimmed != tex {
		return []markdownNode{sign + tex + sign}
	}
	r.math = true
	return named(name, tex)
}

// rawHTML renders HTML as what it is, text that the page does not read.
func rawHTML(text string) []markdownNode {
	switch strings.ToLower(strings.Join(strings.Fields(text), "")) {
	case "<br>", "<br/>":
		return named("br")
	}
	if strings.HasPrefix(text, "<!--") && strings.HasSuffix(strings.TrimSpace(text), "-->") {
		return nil
	}
	return named("html", text)
}

// shortAddress is what a reader is told of an address.
func shortAddress(address []byte) string {
	const longest = 200
	text := strings.ToValidUTF8(string(address), "")
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}
