package render

import (
	"encoding/json"
	"io"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

type showDocument struct {
	Notebook string      `json:"notebook"`
	Path     string      `json:"path"`
	Status   string      `json:"status"`
	Error    *showError  `json:"error,omitempty"`
	Warnings []string    `json:"warnings,omitempty"`
	Keys     []showValue `json:"keys"`
}

type showError struct {
	Cell   int    `json:"cell"`
	Ename  string `json:"ename"`
	Evalue string `json:"evalue"`
}

type showValue struct {
	Key    string          `json:"key"`
	Source string          `json:"source"`
	Cell   *int            `json:"cell,omitempty"`
	Kind   string          `json:"kind,omitempty"`
	Value  json.RawMessage `json:"value,omitempty"`
	Reason string          `json:"reason,omitempty"`
}

// ShowJSON writes the items of a run as one JSON document. Values are as
// [value.AppendJSON] has them; a key without a value has a reason instead.
func ShowJSON(w io.Writer, run *collection.Run, items []Item) error {
	doc := showDocument{Notebook: run.Name, Path: run.Path, Status: statusText(run), Keys: []showValue{}}
	if run.Failure != nil {
		doc.Error = &showError{run.FailedCell, run.Failure.Ename, run.Failure.Evalue}
	}
	for _, warning := range run.Warnings {
		doc.Warnings = append(doc.Warnings, warning.Error())
	}
	for _, item := range items {
		v := showValue{Key: item.Title, Source: string(item.Source), Reason: item.Reason}
		if item.Cell >= 0 {
			v.Cell = &item.Cell
		}
		if item.Value != nil {
			v.Kind, v.Value = string(item.Value.Kind()), value.AppendJSON(nil, item.Value)
		}
		doc.Keys = append(doc.Keys, v)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}
