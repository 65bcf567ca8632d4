package kernel

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Info is the content of a kernel_info_reply, as far as it is used.
type Info struct {
	Implementation        string          `json:"implementation"`
	ImplementationVersion string          `json:"implementation_version"`
	LanguageInfo          json.RawMessage `json:"language_info"`
	Banner                string          `json:"banner"`
}

// request sends a request and returns its id.
func (k *Kernel) request(to channel, kind string, content any) (id string, err error) {
	id = newID()
	return id, k.send(to, id, kind, nil, content)
}

func (k *Kernel) send(to channel, id, kind string, parent json.RawMessage, content any) error {
	s := k.sockets[to]
	if s == nil {
		return errors.New("not connected")
	}
	head := header{MsgID: id, Session: k.session, Username: "nbcompare", Date: now(), MsgType: kind, Version: protocolVersion}
	frames, err := encodeMessage(k.connection.Key, head, parent, content)
	if err != nil {
		return err
	}
	return s.send(frames)
}

// readyInterval is between two questions to a kernel that starts.
const readyInterval = 250 * time.Millisecond

// waitReady asks for kernel_info until a reply came, and on iopub the status
// of one of the questions: a subscription takes effect some time after it was
// sent, and what the kernel publishes before is lost.
func (k *Kernel) waitReady(ctx context.Context) error {
	asked := map[string]bool{}
	replied, heard := false, false
	for !replied || !heard {
		id, err := k.request(shell, "kernel_info_request", struct{}{})
		if err != nil {
			return err
		}
		if len(asked) == 0 && k.spec.isIPython() && !k.opts.ShortQueue {
			if err := k.widenQueue(); err != nil {
				return err
			}
		}
		asked[id] = true
		wait, cancel := context.WithTimeout(ctx, readyInterval)
		for !replied || !heard {
			e, ok := k.events.next(wait)
			if !ok {
				break
			}
			if e.from == process {
				cancel()
				return k.dead("while it started")
			}
			if e.msg != nil {
				k.gaps.saw(e.msg.ID) // also what comes of widenCode
			}
			if e.msg == nil || !asked[e.msg.ParentID] {
				continue
			}
			if e.msg.Type == "kernel_info_reply" {
				e.msg.unmarshal(&k.Info)
				replied = true
			}
			heard = heard || e.from == iopub && e.msg.Type == "status"
		}
		cancel()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if len(k.Info.LanguageInfo) == 0 || !bytes.HasPrefix(bytes.TrimSpace(k.Info.LanguageInfo), []byte("{")) {
		return fmt.Errorf("the kernel %s says nothing of its language: its kernel_info_reply has no language_info", k.spec.Name)
	}
	return nil
}

// widenCode lets ipykernel's iopub queue grow without a limit: at 1,000
// messages it would drop what does not fit, without a word. And what Python can
// say of a crash goes to the kernel's own stderr, not into the pipe by which
// ipykernel reads what is written there, which nobody reads then. It leaves no
// name behind.
const widenCode = `def _nbcompare():
    import faulthandler, sys, zmq
    stderr = getattr(sys.stderr, "_original_stdstream_copy", None)
    if stderr is not None and not faulthandler.is_enabled():
        faulthandler.enable(file=stderr, all_threads=False)
    socket = get_ipython().kernel.iopub_socket
    thread = getattr(socket, "io_thread", None)
    if thread is None:
        socket.setsockopt(zmq.SNDHWM, 0)
    else:
        thread.schedule(lambda: thread.socket.setsockopt(zmq.SNDHWM, 0))
try:
    _nbcompare()
except Exception:
    pass
finally:
    del _nbcompare
`

// widenQueue lets the kernel run widenCode before the first cell, silently.
// Nobody waits for the end of that. Where it does not work, gaps are still
// counted.
func (k *Kernel) widenQueue() error {
	_, err := k.request(shell, "execute_request", executeContent{Code: widenCode, Silent: true})
	return err
}

// SendComm sends a comm_msg to the kernel, whose parent is a message that it
// sent. Widgets of a notebook need that.
func (k *Kernel) SendComm(parent json.RawMessage, content any) error {
	return k.send(shell, newID(), "comm_msg", parent, content)
}
