package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/render"
)

type showOptions struct {
	load    loadOptions
	keys    []string
	output  string
	json    bool
	streams Streams
}

func newShowCommand(streams Streams, runF func(context.Context, *showOptions) error) *cobra.Command {
	opts := &showOptions{streams: streams}
	cmd := &cobra.Command{
		Use:   "show NOTEBOOK [KEY...]",
		Short: "Show the keys and values of one notebook",
		Long: `Show the keys and values of one notebook.

Without a key: every key, where it comes from, its kind, the index of its cell
(from 0) and its value on one line. With keys: their values. A key may lead into
a value: metrics.mse, report["1"]["f1-score"], folds[0].

With -o, an image is written as it is and a table as CSV: to the file, or, when
it is a folder or there are several keys, to one file a key in that folder.
` + exitStatus,
		Example: `  nbcompare show runs/a.ipynb
  nbcompare show runs/a.ipynb metrics.mse
  nbcompare show runs/a.ipynb roc -o roc.png
  nbcompare show runs/a.ipynb --json`,
		Args: atLeast(1, "notebook"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.load.inputs, opts.keys = args[:1], args[1:]
			return runF(cmd.Context(), opts)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&opts.json, "json", false, "write JSON")
	flags.StringVarP(&opts.output, "output", "o", "-", "write images and tables to this `file` or folder")
	opts.load.addMatch(cmd)
	opts.load.addStrict(cmd)
	flags.BoolVar(&opts.load.strictCompat, "strict-compat", false, "find values by the narrower rules of scrapbook and sklearn-evaluation")
	return cmd
}

func runShow(ctx context.Context, opts *showOptions) error {
	if info, err := os.Stat(opts.load.inputs[0]); err == nil && info.IsDir() {
		return &usageError{
			problem: opts.load.inputs[0] + ": is a folder; show takes one notebook",
			hint:    "nbcompare report " + quoted(opts.load.inputs[0]) + " compares all that are in it",
		}
	}
	if info, err := os.Stat(opts.load.inputs[0]); err == nil && info.Size() >= collection.LargeFile {
		setHeadroom(tinyHeadroom) // what is in memory of it at any time is little, and so is to be what was
	}
	opts.load.paths = opts.keys
	c, err := opts.load.load(ctx, opts.streams)
	if err != nil {
		return err
	}
	// Who names keys wants their values, not to hear of other keys.
	complain := complainAboutCollection
	if len(opts.keys) > 0 {
		complain = func(w io.Writer, c *collection.Collection) error { return complainAboutRuns(w, c.Runs) }
	}
	if unread := complain(opts.streams.Err, c); unread != nil {
		return unread
	}
	if len(c.Runs) > 1 {
		return &usageError{problem: opts.load.inputs[0] + ": matches " + render.Counted(len(c.Runs), "notebook") + "; show takes one"}
	}
	items := render.Items(c)
	if len(opts.keys) > 0 {
		if items, err = choose(c, items, opts.keys); err != nil {
			return err
		}
	}
	return opts.show(ctx, c, items)
}

// show writes the chosen items in the way the flags say.
func (opts *showOptions) show(ctx context.Context, c *collection.Collection, items []render.Item) error {
	switch {
	case opts.json:
		return output{opts.output, opts.streams.visible()}.to(ctx, c, func(w io.Writer) error { return render.ShowJSON(w, c.Runs[0], items) })
	case opts.output != "-":
		return opts.writeFiles(ctx, c, items)
	case len(opts.keys) == 0:
		return buffered(opts.streams.Out, func(w io.Writer) error {
			return render.ShowKeys(w, c.Runs[0], items, terminalWidth(opts.streams.Out))
		})
	}
	return buffered(opts.streams.Out, func(w io.Writer) error { return render.ShowValues(w, items) })
}

// choose returns the items that keys name; a key may go on with a path into
// the value.
func choose(c *collection.Collection, items []render.Item, keys []string) ([]render.Item, error) {
	var chosen []render.Item
	for _, key := range keys {
		item, err := render.FindItem(items, key)
		if err != nil {
			wrong := &usageError{problem: c.Runs[0].Path + ": " + err.Error(), hint: c.KeysHint(key)}
			if strings.HasSuffix(key, ".ipynb") {
				wrong.hint = "show takes one notebook, and then keys"
			}
			return nil, wrong
		}
		chosen = append(chosen, item)
	}
	return chosen, nil
}

// writeFiles writes each item to a file: to opts.output itself, or into it
// when it is a folder or there are several.
func (opts *showOptions) writeFiles(ctx context.Context, c *collection.Collection, items []render.Item) error {
	if len(opts.keys) == 0 {
		items = withFiles(items)
	}
	info, err := os.Stat(opts.output)
	intoFolder := err == nil && info.IsDir() || strings.HasSuffix(opts.output, string(filepath.Separator))
	if len(items) == 1 && !intoFolder {
		return opts.writeItem(ctx, c, items[0], opts.output)
	}
	if err == nil && !info.IsDir() {
		return &usageError{problem: opts.output + ": is a file, and there are " + render.Counted(len(items), "value"), hint: "-o takes a folder for several keys"}
	}
	if err := os.MkdirAll(opts.output, 0o777); err != nil {
		return err
	}
	for _, item := range items {
		name := render.FileName(item)
		if err := opts.writeItem(ctx, c, item, filepath.Join(opts.output, name)); err != nil {
			return err
		}
	}
	return nil
}

// withFiles keeps what is a file by itself: images and tables.
func withFiles(items []render.Item) []render.Item {
	var kept []render.Item
	for _, item := range items {
		switch item.Value.(type) {
		case *value.Image, *value.Table:
			kept = append(kept, item)
		}
	}
	return kept
}

func (opts *showOptions) writeItem(ctx context.Context, c *collection.Collection, item render.Item, path string) error {
	if item.Value == nil {
		return &usageError{problem: c.Runs[0].Path + ": " + item.Title + " has no value: " + item.Reason}
	}
	err := output{path, opts.streams}.to(ctx, c, func(w io.Writer) error { return render.ItemFile(w, item) })
	if err == nil {
		fmt.Fprintf(opts.streams.Err, "nbcompare: wrote %s\n", render.Visible(path))
	}
	return err
}

// terminalOf returns the terminal that w is; ok is false when it is none.
func terminalOf(w io.Writer) (fd int, ok bool) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	return int(f.Fd()), true
}

// terminalWidth returns the columns of the terminal that w is, or 0 when it is
// none. The variable COLUMNS counts more than what the terminal says, as it
// does for Python's shutil.get_terminal_size.
func terminalWidth(w io.Writer) int {
	fd, ok := terminalOf(w)
	if !ok {
		return 0
	}
	if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && columns > 0 {
		return columns
	}
	width, _, err := term.GetSize(fd)
	if err != nil {
		return 0
	}
	return width
}
