package rule

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/nbcompare/nbcompare/collection"
)

// A Severity says what a rule that does not hold means.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"   // the check fails
	SeverityWarning Severity = "warning" // it is said, and fails a strict check
)

// A Rule is what must hold for runs.
type Rule struct {
	Name       string // "" is the expression's text
	Expression *Expression
	Severity   Severity
	// Runs is a glob over the names of the runs that the rule is for, and Where
	// an expression that is true for them; "" and nil are for all.
	Runs  string
	Where *Expression
}

// Limits writes for which runs the rule is; "" for all.
func (r *Rule) Limits() string {
	var limits []string
	if r.Runs != "" {
		limits = append(limits, "runs: "+r.Runs)
	}
	if r.Where != nil {
		limits = append(limits, "where: "+r.Where.String())
	}
	return strings.Join(limits, ", ")
}

// Title returns the name of a rule, or its expression.
func (r *Rule) Title() string {
	if r.Name != "" {
		return r.Name
	}
	return strings.Join(strings.Fields(r.Expression.String()), " ")
}

// NeedsBaseline reports whether the rule looks at the baseline.
func (r *Rule) NeedsBaseline() bool {
	return r.Expression.NeedsBaseline() || r.Where != nil && r.Where.NeedsBaseline()
}

// Paths returns the paths that the rule asks for; see [Expression.Paths].
func (r *Rule) Paths() []string {
	paths := r.Expression.Paths()
	if r.Where != nil {
		paths = append(paths, r.Where.Paths()...)
	}
	return paths
}

// longestFile is how many bytes a file of rules may have, some 400 rules. Opened
// brackets alone take its reader time that grows with their square.
const longestFile = 1 << 15

// rulesFile is a file of rules.
type rulesFile struct {
	Rules []ruleText `yaml:"rules"`
}

// ruleText is one rule as it stands in a file.
type ruleText struct {
	Name     located `yaml:"name"`
	Rule     located `yaml:"rule"`
	Severity located `yaml:"severity"`
	Runs     located `yaml:"runs"`
	Where    located `yaml:"where"`
	at       *token.Position
}

// A located text knows where it stands in its file.
type located struct {
	text string
	at   *token.Position // nil for a field that is not there
}

// UnmarshalYAML takes a text; numbers and words such as true are texts too.
func (l *located) UnmarshalYAML(n ast.Node) error {
	l.at = n.GetToken().Position
	switch n := n.(type) {
	case *ast.StringNode:
		l.text = n.Value
	case *ast.LiteralNode:
		l.text = n.Value.Value
	case *ast.NullNode, *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode, *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		return &placed{l.at, "want a text"}
	default:
		l.text = n.GetToken().Value
	}
	return nil
}

// UnmarshalYAML notes where the rule stands.
func (r *ruleText) UnmarshalYAML(n ast.Node) error {
	at := n.GetToken().Position
	if _, ok := n.(ast.MapNode); !ok {
		return &placed{at, "want a rule with the fields name, rule, severity, runs, where"}
	}
	type plain ruleText
	var p plain
	if err := yaml.NodeToValue(n, &p, yaml.Strict()); err != nil {
		return err
	}
	*r = ruleText(p)
	r.at = at
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		r.at = m.Values[0].Key.GetToken().Position
	}
	return nil
}

// A placed error is one of ours with its place in the file.
type placed struct {
	at      *token.Position
	message string
}

func (p *placed) Error() string { return p.message }

// ReadRules reads a file of rules in YAML:
//
//	rules:
//	  - name: the error does not grow
//	    rule: metrics.mse <= baseline * 1.05
//	    severity: warning        # or error, the default
//	    runs: 'rf-*'             # only for runs of these names
//	    where: params.seed == 0  # and only for those
//
// The name is for messages only. The error is a [*collection.InputError] with
// the line; it wraps an [*Error] where an expression is wrong.
func ReadRules(name string, data []byte) ([]Rule, error) {
	if len(data) > longestFile {
		return nil, &collection.InputError{Input: name, Message: fmt.Sprintf("a file of rules has at most %d bytes", longestFile)}
	}
	file, more, err := decodeRules(data)
	if err != nil {
		return nil, yamlError(name, err)
	}
	if more {
		return nil, &collection.InputError{Input: name, Message: "holds more than one YAML document", Hint: "put all rules under one rules:"}
	}
	if len(file.Rules) == 0 {
		return nil, &collection.InputError{Input: name, Message: "holds no rules", Hint: "see nbcompare check --help for what a file of rules looks like"}
	}
	rules := make([]Rule, len(file.Rules))
	for i := range file.Rules {
		rule, err := file.Rules[i].read(name)
		if err != nil {
			return nil, err
		}
		rules[i] = *rule
	}
	return rules, nil
}

// decodeRules decodes the first document, and reports whether there are more.
func decodeRules(data []byte) (file rulesFile, more bool, err error) {
	defer func() { // the decoder panics at a tag before a key
		if p := recover(); p != nil {
			err = errors.New("this YAML cannot be read")
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict())
	if err := decoder.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return file, false, err
	}
	return file, !errors.Is(decoder.Decode(&rulesFile{}), io.EOF), nil
}

// yamlError says where a file is no file of rules.
func yamlError(name string, err error) error {
	var own *placed
	var theirs yaml.Error
	switch {
	case errors.As(err, &own):
		return inputErrorAt(name, own.at, own.message, err)
	case errors.As(err, &theirs) && theirs.GetToken() != nil:
		problem := inputErrorAt(name, theirs.GetToken().Position, theirs.GetMessage(), err)
		if unknown := new(yaml.UnknownFieldError); errors.As(err, &unknown) {
			problem.Hint = "a rule has the fields name, rule, severity, runs, where; a file has rules"
		}
		return problem
	}
	return &collection.InputError{Input: name, Message: err.Error(), Err: err}
}

func inputErrorAt(name string, at *token.Position, message string, cause error) *collection.InputError {
	if at != nil {
		name = fmt.Sprintf("%s:%d:%d", name, at.Line, at.Column)
	}
	return &collection.InputError{Input: name, Message: message, Err: cause}
}

// read checks one rule.
func (r *ruleText) read(file string) (*Rule, error) {
	if r.Rule.at == nil {
		return nil, inputErrorAt(file, r.at, "a rule without the field rule", nil)
	}
	rule := &Rule{Name: strings.TrimSpace(r.Name.text), Severity: Severity(r.Severity.text), Runs: r.Runs.text}
	switch {
	case r.Severity.at == nil:
		rule.Severity = SeverityError
	case rule.Severity != SeverityError && rule.Severity != SeverityWarning:
		problem := inputErrorAt(file, r.Severity.at, fmt.Sprintf("%q is no severity", r.Severity.text), nil)
		problem.Hint = "severities are error and warning"
		return nil, problem
	}
	if r.Runs.at != nil && (r.Runs.text == "" || !doublestar.ValidatePattern(r.Runs.text)) {
		return nil, inputErrorAt(file, r.Runs.at, fmt.Sprintf("%q is no glob", r.Runs.text), nil)
	}
	var err error
	if rule.Expression, err = r.Rule.parse(file); err != nil {
		return nil, err
	}
	if r.Where.at != nil {
		rule.Where, err = r.Where.parse(file)
	}
	return rule, err
}

func (l *located) parse(file string) (*Expression, error) {
	x, err := Parse(l.text)
	if problem := new(Error); errors.As(err, &problem) {
		return nil, &collection.InputError{Input: fmt.Sprintf("%s:%d:%d", file, l.at.Line, l.at.Column),
			Message: problem.Error(), Hint: problem.Hint, Err: problem}
	}
	return x, err
}
