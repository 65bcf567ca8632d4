package main

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/collection/rule"
	"github.com/nbcompare/nbcompare/render"
)

type checkOptions struct {
	load    loadOptions
	rules   []string // expressions
	files   []string // of rules
	strict  bool
	output  string
	format  string
	check   render.CheckOptions
	streams Streams
}

const checkLong = `Check rules for candidates, alone or against a baseline, and fail when one does
not hold.

Every notebook is a candidate but the one that --baseline names. A rule is an
expression that must be true for each:

  metrics.mse <= baseline * 1.05          at most 5 % more than in the baseline
  metrics.auc >= base("metrics.auc") - 0.01 and metrics.auc > 0.7
  report["1"]["f1-score"] > 0.6           a name that is no plain word in quotes
  key("feature-importance").age < 0.5     a key that is no plain word
  status == "ok" and params.model in ["rf", "gb"]
  abs(metrics.auc - baseline) < 0.01      no more than that away from it
  similar(roc_curve) >= 0.95              pictures, 1 for the same pixels
  rows(predictions) == baseline

On the right of a comparison baseline is the value that the left side has in the
baseline. Where the left side has the word itself, it is on both sides the value
of the one path there; base("path") is any other value of it. There are abs, min,
max, exists(path), rows (of a table, list or dict), similar(path) and isnan;
+ - * / % **, and, or, not, in, contains, startsWith, endsWith, matches (a regular
expression), a ? b : c, and a ?? b for b where a is missing. A rule does not hold
either when a value is missing, is NaN, or is of another kind than it needs; that
is said, with the names that exist.

A file of rules:

  rules:
    - name: the error does not grow
      rule: metrics.mse <= baseline * 1.05
      severity: warning          # or error, the default
      runs: 'rf-*'               # only for runs of these names
      where: params.seed == 0    # only for runs for which this is true

Text has a line a rule with the values on both sides. md is a comment for a pull
request: the verdict, the rules, the metrics that moved, details folded. github
writes workflow commands, which GitHub shows beside the files; junit is XML for
other continuous integration. json has everything:

  {"verdict": "passed|failed|unreadable|not checked", "baseline": NAME,
   "failed": N, "warnings": N, "candidates": [
     {"name", "path", "status", "verdict", "problem", "rules": [
        {"name", "rule", "severity", "result": "ok|warning|failed", "comparisons": [
           {"left", "operator", "right", "holds"}], "reason", "hint"}],
      "moved": [{"metric", "baseline", "candidate", "delta", "relative", "better"}]}],
   "not_checked": [RULES THAT WERE FOR NO CANDIDATE]}

A candidate that no rule is for is not checked, which is neither passed nor
failed; so is the whole when that is true of all. A rule that was for no
candidate is named on standard error too.
` + `
Exit status:
  0  every rule holds, or only warnings do not
  1  a candidate or the baseline could not be read; the others were checked
  2  wrong usage, or a path that does not exist or matches nothing; nothing was written
  3  a rule does not hold; with --strict also one of severity warning, or one that
     was for no candidate
`

func newCheckCommand(streams Streams, runF func(context.Context, *checkOptions) error) *cobra.Command {
	opts := &checkOptions{streams: streams}
	cmd := &cobra.Command{
		Use:   "check [--baseline RUN] CANDIDATE... --rule RULE|--rules FILE",
		Short: "Check rules, and fail when one does not hold",
		Long:  checkLong,
		Example: `  nbcompare check --baseline production.ipynb candidate.ipynb --rule 'metrics.mse <= baseline * 1.05'
  nbcompare check --baseline production.ipynb candidate.ipynb --rules rules.yaml --format md -o comment.md
  nbcompare check runs/ --rule 'status == "ok"' --rule 'metrics.auc > 0.7'`,
		Args: atLeast(1, "candidate"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.load.inputs = args
			if err := opts.findFormat(); err != nil {
				return err
			}
			return runF(cmd.Context(), opts)
		},
	}
	opts.addFlags(cmd)
	return cmd
}

func (o *checkOptions) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&o.load.baseline, "baseline", "", "check against this `run`, a name or a path; it is no candidate")
	flags.StringArrayVar(&o.rules, "rule", nil, "check this `rule`; may be repeated")
	flags.StringArrayVar(&o.files, "rules", nil, "check the rules of this `file`; may be repeated")
	flags.BoolVar(&o.strict, "strict", false, "fail also when a warning does not hold, or a rule is for no candidate")
	flags.StringVarP(&o.output, "output", "o", "-", "write to this `file`; - is standard output")
	flags.StringVar(&o.format, "format", "", "`one` of "+checkFormats()+" (default: by the extension of -o, else text)")
	flags.StringArrayVarP(&o.check.Keys, "key", "k", nil, "in md and json, show only metrics that match this `glob` and moved; may be repeated")
	flags.StringVar(&o.load.better, "better", "", "which direction is better, such as 'mse=lower,auc=higher'")
	flags.StringVar(&o.load.name, "name", "", "name the runs by this `template`, such as '{params.model}-{params.seed}'")
	o.load.addMatch(cmd)
	flags.BoolVar(&o.load.strictCompat, "strict-compat", false, "find values by the narrower rules of scrapbook and sklearn-evaluation")
	flags.IntVarP(&o.load.jobs, "jobs", "j", 0, "read this many notebooks at a time (default: one a processor)")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(strings.Split(checkFormats(), ", "), cobra.ShellCompDirectiveNoFileComp))
}

func checkFormats() string {
	var names []string
	for _, format := range render.CheckFormats() {
		names = append(names, string(format))
	}
	return strings.Join(names, ", ")
}

func (o *checkOptions) findFormat() (err error) {
	o.check.Format, err = outputFormat("check", o.format, o.output, render.CheckFormats())
	return err
}

// readRules reads the rules of the command line, then those of files.
func (o *checkOptions) readRules() ([]rule.Rule, error) {
	var rules []rule.Rule
	for _, text := range o.rules {
		x, err := rule.Parse(text)
		if err != nil {
			return nil, flagExpression("--rule", err)
		}
		rules = append(rules, rule.Rule{Expression: x, Severity: rule.SeverityError})
	}
	for _, path := range o.files {
		data, err := readSmall(path)
		if err != nil {
			return nil, err
		}
		more, err := rule.ReadRules(path, data)
		if err != nil {
			return nil, err
		}
		rules = append(rules, more...)
	}
	if len(rules) == 0 {
		return nil, &usageError{problem: "no rule given", hint: "--rule 'metrics.mse < 3000', or --rules FILE; see nbcompare check --help"}
	}
	for i := range rules {
		if rules[i].NeedsBaseline() && o.load.baseline == "" {
			return nil, &usageError{problem: "the rule " + quoted(rules[i].Title()) + " looks at the baseline, and none is given",
				hint: "name it with --baseline"}
		}
	}
	return rules, nil
}

// flagExpression says in which flag an expression is wrong.
func flagExpression(flag string, err error) error {
	problem := new(rule.Error)
	if !errors.As(err, &problem) {
		return err
	}
	return &collection.InputError{Input: flag, Message: problem.Error(), Hint: problem.Hint, Err: problem}
}

// readSmall reads the beginning of a file, more than a file of rules may have.
func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &usageError{problem: "--rules " + pathProblem(err)}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return nil, &usageError{problem: "--rules " + pathProblem(err)}
	}
	return data, nil
}

func pathProblem(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Path + ": " + path.Err.Error()
	}
	return err.Error()
}

func runCheck(ctx context.Context, opts *checkOptions) error {
	rules, err := opts.readRules()
	if err != nil {
		return err
	}
	for i := range rules {
		opts.load.paths = append(opts.load.paths, rules[i].Paths()...)
	}
	if opts.output == "-" {
		opts.check.Width = terminalWidth(opts.streams.Out)
		opts.check.Color = opts.check.Width > 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	if err := refuseClashes([]usedFile{{opts.output, "-o"}}, usedFiles(opts.files, "the file of the rules")); err != nil {
		return err
	}
	out := output{opts.output, opts.streams}
	c, err := opts.load.loadFor(ctx, out)
	if unread := opts.load.unreadBaseline(err); unread != nil {
		c, err = &collection.Collection{Runs: []*collection.Run{unread}, Baseline: -1}, nil
	} else if err == nil && opts.load.baseline == "" {
		c.Baseline = -1
	}
	if err != nil {
		return err
	}
	candidates := opts.candidates(c)
	if len(candidates) == 0 {
		return &usageError{problem: "the baseline is the only notebook, so there is no candidate", hint: "name a candidate too"}
	}
	unread := complainAboutCollection(opts.streams.Err, c)
	verdict, err := rule.Check(ctx, c, rules, candidates)
	if err != nil {
		return err
	}
	verdict.Strict = opts.strict
	complainAboutUnused(opts.streams.Err, c, verdict)
	if err := out.write(ctx, func(w io.Writer) error { return render.Check(w, c, verdict, opts.check) }); err != nil {
		return err
	}
	switch {
	case unread != nil:
		return unread
	case !verdict.Passed():
		return errNotHeld
	}
	return nil
}

// complainAboutUnused names the rules that were for no candidate. Where none
// could be read there is nothing to wonder about.
func complainAboutUnused(w io.Writer, c *collection.Collection, v *rule.Verdict) {
	if !slices.ContainsFunc(v.Candidates, func(run int) bool { return c.Runs[run].Err == nil }) {
		return
	}
	for _, r := range v.Unused() {
		complain(w, "warning: the rule "+quoted(r.Title())+" is for none of the candidates ("+r.Limits()+")", "")
	}
}

// candidates are all runs but the baseline.
func (o *checkOptions) candidates(c *collection.Collection) []int {
	var candidates []int
	for run := range c.Runs {
		if run != c.Baseline {
			candidates = append(candidates, run)
		}
	}
	return candidates
}
