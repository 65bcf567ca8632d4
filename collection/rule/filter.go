package rule

import (
	"context"
	"fmt"

	"github.com/nbcompare/nbcompare/collection"
)

// Filter reports for each run whether an expression is true for it. It is not
// for runs where it is undefined; notes tell how many these are, and why. The
// error is an [*Error] when the expression names what no run has, or is undefined
// for all runs for another reason than a missing value or NaN.
func Filter(ctx context.Context, c *collection.Collection, x *Expression) (keep []bool, notes []string, err error) {
	v := NewEvaluator(ctx, c)
	keep = make([]bool, len(c.Runs))
	var missing, nan, other left
	decided := 0
	for run, r := range c.Runs {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		result := v.Evaluate(x, run)
		keep[run] = result.Holds
		switch u := result.Undefined; {
		case u == nil:
			decided++
		case u.Unknown:
			return nil, nil, u.in(x)
		case r.Err != nil: // said elsewhere
		case u.NaN:
			nan.add(r, u)
		case u.Missing:
			missing.add(r, u)
		default:
			other.add(r, u)
		}
	}
	if decided == 0 && other.runs > 0 {
		return nil, nil, other.first.in(x)
	}
	for _, l := range []*left{&missing, &nan, &other} {
		if l.runs > 0 {
			notes = append(notes, l.note())
		}
	}
	return keep, notes, nil
}

// in makes the error about an expression that is undefined everywhere.
func (u *Undefined) in(x *Expression) *Error { return errorAt(x.text, u.offset, u.Problem, u.Hint) }

// left counts runs for which an expression is undefined.
type left struct {
	runs  int
	name  string // of the first
	first *Undefined
}

func (l *left) add(r *collection.Run, u *Undefined) {
	if l.runs++; l.runs == 1 {
		l.name, l.first = r.Name, u
	}
}

func (l *left) note() string {
	if l.runs == 1 {
		return fmt.Sprintf("1 run is left out, %s: %s", l.name, l.first.Problem)
	}
	return fmt.Sprintf("%d runs are left out, the first is %s: %s", l.runs, l.name, l.first.Problem)
}
