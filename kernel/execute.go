package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"syscall"
	"time"
)

// executeContent is that of an execute_request. The names are the protocol's.
type executeContent struct {
	Code            string   `json:"code"`
	Silent          bool     `json:"silent"`
	StoreHistory    bool     `json:"store_history"`
	UserExpressions struct{} `json:"user_expressions"`
	AllowStdin      bool     `json:"allow_stdin"`
	StopOnError     bool     `json:"stop_on_error"`
}

// A Reply says how the execution of one piece of code ended.
type Reply struct {
	// Status is "ok", "error" or "aborted".
	Status         string
	ExecutionCount *int // nil when the kernel said none
	Ename, Evalue  string
	Traceback      []string
	Date           string // of the reply

	// Asked is set when the code asked for input, which nobody can give.
	Asked bool
	// Lost is how many messages never came, as far as the kernel numbers them.
	Lost int
	// IdleLost is set when the kernel's word that it is done never came.
	IdleLost bool
}

// ErrInput is the cause when the code asked for input.
var ErrInput = errors.New("the code asks for input, which nobody can give here")

// patience of Execute with the last messages of a cell.
const (
	idleWait  = time.Second     // from the reply, or the last message, to asking whether idle was lost
	probeWait = 4 * time.Second // until asking again
	probes    = 3
)

// NewRequestID returns an id for [Kernel.Execute].
func (k *Kernel) NewRequestID() string { return newID() }

// Execute runs code and returns when the kernel is done with it and has said
// all. id is the request's, see [Kernel.NewRequestID]: messages that belong to
// it have it as ParentID. on is called with each message of iopub, also with
// such as belong to earlier requests; it may be nil.
//
// When ctx ends, or the code asks for input, the code is interrupted, and when
// it does not end in time the kernel is killed; the error is then
// context.Cause(ctx), or [ErrInput], and the reply is nil if none came. The
// error is a [*DeadError] when the kernel died. An error of the code is none
// here.
func (k *Kernel) Execute(ctx context.Context, id, code string, on func(*Message)) (*Reply, error) {
	select {
	case <-k.process.ended:
		return nil, k.dead("before the code ran")
	default:
	}
	content := executeContent{Code: code, StoreHistory: true}
	if err := k.send(shell, id, "execute_request", nil, content); err != nil && !isClosed(err) {
		return nil, err
	}
	x := &execution{k: k, id: id, on: on}
	return x.run(ctx)
}

// isClosed reports whether a send failed because the other side is gone; the
// end of its socket, and of its process, will be read.
func isClosed(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}

// An execution is one call of Execute.
type execution struct {
	k      *Kernel
	id     string
	on     func(*Message)
	reply  *Reply
	idle   bool
	lastID string // of the idle
	asked  bool
	probe  string // id of the question that proves that idle was lost
	proved bool   // the kernel's reply to it came
	cause  error  // why it was interrupted
	broken error  // which socket ended, and why
	killed bool
}

func (x *execution) run(ctx context.Context) (*Reply, error) {
	wait, patience := ctx, context.CancelFunc(func() {})
	defer func() { patience() }()
	limit := func(d time.Duration) {
		patience()
		wait, patience = context.WithTimeout(context.WithoutCancel(ctx), d)
	}
	tries := 0
	for !x.complete() {
		e, ok := x.k.events.take()
		if !ok {
			if x.reply != nil && x.cause == nil && x.broken == nil {
				limit(waitFor(x.probe))
			}
			e, ok = x.k.events.next(wait)
		}
		switch {
		case ok && e.from == process:
			if x.cause != nil {
				return x.reply, x.cause
			}
			return x.reply, x.k.dead("while the code ran")
		case ok && e.msg == nil:
			if x.cause == nil && x.broken == nil {
				x.broken = fmt.Errorf("the kernel's channel %s: %w", e.from, e.ended)
				limit(x.k.opts.Grace)
			}
		case ok:
			if x.take(e) {
				continue
			}
			// A kernel that waits for the answer sees the interrupt only after it.
			x.cause = ErrInput
			x.stop()
			_ = x.k.send(stdin, newID(), "input_reply", e.msg.head, map[string]string{"value": ""})
			limit(x.k.opts.Grace)
		case x.broken != nil && x.cause == nil:
			_ = x.k.Kill()
			return x.reply, x.broken
		case x.cause != nil && !x.killed:
			x.killed = true
			_ = x.k.Kill()
			limit(time.Minute) // until its end is seen
		case x.cause != nil:
			return x.reply, x.cause
		case x.reply == nil:
			x.cause = context.Cause(ctx)
			x.stop()
			limit(x.k.opts.Grace)
		default:
			if tries++; tries > probes {
				return nil, errors.New("the kernel replied, but does not say that it is done")
			}
			x.proved = false
			x.probe, _ = x.k.request(shell, "kernel_info_request", struct{}{})
		}
	}
	x.reply.Asked = x.asked
	x.reply.Lost = x.k.gaps.lost(x.lastID)
	return x.reply, x.cause
}

// complete reports whether all that the kernel had to say has come. The reply
// to the question that proves a lost idle counts too: its idle, on another
// channel, can be faster, and the reply would then seem to be lost.
func (x *execution) complete() bool {
	return x.reply != nil && x.idle && (!x.reply.IdleLost || x.proved)
}

func waitFor(probe string) time.Duration {
	if probe == "" {
		return idleWait
	}
	return probeWait
}

// stop interrupts the code; a kernel that cannot be interrupted will be killed.
func (x *execution) stop() { _ = x.k.Interrupt() }

// take handles one event. It returns false at the first input_request.
func (x *execution) take(e event) bool {
	m := e.msg
	x.k.gaps.saw(m.ID)
	switch {
	case e.from == shell && m.ParentID == x.id && m.Type == "execute_reply":
		x.reply = newReply(m)
	case e.from == shell && x.probe != "" && m.ParentID == x.probe:
		x.proved = true
	case e.from == stdin && m.Type == "input_request" && !x.asked:
		x.asked = true
		return false
	case e.from != iopub:
	case isIdle(m) && m.ParentID == x.id:
		x.idle, x.lastID = true, m.ID
		x.tell(m)
	case isIdle(m) && x.probe != "" && m.ParentID == x.probe && x.reply != nil:
		x.idle, x.lastID = true, m.ID
		x.reply.IdleLost = true
	default:
		x.tell(m)
	}
	return true
}

func (x *execution) tell(m *Message) {
	if x.on != nil {
		x.on(m)
	}
}

func isIdle(m *Message) bool {
	if m.Type != "status" {
		return false
	}
	var content struct {
		State string `json:"execution_state"`
	}
	m.unmarshal(&content)
	return content.State == "idle"
}

func newReply(m *Message) *Reply {
	var content struct {
		Status         string          `json:"status"`
		ExecutionCount *int            `json:"execution_count"`
		Ename          string          `json:"ename"`
		Evalue         string          `json:"evalue"`
		Traceback      json.RawMessage `json:"traceback"`
	}
	m.unmarshal(&content)
	r := &Reply{Status: content.Status, ExecutionCount: content.ExecutionCount,
		Ename: content.Ename, Evalue: content.Evalue, Date: m.Date}
	_ = json.Unmarshal(content.Traceback, &r.Traceback)
	if r.Status == "abort" {
		r.Status = "aborted" // as older kernels say
	}
	return r
}
