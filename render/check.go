package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/collection/rule"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// The formats that only a verdict has.
const (
	JUnit  Format = "junit"  // XML as continuous integration reads the results of tests
	GitHub Format = "github" // workflow commands, which GitHub shows beside the files
)

// CheckFormats returns the formats of [Check], the default first.
func CheckFormats() []Format { return []Format{Text, JSON, Markdown, JUnit, GitHub} }

// CheckOptions choose how [Check] writes. The zero value is text of any width.
type CheckOptions struct {
	Format Format // one of CheckFormats; "" is Text
	// Keys are globs over the columns among which Markdown and JSON look for
	// metrics that moved; none are all.
	Keys []string
	// Width is that of the terminal in columns; 0 means that there is none.
	Width int
	// Color marks what fails with colours too, in text.
	Color bool
}

// Check writes the verdict on candidates. Its collection has no baseline
// (Baseline is -1) when the rules were checked without. The error is a
// [*collection.InputError] when Keys name what is not there, and then nothing was
// written.
func Check(w io.Writer, c *collection.Collection, v *rule.Verdict, opts CheckOptions) error {
	page := &checkPage{c: c, verdict: v, opts: &opts}
	for _, run := range v.Candidates {
		page.candidates = append(page.candidates, page.candidate(run))
	}
	switch opts.Format {
	case GitHub:
		return page.writeGitHub(w)
	case JUnit:
		return page.writeJUnit(w)
	case JSON, Markdown:
		if err := page.findMoved(); err != nil {
			return err
		}
	}
	switch opts.Format {
	case JSON:
		return page.writeJSON(w)
	case Markdown:
		return page.writeMarkdown(w)
	}
	return page.writeText(w)
}

// A checkPage is a verdict that any format can write.
type checkPage struct {
	c          *collection.Collection
	verdict    *rule.Verdict
	opts       *CheckOptions
	candidates []checkedRun
}

// A checkedRun is one candidate.
type checkedRun struct {
	run    int // index into Runs
	name   string
	path   string
	unread string // why it could not be read; else ""
	lines  []checkLine
	failed int // lines that fail the check
	warned int // other lines that do not hold
	moved  []movedMetric
}

// A checkLine is one rule as it is shown.
type checkLine struct {
	outcome      *rule.Outcome
	state        checkState
	left, right  string // the values; "" where there are none
	operator     string
	reason, hint string // why it is neither true nor false
}

// The verdict on who has no rule, which is neither passed nor failed.
const (
	notChecked = "not checked"
	noRule     = "no rule is for this run"
)

type checkState int

const (
	stateHeld checkState = iota
	stateWarned
	stateFailed
)

// word names the state in text, JSON and XML.
func (s checkState) word() string { return [...]string{"ok", "warning", "failed"}[s] }

func (p *checkPage) candidate(run int) checkedRun {
	r := p.c.Runs[run]
	checked := checkedRun{run: run, name: r.Name, path: r.Path}
	if r.Err != nil {
		checked.unread = r.Err.Error()
	}
	for i := range p.verdict.Outcomes {
		o := &p.verdict.Outcomes[i]
		if o.Run != run {
			continue
		}
		line := p.line(o)
		switch line.state {
		case stateFailed:
			checked.failed++
		case stateWarned:
			checked.warned++
		}
		checked.lines = append(checked.lines, line)
	}
	return checked
}

// line shows an outcome by the comparison that decided.
func (p *checkPage) line(o *rule.Outcome) checkLine {
	line := checkLine{outcome: o}
	switch {
	case p.verdict.Fails(o):
		line.state = stateFailed
	case !o.Holds:
		line.state = stateWarned
	}
	if o.Undefined != nil {
		line.reason, line.hint = o.Undefined.Problem, o.Undefined.Hint
	}
	if n := len(o.Sides); n > 0 {
		side := o.Sides[n-1]
		line.left, line.right = p.sides(&side)
		line.operator = side.Operator
	}
	return line
}

// sides writes two values so that they can be compared by eye.
func (p *checkPage) sides(s *rule.Side) (left, right string) {
	var numbers []value.Number
	for _, v := range []value.Value{s.Left, s.Right} {
		if n, ok := v.(value.Number); ok {
			numbers = append(numbers, n)
		}
	}
	style, opts := styleOf(numbers), &TableOptions{Width: p.opts.Width}
	return Visible(sheetText(s.Left, style, opts)), Visible(sheetText(s.Right, style, opts))
}

// baseline is the name of the baseline; "" without one.
func (p *checkPage) baseline() string {
	if p.c.Baseline < 0 {
		return ""
	}
	return p.c.Runs[p.c.Baseline].Name
}

// headline says how it went for a candidate.
func (c *checkedRun) headline() string {
	switch all := len(c.lines); {
	case c.unread != "":
		return "could not be read"
	case all == 0:
		return notChecked + ", " + noRule
	case c.failed > 0 && c.failed == all:
		return "failed, " + onlyOrAll(all, "the rule does not hold", "none of %d rules holds")
	case c.failed > 0 && c.warned > 0:
		return fmt.Sprintf("failed, %s not hold, and %s", countedOf(c.failed, all), Counted(c.warned, "warning"))
	case c.failed > 0:
		return fmt.Sprintf("failed, %s not hold", countedOf(c.failed, all))
	case c.warned == all:
		return fmt.Sprintf("passed with %s, %s", Counted(c.warned, "warning"), onlyOrAll(all, "the rule does not hold", "none of %d rules holds"))
	case c.warned > 0:
		return fmt.Sprintf("passed with %s, %s", Counted(c.warned, "warning"), holdOf(all-c.warned, all))
	case all == 2:
		return "passed, both rules hold"
	default:
		return "passed, " + onlyOrAll(all, "the rule holds", "all %d rules hold")
	}
}

func onlyOrAll(n int, only, all string) string {
	if n == 1 {
		return only
	}
	return fmt.Sprintf(all, n)
}

// countedOf writes 2 of 5 rules do, or 1 of 5 rules does.
func countedOf(n, all int) string {
	if n == 1 {
		return fmt.Sprintf("1 of %d rules does", all)
	}
	return fmt.Sprintf("%d of %d rules do", n, all)
}

func holdOf(n, all int) string {
	verb := "hold"
	if n == 1 {
		verb = "holds"
	}
	return fmt.Sprintf("%d of %s %s", n, Counted(all, "rule"), verb)
}

// sentence writes the comparison of a line with what came of it.
func (l *checkLine) sentence() string {
	switch {
	case l.reason != "":
		return l.reason
	case l.operator == "" && l.outcome.Holds:
		return "holds"
	case l.operator == "":
		return "does not hold"
	}
	return l.left + " " + l.operator + " " + l.right
}

// ruleText is the expression of a rule on one line.
func ruleText(r *rule.Rule) string {
	return Visible(strings.Join(strings.Fields(r.Expression.String()), " "))
}

// unusedNote says of a rule that it was for nobody.
func unusedNote(r *rule.Rule) string {
	return "for none of the candidates (" + Visible(r.Limits()) + ")"
}

// unusedShown returns the rules to say that of; where no candidate could be
// read there is nothing to wonder about.
func (p *checkPage) unusedShown() []*rule.Rule {
	for i := range p.candidates {
		if p.candidates[i].unread == "" {
			return p.verdict.Unused()
		}
	}
	return nil
}
