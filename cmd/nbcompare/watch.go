package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/term"

	"github.com/nbcompare/nbcompare/collection"
)

// watchTable shows the table again whenever its notebooks change, until the
// context ends; that is no error.
func watchTable(ctx context.Context, opts *tableOptions) error {
	w, err := newFolderWatcher(opts.load.inputs, opts.load.baseline)
	if err != nil {
		return err
	}
	defer w.close()
	v := &watchView{opts: opts, terminal: opts.output == "-" && terminalWidth(opts.streams.Out) > 0}
	for {
		// Folders first: what comes into a new one while the table is drawn
		// must not be missed.
		if err := w.update(); err != nil {
			return err
		}
		err := v.draw(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if !w.wait(ctx) {
			return nil
		}
	}
}

// A watchView shows a table again and again.
type watchView struct {
	opts     *tableOptions
	terminal bool // draw over what was there; else append
	begun    bool
	shown    string // what was drawn last
	said     string // the messages of then
}

// draw reads the notebooks and shows their table, when it is another than
// before.
func (v *watchView) draw(ctx context.Context) error {
	once := *v.opts
	var table, messages bytes.Buffer
	if once.output == "-" {
		once.fitTerminal()
	}
	once.streams = Streams{In: strings.NewReader(""), Out: &table, Err: &messages}
	if err := v.explained(&messages, once.draw(ctx)); err != nil {
		return err
	}
	v.begun = true
	if v.terminal {
		return v.redraw(table.String(), messages.String())
	}
	return v.append(table.String(), messages.String())
}

// explained turns errors that may pass, such as a folder without notebooks yet
// or a column that no run has yet, into messages.
func (v *watchView) explained(messages io.Writer, err error) error {
	var except *doneExcept
	var input *collection.InputError
	switch {
	case err == nil || errors.As(err, &except):
		return nil
	case errors.As(err, &input):
		if !v.begun && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, doublestar.ErrBadPattern)) {
			return err
		}
		complainAbout(messages, "", err)
		return nil
	}
	return err
}

// append writes the table below the last one, each with a blank line behind it,
// and the messages that were not said before.
func (v *watchView) append(table, messages string) error {
	streams := v.opts.streams
	if messages != v.said {
		v.said = messages
		if _, err := io.WriteString(streams.Err, messages); err != nil {
			return err
		}
	}
	if table == v.shown {
		return nil
	}
	if v.shown = table; table == "" {
		return nil // there is no notebook, as the messages say
	}
	_, err := io.WriteString(streams.Out, table+"\n")
	return err
}

// clearScreen puts the cursor into the upper left corner of an empty screen.
const clearScreen = "\x1b[H\x1b[2J"

// redraw replaces what is on the screen. Of a table that is longer the
// beginning is shown.
func (v *watchView) redraw(table, messages string) error {
	if table+messages == v.shown+v.said && v.shown != "" {
		return nil
	}
	v.shown, v.said = table, messages
	below := messages + "\nwatching " + watched(v.opts.load.inputs) + "; ^C ends\n"
	lines := strings.SplitAfter(table, "\n")
	if height := terminalHeight(v.opts.streams.Out); height > 0 {
		room := max(height-2-strings.Count(below, "\n"), 3)
		if more := len(lines) - 1 - room; more > 0 {
			lines = append(lines[:room:room], fmt.Sprintf("... and %d more lines; see --top\n", more))
		}
	}
	_, err := io.WriteString(v.opts.streams.Out, clearScreen+strings.Join(lines, "")+below)
	return err
}

func watched(inputs []string) string {
	if len(inputs) == 1 {
		return quoted(inputs[0])
	}
	return fmt.Sprintf("%d paths", len(inputs))
}

// terminalHeight returns the rows of the terminal that w is, or 0 when it is none.
func terminalHeight(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	_, height, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return height
}
