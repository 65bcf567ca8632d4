package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/nbcompare/nbcompare/execute"
	"github.com/nbcompare/nbcompare/render"
)

// A runProgress tells how the runs are going. Several goroutines call it.
type runProgress interface {
	started(p *runPoint, attempt int)
	event(p *runPoint, e execute.Event)
	ended(p *runPoint, last bool, err error)
	close()
}

func newRunProgress(opts *runOptions, points int) runProgress {
	lines := &plainProgress{w: opts.streams.Err, points: points, logOutput: opts.logOutput, begun: map[*runPoint]time.Time{}}
	width := terminalWidth(opts.streams.Err)
	if width == 0 || opts.noProgress || opts.logOutput || points == 0 {
		return lines
	}
	return newBarProgress(opts.streams.Err, lines, width)
}

// plainProgress writes a line for each notebook that ended.
type plainProgress struct {
	mutex     sync.Mutex
	w         io.Writer
	points    int
	over      int
	logOutput bool
	begun     map[*runPoint]time.Time
}

func (l *plainProgress) started(p *runPoint, attempt int) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.begun[p] = time.Now()
}

func (l *plainProgress) event(p *runPoint, e execute.Event) {
	if !l.logOutput {
		return
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	switch e.Kind {
	case execute.CellStarted:
		fmt.Fprintf(l.w, "nbcompare: %s: cell %d of %d\n", render.Visible(p.output), e.Number, e.Cells)
	case execute.Printed:
		for line := range strings.Lines(e.Text) {
			line = strings.TrimRight(line, "\r\n")
			if l.points > 1 {
				line = p.output + ": " + line
			}
			fmt.Fprintln(l.w, render.Visible(line))
		}
	}
}

func (l *plainProgress) ended(p *runPoint, last bool, err error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if last {
		l.over++
	}
	l.w.Write([]byte(l.ending(p, last, err)))
}

// ending says how one attempt went.
func (l *plainProgress) ending(p *runPoint, last bool, err error) string {
	var text strings.Builder
	took := shortDuration(time.Since(l.begun[p]))
	count := ""
	if l.points > 1 {
		count = fmt.Sprintf("[%d/%d] ", l.over, l.points)
	}
	for _, warning := range p.warnings {
		complain(&text, "warning: "+p.output+": "+warning, "")
	}
	name := p.output
	if name == "-" {
		name = p.input
	}
	switch {
	case errors.Is(err, execute.ErrNotBegun):
	case err == nil && l.points > 1:
		complain(&text, fmt.Sprintf("%s%s: done in %s", count, name, took), "")
	case err == nil:
	case !last:
		complain(&text, fmt.Sprintf("%s: %s; it runs again", name, oneLine(err)), "")
	default:
		complain(&text, fmt.Sprintf("%s%s: %s", count, name, oneLine(err)), "")
		l.traceback(&text, err)
	}
	return text.String()
}

// oneLine leaves out what a kernel wrote before it died; see traceback.
func oneLine(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	return strings.TrimSuffix(text, "; it wrote:")
}

// traceback shows the traceback of a notebook that runs alone; of many it
// would be too much, and it stands in the notebook.
func (l *plainProgress) traceback(w io.Writer, err error) {
	var failure *execute.CellError
	lines := strings.Split(err.Error(), "\n")[1:]
	if errors.As(err, &failure) && failure.Err == nil {
		lines = strings.Split(strings.Join(failure.Traceback, "\n"), "\n")
	}
	if l.points > 1 {
		lines = lines[:0]
	}
	for _, line := range lines {
		fmt.Fprintf(w, "  %s\n", strings.TrimRight(render.Visible(withoutColours(line)), " "))
	}
}

// withoutColours removes the escape sequences of terminals that set colours.
func withoutColours(text string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		end := strings.IndexFunc(after, func(r rune) bool { return r >= '@' && r <= '~' })
		if end < 0 {
			return b.String()
		}
		text = after[end+1:]
	}
}

func (l *plainProgress) close() {}

// barProgress shows a line for each notebook that runs, and a bar for all.
type barProgress struct {
	mutex sync.Mutex
	lines *plainProgress
	out   *mpb.Progress
	all   *mpb.Bar
	bars  map[*runPoint]*runBar
	width int
	begin time.Time
}

// A runBar is the line of one notebook.
type runBar struct {
	bar           *mpb.Bar
	mutex         sync.Mutex
	begin         time.Time
	number, cells int
	last          string // what was printed last
}

func newBarProgress(w io.Writer, lines *plainProgress, width int) *barProgress {
	b := &barProgress{lines: lines, bars: map[*runPoint]*runBar{}, width: width, begin: time.Now()}
	b.out = mpb.New(mpb.WithOutput(w), mpb.WithWidth(min(30, width/3)), mpb.WithAutoRefresh(), mpb.WithRefreshRate(150*time.Millisecond))
	if lines.points > 1 {
		b.all = b.out.AddBar(int64(lines.points), mpb.BarPriority(1<<30), mpb.BarRemoveOnComplete(),
			mpb.AppendDecorators(decor.Any(func(s decor.Statistics) string { return b.estimate(s.Current, s.Total) })))
	}
	return b
}

// estimate says how many are over, and how long the rest will take if it
// takes what the others took.
func (b *barProgress) estimate(over, all int64) string {
	text := fmt.Sprintf(" %d of %d", over, all)
	if over > 0 && over < all {
		left := time.Since(b.begin) / time.Duration(over) * time.Duration(all-over)
		text += ", about " + shortDuration(left) + " left"
	}
	return text
}

func (b *barProgress) started(p *runPoint, attempt int) {
	b.lines.started(p, attempt)
	it := &runBar{begin: time.Now()}
	name := p.output
	it.bar = b.out.New(1, mpb.NopStyle(), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return it.text(name, b.width-3) })))
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.bars[p] = it
}

// text is the line of a notebook, cut to the width of the terminal.
func (it *runBar) text(name string, width int) string {
	it.mutex.Lock()
	defer it.mutex.Unlock()
	text := name + "  starting"
	if it.cells > 0 {
		text = fmt.Sprintf("%s  cell %d of %d", name, it.number, it.cells)
	}
	text += "  " + shortDuration(time.Since(it.begin))
	if it.last != "" {
		text += "  " + it.last
	}
	return runewidth.Truncate(render.Visible(text), width, "…")
}

func (b *barProgress) event(p *runPoint, e execute.Event) {
	b.mutex.Lock()
	it := b.bars[p]
	b.mutex.Unlock()
	it.mutex.Lock()
	defer it.mutex.Unlock()
	switch e.Kind {
	case execute.KernelStarted:
		it.cells = e.Cells
	case execute.CellStarted:
		it.number, it.cells = e.Number, e.Cells
	case execute.Printed:
		lines := strings.FieldsFunc(withoutColours(e.Text), func(r rune) bool { return r == '\n' || r == '\r' })
		if len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) != "" {
			it.last = strings.TrimSpace(lines[len(lines)-1])
		}
	}
}

func (b *barProgress) ended(p *runPoint, last bool, err error) {
	b.mutex.Lock()
	b.bars[p].bar.Increment()
	b.mutex.Unlock()
	b.lines.mutex.Lock()
	if last {
		b.lines.over++
	}
	text := b.lines.ending(p, last, err)
	b.lines.mutex.Unlock()
	if text != "" {
		_, _ = b.out.Write([]byte(text)) // above the bars
	}
	if last && b.all != nil {
		b.all.Increment()
	}
}

func (b *barProgress) close() {
	if b.all != nil {
		b.all.Abort(true)
	}
	b.out.Wait()
}
