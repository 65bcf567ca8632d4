package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// The jobs that are compared. Reading alone is the floor under both others.
const (
	extractJob = "extract"
	reportJob  = "report"
	readJob    = "read"
)

// A contestant is a program that does a job on the notebooks of a run set.
type contestant struct {
	job, name string
	argv      []string
	output    string // the file that it writes; "" when it writes none
	runs      int
	peer      bool // in Python
	// check says whether one run saw everything: what it printed, and the output.
	check func(stdout string) error
	// ceiling is how many bytes of memory it may need; 0 for any number.
	ceiling int64
	own     bool // memory is that of the process itself, without its children
	warm    bool // what it needs is in the page cache already

	results []measurement
	failed  error // its run failed, so there are no others
	written int64 // bytes of the output
}

// programs are the paths of what is run.
type programs struct {
	work, nbcompare, python string
}

//go:embed peers/*.py
var peers embed.FS

// prepare builds nbcompare as it is released, and puts the peers' scripts beside it.
func prepare(ctx context.Context, cfg *config, root, work string) (*programs, error) {
	p := &programs{work, filepath.Join(work, "nbcompare"), cfg.python}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", p.nbcompare, "./cmd/nbcompare")
	build.Dir, build.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building nbcompare: %w: %s", err, out)
	}
	return p, os.CopyFS(work, peers)
}

// contestants returns who runs on a set, in the order of their turns.
func (p *programs) contestants(cfg *config, set *runSet) []*contestant {
	csv, parquet := set.folder+".csv", set.folder+".parquet"
	page, few, html := set.folder+".html", set.folder+"-tags.html", set.folder+"-peer.html"
	reportTags := []string{p.nbcompare, "report", set.folder, "-o", few}
	for _, tag := range set.tags {
		reportTags = append(reportTags, "-k", "tag:"+tag)
	}
	all := []*contestant{
		{job: readJob, name: "cat", argv: []string{"sh", "-c", `find "$0" -name '*.ipynb' -exec cat {} + > /dev/null`, set.folder}, runs: cfg.n},
		{job: extractJob, name: "nbcompare extract", argv: []string{p.nbcompare, "extract", set.folder, "-o", csv}, output: csv,
			check: func(string) error { return set.checkCSV(csv) }, runs: cfg.n, ceiling: set.ceiling(extractCeiling)},
		{job: extractJob, name: "nbcompare extract, Parquet", argv: []string{p.nbcompare, "extract", set.folder, "-o", parquet}, output: parquet,
			check: func(string) error { return set.checkParquet(parquet) }, runs: cfg.n, ceiling: set.ceiling(extractCeiling)},
		{job: reportJob, name: "nbcompare report", argv: []string{p.nbcompare, "report", set.folder, "-o", page}, output: page,
			check: func(string) error { return set.checkImages(page, set.images) }, runs: cfg.n, ceiling: set.ceiling(reportCeiling)},
		{job: reportJob, name: "nbcompare report, tags alone", argv: reportTags, output: few,
			check: func(string) error { return set.checkImages(few, set.tagImages) }, runs: cfg.n, ceiling: set.ceiling(reportCeiling)},
	}
	runs := cfg.n
	if set.notebooks > manyNotebooks {
		runs = cfg.peerN
	}
	if !cfg.peers || runs == 0 {
		return all
	}
	return append(all,
		p.importing("scrapbook", runs),
		p.importing("sklearn_evaluation", runs),
		p.peer(extractJob, "scrapbook, every scrap", "scrapbook_read.py", set, runs, len(set.scraps), ""),
		p.peer(extractJob, "NotebookCollection, every key", "collection_read.py", set, runs, len(set.tags), ""),
		p.peer(reportJob, "NotebookCollection, HTML of every key", "collection_html.py", set, runs, len(set.tags), html))
}

// importing returns a contestant that shows how much of a peer's time is the start of Python, whatever it reads.
func (p *programs) importing(module string, runs int) *contestant {
	argv := []string{p.python, "-W", "ignore", "-c", "import " + module}
	return &contestant{job: extractJob, name: "importing " + module + " alone", argv: argv, peer: true, runs: runs}
}

// peer returns a contestant in Python that must see a number of keys in each notebook. One with an output is given its
// path, and must write the images of tagged cells there.
func (p *programs) peer(job, name, script string, set *runSet, runs, keys int, output string) *contestant {
	argv := []string{p.python, "-W", "ignore", filepath.Join(p.work, "peers", script), set.folder}
	check := func(stdout string) error { return set.checkPeer(stdout, keys) }
	if output == "" {
		return &contestant{job: job, name: name, argv: argv, peer: true, runs: runs, check: check}
	}
	return &contestant{job: job, name: name, argv: append(argv, output), output: output, peer: true, runs: runs, check: func(stdout string) error {
		if err := check(stdout); err != nil {
			return err
		}
		return set.checkImages(output, set.tagImages)
	}}
}

// contest lets all run in turn, so that a slow minute of the machine is everybody's. Before that each runs once for
// nothing, so that all notebooks and programs are in the page cache; except who runs less often than others, because it
// takes minutes. Who fails is left out from then on, and the others go on; the error tells of all who failed. When ctx
// ends, the results so far stay.
func contest(ctx context.Context, all []*contestant, log io.Writer) error {
	rounds := 0
	for _, c := range all {
		rounds = max(rounds, c.runs)
	}
	for round := range rounds + 1 {
		for _, c := range all {
			warming := round == 0
			if c.failed != nil || warming && (c.runs < rounds || c.warm) || round > c.runs {
				continue
			}
			if err := c.run(ctx); err != nil {
				if ctx.Err() != nil {
					return errors.Join(ctx.Err(), failures(all))
				}
				c.failed = err
				fmt.Fprintln(log, "bench:", err)
				continue
			}
			seconds := c.results[len(c.results)-1].Seconds
			if warming {
				c.results = nil
				fmt.Fprintf(log, "bench: %s, warming up: %.3f s\n", c.name, seconds)
				continue
			}
			fmt.Fprintf(log, "bench: %s, run %d of %d: %.3f s\n", c.name, round, c.runs, seconds)
		}
	}
	return failures(all)
}

// failures returns why contestants failed.
func failures(all []*contestant) error {
	var list []error
	for _, c := range all {
		list = append(list, c.failed)
	}
	return errors.Join(list...)
}

// run runs the contestant once, and checks what it did.
func (c *contestant) run(ctx context.Context) error {
	if c.output != "" {
		if err := os.RemoveAll(c.output); err != nil {
			return err
		}
	}
	// What the one before wrote must not be on its way to the disk still; a machine without sync has it there a little later.
	_ = exec.CommandContext(ctx, "sync").Run()
	m, err := measure(ctx, c.argv)
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	if c.check != nil {
		if err := c.check(m.Stdout); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	c.results = append(c.results, m)
	if c.output != "" {
		info, err := os.Stat(c.output)
		if err != nil {
			return err
		}
		c.written = info.Size()
	}
	return nil
}

// seconds returns the median and the extremes; there must be a result.
func (c *contestant) seconds() (median, least, most float64) {
	all := make([]float64, len(c.results))
	for i, m := range c.results {
		all[i] = m.Seconds
	}
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2, all[0], all[len(all)-1]
}

// peak returns the most memory of all runs.
func (c *contestant) peak() (most int64) {
	for _, m := range c.results {
		if c.own && m.Own > 0 {
			most = max(most, m.Own)
			continue
		}
		most = max(most, m.Peak)
	}
	return most
}
