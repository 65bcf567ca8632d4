package rule

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A compiler makes terms of a syntax tree.
type compiler struct {
	expression *Expression
	side       side
	paths      []*pathTerm // so far
}

// A side is that of a comparison which is compiled; it says what the word
// baseline is the value of.
type side struct {
	// of is the left side while the right one is compiled; else nil.
	of     term
	ofPath bool // of names a path
	// isLeft says that the left side is compiled. There baseline is for the path
	// that is filled in once the side is known; word is where it first stood.
	isLeft bool
	path   *pathTerm
	word   ast.Node
}

func (c *compiler) errorf(n ast.Node, hint, format string, args ...any) *Error {
	return errorAt(c.expression.text, n.Location().From, fmt.Sprintf(format, args...), hint)
}

// mustBe refuses a term of which it is known that it is of another kind.
func (c *compiler) mustBe(t term, n ast.Node, kind value.Kind, problem string) *Error {
	if k := t.kind(); k != anyKind && k != kind {
		return c.errorf(firstNode(n), "", "%s", problem)
	}
	return nil
}

// firstNode returns the node where the text of n begins; that of a comparison is
// its operator.
func firstNode(n ast.Node) ast.Node {
	for {
		switch inner := n.(type) {
		case *ast.BinaryNode:
			n = inner.Left
		case *ast.MemberNode:
			n = inner.Node
		case *ast.ConditionalNode:
			n = inner.Cond
		default:
			return n
		}
	}
}

// compile makes the term of a node.
func (c *compiler) compile(n ast.Node) (term, *Error) {
	switch n := n.(type) {
	case *ast.NilNode:
		return &literal{value.Null{}}, nil
	case *ast.BoolNode:
		return &literal{value.Bool(n.Value)}, nil
	case *ast.IntegerNode:
		return &literal{value.Int(n.Value)}, nil
	case *ast.FloatNode:
		return &literal{value.Float(n.Value)}, nil
	case *ast.StringNode:
		return &literal{value.Text(n.Value)}, nil
	case *ast.ArrayNode:
		return c.list(n)
	case *ast.IdentifierNode:
		return c.word(n)
	case *ast.MemberNode:
		return c.path(n)
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		return c.conditional(n)
	case *ast.CallNode:
		if name, ok := n.Callee.(*ast.IdentifierNode); ok {
			return c.call(n, name.Value, n.Arguments)
		}
	case *ast.BuiltinNode:
		return c.call(n, n.Name, n.Arguments)
	}
	return nil, c.errorf(n, "", "%s has no place in an expression here", nodeName(n))
}

// nodeName names what expr-lang knows and expressions here have not.
func nodeName(n ast.Node) string {
	switch n.(type) {
	case *ast.ChainNode:
		return "?."
	case *ast.SliceNode:
		return "a slice"
	case *ast.MapNode:
		return "a map"
	case *ast.VariableDeclaratorNode:
		return "let"
	case *ast.SequenceNode:
		return "a second expression"
	case *ast.BytesNode:
		return "a text of bytes"
	}
	return "this"
}

// word compiles a name that stands alone.
func (c *compiler) word(n *ast.IdentifierNode) (term, *Error) {
	switch n.Value {
	case "True", "False": // as Python writes them
		return &literal{value.Bool(n.Value == "True")}, nil
	case "None", "null":
		return &literal{value.Null{}}, nil
	case "baseline":
		return c.baselineWord(n)
	}
	return c.path(n)
}

func (c *compiler) baselineWord(n ast.Node) (term, *Error) {
	const hint = `write metrics.mse <= baseline * 1.05, or base("metrics.mse")`
	switch {
	case c.side.isLeft:
		if c.side.path == nil {
			c.side.path, c.side.word = &pathTerm{readings: []reading{{}}}, n
		}
		c.expression.baseline = true
		return &inBaseline{c.side.path}, nil
	case c.side.of == nil:
		return nil, c.errorf(n, hint, "baseline stands in a comparison, for the left side's value in the baseline run")
	case !c.side.ofPath:
		return nil, c.errorf(n, hint, "baseline stands for the left side's value in the baseline run, and the left side names no key")
	}
	c.expression.baseline = true
	return &inBaseline{c.side.of}, nil
}

// leftSide compiles the left side of a comparison and returns what baseline
// means on the right one: the value of the left side, but where that itself has
// the word baseline, the value of its one path on both.
func (c *compiler) leftSide(n ast.Node) (left term, right side, err *Error) {
	before := len(c.paths)
	c.side = side{isLeft: true}
	left, err = c.compile(n)
	if err != nil {
		return nil, side{}, err
	}
	named := c.paths[before:]
	if c.side.path == nil {
		return left, side{of: left, ofPath: len(named) > 0}, nil
	}
	for _, path := range named {
		if path.title != named[0].title || len(path.readings) != len(named[0].readings) {
			return nil, side{}, c.errorf(c.side.word, `write base("metrics.mse")`, "baseline on the left stands for the one key there, and there are more")
		}
	}
	if len(named) == 0 {
		return nil, side{}, c.errorf(c.side.word, `write base("metrics.mse")`, "baseline on the left stands for the key there, and there is none")
	}
	*c.side.path = *named[0]
	return left, side{of: named[0], ofPath: true}, nil
}

func (c *compiler) list(n *ast.ArrayNode) (term, *Error) {
	t := &listTerm{}
	for _, node := range n.Nodes {
		element, err := c.compile(node)
		if err != nil {
			return nil, err
		}
		t.elements = append(t.elements, element)
	}
	return t, nil
}

func (c *compiler) unary(n *ast.UnaryNode) (term, *Error) {
	operand, err := c.compile(n.Node)
	if err != nil {
		return nil, err
	}
	if n.Operator == "not" || n.Operator == "!" {
		return &negation{operand}, c.mustBe(operand, n.Node, value.KindBool, "not is for true and false")
	}
	return &sign{operand, n.Operator == "-"}, c.mustBe(operand, n.Node, value.KindNumber, n.Operator+" is for numbers")
}

func (c *compiler) binary(n *ast.BinaryNode) (term, *Error) {
	switch n.Operator {
	case "and", "&&", "or", "||":
		return c.logic(n)
	case "+", "-", "*", "/", "%", "**", "^":
		return c.arithmetic(n)
	case "??":
		return c.fallback(n)
	case "==", "!=", "<", "<=", ">", ">=", "in", "contains", "matches", "startsWith", "endsWith":
		return c.comparison(n)
	}
	hint := ""
	if n.Operator == ".." {
		hint = "write 0 <= params.seed < 5, or params.seed in [0, 1, 2]"
	}
	return nil, c.errorf(n, hint, "%s has no place in an expression here", n.Operator)
}

// both compiles the sides of an operator.
func (c *compiler) both(n *ast.BinaryNode) (left, right term, err *Error) {
	if left, err = c.compile(n.Left); err != nil {
		return nil, nil, err
	}
	right, err = c.compile(n.Right)
	return left, right, err
}

func (c *compiler) logic(n *ast.BinaryNode) (term, *Error) {
	left, right, err := c.both(n)
	if err != nil {
		return nil, err
	}
	t := &logic{or: n.Operator == "or" || n.Operator == "||", left: left, right: right}
	for _, side := range []struct {
		term
		node ast.Node
	}{{left, n.Left}, {right, n.Right}} {
		if err := c.mustBe(side.term, side.node, value.KindBool, n.Operator+" is for true and false"); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (c *compiler) arithmetic(n *ast.BinaryNode) (term, *Error) {
	left, right, err := c.both(n)
	if err != nil {
		return nil, err
	}
	problem := n.Operator + " is for numbers"
	if err := c.mustBe(left, n.Left, value.KindNumber, problem); err != nil {
		return nil, err
	}
	if err := c.mustBe(right, n.Right, value.KindNumber, problem); err != nil {
		return nil, err
	}
	return &arithmetic{operator: n.Operator, left: left, right: right}, nil
}

func (c *compiler) fallback(n *ast.BinaryNode) (term, *Error) {
	left, right, err := c.both(n)
	return &fallback{left, right}, err
}

func (c *compiler) conditional(n *ast.ConditionalNode) (term, *Error) {
	var parts [3]term
	for i, node := range []ast.Node{n.Cond, n.Exp1, n.Exp2} {
		part, err := c.compile(node)
		if err != nil {
			return nil, err
		}
		parts[i] = part
	}
	t := &conditional{parts[0], parts[1], parts[2]}
	return t, c.mustBe(parts[0], n.Cond, value.KindBool, "? is for true and false")
}

// comparison compiles the left side first, for baseline on the right one is its
// value in another run.
func (c *compiler) comparison(n *ast.BinaryNode) (term, *Error) {
	outer := c.side
	left, ofRight, err := c.leftSide(n.Left)
	if err != nil {
		return nil, err
	}
	c.side = ofRight
	right, err := c.compile(n.Right)
	c.side = outer
	if err != nil {
		return nil, err
	}
	t := &comparison{operator: n.Operator, left: left, right: right}
	if n.Operator == "matches" {
		if t.pattern, err = c.pattern(n.Right, right); err != nil {
			return nil, err
		}
	}
	if !goTogether(n.Operator, left.kind(), right.kind()) {
		return nil, c.errorf(n, "", "%s", cmp.Or(notFor(n.Operator, left, right, left.kind(), right.kind()),
			fmt.Sprintf("%s cannot compare %s with %s", n.Operator, aKind(left.kind()), aKind(right.kind()))))
	}
	return t, nil
}

// pattern compiles a regular expression that the expression states.
func (c *compiler) pattern(n ast.Node, t term) (*regexp.Regexp, *Error) {
	text, ok := t.(*literal)
	if !ok || text.kind() != value.KindText {
		return nil, c.errorf(firstNode(n), "", `matches wants a pattern in quotes, such as "^rf-"`)
	}
	pattern, err := regexp.Compile(string(text.is.(value.Text)))
	if err != nil {
		return nil, c.errorf(n, "", "%s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return pattern, nil
}
