package introspect

import (
	"time"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// mostMeta is how many entries appendMeta may append.
const mostMeta = 6

// appendMeta appends the entries of the notebook's metadata, those that exist:
//
//   - duration: seconds, by papermill, else from the first to the last of the
//     times that nbclient, JupyterLab or VS Code recorded in the cells
//   - start: the time as it is recorded (ISO 8601), from the same places
//   - kernel: the name of the kernelspec
//   - error: the first error of a failed run, as Python prints it
//   - host, commit: what nbcompare recorded of its own executions
func (in *inspector) appendMeta(entries []Entry) []Entry {
	add := func(name string, v value.Value) {
		if v != nil {
			entries = append(entries, Entry{Source: SourceMeta, Name: name, Cell: -1, Value: v})
		}
	}
	metadata := in.nb.Metadata.Pick("papermill", "kernelspec", "nbcompare")
	start, duration := papermillTimes(metadata[0])
	if start == nil && duration == nil {
		start, duration = in.cellTimes()
	}
	add("duration", duration)
	add("start", start)
	add("kernel", textOrNil(metadata[1].Get("name")))
	if in.seen.failure != nil {
		add("error", value.Text(errorLine(*in.seen.failure)))
	}
	add("host", textOrNil(metadata[2].Get("host")))
	add("commit", textOrNil(metadata[2].Get("commit")))
	return entries
}

func textOrNil(raw nbformat.RawValue) value.Value {
	if text, ok := raw.Text(); ok && text != "" {
		return value.Text(text)
	}
	return nil
}

func papermillTimes(record nbformat.RawValue) (start, duration value.Value) {
	times := record.Pick("start_time", "duration")
	start = textOrNil(times[0])
	if n, ok := JSONValue(times[1]).(value.Number); ok {
		duration = n
	}
	return start, duration
}

// cellTimes looks at the times of metadata.execution in the cells. Cells may
// have been run in any order, so it takes the earliest start and the latest end.
func (in *inspector) cellTimes() (start, duration value.Value) {
	var first, last time.Time
	var firstText string
	for i := range in.nb.Cells {
		record := in.nb.Cells[i].Metadata.Get("execution")
		for _, name := range []string{"iopub.execute_input", "iopub.status.busy", "shell.execute_reply", "iopub.status.idle"} {
			text, _ := record.Get(name).Text()
			at, err := time.Parse(time.RFC3339Nano, text)
			if err != nil {
				continue
			}
			if first.IsZero() || at.Before(first) {
				first, firstText = at, text
			}
			if at.After(last) {
				last = at
			}
		}
	}
	if first.IsZero() {
		return nil, nil
	}
	return value.Text(firstText), value.Float(last.Sub(first).Seconds())
}
