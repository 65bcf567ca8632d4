package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/execute"
	"github.com/nbcompare/nbcompare/kernel"
	"github.com/nbcompare/nbcompare/nbformat"
)

// A runPoint is one notebook to execute, and what became of it.
type runPoint struct {
	input, output string
	dir           string // the kernel's working folder
	load          func() (*nbformat.Notebook, error)
	kernel        *kernel.Spec
	fingerprint   string
	save          func(text []byte, final bool) error

	skipped    bool
	unreadable bool
	err        error
	kernelTime time.Duration
	warnings   []string
}

func (p *runPoint) note(result *execute.Result) {
	if result != nil {
		p.kernelTime += result.KernelTime
		p.warnings = result.Warnings
	}
}

// prepare finds out all that can be wrong before anything runs.
func (r *runner) prepare(ctx context.Context) (err error) {
	if r.set, err = readEnvFile(r.envFile); err != nil {
		return err
	}
	if r.files, err = hashFiles(r.inputFiles); err != nil {
		return err
	}
	r.record = r.commonRecord(ctx)
	if r.inplace {
		err = r.findInPlace()
	} else {
		err = r.findCopies()
	}
	if err != nil {
		return err
	}
	return r.plan()
}

// findInPlace makes a point of each notebook that the inputs name.
func (r *runner) findInPlace() error {
	paths, warnings, err := collection.Find(r.inputs)
	if err != nil {
		return err
	}
	for _, warning := range warnings {
		complainAbout(r.streams.Err, "warning: ", warning)
	}
	for _, path := range paths {
		if path == "-" {
			return &usageError{problem: "--inplace cannot write to standard input", hint: "run - -o - reads and writes the standard streams"}
		}
		load := func() (*nbformat.Notebook, error) { return nbformat.ReadFile(path) }
		r.points = append(r.points, &runPoint{input: path, output: path, load: load, dir: filepath.Dir(path), save: saveTo(path)})
	}
	return nil
}

// findCopies makes a point of each copy of the template: one, or those of a grid.
func (r *runner) findCopies() error {
	template := r.inputs[0]
	if template != "-" && isSameFile(template, r.output) {
		return &usageError{problem: r.output + ": is the notebook itself", hint: "--inplace executes it as it is"}
	}
	r.copies.output, r.copies.force, r.copies.stamp.Kernel = r.output, r.force, r.kernel
	if err := r.checkSecrets(); err != nil {
		return err
	}
	plan, err := r.copies.plan(template, r.streams)
	if err != nil {
		return err
	}
	if template != "-" {
		if r.templateHash, err = hashFile(template); err != nil {
			return err
		}
	}
	for _, c := range plan.copies {
		p := &runPoint{input: c.InputPath, output: c.path, save: saveTo(c.path)}
		p.load = func() (*nbformat.Notebook, error) {
			data, err := plan.stamper.Append(nil, c.Copy)
			if err != nil {
				return nil, err
			}
			return nbformat.Parse(data, c.path)
		}
		if c.path == "-" {
			p.input = template
			p.save = func(text []byte, final bool) error {
				if !final {
					return nil
				}
				_, err := r.streams.Out.Write(text)
				return err
			}
		}
		r.points = append(r.points, p)
	}
	return nil
}

// checkSecrets refuses secrets that the kernels would not find in their
// environment.
func (r *runner) checkSecrets() error {
	for _, name := range r.copies.secrets {
		_, given := r.set[name]
		if _, set := os.LookupEnv(name); !given && !set {
			return &usageError{problem: "--secret " + name + ": no variable of the environment has this name", hint: "set it, or give a file that has it with --env-file"}
		}
	}
	return nil
}

// plan finds each point's kernel, and whether it has to run at all. The
// notebooks are not kept: a grid may have many.
func (r *runner) plan() error {
	swept := map[string]bool{}
	for _, p := range r.points {
		if dir := filepath.Dir(p.output); p.output != "-" && !swept[dir] {
			swept[dir] = true
			sweepTemporary(dir, time.Now())
		}
		if r.cwd != "" {
			p.dir = r.cwd
		}
		nb, err := p.load()
		if err != nil && !r.inplace {
			return err
		}
		if err != nil {
			p.err, p.unreadable = err, true
			complainAbout(r.streams.Err, "", err)
			continue
		}
		if p.kernel, err = r.kernelOf(p, nb); err != nil {
			return err
		}
		p.fingerprint = r.fingerprint(p.kernel.Name)(nb)
		if err := r.planResume(p, nb); err != nil {
			return err
		}
	}
	return nil
}

func (r *runner) fingerprint(kernelName string) func(*nbformat.Notebook) string {
	return func(nb *nbformat.Notebook) string {
		return execute.Fingerprint(nb, kernelName, r.skipTags, r.files)
	}
}

// planResume looks at what stands where the run is to be written.
func (r *runner) planResume(p *runPoint, old *nbformat.Notebook) error {
	if p.output == "-" || r.force {
		return nil
	}
	if !r.inplace {
		if info, err := os.Stat(p.output); err == nil && !info.Mode().IsRegular() {
			return nil // a device or a pipe
		}
		var err error
		if old, err = nbformat.ReadFile(p.output); errors.Is(err, fs.ErrNotExist) {
			return nil
		} else if err != nil {
			return &usageError{problem: p.output + ": is there, and is no notebook", hint: "choose another -o, or give --force"}
		}
	}
	if execute.IsDone(old, r.fingerprint(p.kernel.Name), p.fingerprint) {
		p.skipped = true
		return nil
	}
	if !r.inplace && isExecuted(old) {
		return &usageError{problem: p.output + ": holds a run of other code, parameters, kernel or input files",
			hint: "choose another -o, or replace it with --force"}
	}
	return nil
}

// isExecuted reports whether a notebook holds a run that went well, which
// nobody gave leave to replace. One that failed or is not finished runs again.
func isExecuted(nb *nbformat.Notebook) bool {
	record := nb.Metadata.Get("papermill")
	begun := !record.Get("start_time").IsNull()
	if failed, _ := record.Get("exception").Bool(); failed || begun && record.Get("end_time").IsNull() {
		return false
	}
	for i := range nb.Cells {
		if nb.Cells[i].ExecutionCount != nil {
			return true
		}
	}
	return false
}

func isSameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// kernelOf finds the kernel that a notebook runs on: the one of --kernel, the
// one it names, or the first of its language.
func (r *runner) kernelOf(p *runPoint, nb *nbformat.Notebook) (*kernel.Spec, error) {
	name := r.kernel
	if name == "" {
		name, _ = nb.Metadata.Get("kernelspec", "name").Text()
	}
	if name == "" {
		return r.kernelByLanguage(p, nb)
	}
	if spec := r.kernels[name]; spec != nil {
		return spec, nil
	}
	spec, err := kernel.Lookup(os.Environ(), name)
	var missing *kernel.NotFoundError
	if errors.As(err, &missing) {
		problem := missing.Error()
		if r.kernel == "" {
			problem = p.input + ": " + problem
		}
		return nil, &usageError{problem: problem, hint: kernelHint(missing) + r.kernelFlagHint(nb)}
	}
	if err != nil {
		return nil, err
	}
	r.kernels[name] = spec
	return spec, nil
}

// kernelFlagHint names a kernel of the same language to run the notebook on.
func (r *runner) kernelFlagHint(nb *nbformat.Notebook) string {
	if spec := specOf(languageOf(nb)); r.kernel == "" && spec != nil {
		return "; --kernel " + spec.Name + " runs it on that one"
	}
	return ""
}

// languageOf returns the language that a notebook names; "" for none.
func languageOf(nb *nbformat.Notebook) string {
	language, _ := nb.Metadata.Get("language_info", "name").Text()
	if language == "" {
		language, _ = nb.Metadata.Get("kernelspec", "language").Text()
	}
	return language
}

// specOf returns the first kernel of a language; nil for none.
func specOf(language string) *kernel.Spec {
	specs, _ := kernel.Find(os.Environ())
	for _, spec := range specs {
		if language != "" && strings.EqualFold(spec.Language, language) {
			return &spec
		}
	}
	return nil
}

func (r *runner) kernelByLanguage(p *runPoint, nb *nbformat.Notebook) (*kernel.Spec, error) {
	language := languageOf(nb)
	if language == "" {
		return nil, &usageError{problem: p.input + ": names no kernel and no language", hint: "say which with --kernel; nbcompare kernels lists them"}
	}
	if spec := specOf(language); spec != nil {
		return spec, nil
	}
	return nil, &usageError{problem: fmt.Sprintf("%s: names no kernel, and none is installed for %s", p.input, language),
		hint: "nbcompare kernels lists those that are"}
}

// saveTo returns a function that saves a notebook under a path. The file is
// complete at any time, whenever we are killed; only the last save waits for
// the disk.
func saveTo(path string) func(text []byte, final bool) error {
	return func(text []byte, final bool) error {
		target, err := resolveLinks(path)
		if err != nil {
			return err
		}
		fill := func(w io.Writer) error { _, err := w.Write(text); return err }
		mode := fs.FileMode(0o666)
		switch info, err := os.Stat(target); {
		case err == nil && !info.Mode().IsRegular():
			if !final {
				return nil
			}
			return writeDirectly(target, fill)
		case err == nil:
			mode = info.Mode().Perm()
		default:
			if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
				return err
			}
		}
		return writeAtomically(target, mode, final, fill)
	}
}
