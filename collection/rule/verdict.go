package rule

import (
	"context"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/nbcompare/nbcompare/collection"
)

// A Verdict is what rules say of the candidates among the runs of a collection.
type Verdict struct {
	Rules      []Rule
	Candidates []int // indices into Runs
	// Outcomes are by candidate and then by rule; those that could not be read
	// have none, and neither has a rule that is not for a run.
	Outcomes []Outcome
	// Strict says that warnings fail the check too.
	Strict bool
}

// An Outcome is what one rule says of one candidate.
type Outcome struct {
	Rule *Rule
	Run  int // index into Runs
	Result
}

// Fails reports whether the outcome fails the check of a verdict.
func (v *Verdict) Fails(o *Outcome) bool {
	return !o.Holds && (v.Strict || o.Rule.Severity == SeverityError)
}

// Failed counts the outcomes that fail the check, and warned the others that do
// not hold.
func (v *Verdict) Failed() (failed, warned int) {
	for i := range v.Outcomes {
		switch o := &v.Outcomes[i]; {
		case v.Fails(o):
			failed++
		case !o.Holds:
			warned++
		}
	}
	return failed, warned
}

// Unused returns the rules that were for none of the candidates that could be
// read: they hold by chance, and a strict check does not let that pass.
func (v *Verdict) Unused() []*Rule {
	used := map[*Rule]bool{}
	for i := range v.Outcomes {
		used[v.Outcomes[i].Rule] = true
	}
	var unused []*Rule
	for i := range v.Rules {
		if !used[&v.Rules[i]] {
			unused = append(unused, &v.Rules[i])
		}
	}
	return unused
}

// Passed reports whether the check is passed, as far as the notebooks could be
// read.
func (v *Verdict) Passed() bool {
	failed, _ := v.Failed()
	return failed == 0 && !(v.Strict && len(v.Unused()) > 0)
}

// Check checks rules for candidates, indices into the collection's Runs, against
// its baseline. The error is that of the context.
func Check(ctx context.Context, c *collection.Collection, rules []Rule, candidates []int) (*Verdict, error) {
	verdict := &Verdict{Rules: rules, Candidates: candidates}
	evaluator := NewEvaluator(ctx, c)
	for _, run := range candidates {
		if c.Runs[run].Err != nil {
			continue
		}
		for i := range rules {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if outcome := evaluator.check(&rules[i], run); outcome != nil {
				verdict.Outcomes = append(verdict.Outcomes, *outcome)
			}
		}
	}
	return verdict, ctx.Err()
}

// check checks one rule; nil when it is not for the run. A rule of which that
// cannot be told does not hold.
func (v *Evaluator) check(r *Rule, run int) *Outcome {
	if r.Runs != "" {
		if ok, _ := doublestar.Match(r.Runs, v.runs.Runs[run].Name); !ok {
			return nil
		}
	}
	if r.Where != nil {
		where := v.Evaluate(r.Where, run)
		if where.Undefined != nil {
			where.Undefined.Problem = "where: " + where.Undefined.Problem
			where.Sides = nil
			return &Outcome{r, run, where}
		}
		if !where.Holds {
			return nil
		}
	}
	return &Outcome{r, run, v.Evaluate(r.Expression, run)}
}
