// Package rule evaluates expressions over the runs of a collection, and checks
// rules.
//
// # Vocabulary
//
// An expression is a text such as params.model == "rf" and metrics.mse < 3000,
// that is true or false for a run. In it a path (metrics.mse,
// report["1"]["f1-score"], key("feature-importance"), status) is a value of the
// run, base("metrics.mse") that of the baseline, and on the right of a comparison
// the word baseline is the value that the left side has in the baseline; on the
// left it is that of the one path there, and then on the right too. A rule is an
// expression with a name, a severity and the runs that it is for.
//
// An expression may be neither true nor false for a run: a value is missing, is
// NaN, or is no number where one is needed. That is [Undefined], and never
// quietly false.
//
// # The steps
//
// [Parse] reads an expression, [ReadRules] a file of rules; both check what can
// be checked without a notebook. An [Evaluator] evaluates an expression for a
// run. [Filter] picks the runs for which one is true; [Check] gives the [Verdict]
// of many rules over many runs, which package render writes.
//
// # What it cannot do
//
// Expressions come from files of others too. They can neither loop nor call
// anything but the helpers here, their length and the work of one evaluation are
// bounded, and regular expressions are those of Go, which never backtrack.
package rule
