package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A progress tells on a terminal how many notebooks have been read, once that
// takes long enough to wonder. Elsewhere it is silent.
type progress struct {
	w     io.Writer // nil when there is no terminal
	doing string    // what is done to how many
	now   func() time.Time
	mutex sync.Mutex
	next  time.Time // when to write again
	shown bool
}

const (
	progressPatience = 500 * time.Millisecond
	progressInterval = 100 * time.Millisecond
)

func newProgress(w io.Writer) *progress {
	if terminalWidth(w) == 0 {
		return &progress{now: time.Now}
	}
	return &progress{w: w, doing: "reading notebooks", now: time.Now, next: time.Now().Add(progressPatience)}
}

// show says how many of all notebooks have been read. Several goroutines may
// call it.
func (p *progress) show(read, all int) {
	if p.w == nil {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if now := p.now(); now.After(p.next) {
		p.next, p.shown = now.Add(progressInterval), true
		fmt.Fprintf(p.w, "\r%s: %d of %d", p.doing, read, all)
	}
}

// clear removes what show wrote.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
