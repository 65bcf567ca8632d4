package rule

import (
	"github.com/expr-lang/expr/ast"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A reading is one way to read a path: the name of a key and the steps inside
// its value.
type reading struct {
	name  string
	steps value.Path
}

// with returns the reading one step further.
func (r reading) with(s value.Segment) reading {
	return reading{r.name, append(r.steps[:len(r.steps):len(r.steps)], s)}
}

// A pathTerm is a value of a run.
type pathTerm struct {
	offset int // in the expression, in characters from 0
	title  string
	// readings are tried in turn until one names a key.
	readings []reading
}

// newPath notes that the expression asks for a path.
func (c *compiler) newPath(n ast.Node, readings []reading) *pathTerm {
	first := readings[len(readings)-1] // the plain reading, behind that of a whole name
	t := &pathTerm{offset: n.Location().From, title: value.FullPath(first.name, first.steps), readings: readings}
	c.paths = append(c.paths, t)
	for _, r := range readings {
		c.expression.paths = append(c.expression.paths, value.FullPath(r.name, r.steps))
	}
	return t
}

// path compiles metrics.mse, report["1"]["f1-score"], folds[0].
func (c *compiler) path(n ast.Node) (term, *Error) {
	readings, err := c.readings(n)
	if err != nil {
		return nil, err
	}
	return c.newPath(firstNode(n), readings), nil
}

// readings returns the ways to read the node as a path.
func (c *compiler) readings(n ast.Node) ([]reading, *Error) {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return []reading{{name: unjoined(n.Value)}}, nil
	case *ast.MemberNode:
		return c.member(n)
	case *ast.ArrayNode: // ["my.key"].mse
		if len(n.Nodes) == 1 {
			if name, ok := n.Nodes[0].(*ast.StringNode); ok {
				return []reading{{name: name.Value}}, nil
			}
		}
	case *ast.CallNode:
		if name, ok := n.Callee.(*ast.IdentifierNode); ok && name.Value == "key" {
			return c.keyArgument(n, name.Value, n.Arguments)
		}
	}
	return nil, c.errorf(firstNode(n), `write metrics.mse, or key("my key").mse`, "a path begins with a key")
}

// unjoined turns the word that prepare joined into source:name again.
func unjoined(word string) string {
	runes := []rune(word)
	for i, r := range runes {
		if r == joined {
			runes[i] = ':'
			break
		}
	}
	return string(runes)
}

func (c *compiler) member(n *ast.MemberNode) ([]reading, *Error) {
	readings, err := c.readings(n.Node)
	if err != nil {
		return nil, err
	}
	step := value.Segment{}
	switch property := n.Property.(type) {
	case *ast.StringNode:
		step.Name = unjoined(property.Value)
	case *ast.IntegerNode:
		step.Index, step.IsIndex = property.Value, true
	default:
		return nil, c.errorf(firstNode(n.Property), "", `a step of a path is an index as in [0] or a name as in ["name"]`)
	}
	further := make([]reading, len(readings))
	for i, r := range readings {
		further[i] = r.with(step)
	}
	return further, nil
}

// keyArgument returns the readings of the text in key("...") and base("..."): as
// the whole name of a key, and as a path.
func (c *compiler) keyArgument(n ast.Node, function string, arguments []ast.Node) ([]reading, *Error) {
	if len(arguments) == 1 {
		if text, ok := arguments[0].(*ast.StringNode); ok {
			whole := []reading{{name: text.Value}}
			name, steps, err := value.ParsePath(text.Value)
			if err == nil && len(steps) > 0 {
				whole = append(whole, reading{name, steps})
			}
			return whole, nil
		}
	}
	return nil, c.errorf(n, "", `%s wants a name in quotes, as in %s("feature-importance")`, function, function)
}
