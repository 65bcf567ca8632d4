package render

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// mostDrawn is how many elements a drawing may have once each that it uses
// again is counted as often as it is used. Ten groups of which each uses the one
// before ten times are a file of a kilobyte, and no browser ever comes to their
// end. A plot of 100,000 points has a few hundred thousand.
const mostDrawn = 3_000_000

// tooComplex says whether a drawing, or HTML with drawings in it, has more than
// mostDrawn elements, or cannot be counted.
func tooComplex(document []byte) bool {
	if entities.Match(document) {
		return true
	}
	if bytes.Count(document, []byte("#")) < 12 {
		return false // not enough references to multiply by much
	}
	return newDrawing(document).cost() > mostDrawn
}

// Entities may hold elements, also spelled as references to characters, and each other.
var entities = lazyre.New(`<!ENTITY[^>]*["'][^"'>]*[<&]`)

// A drawing counts elements. Those with an id are nodes, so that what uses them
// can be counted without drawing it.
type drawing struct {
	nodes []drawnNode
	byID  map[string][]int
	open  []openElement
	names map[string]int // of the open elements
	style []string       // what style sheets refer to
}

type drawnNode struct {
	elements int      // without those within inner nodes
	uses     []string // ids
	inner    []int    // nodes
	cost     int      // of all of it; 0 before it is known
	counting bool     // what uses itself is not drawn
}

// openElement is an element whose end has not come, and the node it belongs to.
type openElement struct {
	name string
	node int
}

var reference = lazyre.New(`url\(\s*["']?#([^)"']+)`)

func newDrawing(document []byte) *drawing {
	d := &drawing{nodes: make([]drawnNode, 1), byID: map[string][]int{}, names: map[string]int{}}
	for z := html.NewTokenizer(bytes.NewReader(document)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return d
		case html.StartTagToken:
			token := z.Token()
			d.open = append(d.open, openElement{token.Data, d.element(token)})
			d.names[token.Data]++
		case html.SelfClosingTagToken:
			d.element(z.Token())
		case html.EndTagToken:
			d.close(z.Token().Data)
		case html.TextToken:
			if len(d.open) > 0 && d.open[len(d.open)-1].name == "style" {
				for _, found := range reference.FindAllSubmatch(z.Text(), -1) {
					d.style = append(d.style, string(found[1]))
				}
			}
		}
	}
}

// element counts an element and returns the node that it belongs to.
func (d *drawing) element(token html.Token) int {
	at := 0
	if len(d.open) > 0 {
		at = d.open[len(d.open)-1].node
	}
	for _, a := range token.Attr {
		if a.Key == "id" {
			d.nodes = append(d.nodes, drawnNode{})
			inner := len(d.nodes) - 1
			d.nodes[at].inner = append(d.nodes[at].inner, inner)
			d.byID[a.Val] = append(d.byID[a.Val], inner)
			at = inner
			break
		}
	}
	node := &d.nodes[at]
	node.elements++
	for _, a := range token.Attr {
		if id, ok := strings.CutPrefix(strings.TrimSpace(a.Val), "#"); ok && strings.HasSuffix(a.Key, "href") && token.Data != "a" {
			node.uses = append(node.uses, id)
		}
		for _, found := range reference.FindAllStringSubmatch(a.Val, -1) {
			node.uses = append(node.uses, found[1])
		}
	}
	return at
}

// close ends the innermost open element of a name, and those within it.
func (d *drawing) close(name string) {
	for d.names[name] > 0 {
		last := d.open[len(d.open)-1]
		d.open = d.open[:len(d.open)-1]
		d.names[last.name]--
		if last.name == name {
			return
		}
	}
}

// cost returns how many elements are drawn, not far above mostDrawn.
func (d *drawing) cost() int {
	styled := 0
	for _, id := range d.style {
		styled = min(styled+d.costOf(id), mostDrawn+1)
	}
	cost := d.costAt(0)
	return min(cost, mostDrawn+1) * (1 + styled)
}

func (d *drawing) costOf(id string) int {
	cost := 0
	for _, node := range d.byID[id] {
		cost = min(cost+d.costAt(node), mostDrawn+1)
	}
	return cost
}

func (d *drawing) costAt(i int) int {
	node := &d.nodes[i]
	if node.cost > 0 || node.counting {
		return node.cost
	}
	node.counting = true
	cost := node.elements
	for _, inner := range node.inner {
		cost = min(cost+d.costAt(inner), mostDrawn+1)
	}
	for _, id := range node.uses {
		cost = min(cost+d.costOf(id), mostDrawn+1)
	}
	node.cost, node.counting = cost, false
	return cost
}
