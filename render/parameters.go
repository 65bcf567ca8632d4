package render

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/params"
)

// widestDefault is how much of a default Parameters shows, in columns.
const widestDefault = 40

// Parameters writes one aligned line a parameter: name, type, default, help.
// width is in terminal columns; 0 means that w is no terminal.
func Parameters(w io.Writer, list []params.Declaration, width int) error {
	rows := [][]string{{"name", "type", "default", "help"}}
	for _, d := range list {
		row := []string{d.Name, orDash(d.Type), orDash(fit(oneLine(d.Default), widestDefault)), oneLine(d.Help)}
		for i := range row {
			row[i] = Visible(row[i])
		}
		rows = append(rows, row)
	}
	lines := strings.Split(alignRows(rows, width), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n"))
	return err
}

// oneLine puts each run of white space as one space.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

type declared struct {
	Name    string          `json:"name"`
	Type    string          `json:"type,omitempty"`
	Default string          `json:"default,omitempty"`
	Value   json.RawMessage `json:"value,omitempty"`
	Help    string          `json:"help,omitempty"`
}

// ParametersJSON writes the parameters of the template at path as one JSON
// document: the default as source text, and where it is a literal its value.
func ParametersJSON(w io.Writer, path string, list []params.Declaration) error {
	doc := struct {
		Template   string     `json:"template"`
		Parameters []declared `json:"parameters"`
	}{path, []declared{}}
	for _, d := range list {
		out := declared{Name: d.Name, Type: d.Type, Default: d.Default, Help: d.Help}
		if d.Value != nil {
			out.Value = value.AppendJSON(nil, d.Value)
		}
		doc.Parameters = append(doc.Parameters, out)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}
