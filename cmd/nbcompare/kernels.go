package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/nbcompare/nbcompare/kernel"
	"github.com/nbcompare/nbcompare/render"
)

type kernelsOptions struct {
	names   []string
	check   bool
	json    bool
	timeout time.Duration
	streams Streams
}

func newKernelsCommand(streams Streams, runF func(context.Context, *kernelsOptions) error) *cobra.Command {
	opts := &kernelsOptions{streams: streams}
	cmd := &cobra.Command{
		Use:   "kernels [NAME...]",
		Short: "List the Jupyter kernels that run can use",
		Long: `List the Jupyter kernels that run can use: those of these names, or all.

Kernels are found as Jupyter finds them: in JUPYTER_PATH, in the environment
that is active (VIRTUAL_ENV, CONDA_PREFIX), in the user's folder, in the
environment of the Python on PATH, and in /usr/local and /usr. Of two with one
name the first counts. With --check each is started, runs nothing, and ends.

Exit status:
  0  done
  1  a kernel cannot be read, or with --check, does not start
  2  wrong usage, or no kernel has that name
`,
		Example: `  nbcompare kernels
  nbcompare kernels --check
  nbcompare kernels python3 --json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.names = args
			return runF(cmd.Context(), opts)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&opts.check, "check", false, "start each kernel, and say which one does not start")
	flags.BoolVar(&opts.json, "json", false, "write JSON")
	flags.DurationVar(&opts.timeout, "start-timeout", time.Minute, "how long a kernel may take to start, such as 30s")
	return cmd
}

// A kernelLine is one kernel of the list; the names are those of the JSON.
type kernelLine struct {
	Name        string   `json:"name"`
	DisplayName string   `json:"display_name"`
	Language    string   `json:"language"`
	Dir         string   `json:"resource_dir"`
	Why         string   `json:"found_by"`
	Argv        []string `json:"argv"`
	// Starts is nil when that was not tried.
	Starts         *bool   `json:"starts,omitempty"`
	Implementation string  `json:"implementation,omitempty"`
	Seconds        float64 `json:"seconds,omitempty"`
	Problem        string  `json:"problem,omitempty"`
}

func runKernels(ctx context.Context, opts *kernelsOptions) error {
	specs, problems := kernel.Find(os.Environ())
	specs, err := chooseKernels(specs, opts.names)
	if err != nil {
		return err
	}
	failed := 0
	if len(opts.names) == 0 {
		for _, problem := range problems {
			failed++
			complainAbout(opts.streams.Err, "", problem)
		}
	}
	lines := make([]kernelLine, len(specs))
	var group errgroup.Group
	group.SetLimit(2) // each takes a core while it starts
	for i, spec := range specs {
		lines[i] = kernelLine{Name: spec.Name, DisplayName: spec.DisplayName, Language: spec.Language,
			Dir: spec.Dir, Why: spec.Where.Why, Argv: spec.Command("{connection_file}")}
		if opts.check {
			group.Go(func() error { lines[i].check(ctx, &spec, opts.timeout); return nil })
		}
	}
	_ = group.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, line := range lines {
		if line.Problem != "" {
			failed++
		}
	}
	if err := buffered(opts.streams.Out, func(w io.Writer) error { return opts.write(w, lines) }); err != nil {
		return err
	}
	if len(specs) == 0 && len(problems) == 0 && !opts.json {
		complain(opts.streams.Err, "no kernel is installed", "pip install ipykernel, in the environment that is active")
	}
	if failed > 0 {
		return &doneExcept{failed}
	}
	return nil
}

func chooseKernels(specs []kernel.Spec, names []string) ([]kernel.Spec, error) {
	if len(names) == 0 {
		return specs, nil
	}
	var chosen []kernel.Spec
	for _, name := range names {
		found := false
		for _, spec := range specs {
			if spec.Name == strings.ToLower(name) {
				chosen, found = append(chosen, spec), true
			}
		}
		if !found {
			missing := &kernel.NotFoundError{Name: name}
			for _, spec := range specs {
				missing.Installed = append(missing.Installed, spec.Name)
			}
			return nil, &usageError{problem: missing.Error(), hint: kernelHint(missing)}
		}
	}
	return chosen, nil
}

// kernelHint says what there is instead of a kernel that is missing.
func kernelHint(missing *kernel.NotFoundError) string {
	if len(missing.Installed) == 0 {
		return "no kernel is installed: pip install ipykernel, in the environment that is active"
	}
	return "installed are " + strings.Join(missing.Installed, ", ") + "; nbcompare kernels shows where"
}

// check starts the kernel and ends it.
func (l *kernelLine) check(ctx context.Context, spec *kernel.Spec, timeout time.Duration) {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no answer in %s", timeout))
	defer cancel()
	begin := time.Now()
	k, err := kernel.Start(ctx, spec, kernel.Options{Env: os.Environ()})
	l.Starts = new(bool)
	if err != nil {
		l.Problem = err.Error()
		return
	}
	*l.Starts, l.Seconds = true, time.Since(begin).Round(time.Millisecond).Seconds()
	l.Implementation = strings.TrimSpace(k.Info.Implementation + " " + k.Info.ImplementationVersion)
	if err := k.Shutdown(ctx); err != nil {
		l.Problem = err.Error()
	}
}

func (opts *kernelsOptions) write(w io.Writer, lines []kernelLine) error {
	if opts.json {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if lines == nil {
			lines = []kernelLine{}
		}
		return encoder.Encode(lines)
	}
	if len(lines) == 0 {
		return nil
	}
	rows := [][]string{{"kernel", "language", "shown as", "found by", "folder"}}
	if opts.check {
		rows[0] = append(rows[0][:4], "starts", "folder")
	}
	for _, l := range lines {
		row := []string{l.Name, l.Language, l.DisplayName, l.Why}
		if opts.check {
			row = append(row, l.started())
		}
		rows = append(rows, append(row, l.Dir))
	}
	return writeAligned(w, rows)
}

// started says in a few words how the check went; the whole problem follows
// below the table.
func (l *kernelLine) started() string {
	if l.Starts != nil && *l.Starts {
		return strings.TrimSpace(fmt.Sprintf("%.1fs %s", l.Seconds, l.Implementation))
	}
	first, _, _ := strings.Cut(l.Problem, "; it wrote:")
	return "no: " + first
}

// writeAligned writes rows in columns two spaces apart.
func writeAligned(w io.Writer, rows [][]string) error {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], runewidth.StringWidth(render.Visible(cell)))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			cell = render.Visible(cell)
			line.WriteString(cell)
			if i < len(row)-1 {
				line.WriteString(strings.Repeat(" ", widths[i]-runewidth.StringWidth(cell)+2))
			}
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}
