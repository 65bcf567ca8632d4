package rule

import (
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// helpers are the functions that take values and give one: how many arguments
// they want, at most 0 for any number, and what they give.
var helpers = map[string]struct {
	least, most int
	gives       value.Kind
	call        func([]value.Value) (value.Value, *Undefined)
}{
	"abs":   {1, 1, value.KindNumber, absOf},
	"min":   {1, 0, value.KindNumber, func(args []value.Value) (value.Value, *Undefined) { return extremeOf(args, -1) }},
	"max":   {1, 0, value.KindNumber, func(args []value.Value) (value.Value, *Undefined) { return extremeOf(args, +1) }},
	"rows":  {1, 1, value.KindNumber, rowsOf},
	"isnan": {1, 1, value.KindBool, isNaN},
}

// call compiles a function call.
func (c *compiler) call(n ast.Node, name string, arguments []ast.Node) (term, *Error) {
	switch name {
	case "key":
		readings, err := c.keyArgument(n, name, arguments)
		if err != nil {
			return nil, err
		}
		return c.newPath(n, readings), nil
	case "base":
		return c.base(n, arguments)
	case "exists", "similar":
		return c.ofPath(n, name, arguments)
	}
	helper, ok := helpers[name]
	if !ok {
		return nil, c.errorf(n, "there are "+strings.Join(functionNames(), ", "), "there is no function %s", name)
	}
	if len(arguments) < helper.least || helper.most > 0 && len(arguments) > helper.most {
		return nil, c.errorf(n, "", "%s wants %s", name, wanted(helper.least, helper.most))
	}
	t := &helperTerm{label: name, gives: helper.gives, call: helper.call}
	for _, node := range arguments {
		argument, err := c.compile(node)
		if err != nil {
			return nil, err
		}
		if k := argument.kind(); helper.gives == value.KindNumber && name != "rows" && k != anyKind && k != value.KindNumber && k != value.KindList {
			return nil, c.errorf(firstNode(node), "", "%s is for numbers", name)
		}
		t.arguments = append(t.arguments, argument)
	}
	return t, nil
}

func functionNames() []string {
	return slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(helpers)), "base", "exists", "key", "similar")))
}

func wanted(least, most int) string {
	if least == most {
		return "one argument"
	}
	return "an argument at least"
}

// base compiles base("path"), and base of what else there is.
func (c *compiler) base(n ast.Node, arguments []ast.Node) (term, *Error) {
	if len(arguments) != 1 {
		return nil, c.errorf(n, `write base("metrics.mse")`, "base wants a path")
	}
	c.expression.baseline = true
	if _, ok := arguments[0].(*ast.StringNode); ok {
		readings, err := c.keyArgument(n, "base", arguments)
		if err != nil {
			return nil, err
		}
		return &inBaseline{c.newPath(n, readings)}, nil
	}
	inner, err := c.compile(arguments[0])
	if err != nil {
		return nil, err
	}
	return &inBaseline{inner}, nil
}

// ofPath compiles the functions that look at where a value stands.
func (c *compiler) ofPath(n ast.Node, name string, arguments []ast.Node) (term, *Error) {
	if len(arguments) != 1 {
		return nil, c.errorf(n, "write "+name+"(roc_curve)", "%s wants a path", name)
	}
	var inner term
	if _, ok := arguments[0].(*ast.StringNode); ok {
		readings, err := c.keyArgument(n, name, arguments)
		if err != nil {
			return nil, err
		}
		inner = c.newPath(n, readings)
	} else {
		t, err := c.compile(arguments[0])
		if err != nil {
			return nil, err
		}
		inner = t
	}
	path, isPath := inner.(*pathTerm)
	_, isBase := inner.(*inBaseline)
	switch {
	case name == "exists" && (isPath || isBase):
		return &existence{inner}, nil
	case name == "similar" && isPath:
		c.expression.baseline = true
		return &similarity{path}, nil
	}
	return nil, c.errorf(firstNode(arguments[0]), "write "+name+"(roc_curve)", "%s wants a path", name)
}
