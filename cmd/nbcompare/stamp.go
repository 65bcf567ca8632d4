package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/render"
)

type stampOptions struct {
	template string
	copies   stampFlags
	dryRun   bool
	manifest string
	streams  Streams
}

func newStampCommand(streams Streams, runF func(context.Context, *stampOptions) error) *cobra.Command {
	opts := &stampOptions{streams: streams}
	cmd := &cobra.Command{
		Use:   "stamp TEMPLATE -o PATH",
		Short: "Write parameterised copies of a template, one or a grid",
		Long: `Write parameterised copies of a template, one or a grid. Nothing is run.

The parameters go into a cell of their own behind the cell with the tag
"parameters", so that they override the defaults there. Outputs and execution
counts are cleared, except in cells with the tag skip-execution; every other
byte of the copy is the template's.

Parameters come from -b, -f, -y, -p and -r; of one name the later of this list
counts, as in papermill. A grid gives a copy for each of its points: the product
of its names, the last fastest. In YAML it is a mapping of names to lists, or a
list of such mappings one after another; under the names grid, zip (values that
go together), params (constants) and exclude (a list of values to leave out)
it has more. A ploomber pipeline.yaml is taken as it is.

The path in -o has the parameters in Python's format grammar: {seed:03d},
{opt[lr]}. Copies that are there already stay, unless --force.
` + exitStatus,
		Example: `  nbcompare stamp train.ipynb -o copy.ipynb -p alpha 0.1 -p model rf
  nbcompare stamp train.ipynb -o 'runs/{model}-{seed}.ipynb' --grid 'model=[rf, gb];seed=0..4'
  nbcompare stamp train.ipynb -o 'runs/{model}-{seed}.ipynb' --grid grid.yaml --dry-run`,
		Args: exactlyOne("template"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.template = args[0]
			return runF(cmd.Context(), opts)
		},
	}
	flags, o := cmd.Flags(), &opts.copies
	flags.StringVarP(&o.output, "output", "o", "", "the copy's `path`, with the parameters in it: 'runs/{model}-{seed:02d}.ipynb'; - is standard output")
	addStampFlags(cmd, o)
	flags.BoolVar(&o.force, "force", false, "write copies that are there already again, also executed ones")
	flags.BoolVar(&o.stamp.KeepOutputs, "keep-outputs", false, "keep the template's outputs and execution counts")
	flags.StringArrayVar(&o.stamp.SkipTags, "skip-tag", nil, "leave out cells with this `tag`")
	flags.StringArrayVar(&o.stamp.OnlyTags, "only-tag", nil, "leave out cells without this `tag`, but for the parameter cell")
	flags.StringVar(&o.stamp.Kernel, "kernel", "", "write the parameters for this `kernel`, whatever the template says")
	flags.BoolVar(&opts.dryRun, "dry-run", false, "list the copies and write none")
	flags.StringVar(&opts.manifest, "manifest", "", "write paths and parameters of the copies to this `file`, CSV or JSON lines, also with --dry-run")
	return cmd
}

func runStamp(ctx context.Context, opts *stampOptions) error {
	manifest, err := opts.manifestFormat()
	if err != nil {
		return err
	}
	plan, err := opts.copies.plan(opts.template, opts.streams)
	if err != nil {
		return err
	}
	files := append(opts.copies.filesRead(), usedFile{opts.template, "the template"})
	for _, c := range plan.copies {
		files = append(files, usedFile{c.path, "one of the copies"})
	}
	if err := refuseClashes([]usedFile{{opts.manifest, "--manifest"}}, files); err != nil {
		return err
	}
	if opts.dryRun {
		if opts.manifest != "-" {
			err = output{"-", opts.streams}.write(ctx, plan.list)
		}
	} else {
		err = plan.write(ctx, opts.copies.force, opts.streams)
	}
	if err != nil || manifest == nil {
		return err
	}
	return output{opts.manifest, opts.streams}.write(ctx, func(w io.Writer) error { return manifest(w, plan) })
}

// list writes the copies, one a line.
func (p *stampPlan) list(w io.Writer) error {
	for i, c := range p.copies {
		state := "new   "
		if c.exists {
			state = "exists"
		}
		if _, err := fmt.Fprintf(w, "%s  %s  %s\n", state, render.Visible(c.path), render.Visible(p.describe(i))); err != nil {
			return err
		}
	}
	return nil
}

// tally counts what became of the copies.
type tally struct{ written, kept, stale atomic.Int64 }

// write writes the copies, several at a time, and says what became of them.
func (p *stampPlan) write(ctx context.Context, force bool, streams Streams) error {
	if len(p.copies) == 1 {
		if c := p.copies[0]; !c.exists && !isNewFile(c.path) {
			return p.writeOut(ctx, c, streams)
		}
	}
	if err := p.makeFolders(); err != nil {
		return err
	}
	var n tally
	progress := newProgress(streams.Err)
	progress.doing = "writing copies"
	group, ctx := errgroup.WithContext(ctx)
	next := atomic.Int64{}
	for range min(runtime.GOMAXPROCS(0), len(p.copies)) {
		group.Go(func() error {
			var buffer []byte
			for i := int(next.Add(1)) - 1; i < len(p.copies); i = int(next.Add(1)) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				var err error
				if buffer, err = p.writeCopy(p.copies[i], buffer, force, &n); err != nil {
					return err
				}
				progress.show(i+1, len(p.copies))
			}
			return nil
		})
	}
	err := group.Wait()
	progress.clear()
	if err == nil && n.written.Load() > 0 {
		err = syncFolders(p.folders())
	}
	p.report(&n, streams.Err)
	return err
}

// isNewFile reports whether a path would become a regular file: not - and no
// device or pipe.
func isNewFile(path string) bool {
	_, err := os.Stat(path)
	return path != "-" && errors.Is(err, fs.ErrNotExist)
}

// writeOut writes a single copy to standard output, a device or a pipe.
func (p *stampPlan) writeOut(ctx context.Context, c plannedCopy, streams Streams) error {
	data, err := p.stamper.Append(nil, c.Copy)
	if err != nil {
		return err
	}
	return output{c.path, streams}.write(ctx, func(w io.Writer) error { _, err := w.Write(data); return err })
}

// writeCopy writes one copy, unless it is there already. It returns buffer for
// the next one.
func (p *stampPlan) writeCopy(c plannedCopy, buffer []byte, force bool, n *tally) ([]byte, error) {
	data, err := p.stamper.Append(buffer[:0], c.Copy)
	if err != nil {
		return nil, err
	}
	if c.exists && !force {
		n.kept.Add(1)
		if isStale(c.path, data) {
			n.stale.Add(1)
		}
		return data, nil
	}
	path, err := resolveLinks(c.path)
	switch {
	case err != nil:
	case c.exists:
		err = replaceCopy(path, data)
	default:
		err = createFile(path, data)
	}
	switch {
	case errors.Is(err, fs.ErrExist): // somebody else wrote it in the meantime
		n.kept.Add(1)
		return data, nil
	case err == nil:
		n.written.Add(1)
	}
	return data, err
}

// isStale reports whether a copy that is there is another one than would be
// written, and no run of anything.
func isStale(path string, data []byte) bool {
	there, err := os.ReadFile(path)
	if err != nil || bytes.Equal(there, data) {
		return false
	}
	nb, err := nbformat.Parse(there, path)
	if err != nil {
		return true
	}
	for i := range nb.Cells {
		if nb.Cells[i].ExecutionCount != nil {
			return false
		}
	}
	return true
}

func (p *stampPlan) report(n *tally, w io.Writer) {
	written, kept, stale := int(n.written.Load()), int(n.kept.Load()), int(n.stale.Load())
	switch {
	case written == 1 && len(p.copies) == 1:
		fmt.Fprintf(w, "nbcompare: wrote %s\n", render.Visible(p.copies[0].path))
	case written > 0:
		fmt.Fprintf(w, "nbcompare: wrote %s\n", counted(written))
	}
	if kept == 0 {
		return
	}
	hint := "--force writes them again"
	problem := "kept " + counted(kept) + " that were there already"
	if kept == 1 {
		hint, problem = "--force writes it again", "kept "+counted(kept)+" that was there already"
	}
	if stale > 0 {
		problem += fmt.Sprintf("; %d of them would be different now", stale)
	}
	complain(w, problem, hint)
}

func counted(n int) string {
	if n == 1 {
		return "1 copy"
	}
	return fmt.Sprintf("%d copies", n)
}

// folders returns the folders of the copies, each once, in their order.
func (p *stampPlan) folders() []string {
	var folders []string
	seen := map[string]bool{}
	for _, c := range p.copies {
		if dir := filepath.Dir(c.path); !seen[dir] {
			seen[dir] = true
			folders = append(folders, dir)
		}
	}
	return folders
}

func (p *stampPlan) makeFolders() error {
	for _, dir := range p.folders() {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
	}
	return nil
}

// replaceCopy writes a file that may be there already, complete or not at all.
// It is not synced: many are written, and synced together at the end.
func replaceCopy(path string, data []byte) error {
	mode := fs.FileMode(0o666)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := createTemporary(path, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return renamePathError(err, f.Name(), path)
	}
	return nil
}
