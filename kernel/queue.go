package kernel

import (
	"context"
	"sync"
)

// channel says which socket something came from.
type channel string

const (
	shell   channel = "shell"
	iopub   channel = "iopub"
	control channel = "control"
	stdin   channel = "stdin"
	process channel = "process" // no socket: that it ended
)

// An event is a message, or that a channel or the process has ended.
type event struct {
	from  channel
	msg   *Message
	ended error // of the channel; nil for a message
}

// A queue holds events without a limit: who puts one in never waits.
type queue struct {
	mutex  sync.Mutex
	events []event
	first  int
	wake   chan struct{} // holds one when there may be events
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

func (q *queue) put(e event) {
	q.mutex.Lock()
	q.events = append(q.events, e)
	q.mutex.Unlock()
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take returns the oldest event, if there is one.
func (q *queue) take() (e event, ok bool) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	if q.first == len(q.events) {
		return e, false
	}
	e, q.events[q.first] = q.events[q.first], event{}
	if q.first++; q.first == len(q.events) {
		q.events, q.first = q.events[:0], 0
		if cap(q.events) > 4096 {
			q.events = nil // a burst is over
		}
	}
	return e, true
}

// next waits for an event; ok is false when ctx ended and there is none.
func (q *queue) next(ctx context.Context) (e event, ok bool) {
	for {
		if e, ok := q.take(); ok {
			return e, true
		}
		select {
		case <-q.wake:
		case <-ctx.Done():
			return q.take()
		}
	}
}
