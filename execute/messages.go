package execute

import (
	"encoding/json"
	"fmt"

	"github.com/nbcompare/nbcompare/kernel"
	"github.com/nbcompare/nbcompare/nbformat"
)

// take makes one message of the kernel an output, or what else it means.
func (r *run) take(m *kernel.Message) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	index, ours := r.requests[m.ParentID]
	if !ours {
		return
	}
	c := &r.cells[index]
	switch m.Type {
	case nbformat.Stream, nbformat.DisplayData, nbformat.ExecuteResult, nbformat.ErrorOutput:
		r.output(c, m)
	case "update_display_data":
		content := readContent(m)
		r.update(content.Transient.DisplayID, content)
	case "clear_output":
		r.clear(c, m)
	case "comm_open", "comm_msg":
		r.widgets.comm(m)
	case "execute_input":
		c.timing["iopub.execute_input"] = m.Date
		if content := readContent(m); content.ExecutionCount != nil {
			c.count = content.ExecutionCount
		}
	case "status":
		var status struct {
			State string `json:"execution_state"`
		}
		_ = json.Unmarshal(m.Content, &status)
		if status.State == "busy" || status.State == "idle" {
			c.timing["iopub.status."+status.State] = m.Date
		}
	default:
		return
	}
	c.changed, r.dirty = true, true
}

func (r *run) output(c *cell, m *kernel.Message) {
	content := readContent(m)
	o := &output{kind: m.Type, name: content.Name, content: content, displayID: content.Transient.DisplayID}
	if content.ExecutionCount != nil {
		c.count = content.ExecutionCount
	}
	if content.cut {
		r.warnings = append(r.warnings, fmt.Sprintf("cell %d: what an output held deeper than %d levels of nesting is left out", c.index, maxNesting))
	}
	r.update(o.displayID, content)
	if it := r.widgets.capturer(m.ParentID); it != nil {
		it.outputs.add(o)
		r.widgets.sync(it, m.ParentHeader)
		return
	}
	c.outputs.add(o)
	r.tell(c, o)
}

// tell passes on what was printed.
func (r *run) tell(c *cell, o *output) {
	event := Event{Kind: Printed, Cell: c.index, Stream: o.name, Text: o.content.Text}
	if o.kind == nbformat.DisplayData || o.kind == nbformat.ExecuteResult {
		event.Stream = "result"
		plain, _ := nbformat.RawValue{Bytes: o.content.Data["text/plain"]}.Text()
		event.Text = plain
	}
	if event.Text != "" {
		r.opts.Watch(event)
	}
}

// update gives every output with the display id another content.
func (r *run) update(displayID string, content outputContent) {
	if displayID == "" {
		return
	}
	for i := range r.cells {
		if r.cells[i].outputs.update(displayID, content) {
			r.cells[i].changed = true
		}
	}
}

func (r *run) clear(c *cell, m *kernel.Message) {
	wait := readContent(m).Wait
	it := r.widgets.capturer(m.ParentID)
	if it == nil {
		c.outputs.clear(wait)
		return
	}
	it.outputs.clear(wait)
	if !wait {
		r.widgets.sync(it, m.ParentHeader)
	}
}
