package given

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/nbcompare/nbcompare/introspect/value"
)

const (
	// maxValues bounds a document, whose aliases can multiply.
	maxValues = 1_000_000
	maxDepth  = 100
)

// YAML reads one document as PyYAML's safe loader does, without dates: a
// scalar without quotes is null, a bool, an int or a float by the rules of YAML
// 1.1, else text. An empty document is null. The error names line and column.
//
// words, when it is not nil, is asked first about each value that is a scalar
// without quotes; it may answer false.
func YAML(text string, words func(string) (value.Value, bool)) (value.Value, error) {
	if strings.ContainsRune(text, 0) {
		return nil, errors.New("a NUL character")
	}
	file, err := parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, yamlError(err)
	}
	r := yamlReader{words: words, anchors: map[string]ast.Node{}}
	var root value.Value = value.Null{}
	documents := 0
	for _, document := range file.Docs {
		if document.Body == nil || document.Body.Type() == ast.DirectiveType || document.Body.Type() == ast.CommentGroupType {
			continue
		}
		if documents++; documents > 1 {
			return nil, errors.New("more than one YAML document")
		}
		if root, err = r.value(document.Body, 0); err != nil {
			return nil, err
		}
	}
	return root, nil
}

// yamlError writes a parser's error on one line.
func yamlError(err error) error {
	var syntax yaml.Error
	if !errors.As(err, &syntax) || syntax.GetToken() == nil || syntax.GetToken().Position == nil {
		return errors.New(strings.Join(strings.Fields(err.Error()), " "))
	}
	return errorAt(syntax.GetToken(), syntax.GetMessage())
}

func errorAt(t *token.Token, message string) error {
	if t == nil || t.Position == nil {
		return errors.New(message)
	}
	return fmt.Errorf("line %d, column %d: %s", t.Position.Line, t.Position.Column, message)
}

type yamlReader struct {
	words   func(string) (value.Value, bool)
	anchors map[string]ast.Node
	count   int
}

func (r *yamlReader) value(n ast.Node, depth int) (value.Value, error) {
	if n == nil {
		return value.Null{}, nil
	}
	if r.count++; r.count > maxValues || depth > maxDepth {
		return nil, errorAt(n.GetToken(), fmt.Sprintf("more than %d values, or nested deeper than %d", maxValues, maxDepth))
	}
	switch n := n.(type) {
	case *ast.AnchorNode:
		r.anchors[n.Name.GetToken().Value] = n.Value
		return r.value(n.Value, depth+1)
	case *ast.AliasNode:
		name := n.Value.GetToken().Value
		anchored, ok := r.anchors[name]
		if !ok {
			return nil, errorAt(n.GetToken(), "no anchor &"+name+" before this alias")
		}
		return r.value(anchored, depth+1)
	case *ast.TagNode:
		return r.tagged(n, depth)
	case *ast.SequenceNode:
		list := value.List{}
		for _, e := range n.Values {
			v, err := r.value(e, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case *ast.MappingNode:
		if text, ok := glued(n.Values); ok && (n.Start == nil || n.Start.Value != "{") {
			return r.word(text), nil
		}
		return r.mapping(n.Values, depth)
	case *ast.MappingValueNode:
		return r.mapping([]*ast.MappingValueNode{n}, depth)
	}
	return r.scalar(n)
}

// glued returns the scalar that the parser takes for a mapping: a colon without
// a space behind it, in a list inside braces, as in {a: [b:c]}.
func glued(values []*ast.MappingValueNode) (text string, ok bool) {
	if len(values) != 1 {
		return "", false
	}
	n := values[0]
	key, plainKey, isKey := scalarText(n.Key)
	v, plain, isValue := scalarText(n.Value)
	if !isKey || !isValue || !plainKey || !plain || n.Start == nil {
		return "", false
	}
	colon, behind := n.Start.Position, n.Value.GetToken().Position
	return key + ":" + v, v != "" && colon.Line == behind.Line && colon.Column+1 == behind.Column
}

// mapping reads a mapping: of equal keys the last counts, at the place of the
// first; what "<<" merges counts less than all others.
func (r *yamlReader) mapping(values []*ast.MappingValueNode, depth int) (value.Value, error) {
	var merged, own value.Dict
	for _, n := range values {
		v, err := r.value(n.Value, depth+1)
		if err != nil {
			return nil, err
		}
		if _, ok := n.Key.(*ast.MergeKeyNode); ok {
			if merged, err = merge(merged, v, n); err != nil {
				return nil, err
			}
			continue
		}
		key, err := r.key(n.Key, depth)
		if err != nil {
			return nil, err
		}
		own = append(own, value.Item{Key: key, Value: v})
	}
	return distinct(append(merged, own...)), nil
}

func merge(into value.Dict, v value.Value, n *ast.MappingValueNode) (value.Dict, error) {
	switch v := v.(type) {
	case value.Dict:
		return append(into, v...), nil
	case value.List:
		for i := len(v) - 1; i >= 0; i-- { // the first has precedence
			d, ok := v[i].(value.Dict)
			if !ok {
				return nil, errorAt(n.GetToken(), "<< merges mappings only")
			}
			into = append(into, d...)
		}
		return into, nil
	}
	return nil, errorAt(n.GetToken(), "<< merges mappings only")
}

func distinct(d value.Dict) value.Dict {
	out := value.Dict{}
	at := map[string]int{}
	for _, item := range d {
		name := string(item.Key.Kind()) + value.Repr(item.Key)
		if i, ok := at[name]; ok {
			out[i].Value = item.Value
			continue
		}
		at[name] = len(out)
		out = append(out, item)
	}
	return out
}

func (r *yamlReader) key(n ast.MapKeyNode, depth int) (value.Value, error) {
	var node ast.Node = n
	if explicit, ok := n.(*ast.MappingKeyNode); ok {
		node = explicit.Value
	}
	words := r.words
	r.words = nil
	defer func() { r.words = words }()
	key, err := r.value(node, depth+1)
	if err != nil {
		return nil, err
	}
	switch key.(type) {
	case value.List, value.Dict:
		return nil, errorAt(n.GetToken(), "a list or a mapping cannot be a key")
	}
	return key, nil
}

// tagged reads a value whose type is given, such as !!str 1.
func (r *yamlReader) tagged(n *ast.TagNode, depth int) (value.Value, error) {
	tag := n.Start.Value
	switch tag {
	case "!!map", "!!seq":
		return r.value(n.Value, depth+1)
	case "!!str", "!":
		if n.Value == nil {
			return value.Text(""), nil
		}
		text, _, ok := scalarText(n.Value)
		if ok {
			return value.Text(text), nil
		}
	case "!!int", "!!float", "!!bool", "!!null":
		text, _, ok := scalarText(n.Value)
		v := plainScalar(text)
		if f, isNumber := v.(value.Number); isNumber && tag == "!!float" {
			return value.Float(f.Float), nil
		}
		if ok && "!!"+kindTag(v) == tag {
			return v, nil
		}
	}
	return nil, errorAt(n.GetToken(), "the tag "+tag+" is not understood here")
}

func kindTag(v value.Value) string {
	if n, ok := v.(value.Number); ok && n.IsInt {
		return "int"
	}
	return string(v.Kind())
}

func (r *yamlReader) scalar(n ast.Node) (value.Value, error) {
	text, plain, ok := scalarText(n)
	switch {
	case !ok:
		return nil, errorAt(n.GetToken(), "this is not understood")
	case !plain:
		return value.Text(text), nil
	}
	return r.word(text), nil
}

// word reads a scalar without quotes.
func (r *yamlReader) word(text string) value.Value {
	if r.words != nil {
		if v, ok := r.words(text); ok {
			return v
		}
	}
	return plainScalar(text)
}

// scalarText returns the text of a scalar, and whether it stands there without
// quotes.
func scalarText(n ast.Node) (text string, plain, ok bool) {
	switch n := n.(type) {
	case *ast.LiteralNode:
		return n.Value.Value, false, true
	case *ast.StringNode:
		quoted := n.Token.Type == token.SingleQuoteType || n.Token.Type == token.DoubleQuoteType
		return n.Value, !quoted, true
	case *ast.NullNode:
		if n.Token.Type == token.ImplicitNullType {
			return "", true, true
		}
		return n.Token.Value, true, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true, true
	}
	return "", false, false
}

// Parameters reads a YAML document that maps names to values, as papermill's
// -f, -y and -b have it; an empty document has none.
func Parameters(text string) (value.Dict, error) {
	v, err := YAML(text, nil)
	if err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case value.Null:
		return nil, nil
	case value.Dict:
		return v, nil
	}
	return nil, fmt.Errorf("this is a %s, not a mapping of names to values", v.Kind())
}
