package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// The jobs of the contest on executing notebooks.
const (
	runOneJob  = "run: one cell"
	runManyJob = "run: 200 cells"
	runGridJob = "run: 12 points of a grid"
	runWideJob = "run: 16 notebooks of 200 cells at a time"
)

// manyCells is how many cells the second job has.
const manyCells = 200

// runCeiling is how much memory nbcompare itself may need while it runs 16 kernels.
const runCeiling = 60e6

// runContest lets nbcompare run and its peers execute the same notebooks on the same kernel: the ipykernel of the Python
// that NBCOMPARE_PYTHON names, which has papermill and nbclient too; nbconvert, of the other Python, has the same.
func (p *programs) runContest(ctx context.Context, cfg *config, root string, out, log io.Writer) error {
	prefix := filepath.Dir(filepath.Dir(cfg.runPython))
	if err := os.Setenv("JUPYTER_PATH", filepath.Join(prefix, "share", "jupyter")); err != nil {
		return err
	}
	set := &runJobs{folder: filepath.Join(p.work, "run"), nbcompare: p.nbcompare, python: cfg.runPython, peers: cfg.python, runs: cfg.n}
	if err := set.make(root); err != nil {
		return err
	}
	all := set.contestants(cfg.peers)
	var failed error
	for _, job := range []string{runOneJob, runManyJob, runGridJob, runWideJob} {
		// A table after each job: who interrupts this has those that are done.
		err := contest(ctx, slices.DeleteFunc(slices.Clone(all), func(c *contestant) bool { return c.job != job }), log)
		writeTable(out, job, all)
		if ctx.Err() != nil {
			return err
		}
		failed = errors.Join(failed, err)
		if job == runManyJob {
			writePerCell(out, all)
		}
	}
	fmt.Fprintln(out, "\nMemory is here that of the program itself, without its kernels, where the system tells it.")
	return errors.Join(failed, checkCeilings(all))
}

// writePerCell says what a cell costs: what 200 cost more than one.
func writePerCell(out io.Writer, all []*contestant) {
	fmt.Fprint(out, "\nA cell more costs:")
	separator := " "
	for _, many := range all {
		for _, one := range all {
			if many.job == runManyJob && one.job == runOneJob && one.name == many.name && len(many.results) > 0 && len(one.results) > 0 {
				all, _, _ := many.seconds()
				first, _, _ := one.seconds()
				fmt.Fprintf(out, "%s%s %.1f ms", separator, one.name, (all-first)/(manyCells-1)*1000)
				separator = "; "
			}
		}
	}
	fmt.Fprintln(out, ".")
}

// runJobs are the notebooks to execute, and who does it.
type runJobs struct {
	folder, nbcompare string
	python, peers     string // interpreters: the one whose kernel runs, and the one that has nbconvert
	runs              int
}

func (s *runJobs) path(name string) string { return filepath.Join(s.folder, name) }

// make writes the templates: two of cells that cost nothing, so that what a cell costs is seen, and the real one of
// testdata/notebooks/diabetes.
func (s *runJobs) make(root string) error {
	if err := os.MkdirAll(s.folder, 0o777); err != nil {
		return err
	}
	for name, cells := range map[string]int{"one.ipynb": 1, "many.ipynb": manyCells} {
		if err := os.WriteFile(s.path(name), trivialNotebook(cells), 0o666); err != nil {
			return err
		}
	}
	template, err := os.ReadFile(filepath.Join(root, "testdata", "notebooks", "diabetes", "gb-0.ipynb"))
	if err != nil {
		return err
	}
	return os.WriteFile(s.path("diabetes.ipynb"), template, 0o666)
}

func trivialNotebook(cells int) []byte {
	list := make([]map[string]any, cells)
	for i := range list {
		list[i] = map[string]any{"cell_type": "code", "id": fmt.Sprintf("c%d", i), "metadata": map[string]any{}, "execution_count": nil,
			"outputs": []any{}, "source": fmt.Sprintf("print(%d)", i)}
	}
	text, err := json.Marshal(map[string]any{"cells": list, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]string{"name": "python3", "display_name": "Python 3"}}})
	if err != nil {
		panic(err) // it is all made above
	}
	return text
}

// grid is the 12 points of testdata/notebooks/diabetes.
const grid = "model=[rf, gb, ridge];seed=0..3"

// contestants returns who runs, in the order of their turns.
func (s *runJobs) contestants(peers bool) []*contestant {
	jobs := fmt.Sprint(runtime.GOMAXPROCS(0))
	all := []*contestant{
		s.one(runOneJob, "nbcompare run", "one.ipynb", "a", s.nbcompare, "run", s.path("one.ipynb"), "-o", s.path("a")),
		s.one(runManyJob, "nbcompare run", "many.ipynb", "b", s.nbcompare, "run", s.path("many.ipynb"), "-o", s.path("b")),
		s.grid("nbcompare run -j "+jobs, "c", s.nbcompare, "run", s.path("diabetes.ipynb"), "-o", s.path("c/{model}-{seed}.ipynb"), "--grid", grid, "-j", jobs),
	}
	all = append(all, s.wide("nbcompare run -j 16", "k"), s.kernelAlone())
	if !peers {
		return all
	}
	nbconvert := filepath.Join(filepath.Dir(s.peers), "jupyter-nbconvert")
	papermill, execute := filepath.Join(filepath.Dir(s.python), "papermill"), filepath.Join(filepath.Dir(s.python), "jupyter-execute")
	const api = "import sys, papermill; papermill.execute_notebook(sys.argv[1], sys.argv[2], progress_bar=False)"
	const apiGrid = `import sys, os, papermill
os.makedirs(sys.argv[2])
for model in "rf", "gb", "ridge":
    for seed in range(4):
        papermill.execute_notebook(sys.argv[1], f"{sys.argv[2]}/{model}-{seed}.ipynb", {"model": model, "seed": seed}, progress_bar=False)`
	const loop = `mkdir "$2" && for model in rf gb ridge; do for seed in 0 1 2 3; do
"$0" "$1" "$2/$model-$seed.ipynb" -p model $model -p seed $seed --no-progress-bar || exit 1; done; done`
	const convert = `"$0" stamp "$2" -o "$3.in/{model}-{seed}.ipynb" --force --grid "$4" && exec "$1" --execute --to notebook --output-dir "$3" "$3.in"/*.ipynb`
	all = append(all, s.grid("papermill, 12 commands", "i", "sh", "-c", loop, papermill, s.path("diabetes.ipynb"), s.path("i")),
		s.grid("papermill, its Python API, one process", "j", s.python, "-c", apiGrid, s.path("diabetes.ipynb"), s.path("j")),
		s.grid("jupyter nbconvert --execute, one command on 12 copies", "n", "sh", "-c", convert, s.nbcompare, nbconvert, s.path("diabetes.ipynb"), s.path("n"), grid))
	for _, n := range []struct{ job, template, suffix string }{{runOneJob, "one.ipynb", "1"}, {runManyJob, "many.ipynb", "2"}} {
		in, out := s.path(n.template), func(name string) string { return name + n.suffix + ".ipynb" }
		all = append(all,
			s.one(n.job, "papermill", n.template, out("d"), papermill, in, s.path(out("d")), "--no-progress-bar"),
			s.one(n.job, "papermill, its Python API", n.template, out("e"), s.python, "-c", api, in, s.path(out("e"))),
			s.one(n.job, "jupyter execute", n.template, out("f"), execute, in, "--output", s.path(out("f"))),
			s.one(n.job, "jupyter nbconvert --execute", n.template, out("l"), nbconvert, "--execute", "--to", "notebook", in, "--output", s.path(out("l"))))
	}
	return all
}

// one returns a contestant that executes one notebook.
func (s *runJobs) one(job, name, template, output string, argv ...string) *contestant {
	cells := map[string]int{"one.ipynb": 1, "many.ipynb": manyCells}[template]
	return &contestant{job: job, name: name, argv: argv, output: s.path(output), runs: s.runs, peer: argv[0] != s.nbcompare, own: true,
		check: func(string) error { return checkExecuted(s.path(output), cells) }}
}

// kernelAlone returns who only starts the kernel, waits for its first answer, and ends it: no program that executes a
// notebook on a kernel of its own can be faster.
func (s *runJobs) kernelAlone() *contestant {
	return &contestant{job: runOneJob, name: "the kernel alone, started and ended", argv: []string{s.nbcompare, "kernels", "--check", "python3"},
		runs: s.runs, own: true}
}

// wide returns who runs 16 kernels at a time, whose own memory is limited.
func (s *runJobs) wide(name, output string) *contestant {
	argv := []string{s.nbcompare, "run", s.path("many.ipynb"), "-o", s.path(output + "/{x}.ipynb"), "--grid", "x=0..15", "--allow-new", "-j", "16"}
	return &contestant{job: runWideJob, name: name, argv: argv, output: s.path(output), runs: max(1, s.runs/2), own: true, warm: true, ceiling: runCeiling,
		check: s.checkFolder(output, 16, manyCells+1)} // one more holds the parameters
}

// grid returns a contestant that executes the grid into a folder.
func (s *runJobs) grid(name, output string, argv ...string) *contestant {
	return &contestant{job: runGridJob, name: name, argv: argv, output: s.path(output), runs: max(1, s.runs/2), peer: argv[0] != s.nbcompare, own: true, warm: true,
		check: s.checkFolder(output, 12, 0)}
}

// checkFolder returns a check of so many notebooks with so many code cells each, 0 for any.
func (s *runJobs) checkFolder(output string, notebooks, cells int) func(string) error {
	return func(string) error {
		made, err := filepath.Glob(filepath.Join(s.path(output), "*.ipynb"))
		if err == nil && len(made) != notebooks {
			err = fmt.Errorf("%d notebooks instead of %d", len(made), notebooks)
		}
		for _, path := range made {
			err = errors.Join(err, checkExecuted(path, cells))
		}
		return err
	}
}

// checkExecuted says whether every code cell of a notebook was run, and none failed; cells is how many there must be, 0
// for any.
func checkExecuted(path string, cells int) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var nb struct {
		Cells []struct {
			Type    string `json:"cell_type"`
			Count   *int   `json:"execution_count"`
			Source  any    `json:"source"`
			Outputs []struct {
				Type string `json:"output_type"`
			} `json:"outputs"`
		} `json:"cells"`
	}
	if err := json.Unmarshal(text, &nb); err != nil {
		return err
	}
	run := 0
	for i, c := range nb.Cells {
		if c.Type != "code" {
			continue
		}
		if c.Count == nil && strings.TrimSpace(fmt.Sprint(c.Source)) != "" {
			return fmt.Errorf("%s: cell %d was not run", path, i)
		}
		for _, o := range c.Outputs {
			if o.Type == "error" {
				return fmt.Errorf("%s: cell %d failed", path, i)
			}
		}
		run++
	}
	if cells > 0 && run != cells {
		return fmt.Errorf("%s: %d cells instead of %d", path, run, cells)
	}
	return nil
}
