package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/nbcompare/nbcompare/execute"
	"github.com/nbcompare/nbcompare/kernel"
)

type runOptions struct {
	inputs  []string
	output  string
	inplace bool
	copies  stampFlags

	kernel       string
	cwd          string
	envFile      string
	jobs         int
	retries      int
	failFast     bool
	force        bool
	allowErrors  bool
	skipTags     []string
	timeout      secondsFlag // of a notebook
	cellTimeout  secondsFlag
	startTimeout secondsFlag
	saveEvery    secondsFlag
	logOutput    bool
	streamFiles  streamFiles
	noProgress   bool
	report       string
	description  string
	inputFiles   []string

	args    []string // the command line, for the record
	streams Streams
}

func newRunCommand(streams Streams, runF func(context.Context, *runOptions) error) *cobra.Command {
	opts := &runOptions{streams: streams, args: os.Args[1:], startTimeout: secondsFlag(time.Minute), saveEvery: secondsFlag(3 * time.Second)}
	cmd := &cobra.Command{
		Use:   "run TEMPLATE -o PATH | run NOTEBOOK|DIR|GLOB... --inplace",
		Short: "Execute notebooks on Jupyter kernels",
		Long: `Execute notebooks on Jupyter kernels; nothing else of Jupyter is needed.

With -o copies of a template are executed, one or a grid, with parameters as
stamp takes them; with --inplace notebooks are executed as they are. Several run
at a time. The file is saved after each cell, before the next one begins, and
every few seconds in a long one: it shows how far the run is, and a kill loses at
most the running cell. What is written is what papermill writes, and under
metadata.nbcompare what is needed to run it again: commit, host, command, kernel,
hashes; never the environment.

What was executed to its end from the same code, parameters, kernel and --input
files is skipped; Markdown may change. What failed or was interrupted runs
again. -o never replaces another run without --force.

^C ends the running cells, saves, and says what is left; the same command goes
on from there. ^C again ends all at once.

Exit status:
  0  done
  1  a notebook failed, or could not be read or written; the others were run
  2  wrong usage, or a path or kernel that does not exist; nothing was run
`,
		Example: `  nbcompare run train.ipynb -o runs/today.ipynb
  nbcompare run train.ipynb -o 'runs/{model}-{seed}.ipynb' --grid 'model=[rf, gb];seed=0..4' -j 4
  nbcompare run runs/ --inplace -j 4 --report report.html
  nbcompare run train.ipynb -o - --cell-timeout 10m > out.ipynb`,
		Args: atLeast(1, "notebook"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.inputs = args
			return runF(cmd.Context(), opts)
		},
	}
	opts.addFlags(cmd)
	addStampFlags(cmd, &opts.copies)
	return cmd
}

func (opts *runOptions) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVarP(&opts.output, "output", "o", "", "the executed notebook's `path`, with the parameters in it: 'runs/{model}-{seed}.ipynb'; - is standard output")
	flags.BoolVar(&opts.inplace, "inplace", false, "execute the notebooks as they are")
	flags.IntVarP(&opts.jobs, "jobs", "j", 0, "run this many notebooks at a time (default: one a processor)")
	flags.StringVar(&opts.kernel, "kernel", "", "run on the kernel of this `name` (default: the one that the notebook names)")
	flags.StringVar(&opts.cwd, "cwd", "", "the kernels' working `folder` (default: the current one; with --inplace the notebook's)")
	flags.StringVar(&opts.envFile, "env-file", "", "give the kernels the variables of this `file`, lines of NAME=VALUE")
	flags.Var(&opts.timeout, "timeout", "limit each notebook to this `time`, such as 90, 45m or 2h")
	flags.Var(&opts.cellTimeout, "cell-timeout", "limit each cell to this `time`; papermill's --execution-timeout")
	flags.Var(&opts.cellTimeout, "execution-timeout", "limit each cell to this `time`")
	_ = flags.MarkHidden("execution-timeout")
	flags.Var(&opts.startTimeout, "start-timeout", "limit the start of a kernel to this `time`")
	flags.Var(&opts.saveEvery, "autosave-cell-every", "save a running cell each time this `time` is over; 0 for never")
	flags.IntVar(&opts.retries, "retries", 0, "run a notebook that failed again, at most this often")
	flags.BoolVar(&opts.failFast, "fail-fast", false, "begin no other notebook once one has failed")
	flags.BoolVar(&opts.force, "force", false, "run also what is done, and replace other runs")
	flags.BoolVar(&opts.allowErrors, "allow-errors", false, "go on after a cell that fails, and call it no failure")
	flags.StringArrayVar(&opts.skipTags, "skip-tag", nil, "do not run cells with this `tag`; may be repeated")
	flags.BoolVar(&opts.logOutput, "log-output", false, "write what the cells print to standard error, too")
	opts.streamFiles.addFlags(flags)
	flags.BoolVar(&opts.noProgress, "no-progress-bar", false, "no bars on a terminal, but plain lines")
	flags.StringVar(&opts.report, "report", "", "write the comparison of the runs to this HTML `file`")
	flags.StringVar(&opts.description, "description", "", "say in the record what the run is for")
	flags.StringArrayVar(&opts.inputFiles, "input", nil, "record the hash of this `file`, and run again when it changes; may be repeated")
}

// secondsFlag is a duration: a number of seconds, as papermill has it, or a Go
// duration such as 1h30m.
type secondsFlag time.Duration

// Set implements pflag.Value.
func (s *secondsFlag) Set(text string) error {
	d, err := time.ParseDuration(text)
	if seconds, numberErr := strconv.ParseFloat(text, 64); numberErr == nil {
		d, err = time.Duration(seconds*float64(time.Second)), nil
	}
	if err != nil || d < 0 {
		return errors.New("no duration")
	}
	*s = secondsFlag(d)
	return nil
}

// String implements pflag.Value.
func (s *secondsFlag) String() string {
	if *s == 0 {
		return ""
	}
	return time.Duration(*s).String()
}

// Type implements pflag.Value; it stands in messages about wrong values.
func (s *secondsFlag) Type() string { return "time: write 90, 45m or 2h" }

// check finds what is wrong with the flags by themselves.
func (opts *runOptions) check() error {
	const both = "-o OUT executes into another file, --inplace executes the notebooks as they are"
	changed := opts.copyFlags()
	switch {
	case opts.output == "" && !opts.inplace:
		return &usageError{problem: "run needs -o or --inplace", hint: both}
	case opts.output != "" && opts.inplace:
		return &usageError{problem: "-o and --inplace exclude each other", hint: both}
	case opts.inplace && changed != "":
		return &usageError{problem: "--" + changed + " is for copies of a template, and --inplace makes none", hint: both}
	case opts.output != "" && len(opts.inputs) > 1:
		return &usageError{problem: "-o takes one notebook, not " + strconv.Itoa(len(opts.inputs)), hint: "--inplace executes many, each where it is"}
	case opts.jobs < 0:
		return &usageError{problem: fmt.Sprintf("--jobs %d: must be 1 or more", opts.jobs)}
	case opts.retries < 0:
		return &usageError{problem: fmt.Sprintf("--retries %d: must be 0 or more", opts.retries)}
	case opts.startTimeout == 0:
		return &usageError{problem: "--start-timeout: must be more than 0"}
	}
	if opts.cwd != "" {
		if info, err := os.Stat(opts.cwd); err != nil || !info.IsDir() {
			return &usageError{problem: "--cwd " + opts.cwd + ": no such folder"}
		}
	}
	return nil
}

// checkOutputs refuses the files of flags that cannot be written, or would replace
// what the command reads or the runs.
func (r *runner) checkOutputs() error {
	var runs []usedFile
	folders := map[string]bool{} // that are made when they are not there
	for _, p := range r.points {
		runs = append(runs, usedFile{p.input, "the notebook that is run"}, usedFile{p.output, "where the run is written to"})
		folders[filepath.Dir(p.output)] = true
	}
	outputs := []usedFile{{*r.streamFiles.paths["stdout"], "--stdout-file"}, {*r.streamFiles.paths["stderr"], "--stderr-file"}, {r.report, "--report"}}
	if err := refuseClashes(outputs, append(r.copies.filesRead(), slices.Concat(runs,
		usedFiles(r.inputFiles, "a file of --input"), usedFiles([]string{r.envFile}, "the file of --env-file"))...)); err != nil {
		return err
	}
	if r.report == "" || folders[filepath.Dir(r.report)] && !isFolder(r.report) {
		return nil
	}
	return output{r.report, r.streams}.check()
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// copyFlags returns the name of a flag that says what copies there are; "" when
// none is given.
func (opts *runOptions) copyFlags() string {
	c := &opts.copies
	for _, flag := range []struct {
		name  string
		given bool
	}{
		{"parameters", len(c.parameters) > 0}, {"parameters-raw", len(c.raw) > 0}, {"parameters-file", len(c.files) > 0},
		{"parameters-yaml", len(c.yaml) > 0}, {"parameters-base64", len(c.base64) > 0}, {"grid", len(c.grids) > 0},
		{"secret", len(c.secrets) > 0}, {"inject-paths", c.injectPaths || c.injectInput || c.injectOutput},
		{"papermill", c.stamp.Papermill}, {"report-mode", c.stamp.ReportMode},
	} {
		if flag.given {
			return flag.name
		}
	}
	return ""
}

// A runner is what the notebooks of one command share.
type runner struct {
	*runOptions
	set    map[string]string // of --env-file
	files  map[string]string // hash by path of --input
	record func() map[string]any

	templateHash string // "" for standard input
	kernels      map[string]*kernel.Spec
	threads      int
	progress     runProgress
	points       []*runPoint
}

func runRun(ctx context.Context, opts *runOptions) error {
	if err := opts.check(); err != nil {
		return err
	}
	setHeadroom(sparingHeadroom)
	r := &runner{runOptions: opts, kernels: map[string]*kernel.Spec{}}
	if err := r.prepare(ctx); err != nil {
		return err
	}
	if err := r.checkOutputs(); err != nil {
		return err
	}
	begin := time.Now()
	todo := slices.DeleteFunc(slices.Clone(r.points), func(p *runPoint) bool { return p.err != nil || p.skipped })
	if len(todo) > 0 {
		if err := opts.streamFiles.open(len(r.points)); err != nil {
			return err
		}
	}
	jobs := make([]execute.Job, len(todo))
	for i, p := range todo {
		jobs[i].Run = func(ctx context.Context) (*execute.Result, error) { return r.execute(ctx, p) }
	}
	atOnce := r.atOnce(len(todo))
	if atOnce > 1 {
		r.threads = max(1, runtime.GOMAXPROCS(0)/atOnce)
	}
	r.progress = newRunProgress(opts, len(todo))
	errs := execute.Pool(ctx, jobs, execute.PoolOptions{
		Jobs: atOnce, Retries: opts.retries, FailFast: opts.failFast,
		Started: func(i, attempt int) { r.progress.started(todo[i], attempt) },
		Ended: func(i, attempt int, last bool, result *execute.Result, err error) {
			todo[i].note(result)
			r.progress.ended(todo[i], last, err)
		},
	})
	r.progress.close()
	streams := opts.streamFiles.close()
	for i, p := range todo {
		p.err = errs[i]
	}
	failed := r.summarize(time.Since(begin))
	if err := cmp.Or(ctx.Err(), streams); err != nil {
		return err
	}
	if err := r.writeReport(ctx); err != nil {
		return err
	}
	if failed > 0 {
		return &doneExcept{failed}
	}
	return nil
}

func (r *runner) atOnce(points int) int {
	jobs := r.jobs
	if jobs == 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	return max(1, min(jobs, points))
}

// execute runs one notebook, once.
func (r *runner) execute(ctx context.Context, p *runPoint) (*execute.Result, error) {
	if r.timeout > 0 {
		var cancel context.CancelFunc
		limit := &execute.TimeoutError{What: "the notebook", Limit: time.Duration(r.timeout)}
		ctx, cancel = context.WithTimeoutCause(ctx, time.Duration(r.timeout), limit)
		defer cancel()
	}
	nb, err := p.load()
	if err != nil {
		return nil, err
	}
	return execute.Notebook(ctx, nb, execute.Options{
		Kernel: p.kernel,
		KernelOptions: kernel.Options{
			Env: os.Environ(), Set: r.set, Dir: p.dir, Threads: r.threads,
		},
		AllowErrors: r.allowErrors, SkipTags: r.skipTags,
		CellTimeout: time.Duration(r.cellTimeout), StartTimeout: time.Duration(r.startTimeout),
		InputPath: p.input, OutputPath: p.output, Record: func() map[string]any { return r.recordOf(p) },
		Save: p.save, SaveEvery: r.autosave(),
		Watch: func(e execute.Event) { r.streamFiles.event(e); r.progress.event(p, e) },
		Now:   time.Now,
	})
}

// autosave returns how often a running cell is saved; 0 of the flag is never, as
// in papermill.
func (opts *runOptions) autosave() time.Duration {
	if opts.saveEvery == 0 {
		return math.MaxInt64
	}
	return time.Duration(opts.saveEvery)
}

// summarize says how all went, and returns how many failed.
func (r *runner) summarize(wall time.Duration) (failed int) {
	done, skipped, left := 0, 0, 0
	var kernels time.Duration
	for _, p := range r.points {
		kernels += p.kernelTime
		switch {
		case p.skipped:
			skipped++
		case errors.Is(p.err, execute.ErrNotBegun):
			left++
		case p.err != nil:
			failed++
		default:
			done++
		}
	}
	parts := []string{fmt.Sprintf("%d done", done)}
	for _, count := range []struct {
		n    int
		what string
	}{{failed, "failed"}, {skipped, "skipped, done before"}, {left, "not begun"}} {
		if count.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count.n, count.what))
		}
	}
	fmt.Fprintf(r.streams.Err, "nbcompare: %s, in %s", strings.Join(parts, ", "), shortDuration(wall))
	if len(r.points) > 1 {
		fmt.Fprintf(r.streams.Err, " (kernels %s)", shortDuration(kernels))
	}
	fmt.Fprintln(r.streams.Err)
	r.listFailures(failed)
	if left > 0 {
		fmt.Fprintln(r.streams.Err, "nbcompare: hint: the same command goes on from here")
	}
	return failed
}

// listFailures names those of many that failed once more: what was told when
// they did may be far above.
func (r *runner) listFailures(failed int) {
	const most = 20
	listed := 0
	for _, p := range r.points {
		if len(r.points) == 1 || p.err == nil || errors.Is(p.err, execute.ErrNotBegun) {
			continue
		}
		if listed++; listed > most {
			complain(r.streams.Err, fmt.Sprintf("failed: and %d more", failed-most), "")
			return
		}
		text := oneLine(p.err)
		if !strings.HasPrefix(text, p.output) { // what cannot be read has its name
			text = p.output + ": " + text
		}
		complain(r.streams.Err, "failed: "+text, "")
	}
}

// shortDuration writes a duration for people: 0.8s, 12s, 3m05s, 2h10m.
func shortDuration(d time.Duration) string {
	switch {
	case d < 9950*time.Millisecond:
		return fmt.Sprintf("%.1fs", d.Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%.0fs", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%dh%02dm", int(d.Hours()), int(d.Minutes())%60)
}

// writeReport compares the runs that are there.
func (r *runner) writeReport(ctx context.Context) error {
	if r.report == "" {
		return nil
	}
	report := &reportOptions{output: r.report, cells: "auto", hinted: hintedSize, streams: r.streams}
	for _, p := range r.points {
		if _, err := os.Stat(p.output); err == nil && !p.unreadable {
			report.load.inputs = append(report.load.inputs, p.output)
		}
	}
	if len(report.load.inputs) == 0 {
		return nil
	}
	return runReport(ctx, report)
}
