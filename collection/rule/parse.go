package rule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/parser/lexer"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

const (
	longest   = 4096 // characters of an expression
	mostNodes = 1000 // operators, values and steps of one
)

// An Expression is true or false for a run. It does not change, and serves any
// collection.
type Expression struct {
	text     string
	root     term
	paths    []string
	baseline bool
}

// Parse reads an expression. The error is an [*Error].
//
// Note: the grammar is expr-lang's, but the tree is evaluated here and not on its
// machine. There integers beyond 2^53 are compared as floats, NaN is quietly
// false, and there is no place for a value that is missing.
func Parse(text string) (*Expression, error) {
	source, err := prepare(text)
	if err != nil {
		return nil, err
	}
	tree, syntax := parser.ParseWithConfig(source, &conf.Config{MaxNodes: mostNodes, DisableIfOperator: true})
	if syntax != nil {
		return nil, syntaxError(text, syntax)
	}
	c := &compiler{expression: &Expression{text: text}}
	root, problem := c.compile(tree.Node)
	if problem == nil {
		problem = c.mustBe(root, tree.Node, value.KindBool, "an expression is true or false, and this is "+aKind(root.kind()))
	}
	if problem != nil {
		return nil, problem
	}
	c.expression.root = root
	return c.expression, nil
}

// String returns the expression as it was written.
func (e *Expression) String() string { return e.text }

// Paths returns the paths that the expression asks for, as
// [github.com/nbcompare/nbcompare/collection.Options].Outputs wants them.
func (e *Expression) Paths() []string { return slices.Clone(e.paths) }

// NeedsBaseline reports whether the expression looks at the baseline.
func (e *Expression) NeedsBaseline() bool { return e.baseline }

// joined stands for the colon of tag:mse while the expression is parsed. It
// counts as a letter, and nobody writes it.
const joined = 'ː'

// prepare checks what the parser would take silently, and joins tag:mse to one
// word. The text keeps its length in characters, so places stay what they are.
func prepare(text string) (string, error) {
	runes := []rune(text)
	switch {
	case !utf8.ValidString(text):
		return "", errorAt(text, 0, "the expression is not valid UTF-8", "")
	case strings.TrimSpace(text) == "":
		return "", errorAt(text, 0, "there is no expression", `write one such as 'metrics.mse < 3000'`)
	case len(runes) > longest:
		return "", errorAt(text, longest, fmt.Sprintf("the expression is longer than %d characters", longest), "")
	}
	if i := slices.Index(runes, joined); i >= 0 {
		return "", errorAt(text, i, "this is no colon", "")
	}
	tokens, err := tokensOf(text)
	if err != nil {
		return "", syntaxError(text, err)
	}
	for i, t := range tokens {
		if gap := gapBefore(runes, tokens, i); gap >= 0 {
			return "", errorAt(text, gap, "a comment has no place in an expression", "to divide write /")
		}
		if t.Kind == lexer.Number {
			if problem := numberProblem(t.Value); problem != "" {
				return "", errorAt(text, t.From, problem, "write it as a float, such as 1e19")
			}
		}
		if isJoint(tokens, i) {
			runes[t.From] = joined
		}
	}
	return string(runes), nil
}

// tokensOf returns the tokens of a text, without the end.
func tokensOf(text string) ([]lexer.Token, error) {
	tokens, err := lexer.Lex(file.NewSource(text))
	if err != nil {
		return nil, err
	}
	if n := len(tokens); n > 0 && tokens[n-1].Kind == lexer.EOF {
		// The end of a text is no token; its place is that of the last character.
		tokens[n-1].From = utf8.RuneCountInString(text)
	}
	return tokens, nil
}

// gapBefore returns the offset of what stands between two tokens and is no
// space, which is a comment; else -1. In metrics.n // 2 the parser would drop
// the half that matters.
func gapBefore(runes []rune, tokens []lexer.Token, i int) int {
	from := 0
	if i > 0 {
		from = tokens[i-1].To
	}
	for at := from; at < tokens[i].From && at < len(runes); at++ {
		if runes[at] == '/' {
			return at
		}
	}
	return -1
}

// numberProblem tells of an integer that the parser cannot hold.
func numberProblem(spelling string) string {
	digits := strings.ReplaceAll(spelling, "_", "")
	if strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	if _, err := strconv.ParseInt(digits, 10, 64); err != nil {
		return "the number is too large for an integer here"
	}
	return ""
}

// isJoint reports whether token i is the colon of tag:mse.
func isJoint(tokens []lexer.Token, i int) bool {
	if i == 0 || i+1 >= len(tokens) || !tokens[i].Is(lexer.Operator, ":") {
		return false
	}
	before, after := tokens[i-1], tokens[i+1]
	return before.Kind == lexer.Identifier && isSource(before.Value) && before.To == tokens[i].From &&
		(after.Kind == lexer.Identifier || after.Kind == lexer.Number) && tokens[i].To == after.From
}

func isSource(word string) bool {
	switch introspect.Source(word) {
	case introspect.SourceScrap, introspect.SourceTag, introspect.SourceLabel, introspect.SourceParam,
		introspect.SourceMeta, introspect.SourceMatch, introspect.SourceCell:
		return true
	}
	return false
}
