package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

const (
	stampJob = "stamp: 10,000 copies of one template"

	// stampCopies is how many copies are made; papermill makes fewer, and its
	// time is scaled, as it would take minutes or hours.
	stampCopies    = 10_000
	papermillAPI   = 100
	papermillCLI   = 1
	templateSize   = 60_000
	papermillCalls = "papermill, its API in one process, the loop alone (100 copies, scaled)"
)

// stampContest lets nbcompare stamp, cp and papermill make the same number of copies of the same template.
func (p *programs) stampContest(ctx context.Context, cfg *config, out, log io.Writer) error {
	s := &stampJobs{folder: filepath.Join(p.work, "stamp"), programs: p, runs: cfg.n, copies: stampCopies}
	if err := s.make(ctx); err != nil {
		return err
	}
	all := s.contestants(cfg.peers)
	err := errors.Join(contest(ctx, all, log), s.scale(all))
	writeTable(out, stampJob, all)
	return err
}

// stampJobs are the template, and who copies it.
type stampJobs struct {
	*programs
	folder string
	runs   int
	copies int
}

func (s *stampJobs) path(name string) string { return filepath.Join(s.folder, name) }

// make writes the template, and the copies that cp is to copy: those of nbcompare, so that the bytes are the same.
func (s *stampJobs) make(ctx context.Context) error {
	if err := os.MkdirAll(s.folder, 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(s.path("template.ipynb"), stampTemplate(), 0o666); err != nil {
		return err
	}
	argv := s.stamp("source")
	if message, err := exec.CommandContext(ctx, argv[0], argv[1:]...).CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w: %s", argv, err, message)
	}
	return s.checkCopies("source", s.copies)
}

// stamp returns the command that makes the copies in a folder.
func (s *stampJobs) stamp(folder string) []string {
	return []string{s.nbcompare, "stamp", s.path("template.ipynb"), "-o", s.path(folder) + "/{seed}.ipynb", "--grid", fmt.Sprintf("seed=1..%d", s.copies)}
}

func (s *stampJobs) contestants(peers bool) []*contestant {
	check := func(folder string, n int) func(string) error {
		return func(string) error { return s.checkCopies(folder, n) }
	}
	all := []*contestant{
		{job: stampJob, name: "nbcompare stamp, synced at the end", argv: s.stamp("ours"), output: s.path("ours"), check: check("ours", s.copies), runs: s.runs},
		{job: stampJob, name: "cp -r of the same bytes", argv: []string{"cp", "-r", s.path("source"), s.path("cp")}, output: s.path("cp"), check: check("cp", s.copies), runs: s.runs},
		{job: stampJob, name: "cp -r and sync", argv: []string{"sh", "-c", `cp -r "$0" "$1" && sync`, s.path("source"), s.path("synced")},
			output: s.path("synced"), check: check("synced", s.copies), runs: s.runs},
	}
	if !peers {
		return all
	}
	script := filepath.Join(s.work, "peers", "papermill_stamp.py")
	template := s.path("template.ipynb")
	return append(all,
		&contestant{job: stampJob, name: papermillCalls, peer: true, output: s.path("api"), runs: min(s.runs, 3), check: check("api", papermillAPI),
			argv: []string{s.python, "-W", "ignore", script, template, s.path("api"), strconv.Itoa(papermillAPI)}},
		&contestant{job: stampJob, name: "papermill, a command a copy (1 copy, scaled)", peer: true, output: s.path("cli.ipynb"), runs: min(s.runs, 3),
			argv: []string{s.python, "-W", "ignore", "-m", "papermill", template, s.path("cli.ipynb"), "--prepare-only", "--no-progress-bar", "-p", "seed", "1"}})
}

// scale turns what papermill took for few copies into what it would take for all.
func (s *stampJobs) scale(all []*contestant) error {
	for _, c := range all {
		for i := range c.results {
			m := &c.results[i]
			switch {
			case c.name == papermillCalls:
				var loop struct{ Seconds float64 }
				if err := json.Unmarshal([]byte(m.Stdout), &loop); err != nil {
					return fmt.Errorf("%s: %w", c.name, err)
				}
				m.Seconds = loop.Seconds * float64(s.copies) / papermillAPI
			case c.peer:
				m.Seconds *= float64(s.copies) / papermillCLI
			}
		}
		c.written = 0 // of a folder it says nothing
	}
	return nil
}

// checkCopies says whether a folder has n copies, and the last has its parameter.
func (s *stampJobs) checkCopies(folder string, n int) error {
	entries, err := os.ReadDir(s.path(folder))
	if err != nil {
		return err
	}
	if len(entries) != n {
		return fmt.Errorf("%s has %d copies, not %d", folder, len(entries), n)
	}
	data, err := os.ReadFile(filepath.Join(s.path(folder), strconv.Itoa(n)+".ipynb"))
	if err != nil {
		return err
	}
	if !bytes.Contains(data, fmt.Appendf(nil, "seed = %d", n)) || len(data) < templateSize {
		return fmt.Errorf("%s/%d.ipynb is no copy with its parameter", folder, n)
	}
	return nil
}

// stampTemplate returns a template of a little more than templateSize bytes, as Jupyter writes it.
func stampTemplate() []byte {
	type object = map[string]any
	code := func(id int, tags []string, lines ...string) object {
		return object{"cell_type": "code", "execution_count": nil, "id": fmt.Sprintf("cell-%d", id), "metadata": object{"tags": tags}, "outputs": []any{}, "source": lines}
	}
	cells := []object{code(0, []string{"parameters"}, "model = \"rf\"  # rf or gb\n", "seed = 0\n")}
	for size := 0; size < templateSize*3/4; { // the rest is what JSON adds
		lines := []string{}
		for i := range 12 {
			line := fmt.Sprintf("feature_%d = compute(frame, column=%d, seed=seed)  # a line of code\n", i, len(cells))
			lines = append(lines, line)
			size += len(line)
		}
		cells = append(cells, code(len(cells), []string{}, lines...))
	}
	nb := object{"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": object{
		"kernelspec": object{"name": "python3", "display_name": "Python 3", "language": "python"}, "language_info": object{"name": "python"}}}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", " ")
	if err := enc.Encode(nb); err != nil {
		panic(err) // maps of texts and numbers are JSON
	}
	return b.Bytes()
}
