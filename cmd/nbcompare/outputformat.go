package main

import (
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/render"
)

// outputFormat returns what --format says, else what the extension of the output
// tells; without either it is text. The error is a [*usageError] that lists the
// formats of the command.
func outputFormat(command, format, output string, formats []render.Format) (render.Format, error) {
	from, found := "--format "+format, render.Format(format)
	if format == "" {
		from, found = output, formatByName(output)
	}
	if slices.Contains(formats, found) {
		return found, nil
	}
	names := make([]string, len(formats))
	for i := range formats {
		names[i] = string(formats[i])
	}
	return "", &usageError{problem: from + ": " + command + " has no such format", hint: "the formats are " + strings.Join(names, ", ")}
}

// formatByName returns the format that a file's name tells, for an extension
// that tells none the extension.
func formatByName(path string) render.Format {
	if path == "-" {
		return render.Text
	}
	switch format, _ := render.FormatOf(path); format {
	case "", "txt":
		return render.Text
	case "xml":
		return render.JUnit
	default:
		return format
	}
}
