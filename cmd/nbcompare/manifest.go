package main

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/render"
)

// manifestFormat returns the writer of --manifest; nil when there is none.
func (opts *stampOptions) manifestFormat() (func(io.Writer, *stampPlan) error, error) {
	if opts.manifest == "" {
		return nil, nil
	}
	if opts.manifest == "-" {
		return writeManifestLines, nil
	}
	if err := (output{opts.manifest, opts.streams}).check(); err != nil {
		return nil, err
	}
	switch strings.ToLower(filepath.Ext(opts.manifest)) {
	case ".csv":
		return writeManifestCSV, nil
	case ".jsonl", ".ndjson":
		return writeManifestLines, nil
	}
	return nil, &usageError{problem: "--manifest " + opts.manifest + ": what format?", hint: "call it .csv or .jsonl"}
}

// writeManifestCSV writes a row a copy: its path, and each parameter in a
// column of its own. A parameter that a copy does not have is an empty cell.
func writeManifestCSV(w io.Writer, p *stampPlan) error {
	names := p.names()
	out := csv.NewWriter(w)
	header := []string{"notebook"}
	for _, name := range names {
		header = append(header, "params."+name)
	}
	_ = out.Write(header) // Flush returns the error
	for _, c := range p.copies {
		row := make([]string, len(names)+1)
		row[0] = filepath.ToSlash(c.path)
		for _, a := range c.Assignments {
			for i, name := range names {
				if name == a.Name && !a.Secret {
					row[i+1], _ = render.CSVCell(a.Value)
				}
			}
		}
		_ = out.Write(row)
	}
	out.Flush()
	return out.Error()
}

// writeManifestLines writes an object a copy: notebook and parameters, without
// the secrets.
func writeManifestLines(w io.Writer, p *stampPlan) error {
	for _, c := range p.copies {
		path, err := json.Marshal(filepath.ToSlash(c.path))
		if err != nil {
			return err
		}
		parameters := value.Dict{}
		for _, a := range c.Assignments {
			if !a.Secret {
				parameters = append(parameters, value.Item{Key: value.Text(a.Name), Value: a.Value})
			}
		}
		line := append(append([]byte(`{"notebook": `), path...), `, "parameters": `...)
		line = append(value.AppendJSON(line, parameters), "}\n"...)
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return nil
}
