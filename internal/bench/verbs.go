package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// verbsJob measures what table, diff and check cost above reading, on the twelve notebooks of a family.
const verbsJob = "12 notebooks: table, diff, check"

// verbsContest runs the verbs that people wait for at a prompt. Reading is `extract` of the same notebooks.
func (p *programs) verbsContest(ctx context.Context, cfg *config, root string, out, log io.Writer) error {
	folder := filepath.Join(root, "testdata", "notebooks", "diabetes")
	all := []*contestant{
		p.verb(cfg, 0, "metrics.mse", "extract", folder),
		p.verb(cfg, 0, "metrics.mse", "table", folder),
		p.verb(cfg, 3, "metrics.mse", "diff", folder),
		p.verb(cfg, 0, "12 of 12 candidates passed", "check", folder,
			"--rule", "metrics.mse < 10000", "--rule", "metrics.r2 > -1", "--rule", `status == "ok"`),
	}
	err := contest(ctx, all, log)
	writeTable(out, verbsJob, all)
	if err != nil {
		return err
	}
	reading, _, _ := all[0].seconds()
	fmt.Fprint(out, "\nAbove reading:")
	for i, c := range all[1:] {
		median, _, _ := c.seconds()
		fmt.Fprintf(out, "%s %s %.0f ms", strings.Repeat(",", min(i, 1)), c.name, 1000*(median-reading))
	}
	fmt.Fprintln(out)
	return nil
}

// verb returns a contestant that must end with a status and print a text.
func (p *programs) verb(cfg *config, status int, text string, args ...string) *contestant {
	argv := append([]string{p.nbcompare}, args...)
	if status != 0 { // what measures takes any other for a failure
		argv = append([]string{"sh", "-c", fmt.Sprintf(`"$0" "$@"; [ $? = %d ]`, status)}, argv...)
	}
	check := func(stdout string) error {
		if !strings.Contains(stdout, text) {
			return fmt.Errorf("%q is not in what it printed", text)
		}
		return nil
	}
	return &contestant{job: verbsJob, name: "nbcompare " + args[0], argv: argv, runs: cfg.n, check: check}
}
